"""JSON Web Keys, read strictly (RFC 7517; members by RFC 7518 section 6, RFC 8037, RFC 8812, RFC 9964)."""

from typing import NamedTuple, cast

from jwtlens.displayable import quoted
from jwtlens.keys.jwk_members import Members, octets, text, type_words
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.request import UnreadableKeyError, ring
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem

_TYPES = ("RSA", "EC", "OKP", "oct", "AKP")
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "priv"})
"""Of asymmetric keys (RFC 7518 section 6, RFC 9964 section 3); the ``k`` of a secret is all there is of it."""


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
        message = f"keys is {type_words(entries)}, not an array. A JWK Set is written as keys, then an array of JWKs"
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
    problem = Problem("jwk-type", f"{type_words(entry)} stands in the place of a JWK, which is an object", "key")
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
        raise UnreadableKeyError(
            "jwk-type", f"key_ops is {type_words(operations)}, not an array of strings. Correct it"
        )
    key_ops = None if operations is None else tuple(cast("list[str]", operations))
    return About(text(members, "kid"), text(members, "use"), key_ops, text(members, "alg"))
