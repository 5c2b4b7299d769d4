"""A word list of any size, read in blocks by several processes, each line by exactly one of them."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_BLOCK = 1024 * 1024
LONGEST_LINE = 1024 * 1024
"""Bytes that a line may go on beyond the end of its block; a longer one is no secret, and is left out."""


class Block(NamedTuple):
    """The lines that begin in one range of the file, without their ends; ``skipped`` counts those that are too long."""

    words: list[bytes]
    size: int
    skipped: int = 0


def blocks(file: BinaryIO, size: int, share: int, shares: int) -> Iterator[Block]:
    """Yield every block of one process: each process takes every ``shares``-th, so that all stay near the front."""
    count = max(-(-size // (shares * _BLOCK)), 1) * shares
    length = max(-(-size // count), 1)
    for start in range(share * length, size, shares * length):
        yield block(file, start, min(start + length, size))


def block(file: BinaryIO, start: int, end: int) -> Block:
    """Read the lines that begin at positions from ``start`` to before ``end``, in bytes."""
    file.seek(max(start - 1, 0))
    data = file.read(end - file.tell())
    if start:
        # A line begins after a line break, and one that begins at the end belongs to the next block.
        first = data.find(b"\n", 0, -1)
        data = data[first + 1 :] if first >= 0 else b""
    else:
        data = data.removeprefix(b"\xef\xbb\xbf")
    skipped = 0
    if data and not data.endswith(b"\n"):
        rest = file.readline(LONGEST_LINE)
        if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            skipped, rest, data = 1, b"", data[: data.rfind(b"\n") + 1]
        data += rest
    return Block(_lines(data), end - start, skipped)


def _lines(data: bytes) -> list[bytes]:
    if not data:
        return []
    lines = data.removesuffix(b"\n").split(b"\n")
    return [line.removesuffix(b"\r") for line in lines] if b"\r" in data else lines
