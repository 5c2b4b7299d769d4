"""Base64url without padding, read strictly (RFC 7515 section 2, RFC 4648 sections 3.5 and 5).

The standard library's decoder drops foreign characters silently, which is how one token gets two spellings. This one
names every deviation, and still returns the bytes that a lax decoder would, because an inspector has to show them.
"""

import binascii
import re
from itertools import islice
from typing import NamedTuple

from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.problem import Problem, Span

_FOREIGN = lazy_pattern(r"[^A-Za-z0-9_-]+")
_REPORTED = 20
"""Foreign runs named one by one; the next thousand say nothing new."""
_STANDARD_TO_URL = str.maketrans("+/", "-_")
_URL_TO_STANDARD = str.maketrans("-_", "+/")
_SPARE_BITS = {2: 0x0F, 3: 0x03}
_URL_TO_STANDARD_ONLY = bytes.maketrans(b"-_+/=", b"+/!!!")
_PADDING = (b"", b"!", b"==", b"=")
"""By the remainder of the length; no length has a remainder of 1, and no decoder takes an exclamation mark."""
_VALUES = {char: value for value, char in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")}


def value(character: str) -> int:
    """Return the 6 bits that a character of base64url stands for. Any other raises KeyError."""
    return _VALUES[character]


class Decoded(NamedTuple):
    """The bytes, and everything by which the text deviates from base64url; strict readers want no problems."""

    data: bytes
    problems: tuple[Problem, ...]


def encode(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return binascii.b2a_base64(data, newline=False).decode("ascii").rstrip("=").translate(_STANDARD_TO_URL)


def decode(text: str, field: str = "token") -> Decoded:
    """Decode base64url; problems carry spans within ``text``. Never raises.

    After a character outside the alphabet decoding goes on without it; an impossible length loses its last character.
    """
    data = _faultless(text)
    return _lax(text, field) if data is None else Decoded(data, ())


def _faultless(text: str) -> bytes | None:
    """Decode a text without any deviation; None for every other. Of 1 KB this takes 2 us, naming faults takes 8."""
    remainder = len(text) % 4
    try:
        clean = text.encode("ascii").translate(_URL_TO_STANDARD_ONLY) + _PADDING[remainder]
        data = binascii.a2b_base64(clean, strict_mode=True)
    except ValueError:
        return None
    return None if remainder and _VALUES[text[-1]] & _SPARE_BITS[remainder] else data


def _lax(text: str, field: str) -> Decoded:
    match = _FOREIGN.search(text)
    foreign = () if match is None else islice(_FOREIGN.finditer(text), _REPORTED)
    problems = [_foreign(found, text, field) for found in foreign]
    clean = text if match is None else _FOREIGN.sub("", text.translate(_STANDARD_TO_URL))
    remainder = len(clean) % 4
    if remainder == 1:
        problems.append(
            Problem(
                "base64-length",
                f"{len(clean)} characters of base64url cannot be: one character too many or too few",
                field,
                Span(max(len(text) - 1, 0), len(text)),
            )
        )
        clean = clean[:-1]
    elif remainder and _VALUES[clean[-1]] & _SPARE_BITS[remainder]:
        problems.append(
            Problem(
                "base64-spare-bits",
                f"the last character, {clean[-1]}, has bits set that belong to no byte (not canonical)",
                field,
                _last_of_alphabet(text),
            )
        )
    data = binascii.a2b_base64(clean.translate(_URL_TO_STANDARD) + "=" * (-len(clean) % 4))
    return Decoded(data, tuple(problems))


def _last_of_alphabet(text: str) -> Span:
    at = next(at for at in range(len(text) - 1, -1, -1) if text[at] in _VALUES or text[at] in "+/")
    return Span(at, at + 1)


def _foreign(found: re.Match[str], whole: str, field: str) -> Problem:
    run, span = found[0], Span(*found.span())
    if set(run) == {"="} and span.end == len(whole):
        return Problem("base64-padding", "padding (=) at the end: base64url in JOSE has none", field, span)
    if run.isspace():
        return Problem("base64-whitespace", "white space or a line break inside", field, span)
    if set(run) <= {"+", "/"}:
        return Problem("base64-standard", "standard base64 characters (+ or /) instead of - and _", field, span)
    return Problem("base64-alphabet", "a character that base64url does not have", field, span)
