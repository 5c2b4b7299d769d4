"""What makes a well-formed JWE undecryptable before any key is tried (RFC 7516 section 5.2, RFC 7518)."""

from typing import NamedTuple, cast

from jwtlens.displayable import quoted
from jwtlens.jose import base64url, jwa
from jwtlens.jose.jwe_algorithms import AGREEMENT_CURVES, CONTENT_ENCRYPTION, KEY_MANAGEMENT, KeyManagement
from jwtlens.jose.jwe_parts import Jwe, Recipient
from jwtlens.jose.strict_json import as_words

_SALT_BYTES = 8
"""Shortest salt of PBES2, in bytes (RFC 7518 section 4.8.1.1)."""


class Refusal(NamedTuple):
    """Why it cannot be decrypted: a stable code, a sentence, the field, and the cap that bit, if one did."""

    code: str
    reason: str
    field: str
    cap: str = ""


def content_refusal(jwe: Jwe, allowed: tuple[str, ...] | None) -> Refusal | None:
    """Check what all recipients share: critical extensions, ``enc`` and ``zip``, sizes of the parts."""
    crit = jwe.header.members.get("crit")
    if isinstance(crit, list):
        names = ", ".join(quoted(as_words(name)) for name in crit[:5])
        reason = f"critical extension {names} is not understood; such a token must be refused"
        return Refusal("crit-unknown", reason, "header/crit")
    enc = CONTENT_ENCRYPTION.get(jwe.enc)
    if enc is None:
        reason = f"{quoted(jwe.enc)} is not a content encryption algorithm that jwtlens knows"
        return Refusal("enc-unknown", reason, "header/enc")
    listed = [name for name in allowed or () if name in CONTENT_ENCRYPTION]
    if listed and enc.name not in listed:
        return Refusal("enc-not-allowed", f"{enc.name} is not allowed; allowed: {', '.join(listed)}", "header/enc")
    zipped = jwe.header.members.get("zip", "DEF")
    if zipped != "DEF":
        return Refusal("zip-unknown", f"zip is {quoted(str(zipped))}; only DEF is defined", "header/zip")
    for segment, wanted in ((jwe.iv, enc.iv_bytes), (jwe.tag, enc.tag_bytes)):
        if len(segment.data) != wanted:
            reason = f"the {segment.name} has {len(segment.data)} bytes; {enc.name} wants {wanted}"
            return Refusal(f"{segment.name}-size", reason, segment.name)
    return None


def recipient_refusal(recipient: Recipient, allowed: tuple[str, ...] | None, rounds: int) -> Refusal | None:
    """Check what one recipient's algorithm demands; ``rounds`` of PBKDF2 are the most that one may cost."""
    name = str(recipient.header["alg"])
    alg = KEY_MANAGEMENT.get(name)
    if alg is None:
        return _unknown(name)
    if allowed is not None and alg.name not in allowed:
        reason = f"{alg.name} is not allowed; allowed: {', '.join(map(quoted, allowed)) or 'none'}"
        return Refusal("alg-not-allowed", reason, "header/alg")
    size = len(recipient.encrypted_key.data)
    if alg.mode in {"direct", "agreement"} and size:
        reason = f"{alg.name} has no encrypted key, and the token has {size:,} bytes of one"
        return Refusal("encrypted-key-present", reason, "encrypted key")
    if alg.mode not in {"direct", "agreement"} and not size:
        return Refusal("encrypted-key-missing", f"{alg.name} needs an encrypted key, which is empty", "encrypted key")
    match alg.family:
        case "AES GCM key wrap":
            return _wrapping_sizes(alg, recipient.header)
        case "PBES2":
            return _password_work(recipient.header, rounds)
        case "ECDH-ES":
            return _ephemeral_key(recipient.header)
    return None


def ephemeral_key(header: dict[str, object]) -> dict[str, object]:
    """Return the members of ``epk`` that make the public key; empty where ``alg`` has none.

    Any other member must not steer anything.
    """
    epk = header.get("epk") if _family(header) == "ECDH-ES" else None
    members = cast("dict[str, object]", epk) if isinstance(epk, dict) else {}
    return {name: members[name] for name in ("kty", "crv", "x", "y") if name in members}


def rounds_of(header: dict[str, object]) -> int | None:
    """Rounds of PBKDF2 that ``alg`` and ``p2c`` demand; None if they are too many to be a number here."""
    if _family(header) != "PBES2":  # then p2c means nothing, whatever it says
        return 0
    count = header["p2c"]
    return count if isinstance(count, int) else None


def _family(header: dict[str, object]) -> str:
    alg = KEY_MANAGEMENT.get(str(header["alg"]))
    return alg.family if alg else ""


def _unknown(name: str) -> Refusal:
    if jwa.is_none(name):
        return Refusal("alg-none", f"alg {quoted(name)} means: not encrypted; no JWE may say that", "header/alg")
    if name in jwa.SIGNATURE_ALGORITHMS:
        return Refusal("alg-signature", f"{name} signs; it cannot encrypt a key", "header/alg")
    reason = f"{quoted(name)} is not a key management algorithm that jwtlens knows"
    return Refusal("alg-unknown", reason, "header/alg")


def _wrapping_sizes(alg: KeyManagement, header: dict[str, object]) -> Refusal | None:
    for name, wanted in (("iv", 12), ("tag", 16)):
        size = len(base64url.decode(str(header[name])).data)
        if size != wanted:
            reason = f"{name} in the header has {size} bytes; {alg.name} wants {wanted}"
            return Refusal(f"header-{name}-size", reason, f"header/{name}")
    return None


def _password_work(header: dict[str, object], rounds: int) -> Refusal | None:
    size = len(base64url.decode(str(header["p2s"])).data)
    if size < _SALT_BYTES:
        return Refusal("p2s-size", f"p2s has {size} bytes of salt; {_SALT_BYTES} are the least", "header/p2s")
    demanded = rounds_of(header)
    if demanded is None or demanded > rounds:
        shown = quoted(str(header["p2c"]))
        reason = f"p2c demands {shown} rounds of PBKDF2; jwtlens stops at {rounds:,}"
        return Refusal("p2c-cap", reason, "header/p2c", cap="rounds")
    return None


def _ephemeral_key(header: dict[str, object]) -> Refusal | None:
    from jwtlens.keys.jwk_reader import read_jwk  # noqa: PLC0415 - imports cryptography, which secrets do not need

    members = ephemeral_key(header)
    if members.get("crv") not in AGREEMENT_CURVES:
        return Refusal("epk-invalid", "epk is not a key on a curve for key agreement", "header/epk")
    keyring = read_jwk(members, origin="the token", public_only=True)
    if keyring.keys:
        return None
    return Refusal("epk-invalid", f"epk cannot be used: {keyring.problems[0].message}", "header/epk")
