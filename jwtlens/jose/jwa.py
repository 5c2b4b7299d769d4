"""The registry of signature algorithms, as data (RFC 7518 section 3, RFC 8037, RFC 8812, RFC 9864, RFC 9964)."""

from typing import Literal, NamedTuple

Status = Literal["Required", "Recommended+", "Recommended", "Recommended-", "Optional", "Deprecated", "Prohibited"]
"""The implementation requirements of the IANA JOSE registry, in its words (RFC 7518 section 3.1, RFC 9864)."""


class Algorithm(NamedTuple):
    """One registered ``alg`` value for JWS.

    ``status`` says whether JOSE libraries must have it. ``hash_bits`` is the size of its hash (0 where the algorithm
    fixes it inside), ``min_key_bits`` the smallest key that its specification allows (0 where the key has one size),
    ``signature_bytes`` the exact length of a signature (0: as long as the modulus, or as the curve has it).
    """

    name: str
    family: str
    kty: str
    curves: tuple[str, ...]
    hash_bits: int
    min_key_bits: int
    signature_bytes: int
    status: Status
    words: str
    spec: str


def _hashed(bits: int, hmac: Status, pkcs1: Status) -> list[Algorithm]:
    """Return the algorithms for keys of any size, with SHA-2 of this size."""
    mac, rsa, pss = (
        f"HMAC with SHA-{bits}, shared secret",
        f"RSA PKCS#1 v1.5 with SHA-{bits}",
        f"RSA-PSS with SHA-{bits}",
    )
    family = "RSASSA-PKCS1-v1_5"
    return [
        Algorithm(f"HS{bits}", "HMAC", "oct", (), bits, bits, bits // 8, hmac, mac, "RFC 7518 §3.2"),
        Algorithm(f"RS{bits}", family, "RSA", (), bits, 2048, 0, pkcs1, rsa, "RFC 7518 §3.3"),
        Algorithm(f"PS{bits}", "RSASSA-PSS", "RSA", (), bits, 2048, 0, "Optional", pss, "RFC 7518 §3.5"),
    ]


def _ecdsa(name: str, curve: str, bits: int, length: int, status: Status, spec: str = "RFC 7518 §3.4") -> Algorithm:
    return Algorithm(name, "ECDSA", "EC", (curve,), bits, 0, length, status, f"ECDSA on {curve} with SHA-{bits}", spec)


def _edwards(name: str, curves: tuple[str, ...], length: int, status: Status, where: str, spec: str) -> Algorithm:
    return Algorithm(name, "EdDSA", "OKP", curves, 0, 0, length, status, f"Edwards-curve signature{where}", spec)


def _lattice(name: str, length: int) -> Algorithm:
    words = f"module-lattice signature, {name} of FIPS 204"
    return Algorithm(name, "ML-DSA", "AKP", (name,), 0, 0, length, "Optional", words, "RFC 9964")


_ROWS = (
    *_hashed(256, "Required", "Recommended"),
    *_hashed(384, "Optional", "Optional"),
    *_hashed(512, "Optional", "Optional"),
    _ecdsa("ES256", "P-256", 256, 64, "Recommended+"),
    _ecdsa("ES384", "P-384", 384, 96, "Optional"),
    _ecdsa("ES512", "P-521", 512, 132, "Optional"),
    _ecdsa("ES256K", "secp256k1", 256, 64, "Optional", "RFC 8812 §3.2"),
    _edwards("EdDSA", ("Ed25519", "Ed448"), 0, "Deprecated", ", curve from the key", "RFC 8037 §3.1, RFC 9864"),
    _edwards("Ed25519", ("Ed25519",), 64, "Optional", " on Ed25519", "RFC 9864 §2.2"),
    _edwards("Ed448", ("Ed448",), 114, "Optional", " on Ed448", "RFC 9864 §2.2"),
    _lattice("ML-DSA-44", 2420),
    _lattice("ML-DSA-65", 3309),
    _lattice("ML-DSA-87", 4627),
)

SIGNATURE_ALGORITHMS: dict[str, Algorithm] = {row.name: row for row in _ROWS}


def is_none(alg: object) -> bool:
    """Whether ``alg`` is the unsecured ``none``, in any spelling, since some parsers fold case (RFC 7518 §3.6)."""
    return isinstance(alg, str) and alg.strip().lower() == "none"


def near_miss(alg: str) -> str:
    """Return the registered name that differs only in case or surrounding space, or an empty string."""
    folded = alg.strip().lower()
    return next((name for name in SIGNATURE_ALGORITHMS if name.lower() == folded and name != alg), "")


def fitting(kty: str, curve: str) -> tuple[str, ...]:
    """Names of the algorithms that a key of this type and curve can serve, in the registry's order."""
    return tuple(
        row.name for row in SIGNATURE_ALGORITHMS.values() if row.kty == kty and (not row.curves or curve in row.curves)
    )
