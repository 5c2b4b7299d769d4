from jwtlens.audit import Severity, Subject
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.jwk import required_members
from jwtlens.keys.secret import Secret
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.verify.policy import Policy, Possession, Profile
from tests.audit.builders import (
    NOW,
    Json,
    Raises,
    Silent,
    about_claims,
    b64,
    compact,
    ec_key,
    good,
    head,
    judged,
    rsa_key,
    signed,
    subject,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

# OpenID Connect Core appendices A.3 and A.4: the access token, and what the specification says its hash is.
_ACCESS_TOKEN = Secret("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")
_AT_HASH = "77QmUPtjPfzWtF2AnpK9RQ"
_CODE = Secret("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk")
_C_HASH = "LDktKdoQak3Pk0cnXxCltA"
# RFC 9449 section 7.1: the access token and the hash of it in the proof.
_BOUND_TOKEN = Secret("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")
_ATH = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"

_KEY, _OTHER = thumbprint(ec_key()), thumbprint(rsa_key())
_REQUEST = Possession("GET", "https://resource.example.org/protectedresource")
_PROOF: Json = {"jti": "e1j3V_bKic8-LAEB", "htm": "GET", "htu": _REQUEST.htu, "iat": NOW - 5}


def _profile(**said: object) -> Policy:
    return Policy(profile=Profile(**said))  # type: ignore[arg-type]


def _use(token_type: str) -> Policy:
    return _profile(token_type=token_type)


def _with(name: str, value: object, policy: Policy, alg: str = "RS256") -> Subject:
    """A token with one more claim, and a signature of the right length for its algorithm."""
    size = SIGNATURE_ALGORITHMS[alg].signature_bytes if alg in SIGNATURE_ALGORITHMS else 0
    return subject(compact(head(alg=alg), good(**{name: value}), bytes(size or 256)), policy=policy)


_ANY = Possession()


def _proof(possession: Possession = _ANY, profile: Profile | None = None, /, **changes: object) -> Subject:
    header: Json = {"typ": "dpop+jwt", "alg": "ES256", "jwk": required_members(ec_key())}
    claims = {name: value for name, value in (_PROOF | changes).items() if value is not ...}
    policy = Policy(possession=possession, profile=profile or Profile())
    return judged(signed(header, claims, ec_key(private=True)), policy=policy)


def _bound(cnf: object, jkt: str = _KEY) -> Subject:
    return about_claims(Policy(possession=Possession(jkt=jkt)), cnf=cnf)


_CLIENT = _profile(client_id="web")
_NONCE = _profile(nonce="n-1")
_HOUR = _profile(max_age=3_600)
_TOKEN = _profile(access_token=_ACCESS_TOKEN)

RAISES = [
    Raises("azp-mismatch", MEDIUM, about_claims(_CLIENT, azp="app")),
    Raises("azp-mismatch", MEDIUM, about_claims(_CLIENT, client_id="Web")),
    Raises("azp-mismatch", MEDIUM, about_claims(_CLIENT, cid=["web"])),
    Raises("azp-mismatch", MEDIUM, about_claims(_CLIENT, azp="web", appid="app")),
    Raises("idtoken-as-access", HIGH, about_claims(Policy(typ="at+jwt"), nonce="n", at_hash="h")),
    Raises("idtoken-as-access", HIGH, about_claims(_use("access"), token_use="id")),
    Raises("idtoken-as-access", HIGH, about_claims(_use("access"), typ="ID", azp="web")),
    Raises("idtoken-as-access", HIGH, about_claims(_use("access"), c_hash="h")),
    Raises("access-as-idtoken", HIGH, about_claims(_use("id"), token_use="access")),
    Raises("access-as-idtoken", HIGH, about_claims(_use("id"), typ="Bearer", nonce="n")),
    Raises("access-as-idtoken", HIGH, about_claims(_use("id"), scp=["read"])),
    Raises("access-as-idtoken", HIGH, subject(compact(head(typ="at+jwt"), good()), policy=_use("id"))),
    Raises("nonce-mismatch", HIGH, about_claims(_NONCE)),
    Raises("nonce-mismatch", HIGH, about_claims(_NONCE, nonce="N-1")),
    Raises("nonce-mismatch", HIGH, about_claims(_NONCE, nonce=["n-1"])),
    Raises("at-hash-mismatch", HIGH, _with("at_hash", _AT_HASH[:-1] + "A", _TOKEN)),
    Raises("at-hash-mismatch", HIGH, _with("at_hash", _AT_HASH, _TOKEN, "RS512")),
    Raises("at-hash-mismatch", HIGH, _with("c_hash", _AT_HASH, _profile(code=_CODE))),
    Raises("auth-age", MEDIUM, about_claims(_HOUR)),
    Raises("auth-age", MEDIUM, about_claims(_HOUR, auth_time=NOW - 3_601)),
    Raises("auth-age", MEDIUM, about_claims(_HOUR, auth_time=str(NOW))),
    Raises("auth-age", MEDIUM, about_claims(_profile(max_age=0)._replace(leeway=30), auth_time=NOW - 31)),
    Raises("dpop-binding", HIGH, _proof(_REQUEST, htm="POST")),
    Raises("dpop-binding", HIGH, _proof(_REQUEST, htm="get")),
    Raises("dpop-binding", HIGH, _proof(_REQUEST, htu="https://resource.example.org/")),
    Raises("dpop-binding", HIGH, _proof(_REQUEST, htu="http://resource.example.org/protectedresource")),
    Raises("dpop-binding", HIGH, _proof(_ANY, Profile(access_token=_BOUND_TOKEN))),
    Raises("dpop-binding", HIGH, _proof(_ANY, Profile(access_token=_ACCESS_TOKEN), ath=_ATH)),
    Raises("dpop-binding", HIGH, _proof(_ANY, Profile(nonce="n-1"), nonce="n-2")),
    Raises("dpop-binding", HIGH, _proof(Possession(jkt=_OTHER))),
    Raises("cnf-mismatch", HIGH, _bound({"jkt": _OTHER})),
    Raises("cnf-mismatch", HIGH, _bound({"jwk": required_members(rsa_key())})),
    Raises("cnf-mismatch", HIGH, _bound({"x5t#S256": _OTHER})),
    Raises("cnf-mismatch", HIGH, _bound({"kid": _KEY})),
]

SILENT = [
    Silent("azp-mismatch", about_claims(_CLIENT, azp="web", client_id="web")),
    Silent("azp-mismatch", about_claims(_CLIENT)),
    Silent("idtoken-as-access", about_claims(Policy(typ="at+jwt"), scope="read")),
    Silent("idtoken-as-access", about_claims(_use("id"), nonce="n")),
    Silent("idtoken-as-access", about_claims(_use("access"), nonce="n", client_id="web")),
    Silent("idtoken-as-access", about_claims(_use("access"), nonce="n", scope="read")),
    Silent("idtoken-as-access", about_claims(_use("access"))),
    Silent("access-as-idtoken", about_claims(_use("access"), scope="read")),
    Silent("access-as-idtoken", about_claims(_use("id"), scope="read", nonce="n")),
    Silent("access-as-idtoken", about_claims(_use("id"), typ="ID", scope="openid")),
    Silent("access-as-idtoken", about_claims(_use("id"))),
    Silent("nonce-mismatch", about_claims(_NONCE, nonce="n-1")),
    Silent("nonce-mismatch", _proof(_ANY, Profile(nonce="n-1"))),
    Silent("at-hash-mismatch", _with("at_hash", _AT_HASH, _TOKEN)),
    Silent("at-hash-mismatch", _with("c_hash", _C_HASH, _profile(code=_CODE))),
    Silent("at-hash-mismatch", about_claims(_TOKEN)),
    Silent("at-hash-mismatch", _with("at_hash", _AT_HASH, _TOKEN, "XX99")),
    Silent("auth-age", about_claims(_HOUR, auth_time=NOW - 3_600)),
    Silent("auth-age", about_claims(_profile(max_age=0)._replace(leeway=30), auth_time=NOW - 30)),
    Silent("dpop-binding", _proof(_REQUEST._replace(jkt=_KEY), Profile(access_token=_BOUND_TOKEN), ath=_ATH)),
    Silent("dpop-binding", _proof(_REQUEST, htu="HTTPS://Resource.Example.org:443/x/../protectedresource?a#b")),
    Silent("dpop-binding", about_claims(Policy(possession=_REQUEST), htm="POST")),
    Silent("cnf-mismatch", _bound({"jkt": _KEY})),
    Silent("cnf-mismatch", _bound({"jwk": required_members(ec_key())})),
    Silent("cnf-mismatch", _bound({"x5t#S256": _OTHER}, _OTHER)),
    Silent("cnf-mismatch", about_claims(Policy(possession=Possession(jkt=b64(b"t" * 32))))),
    Silent("cnf-mismatch", _proof(Possession(jkt=_OTHER))),
]
