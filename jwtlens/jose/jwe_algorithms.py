"""The registries of key management and content encryption algorithms, as data (RFC 7518 sections 4 and 5)."""

from typing import Literal, NamedTuple

Mode = Literal["encryption", "wrapping", "direct", "agreement", "agreement with wrapping"]
Status = Literal["recommended", "optional", "legacy"]

NIST_CURVES = ("P-256", "P-384", "P-521")
AGREEMENT_CURVES = (*NIST_CURVES, "X25519", "X448")


class KeyManagement(NamedTuple):
    """One registered ``alg`` value for JWE: how the recipient gets at the content encryption key.

    ``mode`` is the Key Management Mode (RFC 7516 section 2); ``key_types`` and ``curves`` what a key must be;
    ``secret_bits`` the exact size of a secret (0: any size, or no secret; that of ``dir`` depends on ``enc``);
    ``status`` what RFC 7518 section 4.1 says about it, but ``legacy`` is read and never written.
    """

    name: str
    family: str
    mode: Mode
    key_types: tuple[str, ...]
    curves: tuple[str, ...]
    secret_bits: int
    status: Status
    words: str
    spec: str


class ContentEncryption(NamedTuple):
    """One registered ``enc`` value: sizes of the key in bits, of initialization vector and tag in bytes."""

    name: str
    family: str
    cek_bits: int
    iv_bytes: int
    tag_bytes: int
    words: str
    spec: str


def _rsa(name: str, status: Status, words: str, spec: str) -> KeyManagement:
    family = "RSAES-OAEP" if "OAEP" in name else "RSAES-PKCS1-v1_5"
    return KeyManagement(name, family, "encryption", ("RSA",), (), 0, status, words, spec)


def _aes(bits: int, status: Status) -> list[KeyManagement]:
    return [
        KeyManagement(
            f"A{bits}KW",
            "AES Key Wrap",
            "wrapping",
            ("oct",),
            (),
            bits,
            status,
            f"AES Key Wrap with a secret of {bits} bits",
            "RFC 7518 §4.4",
        ),
        KeyManagement(
            f"A{bits}GCMKW",
            "AES GCM key wrap",
            "wrapping",
            ("oct",),
            (),
            bits,
            "optional",
            f"AES GCM with a secret of {bits} bits",
            "RFC 7518 §4.7",
        ),
    ]


def _agreement(bits: int, status: Status) -> KeyManagement:
    name = f"ECDH-ES+A{bits}KW" if bits else "ECDH-ES"
    words = "key agreement with an ephemeral key" + (f", then AES Key Wrap with {bits} bits" if bits else "")
    mode: Mode = "agreement with wrapping" if bits else "agreement"
    return KeyManagement(
        name, "ECDH-ES", mode, ("EC", "OKP"), AGREEMENT_CURVES, 0, status, words, "RFC 7518 §4.6, RFC 8037 §3.2"
    )


def _password(hash_bits: int, bits: int) -> KeyManagement:
    return KeyManagement(
        f"PBES2-HS{hash_bits}+A{bits}KW",
        "PBES2",
        "wrapping",
        ("oct",),
        (),
        0,
        "optional",
        f"key from a password by PBKDF2 with SHA-{hash_bits}, then AES Key Wrap with {bits} bits",
        "RFC 7518 §4.8",
    )


def _key_management() -> list[KeyManagement]:
    webcrypto = "IANA JOSE registry (Web Cryptography API)"
    return [
        _rsa("RSA1_5", "legacy", "RSA PKCS#1 v1.5", "RFC 7518 §4.2"),
        _rsa("RSA-OAEP", "recommended", "RSA OAEP with SHA-1", "RFC 7518 §4.3"),
        _rsa("RSA-OAEP-256", "optional", "RSA OAEP with SHA-256", "RFC 7518 §4.3"),
        _rsa("RSA-OAEP-384", "optional", "RSA OAEP with SHA-384", webcrypto),
        _rsa("RSA-OAEP-512", "optional", "RSA OAEP with SHA-512", webcrypto),
        *_aes(128, "recommended"),
        *_aes(192, "optional"),
        *_aes(256, "recommended"),
        KeyManagement(
            "dir",
            "direct",
            "direct",
            ("oct",),
            (),
            0,
            "recommended",
            "the shared secret itself is the content encryption key",
            "RFC 7518 §4.5",
        ),
        _agreement(0, "recommended"),
        _agreement(128, "recommended"),
        _agreement(192, "optional"),
        _agreement(256, "recommended"),
        _password(256, 128),
        _password(384, 192),
        _password(512, 256),
    ]


def _content_encryption() -> list[ContentEncryption]:
    rows = []
    for bits, hash_bits in ((128, 256), (192, 384), (256, 512)):
        words = f"AES-{bits} in CBC mode, authenticated by HMAC with SHA-{hash_bits}"
        rows.append(
            ContentEncryption(
                f"A{bits}CBC-HS{hash_bits}", "AES-CBC + HMAC", 2 * bits, 16, bits // 8, words, "RFC 7518 §5.2"
            )
        )
    rows += [
        ContentEncryption(f"A{bits}GCM", "AES-GCM", bits, 12, 16, f"AES-{bits} in GCM mode", "RFC 7518 §5.3")
        for bits in (128, 192, 256)
    ]
    return rows


KEY_MANAGEMENT: dict[str, KeyManagement] = {row.name: row for row in _key_management()}
CONTENT_ENCRYPTION: dict[str, ContentEncryption] = {row.name: row for row in _content_encryption()}
