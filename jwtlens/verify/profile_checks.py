"""What OpenID Connect and OAuth 2.0 hold against a token: its use, its client, the login, what came along with it.

Each check is made only where the user said what he expects.
"""

import hashlib
from collections.abc import Iterator

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import base64url, jwa
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import is_text, type_name
from jwtlens.keys.secret import Secret
from jwtlens.verify import embedded, possession
from jwtlens.verify.policy import CLIENT_CLAIMS, Policy
from jwtlens.verify.report import Check, Status

_ED25519_BYTES = 64


def profile_checks(token: Token, policy: Policy, now: float) -> list[Check]:
    """Hold the claims against the expected profile; ``now`` is a Unix time in seconds. Never raises."""
    made = [
        _token_type_check(token, policy),
        _client_check(token, policy),
        _nonce_check(token, policy),
        login_check(token, policy, now),
        *_hash_checks(token, policy),
        *possession.request_checks(token, policy),
        possession.binding_check(token, policy),
    ]
    return [check for check in made if check is not None]


def _token_type_check(token: Token, policy: Policy) -> Check | None:
    """Whether the token is of the kind that it is used as (RFC 9068 section 4, RFC 8725 section 3.12)."""
    expected = policy.profile.token_type
    if expected is None:
        return None
    from jwtlens.knowledge import kinds  # noqa: PLC0415 - for an expected type only

    name, claims = "token type", token.payload.members
    kind = kinds.classify(token.header.members, claims)
    wanted = "access token" if expected == "access" else "ID token"
    if kinds.conflict(kind, claims, expected):
        reason = f"the token {kind.words} (by {kind.evidence}); expected is an {wanted}"
        return Check(name, Status.FAILED, reason, "token-type-mismatch", "payload", brief=f"not an {wanted}")
    if kind.name == wanted:
        return Check(name, Status.PASSED, f"{kind.words} (by {kind.evidence})", "token-type", "payload")
    reason = f"nothing in the token says whether it is an {wanted}"
    return Check(name, Status.NOT_CHECKED, reason, "token-type-unknown", "payload")


def _client_check(token: Token, policy: Policy) -> Check | None:
    """Whether the token was issued to this client (OpenID Connect Core section 3.1.3.7, RFC 9068 section 2.2)."""
    expected = policy.profile.client_id
    if expected is None:
        return None
    name, claims = "client", token.payload.members
    named = [one for one in CLIENT_CLAIMS if one in claims]
    for one in named:
        if claims[one] != expected:
            said = claims[one]
            shown = quoted(said) if is_text(said) else f"a JSON {type_name(said)}"
            reason, field = f"{one} is {shown}; expected {quoted(expected)}", f"payload/{one}"
            return Check(name, Status.FAILED, reason, "client-mismatch", field, brief="issued to another client")
    aud = claims.get("aud")
    in_audience = expected in aud if isinstance(aud, list) else aud == expected
    if policy.profile.token_type == "id" and not policy.audiences and not in_audience:
        reason = f"an ID token names its client in aud; {quoted(expected)} is not there"
        return Check(name, Status.FAILED, reason, "client-audience", "payload", brief="issued to another client")
    if named or in_audience:
        where = named[0] if named else "aud"
        return Check(name, Status.PASSED, f"{where} names {quoted(expected)}", "client", f"payload/{where}")
    reason = f"the token names no client ({', '.join(CLIENT_CLAIMS)}); expected {quoted(expected)}"
    return Check(name, Status.FAILED, reason, "client-missing", "payload", brief="no client")


def _nonce_check(token: Token, policy: Policy) -> Check | None:
    """Whether the token answers this request (OpenID Connect Core section 3.1.3.7, RFC 9449 section 4.3)."""
    expected, claims = policy.profile.nonce, token.payload.members
    if expected is None:
        return None
    name, field = "nonce", "payload/nonce"
    if "nonce" not in claims:
        reason = f"no nonce; expected {quoted(expected)}"
        return Check(name, Status.FAILED, reason, "nonce-missing", "payload", brief="no nonce")
    said = claims["nonce"]
    if said == expected:
        return Check(name, Status.PASSED, quoted(expected), name, field)
    reason = f"{quoted(said) if is_text(said) else f'a JSON {type_name(said)}'}; expected {quoted(expected)}"
    return Check(name, Status.FAILED, reason, "nonce-mismatch", field, brief="another nonce")


def login_check(token: Token, policy: Policy, now: float) -> Check | None:
    """Whether the login is fresh enough (OpenID Connect Core sections 3.1.2.1 and 3.1.3.7); ``now`` in seconds."""
    limit, claims = policy.profile.max_age, token.payload.members
    if limit is None:
        return None
    name, field = "auth_time", "payload/auth_time"
    if name not in claims:
        reason = f"no auth_time, so the age of the login is not known; at most {times.duration(limit)} is expected"
        return Check(name, Status.FAILED, reason, "auth-time-missing", "payload", brief="no time of login")
    seconds = times.numeric_date(claims[name])
    if seconds is None:
        reason = "auth_time is not a time: a number of seconds since 1970 is needed"
        return Check(name, Status.FAILED, reason, "auth-time-type", field, brief="no time of login")
    words = times.relative(seconds, now)
    if seconds > now + policy.leeway:
        reason = f"the login lies in the future: {words}"
        return Check(name, Status.FAILED, reason, "auth-time-future", field, brief=f"logged in {words}")
    if now - seconds > limit + policy.leeway:
        reason = f"logged in {words}; at most {times.duration(limit)} is expected"
        return Check(name, Status.FAILED, reason, "login-too-old", field, brief=f"logged in {words}")
    return Check(name, Status.PASSED, f"logged in {words}", name, field)


def _hash_checks(token: Token, policy: Policy) -> Iterator[Check]:
    """Whether an ID token belongs to the access token and the code it came with (OIDC Core sections 3.1.3.8, 3.3.2.10).

    A DPoP proof has ``ath`` for that.
    """
    profile = policy.profile
    if profile.access_token is not None and not embedded.is_proof(token):
        yield _hash_check(token, "at_hash", profile.access_token, "access token")
    if profile.code is not None:
        yield _hash_check(token, "c_hash", profile.code, "code")


def _hash_check(token: Token, name: str, value: Secret[str], what: str) -> Check:
    field = f"payload/{name}"
    if name not in token.payload.members:
        reason = f"not in the token: nothing in it belongs to the {what}"
        return Check(name, Status.NOT_CHECKED, reason, "hash-missing", "payload")
    algorithm = _hash_of(token)
    if not algorithm:
        reason = f"not checked: which hash goes with {quoted(token.alg)} is not defined"
        return Check(name, Status.NOT_CHECKED, reason, "hash-unknown", field)
    digest = hashlib.new(algorithm, value.reveal().encode("utf-8", "surrogatepass")).digest()
    if token.payload.members[name] == base64url.encode(digest[: len(digest) // 2]):
        return Check(name, Status.PASSED, f"belongs to the {what}", name, field)
    reason = f"is not the hash of the {what}: one of the two was swapped"
    return Check(name, Status.FAILED, reason, "hash-mismatch", field, brief=f"not issued with this {what}")


def _hash_of(token: Token) -> str:
    """Return the hash that the algorithm of the ID token uses, as hashlib names it; empty where none is agreed on."""
    row = jwa.SIGNATURE_ALGORITHMS.get(token.alg)
    if row is None:
        return ""
    if row.hash_bits:
        return f"sha{row.hash_bits}"
    is_ed25519 = row.family == "EdDSA" and len(token.segment("signature").data) == _ED25519_BYTES
    return "sha512" if is_ed25519 else ""
