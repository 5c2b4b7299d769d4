"""What a JWK says of its certificate: ``x5c``, ``x5t`` and ``x5t#S256`` (RFC 7517 sections 4.7 to 4.9)."""

import binascii
from typing import Any

from cryptography import x509 as certificates
from cryptography.exceptions import UnsupportedAlgorithm

from jwtlens.jose import base64url, x509
from jwtlens.keys.jwk_members import Members
from jwtlens.keys.request import UnreadableKeyError
from jwtlens.problem import Problem

_BYTES = {"x5t": 20, "x5t#S256": 32}


def compare(members: Members, material: Any) -> tuple[dict[str, str], list[Problem]]:  # noqa: ANN401 - see load
    """Return the thumbprints of the certificate, and what is odd about it; the key itself is read all the same.

    They are computed from the first of ``x5c``; without that they are what the JWK says. Raises UnreadableKeyError
    where the certificate holds another key.
    """
    said = {name: members[name] for name in _BYTES if name in members}
    claimed = {name: value for name, value in said.items() if isinstance(value, str) and _is_thumbprint(name, value)}
    problems = [_problem("jwk-x5t", name, "is no thumbprint") for name in said if name not in claimed]
    if members.get("x5c") is None:
        return claimed, problems
    data = _first(members["x5c"])
    certified = _key(data)
    if certified is None:
        return claimed, [*problems, _problem("jwk-x5c", "x5c", "does not begin with a certificate in base64")]
    if certified != (material.public_key() if hasattr(material, "public_key") else material):
        message = "the certificate in x5c holds another key than the JWK, so nobody knows which is meant"
        raise UnreadableKeyError("jwk-x5c-mismatch", f"{message}. Remove x5c or correct the key")
    right = x509.thumbprints(data)
    words = "is not the thumbprint of the certificate in x5c"
    wrong = [_problem("jwk-x5t", name, words) for name, value in claimed.items() if value != right[name]]
    return right, [*problems, *wrong]


def _first(chain: object) -> bytes:
    entry = chain[0] if isinstance(chain, list) and chain and isinstance(chain[0], str) else ""
    try:
        return binascii.a2b_base64(entry, strict_mode=True)
    except ValueError:  # binascii.Error, or characters beyond ASCII
        return b""


def _key(data: bytes) -> object:
    with x509.quietly():
        try:
            return certificates.load_der_x509_certificate(data).public_key()
        except (ValueError, UnsupportedAlgorithm):
            return None


def _is_thumbprint(name: str, value: str) -> bool:
    decoded = base64url.decode(value)
    return len(decoded.data) == _BYTES[name] and not decoded.problems


def _problem(code: str, name: str, words: str) -> Problem:
    return Problem(code, f"{name} {words}; the key itself was read. Correct or remove {name}", "key")
