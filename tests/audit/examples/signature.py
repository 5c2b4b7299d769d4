from jwtlens.audit import Severity, Subject
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


# SP 800-186 section 3.2.1 and SEC 2 section 2.4.1, as they are printed there in decimal
_CURVES = (
    ("ES256", "115792089210356248762697446949407573529996955224135760342422259061068512044369", 32),
    (
        "ES384",
        (
            "3940200619639447921227904010014361380507973927046544666794690527962765939911"
            "3263569398956308152294913554433653942643"
        ),
        48,
    ),
    ("ES256K", "115792089237316195423570985008687907852837564279074904382605163141518161494337", 32),
)


def _r(alg: str, number: int, size: int) -> Subject:
    """A token whose signature has this r, and an s in range."""
    return subject(_with(alg, number.to_bytes(size, "big") + b"\x01" * size))


RAISES = [
    *(Raises("sig-empty", CRITICAL, subject(_with("RS256", tail))) for tail in ("=", "==", "A")),
    Raises("sig-zero-ecdsa", CRITICAL, subject(_with("ES256", bytes(63)))),
    *(Raises("sig-ecdsa-range", HIGH, _r(alg, int(order), size)) for alg, order, size in _CURVES),
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
    *(Silent("sig-ecdsa-range", _r(alg, int(order) - 1, size)) for alg, order, size in _CURVES),
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
