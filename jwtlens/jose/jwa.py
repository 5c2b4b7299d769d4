"""The registry of signature algorithms, as data (RFC 7518 section 3, RFC 8037, RFC 8812, RFC 9864, RFC 9964)."""

from typing import NamedTuple


class Algorithm(NamedTuple):
    """One registered ``alg`` value for JWS.

    ``hash_bits`` is the size of its hash (0 where the algorithm fixes it inside), ``min_key_bits`` the smallest key
    that its specification allows, ``signature_bytes`` the exact length of a signature (0: as long as the modulus).
    """

    name: str
    family: str
    kty: str
    curves: tuple[str, ...]
    hash_bits: int
    min_key_bits: int
    signature_bytes: int
    words: str
    spec: str


def _rows() -> list[Algorithm]:
    rows = []
    for bits in (256, 384, 512):
        rows += [
            Algorithm(
                f"HS{bits}",
                "HMAC",
                "oct",
                (),
                bits,
                bits,
                bits // 8,
                f"HMAC with SHA-{bits}, shared secret",
                "RFC 7518 §3.2",
            ),
            Algorithm(
                f"RS{bits}",
                "RSASSA-PKCS1-v1_5",
                "RSA",
                (),
                bits,
                2048,
                0,
                f"RSA PKCS#1 v1.5 with SHA-{bits}",
                "RFC 7518 §3.3",
            ),
            Algorithm(f"PS{bits}", "RSASSA-PSS", "RSA", (), bits, 2048, 0, f"RSA-PSS with SHA-{bits}", "RFC 7518 §3.5"),
        ]
    for name, curve, bits, length, spec in (
        ("ES256", "P-256", 256, 64, "RFC 7518 §3.4"),
        ("ES384", "P-384", 384, 96, "RFC 7518 §3.4"),
        ("ES512", "P-521", 512, 132, "RFC 7518 §3.4"),
        ("ES256K", "secp256k1", 256, 64, "RFC 8812 §3.2"),
    ):
        rows.append(
            Algorithm(name, "ECDSA", "EC", (curve,), bits, 0, length, f"ECDSA on {curve} with SHA-{bits}", spec)
        )
    rows += [
        Algorithm(
            "EdDSA",
            "EdDSA",
            "OKP",
            ("Ed25519", "Ed448"),
            0,
            0,
            0,
            "Edwards-curve signature, curve from the key",
            "RFC 8037 §3.1",
        ),
        Algorithm(
            "Ed25519", "EdDSA", "OKP", ("Ed25519",), 0, 0, 64, "Edwards-curve signature on Ed25519", "RFC 9864 §2.2"
        ),
        Algorithm("Ed448", "EdDSA", "OKP", ("Ed448",), 0, 0, 114, "Edwards-curve signature on Ed448", "RFC 9864 §2.2"),
    ]
    for name, length in (("ML-DSA-44", 2420), ("ML-DSA-65", 3309), ("ML-DSA-87", 4627)):
        words = f"module-lattice signature, {name} of FIPS 204"
        rows.append(Algorithm(name, "ML-DSA", "AKP", (name,), 0, 0, length, words, "RFC 9964"))
    return rows


SIGNATURE_ALGORITHMS: dict[str, Algorithm] = {row.name: row for row in _rows()}


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
