"""Reading one file of a scan block by block: plain, compressed, UTF-16, or binary, which is left alone."""

import codecs
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from jwtlens.harvest.found import Sighting
from jwtlens.harvest.harvester import LOOK_BACK, Harvester, Note, is_document

BLOCK_BYTES = 512 * 1024
_SNIFFED_BYTES = 64 * 1024
_BINARY_BYTES = 8 * 1024
"""Bytes at the beginning of which none is 0 in a text."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

Sighted = tuple[str, int, str]
"""A token, its line and where it stands, as it travels between processes."""


class Harvested(NamedTuple):
    """What one piece of a file brought in. ``lines`` are its line breaks, ``size`` the bytes that were read.

    ``notes`` are lines and words about the text; ``problem`` is why it was not read to its end, in words that follow
    its name. Lines count from 1 at the beginning of the piece.
    """

    path: str
    start: int
    sighted: list[Sighted]
    lines: int
    size: int
    notes: list[Note]
    problem: str = ""
    binary: bool = False


class BinaryError(Exception):
    """The file is no text."""


def can_be_split(path: str) -> bool:
    """Whether a file is a text whose parts can be read apart: not compressed, and no JSON document."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            first = file.read(_SNIFFED_BYTES)
    except OSError:
        return False  # whoever reads it next has the words for that
    is_plain = not first.startswith((_GZIP, _ZSTD, *_MARKS)) and b"\0" not in first[:_BINARY_BYTES]
    return is_plain and not is_document(first)


def harvest_file(path: str, start: int, stop: int | None) -> Harvested:
    """Find the tokens that begin in this range of a file. Never raises for what is in it."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            if stop is None:
                return harvest_stream(file, path)
            origin = max(start - LOOK_BACK, 0)
            file.seek(origin)
            return _harvested(_plain(file, b""), Harvester(origin=origin, start=start, stop=stop), path, start)
    except OSError as error:
        return Harvested(path, start, [], 0, 0, [], f"cannot be read: {error.strerror}")


def harvest_stream(stream: BinaryIO, path: str) -> Harvested:
    """Find the tokens in a whole file, whatever it is written in."""
    try:
        return _harvested(blocks(stream), Harvester(), path, 0)
    except BinaryError:
        return Harvested(path, 0, [], 0, 0, [], binary=True)


def harvest_standard_input() -> Iterator[Harvested]:
    """Find the tokens in standard input, and hand them out while it goes on."""
    if sys.stdin is None:
        yield Harvested("-", 0, [], 0, 0, [], "cannot be read: it is closed")
        return
    harvester = Harvester()
    problem, first = "", True
    try:
        for text in blocks(cast("BinaryIO", getattr(sys.stdin.buffer, "raw", sys.stdin.buffer))):
            yield Harvested("-", int(not first), _sighted(harvester.feed(text)), 0, len(text), [])
            first = False
    except BinaryError:
        yield Harvested("-", 0, [], 0, 0, [], "is binary, not text; nothing was looked for in it", binary=True)
        return
    except (OSError, EOFError, DamagedError) as error:
        problem = _words(error)
    notes = harvester.notes
    yield Harvested("-", int(not first), _sighted(harvester.close()), harvester.lines, 0, notes, problem)


def _words(error: Exception) -> str:
    """Say why something could not be read on, in words that follow its name."""
    if isinstance(error, EOFError):
        return "ends too early; it was read up to there"
    if isinstance(error, OSError):
        return f"cannot be read to its end: {error.strerror or error}"
    return str(error)


def _sighted(found: list[Sighting]) -> list[Sighted]:
    return [(token, place.line, place.where) for token, place in found]


def _harvested(texts: Iterator[bytes], harvester: Harvester, path: str, start: int) -> Harvested:
    sighted: list[Sighted] = []
    size, problem = 0, ""
    try:
        for text in texts:
            size += len(text)
            sighted += _sighted(harvester.feed(text))
            if harvester.finished:
                break
    except (OSError, EOFError, DamagedError) as error:
        problem = _words(error)
    sighted += _sighted(harvester.close())
    return Harvested(path, start, sighted, harvester.lines, size, harvester.notes, problem)


class DamagedError(Exception):
    """Compressed data that cannot be read on, in words that follow the name of the file."""


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a file as UTF-8, or as what it is if that writes ASCII as ASCII. Raises BinaryError for what is no text.

    Raises DamagedError, EOFError and OSError where it cannot be read on.
    """
    first = _filled(stream)
    if first.startswith(_GZIP):
        yield from _text(_gzip(_Rejoined(first, stream)))
    elif first.startswith(_ZSTD):
        yield from _text(_zstd(_Rejoined(first, stream)))
    else:
        yield from _text(_plain(stream, first))


def _filled(stream: BinaryIO) -> bytes:
    """Read until it can be told what this is; pipes hand out little at a time."""
    data = b""
    while len(data) < _BINARY_BYTES and (more := stream.read(BLOCK_BYTES)):
        data += more
    return data


def _plain(stream: BinaryIO, first: bytes) -> Iterator[bytes]:
    if first:
        yield first
    while data := stream.read(BLOCK_BYTES):
        yield data


def _text(data: Iterator[bytes]) -> Iterator[bytes]:
    """Check that it is a text, and write it in UTF-8 if a mark says that it is UTF-16."""
    first = next(data, b"")
    encoding = next((name for mark, name in _MARKS.items() if first.startswith(mark)), "")
    if not encoding:
        if b"\0" in first[:_BINARY_BYTES]:
            raise BinaryError
        yield first
        yield from data
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first[2:]).encode("utf-8", "replace")
    for block in data:
        yield decoder.decode(block).encode("utf-8", "replace")


def _gzip(stream: "_Rejoined") -> Iterator[bytes]:
    import gzip  # noqa: PLC0415 - for such files only
    import zlib  # noqa: PLC0415 - as above

    try:
        yield from _plain(cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", stream), mode="rb")), b"")
    except (gzip.BadGzipFile, zlib.error):
        raise DamagedError("is damaged; what could be decompressed was read") from None


def _zstd(stream: "_Rejoined") -> Iterator[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - for such files only
    else:
        from backports import zstd  # noqa: PLC0415 - as above

    try:
        yield from _plain(cast("BinaryIO", zstd.ZstdFile(cast("BinaryIO", stream))), b"")
    except zstd.ZstdError:
        raise DamagedError("is damaged; what could be decompressed was read") from None


class _Rejoined:
    """A file whose beginning was read already."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first, self._stream = first, stream

    def read(self, size: int = -1) -> bytes:
        """Read as files do."""
        if not self._first:
            return self._stream.read(size)
        data, self._first = (self._first, b"") if size < 0 else (self._first[:size], self._first[size:])
        return data


def name_of(path: str) -> str:
    """Return the name of a file as JSON can carry it; names are bytes, and not always UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")
