"""Why PyJWT and our verdict come apart on one token: each rule that only one of the two keeps, in words."""

from jwtlens.displayable import quoted
from jwtlens.jose.header import unencoded_payload
from jwtlens.jose.jws import Token
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import INNER_MALFORMED, Check, Report, Status

_INT = "it converts {} with int(), so a numeric string, true or a number of any size will do"
_CERTIFICATE = "it does not look at certificates: x5c and x5t are the program's business"
_CHOSEN = "the program has chosen the key"
_INSIDE = "it does not open the token inside"

_LENIENT = {
    "base64-padding": "it accepts padding (=) at the end of a part",
    "header-type": "it does not look at the types of header parameters that it does not use",
    "crit-duplicate": "it accepts a name twice in crit",
    "json-duplicate": "of two members with one name it keeps the last and says nothing",
    "json-bom": "it accepts a byte order mark",
    "json-utf8": "it guesses the encoding of JSON and accepts UTF-16 and UTF-32",
    "json-constant": "it reads NaN and Infinity, which are no JSON",
    "json-depth": "it reads deeper nesting than jwtlens does",
    "header-cap": "it reads longer headers than jwtlens does",
    "source-cap": "it reads longer texts than jwtlens does",
    "kid-not-found": f"it ignores kid: {_CHOSEN}",
    "key-use": f"it ignores use and key_ops: {_CHOSEN}",
    "key-mismatch": f"it ignores kid, and what the key says that it is for: {_CHOSEN}",
    "typ-mismatch": "it does not look at typ",
    "iss-type": "it looks at iss only where an issuer is expected",
    "aud-type": "it takes an empty aud for none",
    "exp-type": _INT.format("exp"),
    "nbf-type": _INT.format("nbf"),
    "iat-type": _INT.format("iat"),
    "expired": "it cuts exp to whole seconds",
    "not-yet-valid": "it cuts nbf to whole seconds",
    "issued-in-future": "it cuts iat to whole seconds",
    "kb-missing": "it knows no key binding",
    "inner-token": _INSIDE,
    "nesting-cap": _INSIDE,
    INNER_MALFORMED: _INSIDE,
}
"""Why it accepts what we reject, by the code of our check."""

_STRICT = {
    "ExpiredSignatureError": "it cuts exp to whole seconds",
    "InvalidKeyError": "it refuses this key: as a secret because it looks like a public key or a JWK, or for its kind",
    "TypeError": "it does not expect a key of this kind with this algorithm",
    "ValueError": "it does not expect such a key",
    "UnicodeDecodeError": "it does not expect such a key",
    "UnicodeEncodeError": "it does not expect a lone surrogate in a token",
    "UnsupportedAlgorithm": "it does not expect such a key",
}
"""Why it refuses what we accept, by the name of the exception, where that alone tells."""


def why_it_accepts(report: Report) -> str:
    """Return every rule of ours that PyJWT does not keep, for a token that it accepts and we do not."""
    undecided = [one for one in report.checks if one.status is Status.NOT_CHECKED and one.code in _LENIENT]
    against = [*report.failed, *undecided]
    if against and against[0].name == "format":  # then our reader may have seen no alg that a key could fit
        against = [one for one in against if one.code != "key-mismatch"]
    return "; ".join(dict.fromkeys(map(_leniency, against))) or "it was given the key, and our verification had none"


def _leniency(check: Check) -> str:
    if check.code.startswith(("x5c-", "x5t-")) or check.name == "certificates":
        return _CERTIFICATE
    return _LENIENT.get(check.code, f"it does not check this: {check.reason}")


def why_it_refuses(outcome: str, detail: str, token: Token, policy: Policy, *, detached: bool) -> str:
    """Return the rule of PyJWT that we do not have, for a token that we accept and it does not."""
    if outcome == "InvalidAlgorithmError" and "not supported" in detail:
        return f"it does not know {quoted(token.alg)}"
    if outcome == "InvalidAudienceError" and not policy.audiences:
        return "it refuses a token with aud while no audience is expected (RFC 7519 section 4.1.3)"
    if token.serialization != "JWS compact":
        return "it reads the compact serialization only"
    if unencoded_payload(token.header) and not detached:
        return "it takes an unencoded payload (b64 false) only where it is passed apart"
    if detached and not unencoded_payload(token.header):
        return "it takes a payload that is passed apart only where it is not encoded (b64 false)"
    if outcome == "DecodeError" and (rule := _unread(detail)):
        return rule
    return _STRICT.get(outcome) or f"it says: {detail or outcome}"


def _unread(detail: str) -> str:
    """Return the rule by which it does not read the JSON of a part; PyJWT passes on Python's own words for that."""
    part = next((name for name in ("header", "payload") if detail.startswith(f"Invalid {name} string: ")), "")
    if not part:
        return ""
    if "Exceeds the limit" in detail:
        return f"Python reads no number of so many digits as stands in the {part}"
    return f"its decode() takes only a JSON object as {part}: it is for JWTs, and this is a signed message"
