"""What a key can do: by its type and curve, by the half that is there, and by what its JWK allows."""

from typing import Literal

from jwtlens.jose.jwe_algorithms import AGREEMENT_CURVES, CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.keys.key import Key

Ability = Literal["verify", "sign", "encrypt", "decrypt"]

_ENCRYPTING = frozenset({"encrypt", "wrapKey", "deriveKey", "deriveBits"})
_DECRYPTING = frozenset({"decrypt", "unwrapKey", "deriveKey", "deriveBits"})
"""Values of ``key_ops`` (RFC 7517 section 4.3); an agreed key serves both directions."""


def abilities(key: Key) -> tuple[Ability, ...]:
    """Return what the key can do with some algorithm of JOSE, in one fixed order."""
    found: list[Ability] = []
    if key.algorithms() and key.may("verify"):
        found.append("verify")
    if key.can_sign:
        found.append("sign")
    if _for_encryption(key):
        # A private key holds its public half, so what is said of the one half holds for the other.
        if _allows(key, _ENCRYPTING if key.kty == "oct" else _ENCRYPTING | _DECRYPTING):
            found.append("encrypt")
        if key.private and _allows(key, _DECRYPTING):
            found.append("decrypt")
    return tuple(found)


def _for_encryption(key: Key) -> bool:
    if key.use not in {None, "enc"}:
        return False
    # The key of "dir" may name the encryption of the content instead (RFC 7520 section 5.6).
    if key.alg is not None and key.alg not in KEY_MANAGEMENT and key.alg not in CONTENT_ENCRYPTION:
        return False
    return key.kty in {"oct", "RSA"} or key.curve in AGREEMENT_CURVES


def _allows(key: Key, operations: frozenset[str]) -> bool:
    return key.key_ops is None or not operations.isdisjoint(key.key_ops)
