"""The checks on a JWE, made from what its decryption came to (RFC 7516 section 5.2)."""

from jwtlens.displayable import quoted
from jwtlens.jose.jws import Token
from jwtlens.verify import jose_checks
from jwtlens.verify.decryption import Decryption
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Status

_ABOUT_KEYS = frozenset({"no-key", "kid-not-found", "key-mismatch", "key-use", "key-public"})


def jwe_checks(token: Token, decryption: Decryption, policy: Policy, *, is_nested: bool) -> list[Check]:
    """Spread the outcome of a decryption over the questions that a verifier asks.

    Where the content is a token (``is_nested``), an expected type and a list of signature algorithms are about that one
    (RFC 8725 section 3.11).
    """
    return [
        jose_checks.format_check(token),
        _algorithm(token, decryption, policy, is_nested=is_nested),
        _key(decryption),
        _decryption(decryption),
        _crit(token, decryption),
        jose_checks.typ_check(token, policy._replace(typ=None) if is_nested else policy),
    ]


def sender_check(decryption: Decryption, policy: Policy) -> Check | None:
    """Judge content that is no token again: decrypting says who may read it, not who wrote it (RFC 7516 section 11.4).

    None where nothing is to be said: with a shared secret only those who have it could have made the token.
    """
    if policy.signed_inside:
        reason = "the content is not signed, although a key to verify it was given"
        return Check("sender", Status.FAILED, reason, "unsigned", "ciphertext", brief="the content is not signed")
    if decryption.key is None or decryption.key.kty == "oct" or policy.decrypt_only:
        return None
    reason = "decrypted, but nobody signed it: whoever has the public key can make such a token"
    return Check("sender", Status.NOT_CHECKED, reason, "unsigned", "ciphertext")


def allowed(policy: Policy) -> tuple[str, ...] | None:
    """Return the part of an allow-list that is about encryption; None where it has none."""
    from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT  # noqa: PLC0415 - for encrypted tokens

    listed = policy.algorithms or ()
    return tuple(name for name in listed if name in KEY_MANAGEMENT or name in CONTENT_ENCRYPTION) or None


def _algorithm(token: Token, decryption: Decryption, policy: Policy, *, is_nested: bool) -> Check:
    name, enc = "algorithm", token.header.members.get("enc")
    shown = f"{quoted(token.alg)} with {quoted(str(enc))}"
    if decryption.field in {"header/alg", "header/enc", "header/zip"}:
        return Check(name, Status.FAILED, decryption.reason, decryption.code, decryption.field, decryption.reason)
    if policy.algorithms is not None and allowed(policy) is None and not is_nested:
        listed = ", ".join(map(quoted, policy.algorithms)) or "none"
        reason, brief = f"{quoted(token.alg)} is not allowed; allowed: {listed}", f"{quoted(token.alg)} is not allowed"
        return Check(name, Status.FAILED, reason, "alg-not-allowed", "header/alg", brief)
    if decryption.status is Status.NOT_CHECKED:
        return Check(name, Status.NOT_CHECKED, f"{shown}; {decryption.reason}", decryption.code)
    return Check(name, Status.PASSED, shown, "algorithm", "header/alg")


def _key(decryption: Decryption) -> Check:
    name = "key"
    if decryption.code in _ABOUT_KEYS:
        field = decryption.field if decryption.status is Status.FAILED else "key"
        brief = "no fitting key" if decryption.status is Status.FAILED else ""
        return Check(name, decryption.status, decryption.reason, decryption.code, field, brief)
    if decryption.key is not None:
        return Check(name, Status.PASSED, f"{decryption.key.label} fits", "key", "key")
    if decryption.code == "decryption-failed":
        return Check(name, Status.PASSED, "a key that fits", "key", "key")
    if decryption.code == "work-cap":
        return Check(name, Status.NOT_CHECKED, decryption.reason, decryption.code, "key")
    return Check(name, Status.NOT_CHECKED, "no key was tried", "not-checked", "key")


def _decryption(decryption: Decryption) -> Check:
    name = "decryption"
    if decryption.plaintext is not None:
        return Check(name, Status.PASSED, decryption.reason, "decryption", "ciphertext")
    if decryption.code in _ABOUT_KEYS or decryption.status is Status.NOT_CHECKED:
        return Check(name, Status.NOT_CHECKED, f"not decrypted: {decryption.reason}", decryption.code, "ciphertext")
    return Check(name, Status.FAILED, decryption.reason, decryption.code, decryption.field, decryption.reason)


def _crit(token: Token, decryption: Decryption) -> Check:
    if decryption.code == "crit-unknown":
        reason, brief = decryption.reason, "unknown critical extension"
        return Check("crit", Status.FAILED, reason, decryption.code, decryption.field, brief)
    if "crit" in token.header.members:
        return Check("crit", Status.NOT_CHECKED, "not checked: the token is malformed", "not-checked", "header/crit")
    return Check("crit", Status.NOT_APPLICABLE, "no critical extensions", "crit", "header")
