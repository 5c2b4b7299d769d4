"""Which of the supplied keys may decrypt for a recipient of a JWE: chosen by kid, then by what fits its algorithm."""

from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose.jwe_algorithms import ContentEncryption, KeyManagement
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Key, Keyring

_OPERATIONS = {
    "encryption": ("decrypt", "unwrapKey"),
    "wrapping": ("unwrapKey", "decrypt"),
    "direct": ("decrypt",),
    "agreement": ("deriveKey", "deriveBits"),
    "agreement with wrapping": ("deriveKey", "deriveBits"),
}
"""Values of ``key_ops`` with which a key may decrypt, by Key Management Mode (RFC 7517 section 4.3)."""

_PASSWORD_OPERATIONS = ("deriveKey", "deriveBits", "unwrapKey")
_REVERSED = {"decrypt": "encrypt", "unwrapKey": "wrapKey"}


class Candidates(NamedTuple):
    """The keys to try, in order; or, where there are none, why not in words and as a stable code."""

    keys: tuple[Key, ...]
    reason: str = ""
    code: str = ""


def candidates(header: dict[str, object], alg: KeyManagement, enc: ContentEncryption, keyring: Keyring) -> Candidates:
    """Select by ``kid`` in a set (RFC 7516 section 4.1.6), then drop what cannot or must not decrypt."""
    if not keyring.keys:
        problem = keyring.problems[0].message if keyring.problems else "no key given"
        return Candidates((), problem, "no-key")
    named = _by_kid(header.get("kid"), keyring)
    if not named:
        reason = f"none of the {len(keyring.keys)} keys has kid {quoted(str(header['kid']))}"
        return Candidates((), reason, "kid-not-found")
    fitting = [key for key in named if not misfit(alg, enc, key)]
    if not fitting:
        reason = misfit(alg, enc, named[0]) if len(named) == 1 else f"none of {len(named)} keys fits {alg.name}"
        return Candidates((), reason, "key-mismatch")
    usable = [key for key in fitting if may_decrypt(alg, key)]
    if not usable:
        return Candidates((), "the use or key_ops of the key does not allow to decrypt", "key-use")
    private = tuple(key for key in usable if key.private)
    return Candidates(private) if private else Candidates((), "decrypting needs the private key", "key-public")


def misfit(alg: KeyManagement, enc: ContentEncryption, key: Key) -> str:
    """Return why the key cannot serve the algorithms ("A128KW needs a secret of 128 bits; this one …"), or ""."""
    bits = enc.cek_bits if alg.mode == "direct" else alg.secret_bits
    if key.kty not in alg.key_types or (alg.curves and key.curve not in alg.curves) or (bits and key.bits != bits):
        user = f"dir with {enc.name}" if alg.mode == "direct" else alg.name
        return f"{user} needs {_wanted(alg, bits)}; this one is {key.kind}"
    # The key of dir encrypts content, so its own alg may name either algorithm (RFC 7520 section 5.6).
    names = {alg.name, enc.name} if alg.mode == "direct" else {alg.name}
    if key.alg is not None and key.alg not in names:
        return f"the key says that it is for {quoted(key.alg)}, the token uses {alg.name}"
    return ""


def may_decrypt(alg: KeyManagement, key: Key) -> bool:
    """Whether ``use`` and ``key_ops`` of the key allow it (RFC 7517 sections 4.2 and 4.3)."""
    return _may(key, set(_operations(alg)))


def may_encrypt(alg: KeyManagement, key: Key) -> bool:
    """Whether ``use`` and ``key_ops`` allow it; the public half of a key pair may do the reverse of the private one."""
    operations = _operations(alg)
    reverse = {_REVERSED.get(name, name) for name in operations}
    return _may(key, reverse if key.kty == "oct" else reverse | set(operations))


def _may(key: Key, operations: set[str]) -> bool:
    if key.use is not None and key.use != "enc":
        return False
    return key.key_ops is None or not operations.isdisjoint(key.key_ops)


def _operations(alg: KeyManagement) -> tuple[str, ...]:
    return _PASSWORD_OPERATIONS if alg.family == "PBES2" else _OPERATIONS[alg.mode]


def _by_kid(kid: object, keyring: Keyring) -> list[Key]:
    keys = list(keyring.keys)
    if not is_text(kid):
        return keys
    same = [key for key in keys if key.kid == kid]
    if same or keyring.is_set:
        return same or [key for key in keys if key.kid is None]
    return keys


def _wanted(alg: KeyManagement, bits: int) -> str:
    if alg.curves:
        return f"an EC or OKP key on {', '.join(alg.curves[:-1])} or {alg.curves[-1]}"
    if alg.family == "PBES2":
        return "a password"
    return f"a secret of exactly {bits} bits" if bits else "an RSA key"
