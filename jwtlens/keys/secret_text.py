"""A shared secret as people have it: text, or bytes written as base64, base64url or hexadecimal."""

from typing import Literal, NamedTuple

from jwtlens.jose import base64url
from jwtlens.keys import dotenv
from jwtlens.keys.secret import Secret
from jwtlens.lazy_pattern import lazy_pattern

SecretEncoding = Literal["auto", "text", "base64", "base64url", "hex"]

_PREFIX = lazy_pattern(r"(text|base64|base64url|hex):")
_FOREIGN = {"base64": lazy_pattern(r"[^A-Za-z0-9+/]"), "base64url": lazy_pattern(r"[^A-Za-z0-9_-]")}
_NOT_HEX = lazy_pattern(r"[^0-9A-Fa-f]")
_TO_URL = str.maketrans("+/", "-_")
_WORTH_A_HINT = 16
"""Characters: every short word can be read as base64, which tells nobody anything."""


class Reading(NamedTuple):
    """One way to read a secret: the encoding, the size of the result in bytes, and both in words."""

    encoding: SecretEncoding
    size: int
    words: str


class Decoded(NamedTuple):
    """The bytes of a secret, or why the text is not in that encoding; ``exact`` if it is its one canonical spelling."""

    data: Secret[bytes]
    refusal: str = ""
    exact: bool = True


def split_prefix(text: str) -> tuple[SecretEncoding, str]:
    """Return the encoding that a prefix (``base64:…``) asks for, and the rest; ``auto`` and all of it without one."""
    match = _PREFIX.match(text) if ":" in text else None
    if match is None:
        return "auto", text
    encoding: SecretEncoding
    for encoding in ("text", "base64", "base64url", "hex"):
        if match[1] == encoding:
            return encoding, text[match.end() :]
    return "auto", text


def without_line_break(text: str) -> str:
    """Remove one line break at the end: ``echo`` and editors write it, nobody means it."""
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text


def decode(text: str, encoding: SecretEncoding) -> Decoded:
    """Turn the text into the bytes of the secret. Never raises; the refusal does not quote the secret."""
    if encoding == "hex":
        return _from_hex(text)
    if encoding in _FOREIGN:
        return _from_base64(text, encoding)
    try:
        return Decoded(Secret(text.encode("utf-8")))
    except UnicodeEncodeError as error:
        return Decoded(Secret(b""), f"character {error.start + 1} is half of a surrogate pair, which UTF-8 cannot hold")


def readings(material: Secret[str] | Secret[bytes]) -> tuple[Reading, ...]:
    """List every encoding in which a secret could be read, text first.

    One with a prefix (``hex:``) has decided already; bytes that are not text have no reading.
    """
    value = material.reveal()
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return ()
    assignment = dotenv.find(value)
    asked, body = split_prefix(without_line_break(assignment.value.reveal() if assignment else value))
    encodings: tuple[SecretEncoding, ...] = ("text", "base64", "base64url", "hex") if asked == "auto" else (asked,)
    found = []
    for encoding in encodings:
        decoded = decode(body, encoding)
        size = len(decoded.data.reveal())
        if size and not decoded.refusal and (decoded.exact or encoding == asked):
            found.append(Reading(encoding, size, described(size, encoding)))
    return tuple(found)


def described(size: int, encoding: SecretEncoding) -> str:
    """Say what was read: ``secret, 29 bytes of text``, ``secret, 32 bytes from base64``."""
    source = "of text" if encoding in {"auto", "text"} else f"from {encoding}"
    return f"secret, {size} byte{'s' * (size != 1)} {source}"


def hints(text: str) -> list[str]:
    """What the user may have overlooked in a secret that was read as text."""
    found = []
    if text != text.strip():
        found.append("it begins or ends with a blank, which counts")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        found.append("the quotes around it count")
    possible = {reading.encoding: reading for reading in readings(Secret(text))}
    for encoding in ("hex", "base64", "base64url"):
        if encoding in possible and len(text) >= _WORTH_A_HINT:
            size = possible[encoding].size
            found.append(f"it could also be read as {encoding} ({size} bytes)")
            break
    return found


def _from_hex(text: str) -> Decoded:
    digits = "".join(text.replace(":", " ").split())
    if foreign := _NOT_HEX.search(digits):
        return Decoded(Secret(b""), f"character {foreign.start() + 1} (blanks not counted) is not a hexadecimal digit")
    if len(digits) % 2:
        return Decoded(Secret(b""), f"{len(digits)} hexadecimal digits make no whole number of bytes")
    return Decoded(Secret(bytes.fromhex(digits)))


def _from_base64(text: str, encoding: str) -> Decoded:
    packed = "".join(text.split())
    body = packed.rstrip("=")
    if foreign := _FOREIGN[encoding].search(body):
        other = {"-": "base64url", "_": "base64url", "+": "base64", "/": "base64"}.get(foreign[0])
        hint = f"; it belongs to {other}" if other else ""
        where = f"character {foreign.start() + 1} (blanks not counted)"
        return Decoded(Secret(b""), f"{where} is not one of {encoding}'s{hint}")
    if len(body) % 4 == 1:
        return Decoded(Secret(b""), f"{len(body)} characters of {encoding} cannot be: one is missing or too many")
    padding = len(packed) - len(body)
    if padding and (padding > 2 or len(packed) % 4):
        return Decoded(Secret(b""), f"the padding at the end (=) does not fit {len(body)} characters")
    data, problems = base64url.decode(body.translate(_TO_URL))
    return Decoded(Secret(data), exact=not problems)
