"""Every kind of save, cut short at many points, in processes of its own: ``python -m`` it with an empty folder."""

import contextlib
import io
import os
import random
import resource
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from jwtlens.__main__ import main
from jwtlens.keys import save as saving
from jwtlens.keys.save import NotSavedError
from jwtlens.keys.secret import Secret
from jwtlens.learn import progress
from jwtlens.settings import write
from tests.core_kit import NOW, hs256

POINTS = 10
"""Where each kind of save is killed, among all lines of Python that it runs."""
_KILLED, _UNTOUCHED = 9, 7
_TOKEN = hs256({"sub": "a"})


def _call(*words: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        if main(list(words)) == 2:
            raise ValueError(said.getvalue())


def _key(path: str, version: str) -> None:
    _call("key", "convert", f"text:secret number {version} of some length", "--to", "jwk", "--output", path, "--force")


def _report(path: str, version: str) -> None:
    _call(
        "audit",
        "--no-search",
        "--iss",
        version,
        "--at",
        str(NOW),
        "--format",
        "json",
        "--output",
        path,
        "--force",
        _TOKEN,
    )


def _workspace(path: str, version: str) -> None:
    _call("--save", path, "--force", "--iss", version, _TOKEN)


def _settings(path: str, version: str) -> None:
    write.write_settings(path, {"leeway": 1 if version == "old" else 2})


def _profile(path: str, version: str) -> None:
    write.write_profile(path, "shop", {"issuer": version})


def _progress(path: str, version: str) -> None:
    progress.agree(path)
    progress.remember(path, progress.Progress(frozenset({version})))


def _text(path: str, version: str) -> None:
    """As the dialogs do it: for keys, found tokens, programs."""
    saving.save(path, Secret(version * 100_000), overwrite=True)


KINDS: dict[str, Callable[[str, str], None]] = {
    "key": _key,
    "report": _report,
    "workspace": _workspace,
    "settings": _settings,
    "profile": _profile,
    "progress": _progress,
    "text": _text,
}


class Lines:
    """Counts the lines of Python that run in a save and below it, and kills the process at one of them."""

    def __init__(self, at: int = 0) -> None:
        self.count, self._at, self._depth = 0, at, 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:  # noqa: ANN401 - as sys.settrace has it
        del argument
        inside = self._depth or frame.f_code is saving.save.__code__
        if not inside:
            return None
        if event == "call":
            self._depth += 1
        elif event == "return":
            self._depth -= 1
        elif event == "line":
            self.count += 1
            if self.count == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def _apart(job: Callable[[], int]) -> int:
    """Run a job in a process of its own; return its exit code, or that it was killed."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = job()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return (
        _KILLED
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        else os.waitstatus_to_exitcode(status)
    )


def _lines(kind: Callable[[str, str], None], path: str, version: str, at: int = 0) -> int:
    lines = Lines(at)
    sys.settrace(lines)
    try:
        kind(path, version)
    finally:
        sys.settrace(None)
    return lines.count


def _killed(name: str, folder: Path, chance: random.Random) -> None:
    """Kill it, over a file that is there and where none is: the old one is there, or the whole new one."""
    kind, file = KINDS[name], folder / name
    kind(str(file), "new")
    new = file.read_bytes()
    kind(str(file), "old")
    old = file.read_bytes()
    assert old != new
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, name
    count = _lines(kind, str(file), "new")
    assert count > 20, f"{name} is not saved by keys.save"
    seen = set()
    for at in (1, count, *chance.sample(range(2, count), POINTS)):
        file.unlink()
        kind(str(file), "old")
        assert _apart(lambda at=at: _lines(kind, str(file), "new", at) and 0) == _KILLED  # type: ignore[misc]
        found = file.read_bytes()
        assert found in {old, new}, f"{name}, killed at line {at} of {count}: {found[:80]!r}"
        seen.add(found)
        for left in folder.glob(".jwtlens-*"):
            assert stat.S_IMODE(left.stat().st_mode) == 0o600
            left.unlink()
    assert seen == {old, new}, f"{name}: no point was early, or none was late"


def _full(name: str, folder: Path) -> None:
    """Save where no file may be longer than 10 bytes: that is a sentence, and the old file stays."""
    kind, file = KINDS[name], folder / name
    kind(str(file), "old")
    old = file.read_bytes()

    def job() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
        try:
            kind(str(file), "new")
        except (NotSavedError, ValueError) as error:
            return _UNTOUCHED if "no room is left on the disk" in str(error) else 98
        return 97

    assert _apart(job) == _UNTOUCHED, name
    assert file.read_bytes() == old
    assert not [*folder.glob(".jwtlens-*")]


def run(folder: Path) -> None:
    chance = random.Random("saves")  # noqa: S311 - points to look at, the same each time
    for name in KINDS:
        _killed(name, folder, chance)
        _full(name, folder)
        print(name, flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
