from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from jwt.algorithms import ECAlgorithm

from jwtlens.audit import Severity, Subject
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.network import published
from jwtlens.problem import Problem
from tests.audit.builders import Raises, Silent, compact, ec_key, good, head, mac, rsa_key, secret, subject

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)


class _Numbers:
    """Stands in for a key object: cryptography makes no broken keys."""

    def __init__(self, n: int, e: int) -> None:
        self.n, self.e = n, e

    def public_numbers(self) -> "_Numbers":
        return self


def _rsa(n: int = 0, e: int = 65_537, bits: int = 2048) -> Subject:
    ordinary: int = rsa_key().material.reveal().public_numbers().n  # type: ignore[attr-defined]
    key = rsa_key()._replace(material=Secret(_Numbers(n or ordinary, e)), bits=bits)
    plain = subject(compact(head(), good()))
    return plain._replace(keyring=Keyring((key,)))


def _mac(value: bytes, alg: str = "HS256") -> Subject:
    return subject(mac(head(alg=alg), good(), value), secret(value))


def _supplied(*keys: Key, is_set: bool = True) -> Subject:
    return subject(compact(head(), good()))._replace(keyring=Keyring(keys, is_set=is_set))


def _unread(code: str) -> Subject:
    problem = Problem(code, "x and y are not a point on P-256", "key")
    return subject(compact(head(), good()))._replace(keyring=Keyring(problems=(problem,)))


def _fetched() -> Iterator[Subject]:
    """What a public key set makes of a private key and of a shared secret in it."""
    key = ec_key(private=True).material.reveal()
    assert isinstance(key, EllipticCurvePrivateKey)
    private = ECAlgorithm.to_jwk(key, as_dict=True)
    for entry in (private, {"kty": "oct", "k": "c2VjcmV0"}):
        keyring = published.read({"keys": [entry]}, "https://issuer.example/jwks")
        yield subject(compact(head(), good()))._replace(keyring=keyring)


_NEXT_PRIMES = (2**1023 + 1155) * (2**1023 + 1155 + 2**500)
_RANDOM_48 = bytes((7 * at * at + 13 * at + 5) % 251 for at in range(48))
_ROCA = 65_537**1_235

RAISES = [
    Raises("hmac-secret-known", CRITICAL, _mac(b"your-256-bit-secret")),
    Raises("hmac-secret-known", CRITICAL, _mac(b"secret\r\n")),
    Raises("hmac-secret-known", CRITICAL, _mac(b"")),
    Raises("hmac-secret-short", HIGH, _mac(_RANDOM_48[:31])),
    Raises("hmac-secret-short", MEDIUM, _mac(_RANDOM_48, "HS512")),
    Raises("hmac-secret-short", MEDIUM, _mac(_RANDOM_48[:32], "HS384")),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"a" * 64)),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"Abc12345" * 8)),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"0123456789" * 4)),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"a" * 32)),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"correct horse battery staple for 2026")),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"My_super_strong_secret_of_the_company!")),
    Raises("hmac-secret-low-entropy", MEDIUM, _mac(b"aaaaaaaaaaaaaaaaaaaabcdefghijklmnop")),
    Raises("rsa-key-small", HIGH, subject(compact(head(), good()), rsa_key(1024))),
    Raises("rsa-key-small", CRITICAL, _rsa(bits=1023)),
    Raises("rsa-key-small", HIGH, subject(compact(head(), good(), b"s" * 128))),
    Raises("rsa-key-112bit", INFO, subject(compact(head(), good()), rsa_key())),
    Raises("rsa-exponent-invalid", CRITICAL, _unread("rsa-exponent")),
    Raises("rsa-exponent-small", LOW, _rsa(e=3)),
    Raises("rsa-weak-factors", CRITICAL, _rsa(n=65_521 * (2**2030 + 1))),
    Raises("rsa-weak-factors", CRITICAL, _rsa(n=_NEXT_PRIMES)),
    Raises("rsa-weak-factors", HIGH, _rsa(n=_ROCA)),
    Raises("ec-off-curve", HIGH, _unread("ec-off-curve")),
    Raises("jwk-coord-length", MEDIUM, _unread("jwk-size")),
    *(Raises("jwks-private-exposed", CRITICAL, subject) for subject in _fetched()),
    Raises("jwks-private-exposed", INFO, _supplied(rsa_key(private=True))),
    Raises("jwks-private-exposed", INFO, _supplied(rsa_key(), secret())),
    Raises("jwk-private-supplied", INFO, _supplied(rsa_key(private=True), is_set=False)),
    Raises("jwks-duplicate-kid", MEDIUM, _supplied(rsa_key(kid="a"), rsa_key(3072, kid="a"))),
    Raises("jwks-mixed-symmetric", MEDIUM, _supplied(rsa_key(), secret())),
]

SILENT = [
    Silent("hmac-secret-known", _mac(_RANDOM_48)),
    Silent("hmac-secret-known", subject(compact(head(), good()), rsa_key())),
    Silent("hmac-secret-short", _mac(_RANDOM_48, "HS384")),
    Silent("hmac-secret-short", subject(compact(head(), good()), secret(b"x"))),
    Silent("hmac-secret-low-entropy", _mac(_RANDOM_48)),
    Silent("hmac-secret-low-entropy", _mac(b"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
    Silent("hmac-secret-low-entropy", _mac(b"9f86d081884c7d659a2feaa0c55ad015")),
    Silent("hmac-secret-low-entropy", _mac(b"q3-Xw_9zLk7-TfBv_0aRm-YpQe4_uHsJ1-dNc6_gW8o")),
    Silent("hmac-secret-low-entropy", _mac(b"short")),
    Silent("hmac-secret-low-entropy", _mac(b"a" * 31)),
    Silent("rsa-key-small", subject(compact(head(), good()), rsa_key())),
    Silent("rsa-key-small", subject(compact(head(), good(), b"s" * 255))),
    Silent("rsa-key-small", subject(compact(head(), good(), b"s" * 256))),
    Silent("rsa-key-small", subject(compact(head(alg="ES256"), good(), b"s" * 64))),
    Silent("rsa-key-112bit", subject(compact(head(), good()), rsa_key(3072))),
    Silent("rsa-exponent-invalid", _unread("jwk-size")),
    Silent("rsa-exponent-small", subject(compact(head(), good()), rsa_key())),
    Silent("rsa-weak-factors", subject(compact(head(), good()), rsa_key(), rsa_key(3072))),
    Silent("ec-off-curve", subject(compact(head(), good()), ec_key())),
    Silent("jwk-coord-length", _unread("ec-off-curve")),
    Silent("jwks-private-exposed", _supplied(rsa_key(), rsa_key(3072))),
    Silent("jwks-private-exposed", _supplied(rsa_key(private=True), is_set=False)),
    Silent("jwk-private-supplied", _supplied(rsa_key(), is_set=False)),
    Silent("jwk-private-supplied", _mac(_RANDOM_48)),
    Silent("jwks-duplicate-kid", _supplied(rsa_key(kid="a"), ec_key(kid="a"), rsa_key(3072), ec_key())),
    Silent("jwks-mixed-symmetric", _supplied(rsa_key(), ec_key())),
]
