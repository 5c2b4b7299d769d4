"""The settings in force. Where there is no file this costs a look at the disk; every command does it."""

import os

from jwtlens.settings.model import Fault, Loaded, Settings
from jwtlens.settings.place import place


def load(option: str | None = None) -> Loaded:
    """Read the file that ``option``, ``JWTLENS_CONFIG`` or the system names. Never raises.

    A file that is there and cannot be read is a fault, and may have said that nothing is to be fetched.
    """
    path = place(option)
    try:
        os.stat(path)  # noqa: PTH116 - as in keys.save
    except (FileNotFoundError, NotADirectoryError):
        return Loaded(path)
    except (OSError, ValueError) as error:  # a NUL in the name is a ValueError
        return _refused(path, error)
    from jwtlens.settings.read import MOST_BYTES, read  # noqa: PLC0415 - for those who ask for it

    try:
        data = _content(path, MOST_BYTES + 1)
    except OSError as error:
        return _refused(path, error)
    found = read(data, os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120 - as in keys.save
    return Loaded(path, found.settings, there=True, faults=found.faults)


def _content(path: str, most: int) -> bytes:
    """Read a file; a pipe that nobody writes into must not hold a command up."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read(most) or b""


def _refused(path: str, error: Exception) -> Loaded:
    reason = error.strerror if isinstance(error, OSError) else "this is not the name of a file"
    fault = Fault(1, "", f"the file cannot be read: {reason}")
    return Loaded(path, Settings(network="never", unread=True), there=True, faults=(fault,))
