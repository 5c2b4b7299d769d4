"""A token in JSON serialization around a position of a text (RFC 7515 section 7.2, RFC 7516 section 7.2)."""

import json
import re
from typing import Literal, NamedTuple

from jwtlens.jose import serialization
from jwtlens.limits import SOURCE_CHARS

_ANCHOR = re.compile(rb'(\\?"|%22)protected(?:\\?"|%22)(?:\s|%20|%0A)*(?::|%3[Aa])(?:\s|%20|%0A)*(?:\\?"|%22)\Z')
_ANCHOR_BYTES = 64
_BRACES = 12
"""Most opening braces before a position that are tried as the beginning of the object."""
_ENCLOSING = 3
"""Objects around a header: a signature, or the token; and the token around a signature in a list."""
_FREE_BYTES = 32 * 1024 * 1024
_BYTES_PER_BYTE = 16
_WINDOWS = (1024, 16_384, 262_144, SOURCE_CHARS)
"""Bytes that are read as JSON from a brace on; more only where the text ended too early."""
_BEFORE = 256 * 1024
"""Bytes before a position in which its object may begin."""
_NEAR_THE_END = 16
_INSIDE = re.compile(r"(?:/(?:signatures|recipients)/\d+)?/(?:header|unprotected|protected)(?:/[^/]*)?\Z")


class JsonToken(NamedTuple):
    """A token in JSON serialization, and the range of the text that holds it."""

    token: str
    start: int
    end: int


class Effort:
    """How many bytes may be read on suspicion up to a position: nobody's braces or broken lines cost for ever.

    ``is_over`` says that it was not enough somewhere.
    """

    def __init__(self, origin: int) -> None:
        self._origin = origin
        self._spent = 0
        self._position = origin
        self.is_over = False

    def reach(self, position: int) -> int:
        """Note how far the text is read, which is what earns more; return what was spent so far."""
        self._position = position
        return self._spent

    def take_back(self, spent: int) -> None:
        """Undo what was spent on what has to be read again."""
        self._spent = spent

    def spend(self, size: int) -> bool:
        """Whether so many bytes may still be read."""
        if self._spent + size > _FREE_BYTES + _BYTES_PER_BYTE * (self._position - self._origin):
            self.is_over = True
            return False
        self._spent += size
        return True


def quotes_before(data: bytes, at: int) -> bytes:
    r"""Return how the quotes around ``protected`` are written where its value begins here, else nothing.

    They are ``"``, ``\"`` inside a JSON string, or ``%22`` in an address.
    """
    if data[at - 1 : at] != b'"' and data[at - 3 : at] != b"%22":
        return b""
    before = data[max(at - _ANCHOR_BYTES, 0) : at]
    match = _ANCHOR.search(before) if b"protected" in before else None
    return match[1] if match else b""


def around(data: bytes, at: int, effort: Effort, *, final: bool) -> JsonToken | Literal["none", "more"]:
    """Return the token whose object holds this position; ``more`` says that the text has to go on before that."""
    begin = at
    found: JsonToken | None = None
    enclosing = 0
    for _ in range(_BRACES):
        begin = data.rfind(b"{", max(at - _BEFORE, 0), begin)
        if begin < 0:
            break
        read = _object(data, begin, effort, final=final)
        if read == "more":
            return "more"
        if isinstance(read, str) or begin + read[1] <= at:
            continue
        text = data[begin : begin + read[1]].decode("utf-8", "replace")
        if _is_token(read[0], text):
            found = JsonToken(text, begin, begin + read[1])
        enclosing += 1
        if enclosing == _ENCLOSING or "kty" in read[0]:
            break
    return found or "none"


def pointer_to(pointer: str) -> str:
    """Return the pointer to a token, given the one to the header inside it."""
    return _INSIDE.sub("", pointer)


def _object(
    data: bytes, begin: int, effort: Effort, *, final: bool
) -> tuple[dict[str, object], int] | Literal["none", "more"]:
    """Return the JSON object that begins here and its size in bytes.

    It waits for a whole window, so that what is spent does not depend on the blocks in which a text comes.
    """
    for window in _WINDOWS:
        raw = data[begin : begin + window]
        if len(raw) < window and not final:
            return "more"
        if not effort.spend(len(raw)):
            return "none"
        text = raw.decode("utf-8", "surrogateescape")
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(text)
        except json.JSONDecodeError as error:
            ended = error.pos >= len(text) - _NEAR_THE_END or error.msg.startswith("Unterminated")
            if not ended or len(raw) < window:
                return "none"
        except (ValueError, RecursionError):  # a number too long, or nested too deeply
            return "none"
        else:
            size = end if text.isascii() else len(text[:end].encode("utf-8", "surrogateescape"))
            return (value, size) if isinstance(value, dict) else "none"
    return "none"


def _is_token(members: dict[str, object], text: str) -> bool:
    """Whether it has what a token must have, an ``alg`` above all."""
    if members.keys().isdisjoint({"signature", "signatures", "ciphertext"}):
        return False
    return "alg" in serialization.parse(text).token.header.members
