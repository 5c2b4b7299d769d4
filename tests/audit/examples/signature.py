from jwtlens.audit import Severity
from tests.audit.builders import (
    Raises,
    Silent,
    compact,
    ec_key,
    ed_key,
    encrypted,
    good,
    head,
    mac,
    rsa_key,
    secret,
    signed,
    subject,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_ES256 = head(alg="ES256")
_DER = bytes.fromhex("3006020101020101")
_DER_LONG = bytes.fromhex("308184") + b"\x02\x40" + b"\x01" * 64 + b"\x02\x40" + b"\x01" * 64
_RIGHT = signed(head(), good(), rsa_key(private=True))


def _with(alg: str, signature: bytes | str, claims: object = None) -> str:
    return compact(head(alg=alg), claims or good(), signature)


RAISES = [
    Raises("sig-empty", CRITICAL, subject(_with("RS256", ""))),
    Raises("sig-empty", CRITICAL, subject(compact(head(alg=...), good(), ""))),
    Raises("sig-zero-ecdsa", CRITICAL, subject(_with("ES256", bytes(64)))),
    Raises("sig-zero-ecdsa", CRITICAL, subject(_with("ES384", bytes(48) + b"\x01" * 48))),
    Raises("sig-zero-ecdsa", CRITICAL, subject(_with("ES256", bytes.fromhex("3006020100020100")))),
    Raises("sig-zero-ecdsa", CRITICAL, subject(_with("ES512", bytes(4)))),
    Raises("sig-ecdsa-range", HIGH, subject(_with("ES256", b"\xff" * 32 + b"\x01" * 32))),
    Raises("sig-ecdsa-range", HIGH, subject(_with("ES512", b"\x01" * 66 + b"\xff" * 66))),
    Raises("sig-ecdsa-der", MEDIUM, subject(_with("ES256", _DER))),
    Raises("sig-ecdsa-der", MEDIUM, subject(_with("ES512", _DER_LONG))),
    Raises("sig-length", HIGH, subject(_with("HS256", b"x" * 31))),
    Raises("sig-length", HIGH, subject(_with("ES256", b"x" * 63))),
    Raises("sig-length", HIGH, subject(_with("EdDSA", b"x" * 65))),
    Raises("sig-length", HIGH, subject(_with("EdDSA", b"x" * 114), ed_key())),
    Raises("sig-length", HIGH, subject(_with("ML-DSA-44", b"x" * 64))),
    Raises("sig-length", HIGH, subject(_with("RS256", b"x" * 255), rsa_key())),
    Raises("sig-invalid", HIGH, subject(compact(head(), good()), rsa_key())),
    Raises("sig-invalid", HIGH, subject(mac(head(alg="HS256"), good(), b"other"), secret())),
    Raises("sig-invalid", HIGH, subject(compact(head(), good()), rsa_key(), rsa_key(3072))),
    Raises("sig-not-verified", INFO, subject(_RIGHT)),
    Raises("sig-not-verified", INFO, subject(_RIGHT, ec_key())),
]

SILENT = [
    Silent("sig-empty", subject(compact(head(alg="none"), good(), ""))),
    Silent("sig-empty", subject(_with("RS256", b"\x00"))),
    Silent("sig-zero-ecdsa", subject(_with("RS256", bytes(256)))),
    Silent("sig-zero-ecdsa", subject(_with("ES256", bytes(31) + b"\x01" + bytes(31) + b"\x01"))),
    Silent("sig-ecdsa-range", subject(signed(_ES256, good(), ec_key(private=True)))),
    Silent("sig-ecdsa-range", subject(_with("ES256", b"\xff" * 65))),
    Silent("sig-ecdsa-der", subject(_with("RS256", _DER))),
    Silent("sig-ecdsa-der", subject(_with("ES256", _DER + b"\x00"))),
    Silent("sig-ecdsa-der", subject(_with("ES256", b"\x30\x82\x00\x06" + _DER[2:]))),
    Silent("sig-length", subject(_with("ES256", _DER))),
    Silent("sig-length", subject(_with("ES256", bytes(10)))),
    Silent("sig-length", subject(_with("EdDSA", b"x" * 114))),
    Silent("sig-length", subject(_with("RS256", b"x" * 255))),
    Silent("sig-length", subject(encrypted({"alg": "dir", "enc": "A128GCM"}))),
    Silent("sig-invalid", subject(_RIGHT, rsa_key())),
    Silent("sig-invalid", subject(compact(head(alg="none"), good(), b"x"), rsa_key())),
    Silent("sig-invalid", subject(_RIGHT, ec_key())),
    Silent("sig-not-verified", subject(_RIGHT, rsa_key())),
    Silent("sig-not-verified", subject(compact(head(alg="none"), good(), ""))),
]
