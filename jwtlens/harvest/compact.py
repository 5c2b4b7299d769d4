"""A token in compact serialization that begins at a position of a text, over line breaks if it was wrapped.

What decides is the header: it must decode to a JSON object with ``alg`` (RFC 7515 section 4.1.1). How many parts follow
and how long the last one is follows from it too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from jwtlens.harvest.json_object import Effort
from jwtlens.jose import base64url, strict_json
from jwtlens.limits import SOURCE_CHARS
from jwtlens.paste import expected_end

HEADER_BYTES = 256 * 1024
"""Longest header that is looked at; with a certificate chain in it, one has some 10,000 bytes."""
_LINES = 4096
"""Most lines that one token is put together from."""
_LINE_EFFORT = 1024
"""Bytes that a line more counts for: less than a line of base64 earns, so that only lines that are taken over and over,
from each of their beginnings, use the effort up."""
_TAGS = frozenset({22, 32, 43})
"""Lengths in base64url of the authentication tags of a JWE: 16, 24 and 32 bytes (RFC 7518 section 5.1)."""
_AHEAD = 8
"""Bytes after a token that say whether it is one."""

_FIRST = re.compile(rb"[A-Za-z0-9_-]+")
_PLAIN = re.compile(rb"([A-Za-z0-9_-]{1,8192})\.[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)")
_GOES_ON = frozenset(b"=~%")
_RUN = re.compile(
    rb"[A-Za-z0-9_-]+={0,2}(?:\.[A-Za-z0-9_-]*={0,2}){0,5}(?:(?:~[A-Za-z0-9_-]*={0,2})+(?:\.[A-Za-z0-9_-]*){0,2})?"
)
_BODY = {
    2: re.compile(rb"[A-Za-z0-9_-]+={0,2}(?:\.[A-Za-z0-9_-]*={0,2}){2}"),
    4: re.compile(rb"[A-Za-z0-9_-]+={0,2}(?:\.[A-Za-z0-9_-]*={0,2}){4}"),
}
_TILDES = re.compile(rb"~(?:[A-Za-z0-9_-]+~)*(ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)?")
"""Disclosures and the key-binding JWT of an SD-JWT (RFC 9901 section 4)."""
_BREAK = re.compile(rb"(?:[ \t]*\\?\r?\n[ \t>|#*]*|(=\r?\n)|(?:\\r)?\\n[ \t]*)")
"""A line break and what may stand around it: a shell's backslash, quotes of e-mails, the = of quoted-printable; or the
two characters by which a JSON string writes it."""
_LINE = re.compile(rb"[A-Za-z0-9_.~-]+(?:={1,2}(?![A-Za-z0-9_\r\n-]))?")
_LINE_ENDS = re.compile(rb"[\"'`,;<)\]}]*[ \t]*(?:=?\r?\n|\\|\Z)|[\"'`<]")
_QUOTED_PRINTABLE = 80
_QUOTED_PRINTABLE_LINES = range(60, 77)
"""Characters of a line that quoted-printable breaks, the = included (RFC 2045 section 6.7)."""
_BEGINNINGS = (b"eyJ", b"eyA", b"ewo", b"ew0")
_ELLIPSIS = (b"..", b"\xe2\x80\xa6")
_LEFT_OUT = (*_ELLIPSIS, b".", b"*", b"[", b"{", b"<r", b"<R", b"<s", b"<S", b"\xe2\x80\xa2")
"""What stands after a header and a payload whose signature somebody took out."""

LookAlike = Literal["none", "more", "cut"]


class Shape(NamedTuple):
    """What a header promises: dots in the token, and lengths in base64url that its last part may have (empty: any)."""

    dots: int
    sizes: frozenset[int]


class Compact(NamedTuple):
    """A token, the position after it in the text, and whether it ends where its header says that it should."""

    token: bytes
    end: int
    exact: bool = True


@lru_cache(maxsize=1024)
def shape(header: bytes) -> Shape | None:
    """Return what a header promises; None where it is no JOSE header."""
    members = strict_json.parse(base64url.decode(header.decode("ascii")).data, "header").members
    if "alg" not in members:
        return None
    sizes, dots = expected_end(members)
    return Shape(dots, _TAGS if "enc" in members else sizes)


def read(data: bytes, start: int, effort: Effort, *, final: bool) -> Compact | LookAlike:
    """Read the token that begins here; ``final`` says that the text ends where ``data`` does.

    ``none`` is no token, ``more`` cannot be told before the text goes on, ``cut`` is one that ended with the text.
    """
    if found := _plain(data, start):
        return found
    first = end_of_first(data, start)
    if not start < first <= start + HEADER_BYTES or data[first : first + 1] == b"~":
        return "none"
    fallback: Compact | None = None
    end = start
    for text, end in _growing(data, start, effort):
        if end + _AHEAD > len(data) and not final and len(text) <= SOURCE_CHARS:
            return "more"
        header, dot, _ = text.partition(b".")
        if not dot:
            continue
        promised = shape(header)
        if promised is None:
            return "none"
        found = _token_in(text, end, promised)
        if found is not None and found.exact:
            return found
        fallback = fallback or found
        if found is not None and len(text) - text.rfind(b".") > max(promised.sizes, default=0) + 3 and b"~" not in text:
            break
    if fallback is not None and not _is_shortened(data, fallback):
        return fallback
    is_header = fallback is None and final and end == len(data)
    return "cut" if is_header and b"." in data[start:end] else "none"


def end_of_first(data: bytes, start: int) -> int:
    """Return where the letters end that begin at a position: the header of a token, if it is one."""
    first = _FIRST.match(data, start)
    return first.end() if first else start


def _plain(data: bytes, start: int) -> Compact | None:
    """Read the token that most are: three parts in one line, the last as long as it should be; None for others."""
    match = _PLAIN.match(data, start)
    if match is None or match.end() + _AHEAD > len(data) or data[match.end()] in _GOES_ON:
        return None
    promised = shape(match[1])
    if promised is None or promised.dots != 2 or match.end() - match.start(2) not in promised.sizes:
        return None
    return Compact(match[0], match.end())


def _growing(data: bytes, start: int, effort: Effort) -> Iterator[tuple[bytes, int]]:
    """Yield the text from here to the next break, then with every following line that is nothing but a piece more."""
    run = _RUN.match(data, start)
    if run is None or not effort.spend(len(run[0])):
        return
    text, end = run[0], run.end()
    width = end - data.rfind(b"\n", max(end - _QUOTED_PRINTABLE, 0), end) - 1
    if text.endswith(b"=") and width in _QUOTED_PRINTABLE_LINES and _BREAK.match(data, end - 1):
        text, end = text[:-1], end - 1  # it is not padding, but where quoted-printable breaks the line
    yield text, end
    for _ in range(_LINES):
        gap = _BREAK.match(data, end)
        line = gap and _LINE.match(data, gap.end())
        if not line or not gap or len(text) > SOURCE_CHARS or not effort.spend(_LINE_EFFORT):
            return
        if not gap[1] and not _LINE_ENDS.match(data, line.end()):  # the line has more to say than a piece of a token
            return
        if line[0].startswith(_BEGINNINGS) and not text.endswith((b".", b"~")):
            return
        text, end = text + line[0], line.end()
        yield text, end


def _token_in(text: bytes, end: int, promised: Shape) -> Compact | None:
    """Return the token that a text begins with; None where parts are missing, or all but the header."""
    body = _BODY[promised.dots].match(text) if text.count(b".") >= promised.dots else None
    if body is None:
        return None
    size = body.end()
    last = text.rfind(b".", 0, size) + 1
    if promised.dots == 2 and text[last - 2 : size] == b"..":  # a header and an ellipsis
        return None
    exact = len(text[last:size].rstrip(b"=")) in promised.sizes
    if text[size : size + 1] == b"~":
        tildes = _TILDES.match(text, size)
        size = tildes.end() if tildes else size
        binding = tildes[1] if tildes else None
        if binding is not None:
            inner = shape(binding.partition(b".")[0])
            exact = inner is not None and len(binding.rpartition(b".")[2]) in inner.sizes
        else:
            exact = size == len(text)
    return Compact(text[:size], end - (len(text) - size), exact)


def _is_shortened(data: bytes, found: Compact) -> bool:
    """Whether somebody left something out for show; ``header.payload.`` and a bracket is no token."""
    left_out = _LEFT_OUT if found.token.endswith(b".") else _ELLIPSIS
    return data[found.end : found.end + _AHEAD].startswith(left_out)
