"""JSON Web Keys, read strictly (RFC 7517; members by RFC 7518 section 6, RFC 8037, RFC 8812, RFC 9964)."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, cast

from jwtlens.displayable import quoted
from jwtlens.jose import base64url, strict_json
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.request import UnreadableKeyError, ring
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem

Members = Mapping[str, object]

_TYPES = ("RSA", "EC", "OKP", "oct", "AKP")
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "priv"})
"""Of asymmetric keys (RFC 7518 section 6, RFC 9964 section 3); the ``k`` of a secret is all there is of it."""

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
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_LONG = 40
"""Characters of base64url that are all digits of one base by chance once in 2^80."""


class About(NamedTuple):
    """What a JWK says about its own use (RFC 7517 section 4)."""

    kid: str | None
    use: str | None
    key_ops: tuple[str, ...] | None
    alg: str | None


def read_jwk(members: Members, *, origin: str = "pasted", how: str = "JWK", public_only: bool = False) -> Keyring:
    """Read one JWK; ``how`` begins its words. Never raises.

    ``public_only`` leaves the private members unread, for a key that came with a token: checking the primes of an RSA
    key of somebody else's choice can take a minute.
    """
    if public_only:
        members = {name: value for name, value in members.items() if name not in PRIVATE_MEMBERS}
    try:
        key, problems = _read(members, origin, how)
    except UnreadableKeyError as error:
        return Keyring(problems=(error.problem,), words="no key could be read")
    return ring([key], problems)


def read_set(entries: object, *, origin: str = "pasted", how: str = "JWK Set") -> Keyring:
    """Read the ``keys`` of a JWK Set (RFC 7517 section 5); those that cannot be read are problems. Never raises."""
    if not isinstance(entries, list):
        message = f"keys is {_an(entries)}, not an array. A JWK Set is written as keys, then an array of JWKs"
        return Keyring((), (Problem("jwks-keys", message, "key"),), is_set=True, words="no key could be read")
    keys: list[Key] = []
    problems: list[Problem] = []
    for number, entry in enumerate(entries, start=1):
        one = _entry(entry, origin)
        kid = entry.get("kid") if isinstance(entry, dict) else None
        name = f"key {number}" + (f" (kid {quoted(kid)})" if isinstance(kid, str) else "")
        keys += one.keys
        problems += [problem._replace(message=f"{name}: {problem.message}") for problem in one.problems]
    if not entries:
        problems.append(Problem("jwks-empty", "the JWK Set has no keys. Put at least one JWK in its array", "key"))
    unread = len(entries) - len(keys)
    words = f"{how}, {len(keys)} key{'s' * (len(keys) != 1)}" + (f", {unread} could not be read" if unread else "")
    return ring(keys, problems, words, is_set=True)


def _entry(entry: object, origin: str) -> Keyring:
    if isinstance(entry, dict):
        return read_jwk(entry, origin=origin)
    problem = Problem("jwk-type", f"{_an(entry)} stands in the place of a JWK, which is an object", "key")
    return Keyring(problems=(problem,))


def _read(members: Members, origin: str, how: str) -> tuple[Key, list[Problem]]:
    kty = text(members, "kty")
    if kty is None:
        message = "kty is missing, so this could be any kind of key. Add kty: " + ", ".join(_TYPES)
        raise UnreadableKeyError("jwk-member-missing", message)
    if kty not in _TYPES:
        near = next((known for known in _TYPES if known.lower() == kty.strip().lower()), "")
        remedy = f"it is written {near}" if near else f"known are {', '.join(_TYPES)}"
        raise UnreadableKeyError("jwk-kty", f"kty is {quoted(kty)}, which is no key type; {remedy}")
    about = _about(members)
    if kty == "oct":
        return _oct(members, about, origin, how), []
    from jwtlens.keys import jwk_certificate, jwk_numbers, load  # noqa: PLC0415 - import cryptography; secrets do not

    material, problems = jwk_numbers.build(kty, members)
    thumbprints, oddities = jwk_certificate.compare(members, material.reveal())
    key = load.key_of(load.Loaded(material), how, origin)
    alg = about.alg if about.alg is not None else key.alg
    key = key._replace(kid=about.kid, use=about.use, key_ops=about.key_ops, alg=alg)
    return key._replace(certificate=tuple(thumbprints.items())), [*problems, *oddities]


def _oct(members: Members, about: About, origin: str, how: str) -> Key:
    data = octets(members, "k", "the secret itself")
    size = len(data)
    words = f"{how}; secret, {size} byte{'s' * (size != 1)}"
    return Key("oct", Secret(data), True, size * 8, words, "", about.kid, about.use, about.key_ops, about.alg, origin)


def _about(members: Members) -> About:
    operations = members.get("key_ops")
    if operations is not None and not (
        isinstance(operations, list) and all(isinstance(operation, str) for operation in operations)
    ):
        raise UnreadableKeyError("jwk-type", f"key_ops is {_an(operations)}, not an array of strings. Correct it")
    key_ops = None if operations is None else tuple(cast("list[str]", operations))
    return About(text(members, "kid"), text(members, "use"), key_ops, text(members, "alg"))


def text(members: Members, name: str) -> str | None:
    """Return a string member; None if it is absent. Raises UnreadableKeyError for any other type."""
    if name not in members:
        return None
    value = members[name]
    if isinstance(value, str) and not isinstance(value, strict_json.BigInteger):
        return value
    raise UnreadableKeyError("jwk-type", f"{name} is {_an(value)}; it must be a string. Copy the JWK again")


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


def _an(value: object) -> str:
    name = strict_json.type_name(value)
    article: Literal["", "a ", "an "] = "" if name == "null" else "an " if name[0] in "ao" else "a "
    return article + name
