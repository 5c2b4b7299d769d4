"""Encoded texts that hold tokens: base64 in one piece or in lines, values in addresses, JSON inside JSON strings."""

import binascii
import json
import re
from typing import Literal, NamedTuple

from jwtlens.limits import SOURCE_CHARS

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
BEFORE = 64 * 1024
"""Bytes before a position in which its encoded text may begin."""
EFFORT = BEFORE // 4
"""What looking for that beginning counts, in bytes that could be read instead."""
_LINE_CHARS = 40
"""Shortest line of a base64 text that is broken into lines."""
_INDENT = 64
"""Most white space before each of its lines."""
_BETWEEN_LINES = b"\r\n \t"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/_-]")
_URL_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_ENDS_VALUE = re.compile(rb"[^A-Za-z0-9._~%+:/!$*()=-]")
_STARTS_VALUE = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~%+:/!$*()-"
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_ENDS_STRING = re.compile(rb'(?<!\\)"')


class Decoded(NamedTuple):
    """What an encoded text says, and the range of the text that it was decoded from."""

    data: bytes
    start: int
    end: int


def base64_at(data: bytes, group: int, *, final: bool) -> Decoded | Literal["more"]:
    """Decode the base64 text, or base64url, in which a group of four characters begins at ``group``."""
    floor, ceiling = max(group - BEFORE, 0), min(group + SOURCE_CHARS, len(data))
    before = data[floor:group]
    start = group - (len(before) - len(before.rstrip(_ALPHABET)))
    end = _end_of_run(data, group, ceiling)
    width = end - start
    indent = _indent(data, start)
    margin = start - len(indent)
    if data[margin - 1 : margin] in {b"\n", b""} and width >= _LINE_CHARS:
        start = _first_line(data, start, floor, width, indent)
        end = _last_line(data, end, ceiling, width, indent)
    if end == len(data) and not final:
        return "more"
    lead = data[start:group].translate(None, _BETWEEN_LINES)
    body = data[group:end].translate(None, _BETWEEN_LINES)
    return Decoded(_decode(lead[len(lead) % 4 :] + body), start, end)


def value_at(data: bytes, at: int, *, final: bool) -> Decoded | Literal["more"]:
    """Decode the percent signs of the value in an address, or in a form, that this position is in."""
    before = data[max(at - BEFORE, 0) : at]
    start = at - (len(before) - len(before.rstrip(_STARTS_VALUE)))
    match = _ENDS_VALUE.search(data, at, at + SOURCE_CHARS)
    if match is None and not final and len(data) - at < SOURCE_CHARS:
        return "more"
    end = match.start() if match else min(len(data), at + SOURCE_CHARS)
    value = data[start:end].replace(b"+", b" ")
    return Decoded(_PERCENT.sub(lambda found: bytes.fromhex(found[1].decode()), value), start, end)


def string_at(data: bytes, at: int, *, final: bool) -> Decoded | Literal["more"]:
    """Decode the JSON string that this position is in; what is none is decoded to nothing."""
    floor = max(at - BEFORE, 0)
    start = at
    while start > floor and not (data[start - 1] == 0x22 and data[start - 2 : start - 1] != b"\\"):
        start = data.rfind(b'"', floor, start - 1) + 1
    if start <= floor:
        return Decoded(b"", at, at)
    match = _ENDS_STRING.search(data, at, at + SOURCE_CHARS)
    if match is None:
        ceiling = min(at + SOURCE_CHARS, len(data))
        return Decoded(b"", start, ceiling) if final or ceiling < len(data) else "more"
    text = data[start : match.start()].decode("utf-8", "replace")
    try:
        value = str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        value = ""
    return Decoded(value.encode("utf-8", "replace"), start, match.start())


def _end_of_run(data: bytes, at: int, ceiling: int) -> int:
    match = _NOT_BASE64.search(data, at, ceiling)
    return match.start() if match else ceiling


def _indent(data: bytes, start: int) -> bytes:
    """Return the white space before the text that begins at ``start``."""
    before = data[max(start - _INDENT, 0) : start]
    return before[len(before.rstrip(b" \t")) :]


def _first_line(data: bytes, start: int, floor: int, width: int, indent: bytes) -> int:
    """Go back over lines that are base64, as long as this one and as far from the margin."""
    while data[(line := start - len(indent)) - 1 : line] == b"\n":
        stop = line - 1 - (data[line - 2 : line - 1] == b"\r")
        begin = stop - width
        margin = begin - len(indent)
        if margin < floor or _NOT_BASE64.search(data, begin, stop) or data[margin:begin] != indent:
            break
        if data[margin - 1 : margin] not in {b"\n", b""}:
            break
        start = begin
    return start


def _last_line(data: bytes, end: int, ceiling: int, width: int, indent: bytes) -> int:
    """Go on over lines that are base64 and as far from the margin, up to one that is shorter."""
    while end < ceiling:
        line_break = b"\r\n" if data[end : end + 2] == b"\r\n" else b"\n"
        gap = len(line_break + indent) if data.startswith(line_break + indent, end) else 0
        stop = _end_of_run(data, end + gap, ceiling) if gap else end
        if not gap or not 0 < stop - end - gap <= width:
            break
        is_last = stop - end - gap < width
        end = stop
        if is_last:
            break
    return end


def _decode(text: bytes) -> bytes:
    text = text.translate(_URL_TO_STANDARD)
    text = text[:-1] if len(text) % 4 == 1 else text
    return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
