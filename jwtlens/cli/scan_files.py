"""The files that a scan goes through, large ones in pieces, so that every core has something to do."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from jwtlens.cli.scan_reading import can_be_split
from jwtlens.displayable import quoted

PIECE_BYTES = 16 * 1024 * 1024
"""Size of the pieces of a large file."""
_MOST_FILES = 256
"""Files that one process is given at once."""

Problem = Callable[[str], None]


class Piece(NamedTuple):
    """A file, or the bytes of it from ``start`` to ``stop``; a ``stop`` of None is the end of a file read in one go."""

    path: str
    size: int
    start: int = 0
    stop: int | None = None


def shares(paths: list[str], problem: Problem) -> Iterator[list[Piece]]:
    """Yield pieces in the order of the files, as many at once as one process should be given.

    What cannot be read is told to ``problem`` in a sentence. Links in folders are not followed: what they lead to is in
    the folder, or it is none of the scan's business.
    """
    share: list[Piece] = []
    for path in paths:
        for piece in _pieces(path, problem):
            share.append(piece)
            if len(share) >= _MOST_FILES or sum(one.size for one in share) >= PIECE_BYTES:
                yield share
                share = []
    if share:
        yield share


def _pieces(path: str, problem: Problem) -> Iterator[Piece]:
    try:
        status = Path(path).stat()
    except OSError as error:
        problem(f"{quoted(path)} cannot be read: {error.strerror}")
        return
    except ValueError:  # a NUL in the name
        problem(f"{quoted(path)} is not the name of a file")
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _in_folder(path, problem, (status.st_dev, status.st_ino))
    else:
        yield from _of_file(path, status, problem)


def _in_folder(path: str, problem: Problem, identity: tuple[int, int]) -> Iterator[Piece]:
    """Go through a folder and those in it, by name; one that leads back to a folder that it is in is left out."""
    above = [identity]
    open_folders = [iter(_entries(path, problem))]
    while open_folders:
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
            above.pop()
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            problem(f"{quoted(entry.path)} cannot be read: {error.strerror}")
            continue
        identity = (status.st_dev, status.st_ino)
        if stat.S_ISLNK(status.st_mode):
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield from _of_file(entry.path, status, problem)
        elif identity in above:
            problem(f"the folder {quoted(entry.path)} leads back to one that it is in; it was left out")
        else:
            above.append(identity)
            open_folders.append(iter(_entries(entry.path, problem)))


def _entries(path: str, problem: Problem) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(path) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        problem(f"the folder {quoted(path)} cannot be read: {error.strerror}")
        return []


def _of_file(path: str, status: os.stat_result, problem: Problem) -> Iterator[Piece]:
    if not stat.S_ISREG(status.st_mode):
        kind = "a pipe" if stat.S_ISFIFO(status.st_mode) else "a device or a socket"
        problem(f"{quoted(path)} is {kind}, not a file, and might never end; jwtlens scan - reads standard input")
        return
    size = status.st_size
    if size <= 2 * PIECE_BYTES or not can_be_split(path):
        yield Piece(path, size)
        return
    for start in range(0, size, PIECE_BYTES):
        yield Piece(path, min(PIECE_BYTES, size - start), start, min(start + PIECE_BYTES, size))
