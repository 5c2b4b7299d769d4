"""Key objects of the cryptography package, from DER, PEM and OpenSSH, and what they are in our words.

The package's own messages are never passed on: some quote what they were given.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x448, x25519

from jwtlens.jose.x509 import thumbprints
from jwtlens.keys import der_algorithm, stretching
from jwtlens.keys.key import Key, KeyType
from jwtlens.keys.request import UnreadableKeyError
from jwtlens.keys.secret import Secret
from jwtlens.limits import KEY_ROUNDS

JOSE_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"}
"""Names of the curves in cryptography and in JOSE (RFC 7518 section 6.2.1.1, RFC 8812 section 3.1)."""

RSA_MODULUS_BITS = 16384
"""Largest modulus that OpenSSL works with, in bits; checking the primes of a larger one would take minutes."""

_PRIVATE_BYTES = 16 * 1024
"""Largest private key file, in bytes: RSA of 16384 bits has 14 KB as PEM. Checking a larger one would take minutes."""

_DAMAGED = (ValueError, NotImplementedError)
"""What the package raises for numbers that are no key; the second for a compressed point in an OpenSSH key."""

_OKP = (
    ("Ed25519", 255, ed25519.Ed25519PublicKey, ed25519.Ed25519PrivateKey),
    ("Ed448", 448, ed448.Ed448PublicKey, ed448.Ed448PrivateKey),
    ("X25519", 255, x25519.X25519PublicKey, x25519.X25519PrivateKey),
    ("X448", 448, x448.X448PublicKey, x448.X448PrivateKey),
)
_ML_DSA = {"MLDSA44": ("ML-DSA-44", 1312), "MLDSA65": ("ML-DSA-65", 1952), "MLDSA87": ("ML-DSA-87", 2592)}
"""Names and public key sizes in bytes (FIPS 204 table 2), by the class names of cryptography 48 and later."""


class Loaded(NamedTuple):
    """A key object in its box, the certificate it was in, and the algorithms that an RSA-PSS key is restricted to.

    The passphrase never gets this far.
    """

    material: Secret[object]
    certificate: x509.Certificate | None = None
    only: tuple[str, ...] | None = None


def from_pem(label: str, text: bytes, data: bytes, passphrase: Secret[str] | None) -> Loaded:
    """Load one clean PEM block; ``data`` are its bytes. Raises UnreadableKeyError.

    Labels are often wrong (PKCS#8 that calls itself RSA PRIVATE KEY): the DER tells what it is.
    """
    if label == "OPENSSH PRIVATE KEY":
        return _private(serialization.load_ssh_private_key, text, passphrase, rounds=stretching.of_openssh(data))
    if b"\nProc-Type:" in text:
        return _private(serialization.load_pem_private_key, text, passphrase, rounds=stretching.of_pkcs8(data))
    if label == "RSA-PSS PRIVATE KEY":
        return from_der(data, passphrase)._replace(only=der_algorithm.ANY_PSS)
    if label in {"PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE", "X509 CERTIFICATE"} or label.endswith("PRIVATE KEY"):
        return from_der(data, passphrase)
    remedy = "Wanted is a PUBLIC KEY, a PRIVATE KEY or a CERTIFICATE"
    raise UnreadableKeyError("pem-label", f"jwtlens reads no key from that. {remedy}")


def from_der(data: bytes, passphrase: Secret[str] | None) -> Loaded:
    """Load SPKI, PKCS#1, PKCS#8, SEC1 or a certificate, whichever it is. Raises UnreadableKeyError.

    An RSA-PSS key that is encrypted opens as an RSA key: the package does not tell what was inside.
    """
    kind, only = der_algorithm.kind(data), der_algorithm.restricted_to(data)
    if kind and kind != der_algorithm.EC:  # the package would warn of some of them, to whoever reads the terminal
        raise _unsupported(kind)
    try:
        return Loaded(Secret(serialization.load_der_public_key(data)), only=only)
    except UnsupportedAlgorithm:
        raise _unsupported(kind) from None
    except ValueError:
        pass
    try:
        return _from_certificate(data)
    except UnreadableKeyError as error:
        if error.problem.code != "key-invalid":
            raise
    rounds = stretching.of_pkcs8(data)
    return _private(serialization.load_der_private_key, data, passphrase, kind, rounds=rounds)._replace(only=only)


def from_ssh(line: bytes) -> Loaded:
    """Load an OpenSSH public key line. Raises UnreadableKeyError."""
    try:
        return Loaded(Secret(serialization.load_ssh_public_key(line)))
    except UnsupportedAlgorithm:
        raise _unsupported() from None
    except _DAMAGED:
        raise _invalid() from None


def _from_certificate(data: bytes) -> Loaded:
    try:
        certificate = x509.load_der_x509_certificate(data)
        spki = der_algorithm.in_certificate(certificate.tbs_certificate_bytes)
        if (kind := der_algorithm.kind(spki)) and kind != der_algorithm.EC:
            raise _unsupported(kind)
        return Loaded(Secret(certificate.public_key()), certificate, der_algorithm.restricted_to(spki))
    except UnsupportedAlgorithm:
        raise _unsupported() from None
    except ValueError:
        raise _invalid() from None


def _private(
    load: Callable[[bytes, bytes | None], object],
    data: bytes,
    passphrase: Secret[str] | None,
    kind: str = "",
    *,
    rounds: int = 0,
) -> Loaded:
    """Load a private key. ``rounds`` of PBKDF2, or what takes as long, are what its passphrase costs."""
    if len(data) > _PRIVATE_BYTES:
        raise UnreadableKeyError("key-too-large", "no private key is that large, so jwtlens stops there")
    try:
        return Loaded(Secret(load(data, None)))
    except UnsupportedAlgorithm:
        raise _unsupported(kind) from None
    except TypeError:
        pass  # this is how the package says that the key is encrypted
    except _DAMAGED:
        raise _invalid() from None
    if passphrase is None:
        message = "the private key is encrypted. Give its passphrase, or the public key, which is enough to verify"
        raise UnreadableKeyError("passphrase-needed", message)
    if rounds > KEY_ROUNDS:
        message = "its passphrase would take longer to try than jwtlens waits for one"
        raise UnreadableKeyError("key-rounds", f"{message}. Decrypt a copy with ssh-keygen -p or openssl pkey")
    try:
        return Loaded(Secret(load(data, passphrase.reveal().encode("utf-8", "replace"))))
    except UnsupportedAlgorithm:
        message = "jwtlens cannot open its kind of encryption. Decrypt a copy with ssh-keygen -p or openssl pkey"
        raise UnreadableKeyError("key-encryption", message) from None
    except _DAMAGED:
        message = "the passphrase does not open the private key. Try another (or the key is damaged)"
        raise UnreadableKeyError("passphrase-wrong", message) from None


def _invalid() -> UnreadableKeyError:
    message = "this is not a key or certificate, or it is damaged: its numbers do not belong together"
    return UnreadableKeyError("key-invalid", f"{message}. Export it again")


def _unsupported(kind: str = "") -> UnreadableKeyError:
    what = f"this is {kind}, which no algorithm of JOSE uses" if kind else "no algorithm of JOSE uses this kind of key"
    return UnreadableKeyError("key-unsupported", f"{what}. Wanted is RSA, EC, Ed25519, Ed448 or ML-DSA")


def key_of(loaded: Loaded, how: str, origin: str) -> Key:
    """Describe a loaded key; ``how`` begins its words. Raises UnreadableKeyError for a kind that JOSE does not know.

    ``bits`` of ML-DSA is the size of its public key, as it has neither modulus nor curve.
    """
    kty, curve, bits, private = describe(loaded.material.reveal())
    name = f"{kty} {bits}" if kty == "RSA" else f"EC {curve}" if kty == "EC" else curve
    if loaded.certificate is not None:
        how = _of_certificate(how)
    words = f"{how}; {name} {'private' if private else 'public'} key"
    alg = curve if kty == "AKP" else None
    key = Key(kty, loaded.material, private, bits, words, curve, alg=alg, origin=origin)
    if loaded.only is not None:  # it is for signatures, and for no others
        served = ", ".join(loaded.only) or "no algorithm of JOSE"
        key = key._replace(words=f"{words}, RSA-PSS for {served} alone", use="sig", only=loaded.only)
    if loaded.certificate is None:
        return key
    der = loaded.certificate.public_bytes(serialization.Encoding.DER)
    return key._replace(certificate=tuple(thumbprints(der).items()))


def _of_certificate(how: str) -> str:
    if how.startswith("base64"):
        return f"certificate in {how}"
    return how.replace("PEM", "PEM certificate", 1) if how.startswith("PEM") else f"{how} certificate"


def describe(material: object) -> tuple[KeyType, str, int, bool]:
    """Return type, curve, size in bits and whether it is private, of a key object. Raises UnreadableKeyError."""
    if isinstance(material, rsa.RSAPublicKey | rsa.RSAPrivateKey):
        private = isinstance(material, rsa.RSAPrivateKey)
        check_rsa((material.public_key() if isinstance(material, rsa.RSAPrivateKey) else material).public_numbers())
        return "RSA", "", material.key_size, private
    if isinstance(material, ec.EllipticCurvePublicKey | ec.EllipticCurvePrivateKey):
        curve = JOSE_CURVES.get(material.curve.name, material.curve.name)
        return "EC", curve, material.curve.key_size, isinstance(material, ec.EllipticCurvePrivateKey)
    for curve, bits, public_class, private_class in _OKP:
        if isinstance(material, public_class | private_class):
            return "OKP", curve, bits, isinstance(material, private_class)
    family, _, half = type(material).__name__.partition("P")
    if family in _ML_DSA:
        name, size = _ML_DSA[family]
        return "AKP", name, size * 8, half == "rivateKey"
    raise _unsupported("a DSA key" if family.startswith("DSA") else "")


def check_rsa(numbers: rsa.RSAPublicNumbers) -> None:
    """Refuse numbers that are no RSA public key (RFC 8017 section 3.1). Raises UnreadableKeyError."""
    n, e = numbers.n, numbers.e
    if e < 3 or e % 2 == 0:
        reason = "is 1: every message would be its own signature" if e == 1 else "must be an odd number from 3 on"
        raise UnreadableKeyError("rsa-exponent", f"the public exponent e {reason}. Use a key made by a real tool")
    if n % 2 == 0 or e >= n:
        raise UnreadableKeyError("rsa-modulus", "the modulus n is even or smaller than e, so this is no RSA key")
    if n.bit_length() > RSA_MODULUS_BITS:
        message = f"the modulus n has {n.bit_length():,} bits; OpenSSL, and so jwtlens, stops at {RSA_MODULUS_BITS:,}"
        raise UnreadableKeyError("key-too-large", message)


def issuers(certificates: Sequence[object]) -> set[int]:
    """Return the indices of certificates that are there only because they issued the one before (a chain)."""
    found = set()
    for index in range(1, len(certificates)):
        one, after = certificates[index - 1], certificates[index]
        if isinstance(one, x509.Certificate) and isinstance(after, x509.Certificate) and one.issuer == after.subject:
            found.add(index)
    return found


def public_halves(keys: Sequence[Key]) -> set[int]:
    """Return the indices of public keys whose private key is among the keys too."""
    publics = {public_bytes(key) for key in keys if key.private}
    return {index for index, key in enumerate(keys) if not key.private and public_bytes(key) in publics}


def public_bytes(key: Key) -> bytes:
    """Return the public half as SubjectPublicKeyInfo in DER: equal for equal keys."""
    material = key.material.reveal()
    public: Any = getattr(material, "public_key", lambda: material)()
    encoded = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return bytes(encoded)
