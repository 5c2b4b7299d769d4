"""Saving key material: for the user alone to read, all of it or nothing, and never over something unasked."""

import contextlib
import errno
import os
import stat
import tempfile

from jwtlens.displayable import quoted
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NotSavedError(Exception):
    """Nothing was written, and a file that was there is intact. ``problem`` says why, without the content."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, "output")


def save(path: str, text: Secret[str], *, overwrite: bool = False) -> None:
    """Write the text to a file of mode 0600, in one step. Raises NotSavedError.

    A temporary file in the same directory is written, flushed to the disk and then given the name. A symbolic link is
    never followed, and a file that is there is replaced only with ``overwrite``, also if it appears meanwhile.
    """
    shown = quoted(path)
    path = os.path.expanduser(path)  # noqa: PTH111 - as in the reader of keys: pathlib costs 10 ms
    try:
        _refuse(path, shown, overwrite=overwrite)
        _write(path, text, overwrite=overwrite)
    except FileExistsError:
        raise _exists(shown) from None
    except FileNotFoundError:
        raise NotSavedError("save-folder", f"{shown} cannot be saved: there is no such folder. Make it first") from None
    except PermissionError:
        raise NotSavedError("save-permission", f"{shown} cannot be saved: you may not write in that folder") from None
    except OSError as error:
        if error.errno in _NO_ROOM:
            message = f"{shown} cannot be saved: no room is left on the disk. Nothing was written"
            raise NotSavedError("save-full", message) from None
        raise NotSavedError("save-failed", f"{shown} cannot be saved: {error.strerror}. Nothing was written") from None
    except ValueError:  # a NUL in the name
        raise NotSavedError("save-name", f"{shown} is not the name of a file") from None


def _refuse(path: str, shown: str, *, overwrite: bool) -> None:
    if not path or path.endswith("/"):
        raise NotSavedError("save-name", f"{shown} is not the name of a file")
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        message = f"{shown} is a symbolic link, which jwtlens does not follow. Name the file that it leads to"
        raise NotSavedError("save-link", message)
    if not stat.S_ISREG(mode):
        kind = "a directory" if stat.S_ISDIR(mode) else "a device or a pipe"
        raise NotSavedError("save-kind", f"{shown} is {kind}, not a file. Name a file")
    if not overwrite:
        raise _exists(shown)


def _write(path: str, text: Secret[str], *, overwrite: bool) -> None:
    folder = os.path.dirname(path) or "."  # noqa: PTH120 - as above
    descriptor, temporary = tempfile.mkstemp(prefix=".jwtlens-", dir=folder)  # of mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.reveal().encode("utf-8"))
            file.flush()
            os.fsync(descriptor)
        _publish(temporary, path, overwrite=overwrite)
        _flush_name(folder)
    finally:
        with contextlib.suppress(OSError):  # it has its new name already, or the disk is gone
            os.unlink(temporary)  # noqa: PTH108 - as above


def _publish(temporary: str, path: str, *, overwrite: bool) -> None:
    """Give the finished file its name. Raises FileExistsError where it is taken and must not be."""
    if not overwrite:
        try:
            os.link(temporary, path)  # unlike a rename, it fails where a file has appeared meanwhile
        except FileExistsError:
            raise
        except OSError:  # file systems without hard links
            if os.path.lexists(path):
                raise FileExistsError from None
        else:
            return
    os.replace(temporary, path)  # noqa: PTH105 - as above


def _flush_name(folder: str) -> None:
    """Make the new name survive a power failure, where the system can; the file is complete either way."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _exists(shown: str) -> NotSavedError:
    return NotSavedError("save-exists", f"{shown} is there already and stays as it is. Choose another name")
