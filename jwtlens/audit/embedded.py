"""Keys that came with the token: tried and labelled, never trusted."""

from typing import cast

from jwtlens.audit.case import Case, shown
from jwtlens.displayable import quoted
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key, Keyring

PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""Members of a JWK that nobody else may see (RFC 7518 sections 6.2.2, 6.3.2 and 6.4, RFC 9964)."""


def members(value: object) -> dict[str, object]:
    """Return the members of a JWK, or none where the value is no object."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def described(value: object) -> str:
    """Return a JWK as evidence: its type and the names of its members, because their values may be secret."""
    found = members(value)
    if isinstance(value, str):
        return f"a text of {len(value):,} characters"
    return f"kty {shown(found.get('kty'))}, with {quoted(', '.join(found))}" if found else shown(value)


def private_members(value: object) -> list[str]:
    """Names of the private members that a JWK shows."""
    return sorted(PRIVATE_MEMBERS & members(value).keys())


def read(value: object) -> Keyring:
    """Read the public half of a JWK that came with a token. Never raises; a symmetric key is not read at all."""
    public = {name: member for name, member in members(value).items() if name not in PRIVATE_MEMBERS and name != "x5c"}
    if public.get("kty") == "oct":
        return Keyring()
    from jwtlens.keys.jwk_reader import read_jwk  # noqa: PLC0415 - few tokens bring a key, and it imports cryptography

    return read_jwk(public, origin="the token")


def verifies(case: Case, key: Key) -> bool:
    """Whether the signature of the token is right for this key."""
    if case.is_jwe or case.alg not in key.algorithms():
        return False
    from jwtlens.verify.signature import verifies as is_right  # noqa: PLC0415 - as above

    return is_right(SIGNATURE_ALGORITHMS[case.alg], key, case.token.signing_input, case.signature)
