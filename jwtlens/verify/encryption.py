"""Writes a JWE in compact serialization (RFC 7516 section 5.1)."""

from typing import Any

from jwtlens.displayable import quoted
from jwtlens.jose import base64url, jwe_header
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT, ContentEncryption, KeyManagement
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Key
from jwtlens.limits import PBES2_ROUNDS
from jwtlens.verify import jwe_engine
from jwtlens.verify.inflate import deflate
from jwtlens.verify.jwe_keys import may_encrypt, misfit
from jwtlens.verify.jwe_rules import rounds_of

DEFAULT_ROUNDS = 10_000
"""Rounds of PBKDF2 where the header names none: the most that every common library opens; more is better."""

_ADDED = frozenset({"epk", "iv", "tag", "p2s"})
"""Parameters that belong to one encryption and are made anew for each; old ones in the header are dropped."""


def encrypt(plaintext: bytes, header: dict[str, Any], key: Key) -> str:
    """Encrypt for the holder of the key; a public key is enough. ``header`` names ``alg`` and ``enc``.

    Raises ValueError, with a sentence for people, for a header or key that cannot do it. Parameters that belong to one
    encryption (``epk``, ``iv``, ``tag``, ``p2s``) are made anew; ``zip`` is obeyed.
    """
    name, enc_name = header.get("alg"), header.get("enc")
    alg = KEY_MANAGEMENT.get(name) if is_text(name) else None
    enc = CONTENT_ENCRYPTION.get(enc_name) if is_text(enc_name) else None
    if alg is None:
        raise ValueError(f"alg {quoted(str(name))} does not encrypt keys; known: {', '.join(KEY_MANAGEMENT)}")
    if enc is None:
        raise ValueError(
            f"enc {quoted(str(enc_name))} does not encrypt content; known: {', '.join(CONTENT_ENCRYPTION)}"
        )
    if reason := refusal(alg, enc, key):
        raise ValueError(reason)
    written = _header(header, alg)
    content = deflate(plaintext) if "zip" in written else plaintext
    protected, *parts = jwe_engine.seal(content, written, key)
    return ".".join([protected, *(base64url.encode(part) for part in parts)])


def refusal(alg: KeyManagement, enc: ContentEncryption, key: Key) -> str:
    """Return why nothing is encrypted with these algorithms for the holder of this key, as a sentence, or ""."""
    if alg.family == "RSAES-PKCS1-v1_5":
        return f"{alg.name} is read and not written: its padding gives the key away. Use RSA-OAEP-256"
    if reason := misfit(alg, enc, key):
        return reason
    if not may_encrypt(alg, key):
        return "the use or key_ops of the key does not allow to encrypt"
    if key.bits < alg.min_key_bits:
        return f"{alg.name} needs an RSA key of {alg.min_key_bits} bits or more; this one has {key.bits}"
    return ""


def _header(header: dict[str, Any], alg: KeyManagement) -> dict[str, Any]:
    """Return the header without what is made anew, with ``p2c`` where it needs one. Raises ValueError."""
    written = {name: value for name, value in header.items() if name not in _ADDED}
    if alg.family == "PBES2":
        written.setdefault("p2c", DEFAULT_ROUNDS)
        demanded = rounds_of(written)
        if demanded is None or demanded > PBES2_ROUNDS:
            raise ValueError(f"p2c is {quoted(str(written['p2c']))}; jwtlens stops at {PBES2_ROUNDS:,}")
    if written.get("zip", "DEF") != "DEF":
        raise ValueError("zip can only be DEF")
    wrong = [one for one in jwe_header.problems(written) if one.code != "header-missing"]
    if wrong:
        raise ValueError(wrong[0].message)
    return written
