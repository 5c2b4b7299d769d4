"""Reading one file of a scan block by block: plain, compressed, UTF-16, or binary, which is left alone."""

import codecs
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from jwtlens.harvest.found import Sighting
from jwtlens.harvest.harvester import LOOK_BACK, Harvester, Note, is_document
from jwtlens.limits import SCANNED_BYTES, SCANNED_TIMES

BLOCK_BYTES = 512 * 1024
_AT_ONCE = 4 * 1024 * 1024
"""Bytes of a file between two times that what was found is handed out."""
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


def harvest_file(path: str, start: int, stop: int | None) -> Iterator[Harvested]:
    """Find the tokens that begin in this range of a file, and hand them out while it is read.

    Never raises for what is in it. A ``stop`` of None is the end of a file that is read in one go.
    """
    try:
        with Path(path).open("rb", buffering=0) as file:
            if stop is None:
                yield from _harvested(blocks(file), Harvester(), path, 0)
                return
            origin = max(start - LOOK_BACK, 0)
            file.seek(origin)
            harvester = Harvester(origin=origin, start=start, stop=stop)
            yield from _harvested(_up_to(_plain(file, b""), stop - origin), harvester, path, start)
    except OSError as error:
        yield Harvested(path, start, [], 0, 0, [], f"cannot be read: {error.strerror}")


def harvest_standard_input() -> Iterator[Harvested]:
    """Find the tokens in standard input, and hand them out while it goes on."""
    if sys.stdin is None:
        yield Harvested("-", 0, [], 0, 0, [], "cannot be read: it is closed")
        return
    texts = blocks(cast("BinaryIO", getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)))
    for part in _harvested(texts, Harvester(), "-", 0, at_once=0):
        words = "is binary, not text; nothing was looked for in it"
        yield part._replace(problem=words) if part.binary else part


def _words(error: Exception) -> str:
    """Say why something could not be read on, in words that follow its name."""
    if isinstance(error, EOFError):
        return "ends too early; it was read up to there"
    if isinstance(error, OSError):
        return f"cannot be read to its end: {error.strerror or error}"
    return str(error)


def _sighted(found: list[Sighting]) -> list[Sighted]:
    return [(token, place.line, place.where) for token, place in found]


def _harvested(
    texts: Iterator[bytes], harvester: Harvester, path: str, start: int, *, at_once: int = _AT_ONCE
) -> Iterator[Harvested]:
    """Hand out what was found, whenever so many bytes were read, at the end, and before ctrl+c ends it."""
    found: list[Sighting] = []
    size, problem = 0, ""
    interrupt: KeyboardInterrupt | None = None
    try:
        for text in texts:
            if size > at_once:
                yield Harvested(path, start, _sighted(found), 0, size, [])
                found, size, start = [], 0, start or 1
            size += len(text)
            found += harvester.feed(text)
            if harvester.finished:
                break
    except BinaryError:
        yield Harvested(path, start, [], 0, 0, [], binary=True)
        return
    except (OSError, EOFError, DamagedError) as error:
        problem = _words(error)
    except KeyboardInterrupt as error:
        interrupt = error
    found += harvester.close()
    yield Harvested(path, start, _sighted(found), harvester.lines, size, harvester.notes, problem)
    if interrupt:
        raise interrupt


def _up_to(texts: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield texts, and at least so many bytes. Raises DamagedError where there are less."""
    for text in texts:
        size -= len(text)
        yield text
    if size > 0:
        raise DamagedError("became shorter while it was read")


class DamagedError(Exception):
    """Compressed data that cannot be read on, in words that follow the name of the file."""


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a file as UTF-8, or as what it is if that writes ASCII as ASCII. Raises BinaryError for what is no text.

    Raises DamagedError, EOFError and OSError where it cannot be read on.
    """
    read = bytearray()
    try:
        _fill(read, stream)
    except KeyboardInterrupt:
        yield from _text(iter((bytes(read),)))
        raise
    first = bytes(read)
    if first.startswith(_GZIP):
        packed = _Rejoined(first, stream)
        yield from _text(_bounded(_gzip(packed), packed))
    elif first.startswith(_ZSTD):
        packed = _Rejoined(first, stream)
        yield from _text(_bounded(_zstd(packed), packed))
    else:
        yield from _text(_plain(stream, first))


def _fill(read: bytearray, stream: BinaryIO) -> None:
    """Read until it can be told what this is; pipes hand out little at a time."""
    while len(read) < _BINARY_BYTES and (more := stream.read(BLOCK_BYTES)):
        read += more


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


def _bounded(texts: Iterator[bytes], packed: "_Rejoined") -> Iterator[bytes]:
    """Stop at what is a bomb rather than a text. Raises DamagedError."""
    size = 0
    for text in texts:
        size += len(text)
        if size > max(SCANNED_BYTES, SCANNED_TIMES * packed.size):
            raise DamagedError(f"inflates to more than {SCANNED_TIMES} times its size; it was read up to there")
        yield text


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
        self.size = 0
        """Bytes that were read."""

    def read(self, size: int = -1) -> bytes:
        """Read as files do."""
        if not self._first:
            data = self._stream.read(size)
        else:
            data, self._first = (self._first, b"") if size < 0 else (self._first[:size], self._first[size:])
        self.size += len(data)
        return data


def name_of(path: str) -> str:
    """Return the name of a file as JSON can carry it; names are bytes, and not always UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")
