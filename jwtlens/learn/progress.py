"""How far somebody got, remembered only if they agreed: one small file, which is there only then.

Nothing here writes by itself. ``agree`` makes the file, ``remember`` changes it, ``forget`` takes it away.
"""

import contextlib
import json
import os
from typing import NamedTuple

from jwtlens.keys.save import save
from jwtlens.keys.secret import Secret

_SCHEMA = 1
_MOST_BYTES = 64 * 1024


class Progress(NamedTuple):
    """``done`` are the names of the lessons that were finished; ``steps`` where the others stand, from 0."""

    done: frozenset[str] = frozenset()
    steps: dict[str, int] = {}  # noqa: RUF012 - a NamedTuple's default, never changed


def place() -> str:
    """Return where the file is, or would be, on this system."""
    from platformdirs import user_state_dir  # noqa: PLC0415 - for those who take lessons

    return os.path.join(user_state_dir("jwtlens", appauthor=False), "lessons.json")  # noqa: PTH118 - as in keys.save


def load(path: str) -> Progress | None:
    """Read the file; None where there is none, which means that nobody agreed. A damaged file is an empty progress."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as in keys.save
            data = file.read(_MOST_BYTES)
    except OSError:
        return None
    try:
        book = json.loads(data)
        done, steps = book["done"], book["steps"]
        names = frozenset(name for name in done if isinstance(name, str))
        counts = {name: int(at) for name, at in steps.items() if isinstance(at, int) and at >= 0}
    except (ValueError, KeyError, TypeError, AttributeError):
        return Progress()
    return Progress(names, counts)


def agree(path: str) -> Progress:
    """Begin to remember; a progress that is there stays. Raises NotSavedError."""
    found = load(path)
    if found is None:
        found = Progress()
        _write(path, found)
    return found


def remember(path: str, progress: Progress) -> bool:
    """Save the progress where somebody agreed; return whether it was saved. Raises NotSavedError."""
    if load(path) is None:
        return False
    _write(path, progress)
    return True


def forget(path: str) -> None:
    """Take the file away: nothing is remembered from now on. Raises OSError where that is not allowed."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - as in keys.save


def at(progress: Progress, lesson: str, step: int, of: int) -> Progress:
    """Return the progress of somebody who is at this step (from 0) of ``of``; after the last one, it is done."""
    steps = {name: number for name, number in progress.steps.items() if name != lesson}
    if step >= of:
        return Progress(progress.done | {lesson}, steps)
    return Progress(progress.done, steps | {lesson: step})


def _write(path: str, progress: Progress) -> None:
    with contextlib.suppress(OSError):  # what cannot be made is said by the saving
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120 - as in keys.save
    book = {"schema": _SCHEMA, "done": sorted(progress.done), "steps": progress.steps}
    save(path, Secret(json.dumps(book, indent=2) + "\n"), overwrite=True)
