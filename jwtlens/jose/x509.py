"""Certificates in and beside a token (RFC 7515 sections 4.1.6 to 4.1.8), read without trusting or fetching anything."""

import binascii
import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import base64url
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.strict_json import is_text, type_name
from jwtlens.limits import CERTIFICATES, KEY_BYTES, ROOTS
from jwtlens.problem import Problem

_PEM = r"-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END (?:X509 )?CERTIFICATE-----"
_SEQUENCE = b"\x30"


class Certificates(NamedTuple):
    """The DER of certificates, in the order in which they stood, and what is wrong with the text they stood in."""

    der: tuple[bytes, ...]
    problems: tuple[Problem, ...]


class Certificate(NamedTuple):
    """What one certificate says of itself. Names are foreign text (RFC 4514); times are Unix times in seconds.

    ``is_ca`` is whether it says that it may issue others, None where it says nothing (RFC 5280 section 4.2.1.9).
    """

    der: bytes
    subject: str
    issuer: str
    serial: int
    not_before: float
    not_after: float
    is_ca: bool | None

    @property
    def words(self) -> str:
        """Subject, issuer and validity in one displayable line."""
        issuer = "itself" if self.issuer == self.subject else quoted(self.issuer)
        validity = f"{times.utc(self.not_before)} to {times.utc(self.not_after)}"
        return f"{quoted(self.subject)}, issued by {issuer}, valid {validity}"


def in_header(members: dict[str, object]) -> Certificates:
    """Take ``x5c`` apart: standard base64 of DER, the certificate of the signing key first. Never raises.

    Problems make the header malformed. Whether the bytes are certificates is for :func:`read` to say.
    """
    if "x5c" not in members:
        return Certificates((), ())
    value = members["x5c"]
    if not isinstance(value, list):
        return _malformed("x5c-type", f"x5c is of type {type_name(value)}; it must be an array")
    if not value:
        return _malformed("x5c-empty", "x5c is an empty array; it must hold the certificate of the signing key")
    if len(value) > CERTIFICATES:
        return _malformed("x5c-many", f"x5c has {len(value):,} certificates; jwtlens stops at {CERTIFICATES}")
    der: list[bytes] = []
    problems: list[Problem] = []
    for index, entry in enumerate(value):
        data = _strict_base64(entry) if is_text(entry) else b""
        if data[:1] == _SEQUENCE:
            der.append(data)
            continue
        state = "is not a certificate in DER, in standard base64 without line breaks"
        if not is_text(entry):
            state = f"is of type {type_name(entry)}; it must be a string"
        problems.append(_problem("x5c-entry", f"entry {index + 1} of x5c {state}", index))
    return Certificates(() if problems else tuple(der), tuple(problems))


def in_pem(text: str) -> Certificates:
    """Read the certificates that a user named as trusted roots. Never raises; other PEM blocks are passed over."""
    if len(text) > KEY_BYTES:
        return Certificates((), (Problem("roots-large", f"longer than {KEY_BYTES:,} characters; jwtlens stops there"),))
    blocks = re.findall(_PEM, text)  # compiled here: who audits a token without certificates does not pay for it
    if not blocks:
        message = "no certificate here: wanted is PEM with BEGIN CERTIFICATE lines"
        return Certificates((), (Problem("roots-none", message, "roots"),))
    problems = []
    if len(blocks) > ROOTS:
        problems.append(Problem("roots-many", f"{len(blocks):,} certificates; jwtlens stops at {ROOTS:,}", "roots"))
    der = []
    for number, block in enumerate(blocks[:ROOTS], start=1):
        data = _strict_base64("".join(block.split()))
        if read(data) is None:
            problems.append(Problem("roots-certificate", f"root certificate {number} cannot be read", "roots"))
        else:
            der.append(data)
    return Certificates(tuple(der), tuple(problems))


def read(der: bytes) -> Certificate | None:
    """Read one certificate, or return None where it cannot be read. Never raises."""
    from cryptography import x509  # noqa: PLC0415 - costs 60 ms, and few tokens bring a certificate

    with quietly():
        try:
            found = x509.load_der_x509_certificate(der)
            subject, issuer = found.subject.rfc4514_string(), found.issuer.rfc4514_string()
            validity = found.not_valid_before_utc.timestamp(), found.not_valid_after_utc.timestamp()
            serial = found.serial_number
        except (ValueError, TypeError, x509.InvalidVersion):
            return None
        try:
            is_ca = found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        except (ValueError, TypeError, x509.ExtensionNotFound, x509.DuplicateExtension):
            is_ca = None
    return Certificate(der, subject, issuer, serial, *validity, is_ca)


@contextmanager
def quietly() -> Iterator[None]:
    """Keep cryptography from warning on standard error about certificates that it will refuse in later versions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def thumbprints(der: bytes) -> dict[str, str]:
    """Return what ``x5t`` and ``x5t#S256`` of this certificate are (RFC 7515 sections 4.1.7 and 4.1.8)."""
    return {
        "x5t": base64url.encode(hashlib.sha1(der, usedforsecurity=False).digest()),
        "x5t#S256": base64url.encode(hashlib.sha256(der).digest()),
    }


def _strict_base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:  # binascii.Error, or characters beyond ASCII
        return b""


def _malformed(code: str, message: str) -> Certificates:
    return Certificates((), (Problem(code, message, "header/x5c"),))


def _problem(code: str, message: str, index: int) -> Problem:
    return Problem(code, message, "header" + pointer("x5c", index))
