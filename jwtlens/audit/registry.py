"""Names in the IANA JOSE registries that the rules compare with; the algorithms are those of ``jose``."""

from jwtlens.jose import jwa, jwe_algorithms

SIGNATURE = frozenset(jwa.SIGNATURE_ALGORITHMS)
"""``alg`` values for a JWS, without ``none``."""

KEY_MANAGEMENT = frozenset(jwe_algorithms.KEY_MANAGEMENT)
"""``alg`` values for a JWE."""

ENCRYPTION = frozenset(jwe_algorithms.CONTENT_ENCRYPTION)
"""``enc`` values."""

PROHIBITED = frozenset({"RS1", "HS1", "A128CBC", "A192CBC", "A256CBC", "A128CTR", "A192CTR", "A256CTR"})
"""Values registered for the Web Cryptography API only, and marked Prohibited for JOSE."""

HEADER_PARAMETERS = frozenset(
    {
        # RFC 7515 section 4.1, RFC 7797
        *("alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "b64"),
        # RFC 7516 section 4.1, RFC 7518 sections 4.6 to 4.8
        *("enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"),
        # RFC 9901 section 8.1
        *("disclosures", "kb_jwt"),
        # RFC 7519 section 5.3; RFC 8225; RFC 8555; RFC 9321; OpenID Federation
        *("iss", "sub", "aud", "ppt", "url", "nonce", "svt", "trust_chain"),
        # Drafts in wide use: OpenID4VCI, HPKE
        *("key_attestation", "ek"),
    }
)
"""Header parameters that mean something; any other must be ignored when not understood (RFC 7515 section 4)."""

PUBLIC_KEY_ENCRYPTION = ("RSA-OAEP", "RSA1_5", "ECDH-ES", "HPKE-")
"""How the names begin of ``alg`` values with which anyone who has the public key can encrypt."""


def near_miss(name: str, names: frozenset[str]) -> str:
    """Return the registered name that differs only in case, width, or what is not seen; or an empty string."""
    folded = _fold(name)
    return next((known for known in sorted(names) if known.lower() == folded and known != name), "")


def _fold(name: str) -> str:
    if not name.isascii() or not name.isprintable():
        import unicodedata  # noqa: PLC0415 - a megabyte that hardly any token needs

        name = unicodedata.normalize("NFKC", name)
        name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    return name.strip().lower()


def is_known(name: str) -> bool:
    """Whether the name is registered for any use in JOSE, prohibited ones included."""
    return name in SIGNATURE or name in KEY_MANAGEMENT or name in ENCRYPTION or name in PROHIBITED
