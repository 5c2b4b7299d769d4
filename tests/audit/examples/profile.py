import hashlib
import json

from jwtlens.audit import Severity, Subject
from jwtlens.keys.jwk import required_members
from tests.audit.builders import (
    ISSUER,
    NOW,
    Json,
    Raises,
    Silent,
    about_claims,
    b64,
    compact,
    ec_key,
    head,
    judged,
    mac,
    rsa_key,
    signed,
    subject,
    typed,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_LOGOUT: Json = {"http://schemas.openid.net/event/backchannel-logout": {}}
_PROOF: Json = {"jti": "e1j3V_bKic8-LAEB", "htm": "POST", "htu": "https://api.example/token", "iat": NOW - 5}
_JWK = required_members(ec_key())


def _dpop(header: Json | None = None, **changes: object) -> Subject:
    """A DPoP proof, rightly signed where the header leaves the algorithm alone."""
    claims = {name: value for name, value in (_PROOF | changes).items() if value is not ...}
    parameters = {"typ": "dpop+jwt", "alg": "ES256", "jwk": _JWK} | (header or {})
    parameters = {name: value for name, value in parameters.items() if value is not ...}
    if parameters["alg"] == "ES256":
        return subject(signed(parameters, claims, ec_key(private=True)))
    return subject(mac(parameters, claims) if parameters["alg"] == "HS256" else compact(parameters, claims, ""))


def _disclosure(*array: object) -> str:
    return b64(json.dumps(array))


def _digest(disclosure: str) -> str:
    return b64(hashlib.sha256(disclosure.encode()).digest())


_NAME = _disclosure("salt-1", "given_name", "Ann")
_NESTED = _disclosure("salt-2", "address", {"_sd": [_digest(_NAME)], "country": "DE"})
_ELEMENT = _disclosure("salt-3", "FR")
_EXP = _disclosure("salt-4", "exp", NOW)
_RESERVED = _disclosure("salt-5", "_sd", [])
_TAKEN = _disclosure("salt-6", "iss", "x")


def _in_json(claims: Json, *disclosures: str) -> Subject:
    protected, payload, signature = compact(head(typ="dc+sd-jwt"), {"iss": ISSUER, **claims}).split(".")
    header = {"disclosures": disclosures}
    return judged(json.dumps({"payload": payload, "protected": protected, "signature": signature, "header": header}))


def _sd_jwt(claims: Json, *disclosures: str) -> Subject:
    issuer = compact(head(typ="dc+sd-jwt"), {"iss": ISSUER, "_sd_alg": "sha-256", **claims})
    return subject("~".join([issuer, *disclosures, ""]))


def _sd(*disclosures: str) -> Json:
    return {"_sd": [_digest(disclosure) for disclosure in disclosures]}


_THUMBPRINT = b64(b"t" * 32)

RAISES = [
    Raises("profile-missing-claim", HIGH, typed("at+jwt")),
    Raises("profile-missing-claim", HIGH, typed("secevent+jwt")),
    Raises("profile-missing-claim", HIGH, typed("logout+jwt", events=_LOGOUT, sub=...)),
    Raises("profile-missing-claim", MEDIUM, about_claims(nonce="n", sub=...)),
    Raises("profile-missing-claim", MEDIUM, about_claims(events=_LOGOUT, jti=...)),
    Raises("profile-missing-claim", MEDIUM, about_claims(iss="client", sub="client", exp=...)),
    Raises("dpop-invalid", HIGH, _dpop({"alg": "none"})),
    Raises("dpop-invalid", HIGH, _dpop({"alg": "HS256"})),
    Raises("dpop-invalid", HIGH, _dpop({"jwk": ...})),
    Raises("dpop-invalid", HIGH, _dpop({"jwk": {"kty": "EC"}})),
    Raises("dpop-invalid", HIGH, _dpop({"jwk": {**_JWK, "d": "AQ"}})),
    Raises("dpop-invalid", HIGH, _dpop({"jwk": required_members(rsa_key())})),
    Raises("dpop-invalid", HIGH, _dpop(htm=...)),
    Raises("dpop-invalid", HIGH, _dpop(iat="now")),
    Raises("dpop-htu-query", MEDIUM, _dpop(htu="https://api.example/token?a=1")),
    Raises("dpop-htu-query", MEDIUM, _dpop(htu="/token")),
    Raises("dpop-stale", INFO, _dpop(iat=NOW - 301)),
    Raises("cnf-present", INFO, about_claims(cnf={"jkt": _THUMBPRINT})),
    Raises("cnf-malformed", HIGH, about_claims(cnf={})),
    Raises("cnf-malformed", HIGH, about_claims(cnf="key")),
    Raises("cnf-malformed", HIGH, about_claims(cnf={"jwk": _JWK, "jku": "https://a.example"})),
    Raises("cnf-malformed", HIGH, about_claims(cnf={"jwk": {**_JWK, "d": "AQ"}})),
    Raises("cnf-malformed", HIGH, about_claims(cnf={"jkt": _THUMBPRINT + "="})),
    Raises("cnf-malformed", HIGH, about_claims(cnf={"x5t#S256": b64(b"t" * 20)})),
    Raises("logout-nonce", HIGH, typed("logout+jwt", events=_LOGOUT, nonce="n")),
    Raises("logout-nonce", HIGH, typed("logout+jwt", events={"https://event.example": {}})),
    Raises("events-malformed", HIGH, typed("secevent+jwt", events={})),
    Raises("events-malformed", HIGH, typed("secevent+jwt", events=[])),
    Raises("events-malformed", HIGH, typed("secevent+jwt", events={"https://event.example": "x"})),
    Raises("events-malformed", HIGH, typed("logout+jwt", events={next(iter(_LOGOUT)): []})),
    Raises("events-malformed", HIGH, about_claims(events={"https://event.example": None})),
    Raises("sdjwt-disclosure", HIGH, _sd_jwt(_sd(), _NAME)),
    Raises("sdjwt-disclosure", HIGH, _sd_jwt(_sd(_NAME, _NAME), _NAME)),
    Raises("sdjwt-disclosure", HIGH, _sd_jwt(_sd(_RESERVED), _RESERVED)),
    Raises("sdjwt-disclosure", HIGH, _sd_jwt(_sd(_TAKEN), _TAKEN)),
    Raises("sdjwt-disclosure", HIGH, _sd_jwt(_sd(b64("{}")), b64("{}"))),
    Raises("sdjwt-disclosure", HIGH, _sd_jwt(_sd(_NAME), _NAME + "=")),
    Raises("sdjwt-disclosure", HIGH, _in_json(_sd(), _NAME)),
    Raises("sdjwt-hidden-validity", MEDIUM, _in_json(_sd(_EXP), _EXP)),
    Raises("sdjwt-hidden-validity", MEDIUM, _sd_jwt(_sd(_EXP), _EXP)),
    Raises("sdjwt-hash", MEDIUM, _sd_jwt({"_sd_alg": "md5"})),
    Raises("sdjwt-hash", MEDIUM, _sd_jwt({"address": {"_sd_alg": "sha-256"}})),
    Raises("status-list", INFO, about_claims(status={"status_list": {"idx": 5, "uri": "https://s.example/1"}})),
]

SILENT = [
    Silent("profile-missing-claim", typed("at+jwt", client_id="web")),
    Silent("profile-missing-claim", about_claims(scope="read", jti=..., iat=...)),
    Silent("profile-missing-claim", typed("logout+jwt", events=_LOGOUT, sub=..., sid="s")),
    Silent("profile-missing-claim", typed("secevent+jwt", events={"https://event.example": {}}, exp=..., aud=...)),
    Silent("dpop-invalid", _dpop()),
    Silent("dpop-invalid", about_claims(htm="GET", htu="https://a.example")),
    Silent("dpop-htu-query", _dpop()),
    Silent("dpop-htu-query", typed("JWT", htu="/token")),
    Silent("dpop-stale", _dpop()),
    Silent("dpop-stale", _dpop(iat=NOW - 300)),
    Silent("dpop-stale", _dpop(iat=NOW - 900, nonce="server")),
    Silent("cnf-present", about_claims(cnf={"other": 1})),
    Silent("cnf-malformed", about_claims(cnf={"jkt": _THUMBPRINT, "kid": "a"})),
    Silent("cnf-malformed", about_claims(cnf={"jwk": _JWK})),
    Silent("logout-nonce", typed("logout+jwt", events=_LOGOUT)),
    Silent("logout-nonce", about_claims(nonce="n")),
    Silent("events-malformed", typed("secevent+jwt", events={"https://event.example": {}})),
    Silent("events-malformed", typed("secevent+jwt")),
    Silent("events-malformed", about_claims(events=[])),
    Silent("sdjwt-disclosure", _sd_jwt(_sd(_NESTED), _NESTED, _NAME)),
    Silent("sdjwt-disclosure", _sd_jwt({"nationalities": [{"...": _digest(_ELEMENT)}, "DE"]}, _ELEMENT)),
    Silent("sdjwt-disclosure", _sd_jwt(_sd(_NAME))),
    Silent("sdjwt-disclosure", _in_json(_sd(_NAME), _NAME)),
    Silent("hdr-unregistered", _in_json(_sd(_NAME), _NAME)),
    Silent("sdjwt-disclosure", about_claims(_sd=["a", "a"])),
    Silent("sdjwt-hidden-validity", _sd_jwt(_sd(_NAME), _NAME)),
    Silent("sdjwt-hash", _sd_jwt({"_sd_alg": "sha3-512"})),
    Silent("status-list", about_claims(status="active")),
]
