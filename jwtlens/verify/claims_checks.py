"""The checks on the claims set: time, issuer, audience, required claims (RFC 7519 sections 4.1 and 7.2)."""

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import header
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import BigInteger, as_words, is_text, type_name
from jwtlens.problem import Problem
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Status

TIME_CLAIMS = ("exp", "nbf", "iat")
_NO_JWT = "a signed message (JWS), not a JWT"
_NO_ISS = Check("iss", Status.NOT_APPLICABLE, "not in the token, none expected", "iss-missing", "payload")
_NO_AUD = Check("aud", Status.NOT_APPLICABLE, "not in the token, none expected", "aud-missing", "payload")
_NO_JTI = Check("jti", Status.NOT_APPLICABLE, "not in the token", "jti-missing", "payload")
_NONE_REQUIRED = Check("required", Status.NOT_APPLICABLE, "no claims required", "required", "payload")
_JTI = Check(
    "jti", Status.NOT_CHECKED, "not checked: replay needs a memory of tokens seen", "needs-state", "payload/jti"
)


def claims_check(token: Token) -> Check:
    """Whether the payload is a claims set at all: one JSON object, read the same way by every parser."""
    payload = token.payload
    if header.unencoded_payload(token.header):
        reason = f"b64 is false, which a JWT must not use (RFC 7797 section 7): {_NO_JWT}"
        return Check("claims", Status.FAILED, reason, "claims-b64", "header/b64", brief="b64 false is not for a JWT")
    if not token.segment("payload").data:
        return Check("claims", Status.FAILED, "the payload is empty", "claims-empty", "payload", "the payload is empty")
    if not payload.readable:
        problem = payload.problems[0]
        if problem.code == "json-depth":  # a limit of ours, not a fault of the token
            return Check("claims", Status.NOT_CHECKED, problem.message, problem.code, "payload")
        reason = f"{problem.message}: {_NO_JWT}"
        return Check("claims", Status.FAILED, reason, problem.code, "payload", brief="the payload is not JSON")
    claims = payload.value
    if not isinstance(claims, dict):
        reason = f"the payload is a JSON {type_name(payload.value)}, not an object: {_NO_JWT}"
        return Check("claims", Status.FAILED, reason, "claims-object", "payload", brief="the payload is no JSON object")
    if faults := [*payload.problems, *_wrong_types(claims)]:
        first, more = faults[0], len(faults) - 1
        reason = first.message + (f" (and {more} more)" if more else "")
        return Check("claims", Status.FAILED, reason, first.code, first.field, brief=first.message)
    count = len(claims)
    return Check("claims", Status.PASSED, f"a JSON object with {count} claim{'s' * (count != 1)}", "claims", "payload")


def _wrong_types(claims: dict[str, object]) -> list[Problem]:
    """Find registered claims that are not what RFC 7519 sections 4.1.1 to 4.1.7 make them; times are judged apart."""
    found = []
    for name in ("iss", "sub", "jti"):
        if name in claims and not is_text(claims[name]):
            words = f"{name} is of type {type_name(claims[name])}; it must be a string"
            found.append(Problem(f"{name}-type", words, f"payload/{name}"))
    if "aud" in claims and not _is_audience(claims["aud"]):
        words = f"aud is {_shown(claims['aud'])}; it must be a string or an array of strings"
        found.append(Problem("aud-type", words, "payload/aud"))
    return found


def _is_audience(aud: object) -> bool:
    return is_text(aud) or (isinstance(aud, list) and bool(aud) and all(is_text(one) for one in aud))


def time_checks(token: Token, policy: Policy, now: float) -> list[Check]:
    """``exp``, ``nbf`` and ``iat`` against the clock; ``now`` is a Unix time in seconds."""
    return [_time_check(name, token, policy, now) for name in TIME_CLAIMS]


def _time_check(name: str, token: Token, policy: Policy, now: float) -> Check:
    claims, field = token.payload.members, f"payload/{name}"
    if name not in claims:
        words = "not in the token" + (": it never expires" if name == "exp" and claims else "")
        return Check(name, Status.NOT_APPLICABLE, words, f"{name}-missing", "payload")
    value = claims[name]
    seconds = times.numeric_date(value)
    if seconds is None:
        what = f'the string "{quoted(value)}"' if is_text(value) else type_name(value)
        if isinstance(value, int | float | BigInteger) and not isinstance(value, bool):
            what = "a number beyond all clocks"
        reason = f"{what} is not a time: a number of seconds since 1970 is needed"
        return Check(name, Status.FAILED, reason, f"{name}-type", field, brief=f"{name} is not a time")
    words = times.relative(seconds, now)
    hint = " (milliseconds? a verifier reads seconds)" if times.looks_like_milliseconds(seconds) else ""
    match name:
        case "exp" if not policy.check_exp:
            state = f"{'expired' if now >= seconds else 'expires'} {words}"
            reason = f"{state}, which the expectations leave unchecked"
            return Check(name, Status.NOT_CHECKED, reason, "exp-unchecked", field)
        case "exp" if now >= seconds + policy.leeway:
            reason = f"expired {words}"
            return Check(name, Status.FAILED, reason, "expired", field, brief=reason)
        case "nbf" if now + policy.leeway < seconds:
            reason = f"not valid yet: valid {words}{hint}"
            return Check(name, Status.FAILED, reason, "not-yet-valid", field, brief=f"valid only {words}")
        case "iat" if now + policy.leeway < seconds:
            reason = f"issued in the future: {words}{hint}"
            return Check(name, Status.FAILED, reason, "issued-in-future", field, brief=f"issued {words}")
        case "iat" if now - seconds > policy.possession.max_age + policy.leeway and header.is_proof(token.header):
            limit = times.duration(policy.possession.max_age)
            reason = f"made {words}; a DPoP proof is good for {limit}"
            return Check(name, Status.FAILED, reason, "proof-too-old", field, brief=f"a proof made {words}")
    return Check(name, Status.PASSED, _within(name, seconds, now, words, policy.leeway) + hint, name, field)


def _within(name: str, seconds: float, now: float, words: str, leeway: int) -> str:
    if name == "iat":
        return f"issued {words}" if seconds <= now else f"issued {words}, within the leeway of {leeway} s"
    if name == "nbf":
        return f"valid since {times.duration(now - seconds)}" if seconds <= now else f"valid {words}, within the leeway"
    return f"expires {words}" if seconds > now else f"expired {words}, within the leeway of {leeway} s"


def issuer_check(token: Token, policy: Policy) -> Check:
    """``iss`` against the expected issuers, compared exactly (RFC 7519 section 4.1.1, RFC 8414 section 3.3)."""
    claims = token.payload.members
    iss = claims.get("iss")
    if not policy.issuers:
        if "iss" not in claims:
            return _NO_ISS
        return Check("iss", Status.NOT_CHECKED, f"{_shown(iss)}; no issuer expected", "not-expected", "payload/iss")
    if is_text(iss) and iss in policy.issuers:
        return Check("iss", Status.PASSED, quoted(iss), "iss", "payload/iss")
    wanted = _any_of(policy.issuers)
    if "iss" not in claims:
        return Check("iss", Status.FAILED, f"no issuer; expected {wanted}", "iss-missing", "payload", "no issuer")
    reason = f"{_shown(iss) if is_text(iss) else f'a JSON {type_name(iss)}'}; expected {wanted}"
    if is_text(iss) and any(_loosely(iss) == _loosely(issuer) for issuer in policy.issuers):
        reason += " (only the case, the scheme or a slash at the end differs; issuers are compared exactly)"
    return Check("iss", Status.FAILED, reason, "iss-mismatch", "payload/iss", brief=f"issuer is not {wanted}")


def audience_check(token: Token, policy: Policy) -> Check:
    """``aud`` against the expected audiences: one in common is enough (RFC 7519 section 4.1.3)."""
    claims = token.payload.members
    aud = claims.get("aud")
    if not policy.audiences:
        if "aud" not in claims:
            return _NO_AUD
        return Check("aud", Status.NOT_CHECKED, f"{_shown(aud)}; no audience expected", "not-expected", "payload/aud")
    if "aud" not in claims:
        wanted = _any_of(policy.audiences)
        return Check("aud", Status.FAILED, f"no audience; expected {wanted}", "aud-missing", "payload", "no audience")
    if not _is_audience(aud):
        reason = f"{_shown(aud)} is not an audience: a string or an array of strings is needed"
        return Check("aud", Status.FAILED, reason, "aud-type", "payload/aud", brief="aud is not an audience")
    named = [str(one) for one in aud] if isinstance(aud, list) else [str(aud)]
    for one in named:
        if one in policy.audiences:
            return Check("aud", Status.PASSED, quoted(one), "aud", "payload/aud")
    wanted = _any_of(policy.audiences)
    reason = f"{_shown(aud)}; expected {wanted}"
    if {_loosely(one) for one in named} & {_loosely(audience) for audience in policy.audiences}:
        reason += " (only the case, the scheme or a slash at the end differs; audiences are compared exactly)"
    return Check("aud", Status.FAILED, reason, "aud-mismatch", "payload/aud", brief=f"audience is not {wanted}")


def required_check(token: Token, policy: Policy) -> Check:
    """Whether every claim that the user requires is there; null counts as missing."""
    if not policy.required:
        return _NONE_REQUIRED
    missing = [name for name in policy.required if token.payload.members.get(name) is None]
    if missing:
        words = ", ".join(quoted(name) for name in missing)
        present = next((name for name in missing if name in token.payload.members), None)
        field = f"payload{pointer(present)}" if present else "payload"
        return Check("required", Status.FAILED, f"missing: {words}", "claim-missing", field, brief=f"no {words}")
    return Check(
        "required", Status.PASSED, f"all there: {', '.join(map(quoted, policy.required))}", "required", "payload"
    )


def replay_check(token: Token) -> Check:
    """``jti`` is shown as not checked: only someone who remembers tokens can (RFC 7519 section 4.1.7)."""
    return _JTI if "jti" in token.payload.members else _NO_JTI


def _any_of(expected: tuple[str, ...]) -> str:
    return " or ".join(map(quoted, expected))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return quoted(", ".join(map(as_words, value[:20]))) if value else "an empty array"
    return quoted(value) if is_text(value) else f"a JSON {type_name(value)}"


def _loosely(issuer: str) -> str:
    return issuer.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
