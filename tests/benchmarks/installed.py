"""The package as people have it: installed, and compiled. Anything else starts up to four times slower."""

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

from tests.cli.processes import ROOT

_PLACES = "import jwtlens, textual, jwt; print(jwtlens.__file__, textual.__file__, jwt.__file__, sep='\\n')"


class Installed(NamedTuple):
    """The programs of one environment: its interpreter, jwtlens, and jwt-tui, where that could be installed."""

    python: str
    jwtlens: str
    peer: str | None


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """What the measured programs see: no setting of Python's, none of the user's, nothing of this tree."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TEXTUAL", "NO_COLOR"))}
    return {**kept, "XDG_CONFIG_HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC", **changes}


def found(python: str, env: dict[str, str], *, allow_source: bool) -> Installed:
    """Look at an environment that is there. SystemExit, with a sentence, where its package is not fit for it."""
    done = subprocess.run([python, "-c", _PLACES], env=env, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{python} cannot import jwtlens: install it there first ({done.stderr.strip()[-200:]})")
    folders = [Path(line).parent for line in done.stdout.splitlines()]
    if not allow_source:
        if folders[0].parent != folders[1].parent:
            raise SystemExit(
                f"{folders[0]} is a source tree, or an editable installation, not what people have; "
                "leave --python out to have one made, or say --allow-source"
            )
        stale = next((path for folder in folders for path in folder.rglob("*.py") if not _is_compiled(path)), None)
        if stale:
            raise SystemExit(f"{stale} is not compiled, or older compiled: run {python} -m compileall {stale.parent}")
    return Installed(python, str(Path(python).with_name("jwtlens")), None)


_PEER = ("jwt-tui", "rich~=13.7.1")
"""It pins a Textual that does not start with a newer Rich."""


def made(folder: Path, env: dict[str, str]) -> Installed:
    """Install this tree into a new environment, as people do."""
    return found(_environment(folder / "jwtlens", env, str(ROOT)), env, allow_source=False)


def peer(folder: Path, env: dict[str, str]) -> str | None:
    """Install jwt-tui into a new environment; return its program, or None where it cannot be had."""
    try:
        return str(Path(_environment(folder / "peer", env, *_PEER)).with_name("jwt_tui"))
    except subprocess.CalledProcessError:
        return None


def _environment(folder: Path, env: dict[str, str], *packages: str) -> str:
    subprocess.run([sys.executable, "-m", "venv", folder], env=env, check=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    subprocess.run(install, env=env, check=True, capture_output=True)
    return python


def _is_compiled(path: Path) -> bool:
    """Whether Python finds bytecode for a module that was made of the file as it is."""
    compiled = Path(cache_from_source(str(path)))
    try:
        noted = int.from_bytes(compiled.read_bytes()[8:12], "little")  # PEP 552: time of the source, if flags are 0
    except OSError:
        return False
    return noted == int(path.stat().st_mtime) & 0xFFFFFFFF
