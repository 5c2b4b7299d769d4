"""Certificates that came with the token, read without trusting or fetching anything."""

import binascii
import hashlib
import warnings
from functools import lru_cache
from typing import Any, NamedTuple, cast

from jwtlens.audit.case import Case, is_text
from jwtlens.jose import base64url

_LONGEST_CHAIN = 10


class Chain(NamedTuple):
    """What ``x5c`` holds: the DER of its certificates, and what is wrong with it in words (empty if nothing is)."""

    der: tuple[bytes, ...]
    fault: str


class Leaf(NamedTuple):
    """The certificate of the signing key. ``spki`` is its public key, ``alone`` whether it issued itself."""

    not_before: float
    not_after: float
    spki: bytes
    self_signed: bool


def chain(case: Case) -> Chain:
    """Take ``x5c`` apart (RFC 7515 section 4.1.6): standard base64 of DER, the leaf first."""
    value = case.header.get("x5c")
    if not isinstance(value, list) or not value or not all(is_text(entry) for entry in value):
        return Chain((), "is not a non-empty array of strings")
    found = []
    for entry in cast("list[str]", value)[:_LONGEST_CHAIN]:
        try:
            der = binascii.a2b_base64(entry, strict_mode=True)
        except ValueError:  # binascii.Error, or characters beyond ASCII
            return Chain((), "holds a string that is not standard base64")
        if der[:1] != b"\x30":
            return Chain((), "holds a string that is no certificate in DER")
        found.append(der)
    return Chain(tuple(found), "")


@lru_cache(maxsize=16)
def leaf(der: bytes) -> Leaf | None:
    """Read one certificate, or return None where it cannot be read."""
    from cryptography import x509  # noqa: PLC0415 - costs 60 ms, and few tokens bring a certificate
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    with warnings.catch_warnings():  # cryptography warns on standard error about certificates that it will refuse later
        warnings.simplefilter("ignore")
        try:
            certificate = x509.load_der_x509_certificate(der)
            public: Any = certificate.public_key()
            spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
            return None
        try:
            certificate.verify_directly_issued_by(certificate)
        except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
            return Leaf(start.timestamp(), end.timestamp(), spki, self_signed=False)
    return Leaf(start.timestamp(), end.timestamp(), spki, self_signed=True)


def thumbprints(der: bytes) -> dict[str, str]:
    """Return what ``x5t`` and ``x5t#S256`` of this certificate are (RFC 7515 sections 4.1.7 and 4.1.8)."""
    return {
        "x5t": base64url.encode(hashlib.sha1(der, usedforsecurity=False).digest()),
        "x5t#S256": base64url.encode(hashlib.sha256(der).digest()),
    }
