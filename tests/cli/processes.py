"""The program as a process of its own, as people start it."""

import os
import subprocess
import sys
from pathlib import Path

import jwtlens

ROOT = Path(jwtlens.__file__).parents[1]
PROGRAM = (sys.executable, "-m", "jwtlens")


def environment(**changes: str) -> dict[str, str]:
    """An environment in which the program is found from any folder, and answers the same everywhere."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "PYTHONIOENCODING"}}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TZ": "UTC", **changes}


def start(*words: str | bytes, stdin: bytes = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *words], input=stdin, capture_output=True, check=False, env=environment(**changes), timeout=60
    )


def command_line(process: int) -> str:
    """What every user of the machine can see of a process."""
    shown = subprocess.run(("ps", "-ww", "-o", "args=", "-p", str(process)), capture_output=True, text=True, check=True)
    return shown.stdout.strip()
