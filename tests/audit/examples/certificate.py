import base64
import datetime as dt
import hashlib
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from jwtlens.audit import Severity, Subject
from jwtlens.keys.jwk import required_members
from jwtlens.verify.x5c import leaf_key
from tests.audit.builders import (
    NOW,
    Raises,
    Silent,
    about_header,
    b64,
    compact,
    ec_key,
    good,
    head,
    rsa_key,
    signed,
    subject,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)


@cache
def _certificate(subject_name: str, issuer_name: str, days: int = 30) -> bytes:
    private = rsa_key(private=True).material.reveal()
    assert isinstance(private, rsa.RSAPrivateKey)
    now = dt.datetime.fromtimestamp(NOW, dt.UTC)
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject_name, issuer_name)]
    builder = (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(now + dt.timedelta(days=days - 365))
        .not_valid_after(now + dt.timedelta(days=days))
    )
    return builder.sign(private, hashes.SHA256()).public_bytes(Encoding.DER)


def _text(der: bytes) -> str:
    return base64.b64encode(der).decode()


_OWN = _certificate("a", "a")
_ISSUED = _certificate("a", "b")
_SHA256 = b64(hashlib.sha256(_ISSUED).digest())
_EC_JWK = required_members(ec_key())
_RSA_JWK = required_members(rsa_key())


def _x5c(*certificates: bytes, **header: object) -> Subject:
    return about_header(x5c=[_text(der) for der in certificates], **header)


_CERTIFIED = leaf_key(_ISSUED)
_FORGED = signed(head(jwk=_RSA_JWK), good(), rsa_key(private=True))

RAISES = [
    Raises("hdr-x5c", LOW, _x5c(_ISSUED)),
    Raises("x5c-invalid", MEDIUM, about_header(x5c=[])),
    Raises("x5c-invalid", MEDIUM, about_header(x5c=_text(_ISSUED))),
    Raises("x5c-invalid", MEDIUM, about_header(x5c=[_text(_ISSUED).replace("/", "_").replace("+", "-")])),
    Raises("x5c-invalid", MEDIUM, about_header(x5c=["é"])),
    Raises("x5c-invalid", MEDIUM, _x5c(_ISSUED[:-1])),
    Raises("x5c-invalid", MEDIUM, _x5c(b"\x04\x00")),
    Raises("x5c-mismatch", HIGH, _x5c(_ISSUED, **{"x5t#S256": b64(b"x" * 32)})),
    Raises("x5c-mismatch", HIGH, _x5c(_ISSUED, jwk=_EC_JWK)),
    Raises("x5c-mismatch", HIGH, subject(compact(head(x5c=[_text(_ISSUED)]), good()), ec_key())),
    Raises("x5c-mismatch", HIGH, subject(compact(head(x5t=b64(b"x" * 20)), good()), _CERTIFIED)),
    Raises("x5c-not-valid-now", MEDIUM, _x5c(_certificate("a", "b", -1))),
    Raises("x5c-not-valid-now", MEDIUM, _x5c(_certificate("a", "b", 400))),
    Raises("x5c-self-signed", MEDIUM, _x5c(_OWN)),
    Raises("x5t-sha1", INFO, about_header(x5t="dGh1bWJwcmludA")),
    Raises("hdr-jwk", CRITICAL, subject(_FORGED, rsa_key(3072))),
]

SILENT = [
    Silent("hdr-x5c", about_header(x5t="a")),
    Silent("x5c-invalid", _x5c(_ISSUED, _OWN)),
    Silent("x5c-mismatch", _x5c(_ISSUED, jwk=_RSA_JWK, **{"x5t#S256": _SHA256})),
    Silent("x5c-mismatch", subject(compact(head(x5c=[_text(_ISSUED)]), good()), rsa_key())),
    Silent("x5c-mismatch", subject(compact(head(**{"x5t#S256": _SHA256}), good()), _CERTIFIED)),
    Silent("x5c-not-valid-now", _x5c(_ISSUED)),
    Silent("x5c-not-valid-now", _x5c(b"\x30\x00")),
    Silent("x5c-self-signed", _x5c(_ISSUED)),
    Silent("x5c-self-signed", _x5c(_OWN, _OWN)),
    Silent("x5t-sha1", about_header(x5t="a", **{"x5t#S256": "b"})),
]
