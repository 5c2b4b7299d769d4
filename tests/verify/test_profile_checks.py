"""What OpenID Connect and OAuth hold against a token is judged wherever the user expects it, and nowhere else."""

import pytest

from jwtlens.inspection import at_another_time
from jwtlens.keys.secret import Secret
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy, Profile
from jwtlens.verify.report import Check, Status, Verdict
from tests.core_kit import NOW, check, hs256, judge, look, pair, secret, signed
from tests.sd_jwt_kit import bound, cnf, issued

PASSED, FAILED, OPEN = Status.PASSED, Status.FAILED, Status.NOT_CHECKED
CLIENT, NONCE, HOUR = Profile(client_id="web"), Profile(nonce="n-1"), Profile(max_age=3600)
ID, ACCESS = Profile(token_type="id"), Profile(token_type="access")
# OpenID Connect Core, appendices A.3 and A.4.
TOKEN = Profile(access_token=Secret("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"))
CODE = Profile(code=Secret("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"))
AT_HASH, C_HASH = "77QmUPtjPfzWtF2AnpK9RQ", "LDktKdoQak3Pk0cnXxCltA"
NAMES = {"token type", "client", "nonce", "auth_time", "at_hash", "c_hash", "htm", "htu", "ath", "jkt", "cnf", "proof"}

ROWS: list[tuple[str, Profile, dict[str, object], Status, str]] = [
    ("client", CLIENT, {"azp": "web"}, PASSED, "client"),
    ("client", CLIENT, {"aud": ["a", "web"]}, PASSED, "client"),
    ("client", CLIENT, {"azp": "web", "client_id": "app"}, FAILED, "client-mismatch"),
    ("client", CLIENT, {"azp": None}, FAILED, "client-mismatch"),
    ("client", CLIENT, {}, FAILED, "client-missing"),
    ("client", CLIENT._replace(token_type="id"), {"azp": "web", "aud": "api"}, FAILED, "client-audience"),
    ("client", CLIENT._replace(token_type="id"), {"azp": "web", "aud": "web"}, PASSED, "client"),
    ("nonce", NONCE, {"nonce": "n-1"}, PASSED, "nonce"),
    ("nonce", NONCE, {"nonce": "n-1 "}, FAILED, "nonce-mismatch"),
    ("nonce", NONCE, {"nonce": ["n-1"]}, FAILED, "nonce-mismatch"),
    ("nonce", NONCE, {}, FAILED, "nonce-missing"),
    ("auth_time", HOUR, {"auth_time": NOW - 3600}, PASSED, "auth_time"),
    ("auth_time", HOUR, {"auth_time": NOW - 3601}, FAILED, "login-too-old"),
    ("auth_time", HOUR, {"auth_time": NOW + 1}, FAILED, "auth-time-future"),
    ("auth_time", HOUR, {"auth_time": NOW * 1000}, FAILED, "auth-time-future"),
    ("auth_time", HOUR, {"auth_time": "now"}, FAILED, "auth-time-type"),
    ("auth_time", HOUR, {"auth_time": True}, FAILED, "auth-time-type"),
    ("auth_time", HOUR, {}, FAILED, "auth-time-missing"),
    ("token type", ID, {"nonce": "n"}, PASSED, "token-type"),
    ("token type", ID, {"scope": "read"}, FAILED, "token-type-mismatch"),
    ("token type", ID, {"typ": "Refresh"}, FAILED, "token-type-mismatch"),
    ("token type", ID, {}, OPEN, "token-type-unknown"),
    ("token type", ACCESS, {"scope": "read"}, PASSED, "token-type"),
    ("token type", ACCESS, {"at_hash": "x"}, FAILED, "token-type-mismatch"),
    ("token type", ACCESS, {"htm": "GET", "htu": "https://a.example"}, FAILED, "token-type-mismatch"),
    ("token type", ACCESS, {"kubernetes.io": {}}, OPEN, "token-type-unknown"),
    ("at_hash", TOKEN, {"at_hash": AT_HASH}, PASSED, "at_hash"),
    ("at_hash", TOKEN, {"at_hash": C_HASH}, FAILED, "hash-mismatch"),
    ("at_hash", TOKEN, {"at_hash": AT_HASH + "="}, FAILED, "hash-mismatch"),
    ("at_hash", TOKEN, {"at_hash": None}, FAILED, "hash-mismatch"),
    ("at_hash", TOKEN, {}, OPEN, "hash-missing"),
    ("c_hash", CODE, {"c_hash": C_HASH}, PASSED, "c_hash"),
    ("c_hash", CODE, {"c_hash": AT_HASH}, FAILED, "hash-mismatch"),
]


def asked(profile: Profile, claims: dict[str, object], name: str) -> Check:
    report = judge(hs256(claims), secret(), policy=Policy(profile=profile))
    assert report.verdict is (Verdict.REJECTED if report.failed else Verdict.ACCEPTED)
    return check(report, name)


@pytest.mark.parametrize(("name", "profile", "claims", "status", "code"), ROWS)
def test_an_expectation_is_judged(
    name: str, profile: Profile, claims: dict[str, object], status: Status, code: str
) -> None:
    found = asked(profile, claims, name)
    assert (found.status, found.code) == (status, code)
    if status is FAILED:
        assert found.brief


def test_without_an_expectation_there_is_no_such_check() -> None:
    claims = {"azp": "web", "nonce": "n", "auth_time": 1, "at_hash": "x", "cnf": {"jkt": "x"}, "scope": "read"}
    assert NAMES.isdisjoint(one.name for one in judge(hs256(claims), secret()).checks)


def test_what_was_expected_and_could_not_be_judged_is_said_beside_the_verdict() -> None:
    profile = Profile(token_type="id", access_token=TOKEN.access_token, code=CODE.code)
    report = judge(hs256({"exp": NOW + 60}), secret(), policy=Policy(profile=profile))
    assert headline(report).why.endswith("token type, at_hash and c_hash not checked")


@pytest.mark.parametrize(
    ("alg", "status"), [("RS512", FAILED), ("PS256", PASSED), ("Ed448", OPEN), ("ML-DSA-44", OPEN)]
)
def test_the_hash_is_that_of_the_algorithm(alg: str, status: Status) -> None:
    key = pair({"RS512": "RSA", "PS256": "RSA"}.get(alg, alg))
    report = judge(signed({"alg": alg}, {"at_hash": AT_HASH}, key=key), key, policy=Policy(profile=TOKEN))
    assert check(report, "at_hash").status is status


def test_ed25519_goes_with_sha_512() -> None:
    key = pair("Ed25519")
    # SHA-512 of the token, its first half: computed with `openssl dgst -sha512 -binary`.
    said = "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"
    report = judge(signed({"alg": "EdDSA"}, {"at_hash": said}, key=key), key, policy=Policy(profile=TOKEN))
    assert check(report, "at_hash").status is PASSED


def test_the_age_of_a_login_grows_with_the_clock() -> None:
    seen = look(hs256({"auth_time": NOW - 3590}), secret(), policy=Policy(profile=HOUR, leeway=5))
    for later, status in ((0, PASSED), (15, PASSED), (16, FAILED)):
        moved = at_another_time(seen, NOW + later)
        assert check(moved.report, "auth_time").status is status
        again = look(hs256({"auth_time": NOW - 3590}), secret(), policy=seen.policy, now=NOW + later)
        assert moved.report == again.report


def test_an_expiry_that_is_not_checked_is_said_and_decides_nothing() -> None:
    report = judge(hs256({"exp": NOW - 60}), secret(), policy=Policy(check_exp=False))
    assert (report.verdict, check(report, "exp").status) == (Verdict.ACCEPTED, OPEN)
    assert "expired 1 min ago, which the expectations leave unchecked" in headline(report).why
    assert judge(hs256({"exp": "soon"}), secret(), policy=Policy(check_exp=False)).verdict is Verdict.REJECTED
    assert judge(hs256({"nbf": NOW + 60}), secret(), policy=Policy(check_exp=False)).verdict is Verdict.REJECTED


@pytest.mark.parametrize("check_claims", [True, False])
def test_of_an_sd_jwt_the_nonce_is_that_of_its_key_binding(check_claims: bool) -> None:
    plain = issued({"cnf": cnf(), "nonce": "n-1"})
    policy = Policy(profile=NONCE, check_claims=check_claims)
    key = pair("P-256")
    assert look(bound(plain), key, policy=policy).report.verdict is Verdict.ACCEPTED
    other = policy._replace(profile=Profile(nonce="n-2"))
    assert [one.code for one in look(bound(plain), key, policy=other).report.failed] == ["kb-nonce-mismatch"]
    assert [one.code for one in look(plain, key, policy=policy).report.failed] == ["kb-missing"]


def test_a_nonce_is_never_passed_over_where_no_claims_are_judged() -> None:
    report = judge(hs256({"nonce": "n-1"}), secret(), policy=Policy(profile=NONCE, check_claims=False))
    assert [one.code for one in report.failed] == ["kb-missing"]
