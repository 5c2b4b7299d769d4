"""The checks on the JWS itself: format, algorithm, key, signature, crit and typ (RFC 7515 section 5.2)."""

from jwtlens.displayable import quoted
from jwtlens.jose import header, jwa, strict_json
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Keyring
from jwtlens.verify import embedded, signature
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Status
from jwtlens.verify.selection import Selection

_LISTED = 5
"""Names of one list that are given in a sentence."""


def format_check(token: Token) -> Check:
    """Whether the text is a compact JWS with a header that keeps the rules."""
    if not token.problems:
        broken = [str(number) for number, one in enumerate(token.signatures, 1) if one.problems]
        words = f", but for signature {', '.join(broken)}" if broken else ""
        return Check("format", Status.PASSED, f"{token.serialization}, well-formed{words}", "format")
    first, more = token.problems[0], len(token.problems) - 1
    reason = first.message + (f" (and {more} more)" if more else "")
    return Check("format", Status.FAILED, reason, first.code, first.field, brief=first.message)


def algorithm_check(token: Token, keyring: Keyring, policy: Policy) -> Check:
    """Whether ``alg`` is one that the user, or else the key, allows (RFC 8725 section 3.1)."""
    alg, field = token.alg, "header/alg"
    shown = quoted(alg)
    if not alg:
        return Check("algorithm", Status.NOT_CHECKED, "the header names no algorithm", "alg-missing", "header")
    if jwa.is_none(alg):
        reason = f"alg {shown} means: not signed. Anyone can write such a token; it is never accepted"
        return Check("algorithm", Status.FAILED, reason, "alg-none", field, brief="not signed (alg none)")
    if alg not in jwa.SIGNATURE_ALGORITHMS:
        return _unknown(alg, field)
    if policy.algorithms is not None:
        allowed = ", ".join(map(quoted, policy.algorithms)) or "none"
        if alg not in policy.algorithms:
            reason = f"{shown} is not allowed; allowed: {allowed}"
            return Check("algorithm", Status.FAILED, reason, "alg-not-allowed", field, brief=f"{alg} is not allowed")
        return Check("algorithm", Status.PASSED, f"{alg} is allowed", "algorithm", field)
    if not keyring.keys:
        reason = f"{alg}; no key and no list of allowed algorithms to compare with"
        return Check("algorithm", Status.NOT_CHECKED, reason, "no-allow-list", field)
    if not any(alg in key.algorithms() for key in keyring.keys):
        reason = signature.cannot_fit(alg, keyring.keys[0]) if len(keyring.keys) == 1 else f"no key fits {alg}"
        return Check("algorithm", Status.FAILED, reason, "key-mismatch", field, brief=f"{alg} does not fit the key")
    return Check("algorithm", Status.PASSED, f"{alg} fits the key", "algorithm", field)


def key_check(token: Token, keyring: Keyring, selection: Selection) -> Check:
    """Whether there is a key to verify with."""
    field = "header/kid" if "kid" in token.header.members else "header"
    if jwa.is_none(token.alg):
        return Check("key", Status.NOT_APPLICABLE, "an unsigned token has no key", "alg-none", field)
    if not keyring.keys:
        if keyring.problems:
            return Check("key", Status.NOT_CHECKED, keyring.problems[0].message, keyring.problems[0].code, "key")
        return Check("key", Status.NOT_CHECKED, "no key given", "no-key", "key")
    if not selection.candidates:
        where = field if selection.code == "kid-not-found" else "key"
        return Check("key", Status.FAILED, selection.reason, selection.code, where, brief="no fitting key")
    return Check("key", Status.PASSED, selection.reason, "key", field)


def signature_check(token: Token, keyring: Keyring, selection: Selection, algorithm: Check) -> Check:
    """Whether the signature is right for one of the selected keys, over the bytes as received."""
    name, field = "signature", "signature"
    alg, made = token.alg, token.segment("signature")
    if jwa.is_none(alg):
        return Check(name, Status.FAILED, "the token is not signed", "alg-none", field)
    if not made.text and (token.segment_count >= 3 or token.serialization.startswith("JWS JSON")):
        return Check(name, Status.FAILED, "the signature is empty", "signature-empty", field, "the signature is empty")
    if not selection.candidates or algorithm.status is Status.FAILED:
        missing = "no key" if not keyring.keys else "no key that fits"
        if selection.candidates:
            missing = "the algorithm is not allowed"
        words = f"not checked: {missing}{embedded.tried(token)}"
        return Check(name, Status.NOT_CHECKED, words, "not-checked", field)
    entry, message = jwa.SIGNATURE_ALGORITHMS[alg], token.signing_input
    for key in selection.candidates:
        if signature.verifies(entry, key, message, made.data):
            return Check(name, Status.PASSED, f"valid for {quoted(key.label)}", "signature", field, key=key)
    tried = (
        selection.candidates[0].label if len(selection.candidates) == 1 else f"any of {len(selection.candidates)} keys"
    )
    reason = f"wrong for {quoted(tried)}: another key, or the token was changed"
    return Check(name, Status.FAILED, reason, "signature-invalid", field, brief="the signature is wrong")


def crit_check(token: Token) -> Check:
    """Whether every extension that the token declares critical is understood (RFC 7515 section 4.1.11)."""
    crit = token.header.members.get("crit")
    if crit is None:
        return Check("crit", Status.NOT_APPLICABLE, "no critical extensions", "crit", "header")
    names = crit if isinstance(crit, list) else []
    unknown = [name for name in names if not is_text(name) or name not in header.UNDERSTOOD_EXTENSIONS]
    if unknown:
        shown = ", ".join(quoted(strict_json.as_words(name)) for name in unknown[:_LISTED])
        more = f" and {len(unknown) - _LISTED:,} more" if len(unknown) > _LISTED else ""
        reason = f"critical extension {shown}{more} is not understood; such a token must be refused"
        return Check("crit", Status.FAILED, reason, "crit-unknown", "header/crit", brief="unknown critical extension")
    return Check("crit", Status.PASSED, "critical extensions are understood", "crit", "header/crit")


def typ_check(token: Token, policy: Policy) -> Check:
    """Whether ``typ`` is the expected one, compared as a media type (RFC 7515 section 4.1.9, RFC 8725 section 3.11)."""
    typ = token.header.members.get("typ")
    shown = "no typ" if typ is None else quoted(strict_json.as_words(typ))
    if policy.typ is None:
        if typ is None:
            return Check("typ", Status.NOT_APPLICABLE, "not in the token", "typ", "header")
        return Check("typ", Status.NOT_CHECKED, f"{shown}; no type expected", "not-expected", "header/typ")
    if is_text(typ) and header.media_type(typ) == header.media_type(policy.typ):
        if "typ" in strict_json.parse(token.segment("header").data, "header").members:
            return Check("typ", Status.PASSED, shown, "typ", "header/typ")
        reason = f"{shown} stands in the unprotected header, where everyone can write it"
        return Check("typ", Status.FAILED, reason, "typ-unprotected", "header/typ", brief="the type is not protected")
    reason = f"{shown}; expected {quoted(policy.typ)}"
    return Check("typ", Status.FAILED, reason, "typ-mismatch", "header/typ", brief=f"wrong type ({shown})")


def _unknown(alg: str, field: str) -> Check:
    if meant := jwa.near_miss(alg):
        reason = f'"{quoted(alg)}" is not an algorithm; names are compared exactly, and this one is "{meant}"'
        return Check("algorithm", Status.FAILED, reason, "alg-case", field, brief=f'"{quoted(alg)}" is not "{meant}"')
    reason = f"{quoted(alg)} is not a signature algorithm that jwtlens knows"
    return Check("algorithm", Status.FAILED, reason, "alg-unknown", field, brief=f"unknown algorithm {quoted(alg)}")
