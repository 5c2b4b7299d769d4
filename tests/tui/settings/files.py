"""Files, for tests that must not wait for a disk in the middle of a screen: short ones of their own."""

import stat
from pathlib import Path


def read(file: Path) -> str:
    """Return the text; an empty one where there is no file."""
    return file.read_text() if file.exists() else ""


def write(file: Path, text: str) -> None:
    file.write_text(text)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)
