"""The checks on an SD-JWT beyond its issuer's signature: disclosures and key binding (RFC 9901 section 7)."""

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import sd_jwt
from jwtlens.jose.jws import Token
from jwtlens.jose.sd_jwt import SdJwt
from jwtlens.jose.sd_jwt_payload import Processed
from jwtlens.jose.strict_json import is_text, type_name
from jwtlens.keys.key import Keyring
from jwtlens.keys.request import refused
from jwtlens.verify import claims_checks, jose_checks
from jwtlens.verify.policy import KeyBinding, Policy
from jwtlens.verify.report import Check, Status
from jwtlens.verify.selection import select

KEY_BINDING_TYPE = "kb+jwt"

_NAME = "key binding"


def checks(
    presentation: SdJwt, processed: Processed, expected: KeyBinding, now: float, *, leeway: int = 0
) -> list[Check]:
    """Judge everything after the issuer-signed JWT; ``now`` is a Unix time, ``leeway`` in seconds. Never raises."""
    return [
        disclosures_check(presentation, processed),
        *key_binding_checks(presentation, processed, expected, now, leeway=leeway),
    ]


def disclosures_check(presentation: SdJwt, processed: Processed) -> Check:
    """Whether every disclosure is one that the issuer signed, and in a place where it may stand."""
    malformed = [problem for problem in presentation.problems if problem.field.startswith("disclosures")]
    if found := [*malformed, *processed.problems]:
        first, more = found[0], len(found) - 1
        reason = first.message + (f" (and {more} more)" if more else "")
        return Check("disclosures", Status.FAILED, reason, first.code, first.field, brief=first.message)
    count = len(presentation.disclosures)
    words = f"{count} disclosure{'s' * (count != 1)}" if count else "nothing disclosed"
    if processed.withheld:
        digests = f"{processed.withheld} digest{'s' * (processed.withheld != 1)}"
        words += f"; {digests} without a disclosure (withheld, or decoys)"
    return Check("disclosures", Status.PASSED, words, "disclosures", "disclosures")


def key_binding_checks(
    presentation: SdJwt, processed: Processed, expected: KeyBinding, now: float, *, leeway: int = 0
) -> list[Check]:
    """Whether the holder of the key that the issuer named made this presentation, for this verifier and now."""
    kb = presentation.kb
    if kb is None:
        return [_absent(processed, expected)]
    binding = _signed(kb, processed)
    return [
        binding,
        _hash_check(kb, presentation, processed),
        *_time_checks(kb, now, leeway),
        *_age_check(kb, expected.max_age, now, leeway),
        _expected_check(kb, "nonce", expected.nonce),
        _expected_check(kb, "aud", expected.aud),
    ]


def _absent(processed: Processed, expected: KeyBinding) -> Check:
    if expected.required:
        reason = "key binding is required; the presentation has no key-binding JWT at its end"
        return Check(_NAME, Status.FAILED, reason, "kb-missing", "token", brief="no key binding")
    words = "none in the presentation, none required"
    if "cnf" in processed.payload:
        words += ": whoever has it can present it, although cnf names a holder's key"
    return Check(_NAME, Status.NOT_APPLICABLE, words, "kb-missing", "token")


def _signed(kb: Token, processed: Processed) -> Check:
    """Whether it is a key-binding JWT by its type, and signed with the key in ``cnf``."""
    typ = kb.header.members.get("typ")
    if typ != KEY_BINDING_TYPE:
        shown = "missing" if typ is None else quoted(str(typ))
        reason = f"typ of the key-binding JWT is {shown}; it must be {KEY_BINDING_TYPE}"
        return Check(_NAME, Status.FAILED, reason, "kb-typ", "kb-header/typ", brief="wrong type of key binding")
    keyring = _holder(processed.payload)
    if not keyring.keys:
        problem = keyring.problems[0]
        return Check(_NAME, Status.FAILED, problem.message, problem.code, "payload/cnf", brief="no key to bind to")
    selection = select(kb, keyring)
    algorithm = jose_checks.algorithm_check(kb, keyring, Policy())
    made = [
        jose_checks.format_check(kb),
        algorithm,
        jose_checks.key_check(kb, keyring, selection),
        jose_checks.signature_check(kb, keyring, selection, algorithm),
        jose_checks.crit_check(kb),
        claims_checks.claims_check(kb),
    ]
    wrong = next((check for check in made if check.status is Status.FAILED or _unsigned(check)), None)
    if wrong is not None:
        reason = f"the key-binding JWT: {wrong.reason}"
        return Check(_NAME, Status.FAILED, reason, f"kb-{wrong.code}", f"kb-{wrong.field}", brief="wrong key binding")
    return Check(
        _NAME, Status.PASSED, "signed with the holder's key, which the issuer put into cnf", "kb", "kb-signature"
    )


def _unsigned(check: Check) -> bool:
    return check.name == "signature" and check.status is not Status.PASSED


def _holder(payload: dict[str, object]) -> Keyring:
    """Read the public key that the issuer bound the token to (RFC 7800 section 3.2); else say why there is none."""
    cnf = payload.get("cnf")
    if not isinstance(cnf, dict):
        state = "names no key of a holder (cnf)" if cnf is None else f"has a cnf that is a JSON {type_name(cnf)}"
        return refused("kb-no-cnf", f"a key-binding JWT is there, but the issuer-signed JWT {state}")
    jwk = cnf.get("jwk")
    if not isinstance(jwk, dict):
        named = ", ".join(quoted(name) for name in list(cnf)[:5]) or "nothing"
        return refused("kb-cnf-unsupported", f"cnf has {named}; jwtlens supports a holder's key in cnf.jwk only")
    if jwk.get("kty") == "oct":
        return refused("kb-cnf-secret", "cnf.jwk is a secret that every reader of the token knows; it binds nobody")
    from jwtlens.keys.jwk_reader import read_jwk  # noqa: PLC0415 - few tokens are bound to a key

    keyring = read_jwk(jwk, origin="cnf", how="JWK in cnf", public_only=True)
    if keyring.keys:
        return keyring
    return refused("kb-cnf-key", f"the holder's key in cnf cannot be read: {keyring.problems[0].message}")


def _hash_check(kb: Token, presentation: SdJwt, processed: Processed) -> Check:
    """Whether ``sd_hash`` is that of what is presented: nothing was added or left out (RFC 9901 section 4.3.1)."""
    name, field = "kb sd_hash", "kb-payload/sd_hash"
    said = kb.payload.members.get("sd_hash")
    if not is_text(said):
        return _missing(kb, name, "sd_hash")
    if not processed.sd_alg:
        return Check(name, Status.NOT_CHECKED, "not checked: the hash in _sd_alg is not known", "sd-alg-unknown", field)
    right = sd_jwt.digest(presentation.bound, processed.sd_alg)
    if said == right:
        return Check(name, Status.PASSED, "covers this presentation", "kb-sd-hash", field)
    reason = "is not the hash of this presentation: disclosures were added, removed or changed after it was signed"
    return Check(
        name, Status.FAILED, reason, "kb-sd-hash-mismatch", field, brief="key binding for another presentation"
    )


def _time_checks(kb: Token, now: float, leeway: int) -> list[Check]:
    """``iat``, which must be there, and ``exp`` and ``nbf`` where they are."""
    found = []
    for check in claims_checks.time_checks(kb, Policy(leeway=leeway), now):
        if check.status is not Status.NOT_APPLICABLE:
            brief = check.brief and f"key binding {check.brief}"
            found.append(check._replace(name=f"kb {check.name}", field=f"kb-{check.field}", brief=brief))
        elif check.name == "iat":
            found.append(_missing(kb, "kb iat", "iat"))
    return found


def _age_check(kb: Token, max_age: int | None, now: float, leeway: int) -> list[Check]:
    """Whether it was made lately enough (RFC 9901 section 7.3), where there is a time to tell from."""
    name, field = "kb age", "kb-payload/iat"
    made = times.numeric_date(kb.payload.members.get("iat"))
    if made is None or made > now:
        return []
    words = f"made {times.duration(now - made)} ago"
    if max_age is None:
        return [Check(name, Status.NOT_CHECKED, f"{words}; no greatest age expected", "not-expected", field)]
    if now - made > max_age + leeway:
        reason = f"{words}; at most {times.duration(max_age)} expected"
        return [Check(name, Status.FAILED, reason, "kb-too-old", field, brief="key binding too old")]
    return [Check(name, Status.PASSED, words, "kb-age", field)]


def _expected_check(kb: Token, claim: str, expected: str | None) -> Check:
    """``nonce`` or ``aud``, one string each (RFC 9901 section 4.3), compared exactly."""
    name, field = f"kb {claim}", f"kb-payload/{claim}"
    value = kb.payload.members.get(claim)
    if not is_text(value):
        return _missing(kb, name, claim)
    if expected is None:
        return Check(name, Status.NOT_CHECKED, f"{quoted(value)}; no {claim} expected", "not-expected", field)
    if value == expected:
        return Check(name, Status.PASSED, quoted(value), f"kb-{claim}", field)
    reason = f"{quoted(value)}; expected {quoted(expected)}"
    return Check(name, Status.FAILED, reason, f"kb-{claim}-mismatch", field, brief=f"key binding for another {claim}")


def _missing(kb: Token, name: str, claim: str) -> Check:
    if claim in kb.payload.members:
        reason = f"{claim} of the key-binding JWT is of type {type_name(kb.payload.members[claim])}, not a string"
        return Check(
            name, Status.FAILED, reason, f"kb-{claim}-type", f"kb-payload/{claim}", f"key binding: bad {claim}"
        )
    reason = f"the key-binding JWT has no {claim}, which it must have (RFC 9901 section 4.3)"
    return Check(name, Status.FAILED, reason, f"kb-{claim}-missing", "kb-payload", brief=f"key binding without {claim}")
