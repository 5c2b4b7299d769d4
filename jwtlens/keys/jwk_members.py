"""Members of a JWK, read strictly: strings, and octets in base64url (RFC 7517 section 4, RFC 7518 section 6)."""

from collections.abc import Mapping
from typing import Literal

from jwtlens.jose import base64url, strict_json
from jwtlens.keys.request import UnreadableKeyError
from jwtlens.lazy_pattern import lazy_pattern

Members = Mapping[str, object]

_ODDITIES = {
    "base64-padding": "it has padding (=), which base64url in JOSE has not",
    "base64-whitespace": "white space or a line break stands inside",
    "base64-standard": "it has + or /: this is standard base64",
    "base64-alphabet": "a character stands inside that base64url does not have",
    "base64-length": "a character is missing or too many",
    "base64-spare-bits": "its last character has bits set that belong to no byte, as if it were cut",
}
"""What the decoder found, in words that do not quote the text: it may be private."""

_EXPONENTS = frozenset({"3", "17", "257", "65537"})
_HEX = lazy_pattern(r"[0-9a-f]+|[0-9A-F]+")
_LONG = 40
"""Characters of base64url that are all digits of one base by chance once in 2^80."""


def text(members: Members, name: str) -> str | None:
    """Return a string member; None if it is absent. Raises UnreadableKeyError for any other type."""
    if name not in members:
        return None
    value = members[name]
    if isinstance(value, str) and not isinstance(value, strict_json.BigInteger):
        return value
    raise UnreadableKeyError("jwk-type", f"{name} is {type_words(value)}; it must be a string. Copy the JWK again")


def octets(members: Members, name: str, meaning: str, size: int = 0) -> bytes:
    """Decode a base64url member that must be there; ``size`` in bytes, if it is fixed. Raises UnreadableKeyError."""
    value = text(members, name)
    if value is None:
        raise UnreadableKeyError("jwk-member-missing", f"{name} ({meaning}) is missing. Copy the whole JWK")
    if not value:
        raise UnreadableKeyError("jwk-member-empty", f"{name} ({meaning}) is empty. Copy the whole JWK")
    if name != "k" and (base := _other_base(name, value)):  # a secret may be anything, and verifies as it is read
        message = f"{name} ({meaning}) is written in {base}; a JWK has its numbers in base64url. Export the JWK again"
        raise UnreadableKeyError("jwk-number", message)
    data, oddities = base64url.decode(value)
    if oddities:
        reason = _ODDITIES[oddities[0].code]
        message = f"{name} ({meaning}) is not base64url: {reason}. Copy the JWK again, or write it in base64url"
        raise UnreadableKeyError("jwk-base64url", message)
    if size and len(data) != size:
        message = f"{name} ({meaning}) has {len(data)} bytes; it must have exactly {size}. Copy the JWK again"
        raise UnreadableKeyError("jwk-size", message)
    return data


def _other_base(name: str, value: str) -> str:
    """Return in what base a number seems to be written, by its digits; empty where it may be base64url."""
    if (name == "e" and value in _EXPONENTS) or (len(value) >= _LONG and value.isascii() and value.isdecimal()):
        return "decimal"
    digits = value.removeprefix("0x").replace(":", "")
    is_hex = len(digits) >= _LONG and _HEX.fullmatch(digits) is not None and not digits.isalpha()  # AAAA… is nothing
    return "hexadecimal" if is_hex else ""


def type_words(value: object) -> str:
    """Return the JSON type of a value with its article."""
    name = strict_json.type_name(value)
    article: Literal["", "a ", "an "] = "" if name == "null" else "an " if name[0] in "ao" else "a "
    return article + name
