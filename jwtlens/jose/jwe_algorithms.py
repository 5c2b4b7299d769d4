"""The registries of key management and content encryption algorithms, as data (RFC 7518 sections 4 and 5)."""

from typing import Literal, NamedTuple

from jwtlens.jose.jwa import Status

Mode = Literal["encryption", "wrapping", "direct", "agreement", "agreement with wrapping"]

NIST_CURVES = ("P-256", "P-384", "P-521")
AGREEMENT_CURVES = (*NIST_CURVES, "X25519", "X448")


class KeyManagement(NamedTuple):
    """One registered ``alg`` value for JWE: how the recipient gets at the content encryption key.

    ``mode`` is the Key Management Mode (RFC 7516 section 2); ``key_types`` and ``curves`` what a key must be;
    ``secret_bits`` the exact size of a secret (0: any size, or no secret; that of ``dir`` depends on ``enc``);
    ``min_key_bits`` the smallest modulus; ``hash_bits`` the size of the hash in it, 0 where there is none (of OAEP, or
    of what derives a key); ``status`` whether JOSE libraries must have it.
    """

    name: str
    family: str
    mode: Mode
    key_types: tuple[str, ...]
    curves: tuple[str, ...]
    secret_bits: int
    min_key_bits: int
    hash_bits: int
    status: Status
    words: str
    spec: str


class ContentEncryption(NamedTuple):
    """One registered ``enc`` value: sizes of key and hash in bits, of initialization vector and tag in bytes.

    ``hash_bits`` is 0 where no hash is in it; ``status`` says whether JOSE libraries must have it.
    """

    name: str
    family: str
    cek_bits: int
    hash_bits: int
    iv_bytes: int
    tag_bytes: int
    status: Status
    words: str
    spec: str


def _rsa(name: str, hash_bits: int, status: Status, spec: str = "RFC 7518 §4.3") -> KeyManagement:
    sha = f"SHA-{hash_bits if hash_bits != 160 else 1}"
    family, words = ("RSAES-OAEP", f"RSA OAEP with {sha}") if hash_bits else ("RSAES-PKCS1-v1_5", "RSA PKCS#1 v1.5")
    return KeyManagement(name, family, "encryption", ("RSA",), (), 0, 2048, hash_bits, status, words, spec)


def _wrap(bits: int, status: Status) -> KeyManagement:
    words = f"AES Key Wrap with a secret of {bits} bits"
    return _secret(f"A{bits}KW", "AES Key Wrap", status, words, "RFC 7518 §4.4", bits=bits)


def _gcm_wrap(bits: int) -> KeyManagement:
    words = f"AES GCM with a secret of {bits} bits"
    return _secret(f"A{bits}GCMKW", "AES GCM key wrap", "Optional", words, "RFC 7518 §4.7", bits=bits)


def _password(hash_bits: int, bits: int) -> KeyManagement:
    words = f"key from a password by PBKDF2 with SHA-{hash_bits}, then AES Key Wrap with {bits} bits"
    name = f"PBES2-HS{hash_bits}+A{bits}KW"
    return _secret(name, "PBES2", "Optional", words, "RFC 7518 §4.8")._replace(hash_bits=hash_bits)


def _secret(name: str, family: str, status: Status, words: str, spec: str, *, bits: int = 0) -> KeyManagement:
    return KeyManagement(name, family, "wrapping", ("oct",), (), bits, 0, 0, status, words, spec)


def _agreement(bits: int, status: Status) -> KeyManagement:
    name = f"ECDH-ES+A{bits}KW" if bits else "ECDH-ES"
    words = "key agreement with an ephemeral key" + (f", then AES Key Wrap with {bits} bits" if bits else "")
    mode: Mode = "agreement with wrapping" if bits else "agreement"
    spec = "RFC 7518 §4.6, RFC 8037 §3.2"
    return KeyManagement(name, "ECDH-ES", mode, ("EC", "OKP"), AGREEMENT_CURVES, 0, 0, 256, status, words, spec)


def _cbc(bits: int, hash_bits: int, status: Status) -> ContentEncryption:
    words = f"AES-{bits} in CBC mode, authenticated by HMAC with SHA-{hash_bits}"
    name, tag = f"A{bits}CBC-HS{hash_bits}", bits // 8
    return ContentEncryption(name, "AES-CBC + HMAC", 2 * bits, hash_bits, 16, tag, status, words, "RFC 7518 §5.2")


def _gcm(bits: int, status: Status) -> ContentEncryption:
    words = f"AES-{bits} in GCM mode"
    return ContentEncryption(f"A{bits}GCM", "AES-GCM", bits, 0, 12, 16, status, words, "RFC 7518 §5.3")


_DIRECT = "the shared secret itself is the content encryption key"
_WEBCRYPTO = "IANA JOSE registry (Web Cryptography API)"

_KEY_MANAGEMENT = (
    _rsa("RSA1_5", 0, "Recommended-", "RFC 7518 §4.2"),
    _rsa("RSA-OAEP", 160, "Recommended+"),
    _rsa("RSA-OAEP-256", 256, "Optional"),
    _rsa("RSA-OAEP-384", 384, "Optional", _WEBCRYPTO),
    _rsa("RSA-OAEP-512", 512, "Optional", _WEBCRYPTO),
    *(_wrap(128, "Recommended"), _gcm_wrap(128)),
    *(_wrap(192, "Optional"), _gcm_wrap(192)),
    *(_wrap(256, "Recommended"), _gcm_wrap(256)),
    _secret("dir", "direct", "Recommended", _DIRECT, "RFC 7518 §4.5")._replace(mode="direct"),
    _agreement(0, "Recommended+"),
    _agreement(128, "Recommended"),
    _agreement(192, "Optional"),
    _agreement(256, "Recommended"),
    _password(256, 128),
    _password(384, 192),
    _password(512, 256),
)
_CONTENT_ENCRYPTION = (
    _cbc(128, 256, "Required"),
    _cbc(192, 384, "Optional"),
    _cbc(256, 512, "Required"),
    _gcm(128, "Recommended"),
    _gcm(192, "Optional"),
    _gcm(256, "Recommended"),
)

KEY_MANAGEMENT: dict[str, KeyManagement] = {row.name: row for row in _KEY_MANAGEMENT}
CONTENT_ENCRYPTION: dict[str, ContentEncryption] = {row.name: row for row in _CONTENT_ENCRYPTION}
