"""Certificates made at test time: an authority, one between, a signer, and every way in which they can be wrong."""

import base64
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from tests.core_kit import NOW

MOMENT = datetime.fromtimestamp(NOW, UTC)
DAY = timedelta(days=1)
_NO_USAGE = dict.fromkeys(
    (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    ),
    False,
)


class Issued(NamedTuple):
    """A certificate and the private key that belongs to it."""

    certificate: x509.Certificate
    key: Any

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def x5c(self) -> str:
        return base64.b64encode(self.der).decode()


def usage(**allowed: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**{**_NO_USAGE, **allowed})


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def issue(
    name: str,
    by: Issued | None = None,
    *,
    ca: bool | None = None,
    path_length: int | None = None,
    extensions: tuple[x509.ExtensionType, ...] = (),
    critical: bool = True,
    start: datetime = MOMENT - DAY,
    end: datetime = MOMENT + DAY,
    key: Any = None,  # noqa: ANN401 - private keys share no type
    issuer: str = "",
) -> Issued:
    """Issue a certificate; without ``by`` it is self-signed. ``ca`` None writes no basic constraints."""
    own = key or ec_key(name)
    signer = by.key if by else own
    above = issuer or (by.certificate.subject.rfc4514_string().removeprefix("CN=") if by else name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(above))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, path_length), critical=True)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=critical)
    pure = isinstance(signer, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey)
    return Issued(builder.sign(signer, None if pure else hashes.SHA256()), own)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


ROOT = issue("root", ca=True)
BETWEEN = issue("between", ROOT, ca=True, extensions=(usage(key_cert_sign=True),))
LEAF = issue("leaf", BETWEEN, extensions=(usage(digital_signature=True),))
