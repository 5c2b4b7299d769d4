"""What a request of ``jwtlens batch`` expects of a token, and what the audit says about it."""

import json
from typing import Any

import pytest

from jwtlens.keys.jwk import to_jwk
from jwtlens.verify.encryption import encrypt
from tests.cli.batch_kit import KEY, OCT, TOKEN, asked, codes
from tests.core_kit import NOW, hs256, pair, secret, signed
from tests.jwe_kit import by_joserfc, ring, secret_for

JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


@pytest.mark.parametrize(
    "said",
    [
        *({"polcy": {}}, {"policy": {"audience": "a"}}, {"policy": {"nounce": None}}, {"kb": {"audience": "a"}}),
        *({"Token": TOKEN}, {"policy": {"leeway": 1, "": 1}}),
    ],
    ids=json.dumps,
)
def test_a_member_that_is_not_known_is_named_and_never_passed_over(said: dict[str, Any]) -> None:
    answer = asked(**said)
    outer, value = next(iter(said.items()))
    named = f"{outer}.{[*value][-1]}" if isinstance(value, dict) and outer in {"policy", "kb"} else outer
    assert (answer["id"], answer["exit"], codes(answer)) == (1, 2, ["request-unknown"])
    assert answer["errors"][0]["message"].startswith(f"{named} is not a member")


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"iss": []}, "policy.iss must be"),
        ({"aud": []}, "policy.aud must be"),
        ({"algs": []}, "names nobody"),
        ({"required": []}, "names nobody"),
        ({"client_id": ""}, "not empty"),
        ({"nonce": ""}, "not empty"),
        ({"access_token": ""}, "not empty"),
        ({"leeway": 1.5}, "policy.leeway must be a whole number of seconds"),
        ({"leeway": -1}, "policy.leeway must be a whole number of seconds"),
        ({"max_age": 0.5}, "policy.max_age must be a whole number of seconds"),
        ({"max_p2c": -1}, "policy.max_p2c must be a whole number of rounds"),
        ({"max_inflated": 10**12}, "from 0 to 1,000,000,000"),
        ({"token_type": "refresh"}, "access or id"),
        ({"jkt": JKT + "A"}, "thumbprint"),
        ({"jkt": "A" * 43}, None),
        ({"allow_header_keys": ["kid"]}, "jwk, jku, x5u"),
        ({"leeway": 60.0}, None),
    ],
    ids=json.dumps,
)
def test_an_expectation_that_says_nothing_clear_is_an_error(policy: dict[str, Any], words: str | None) -> None:
    answer = asked(policy=policy)
    assert (codes(answer) == ["request-member"]) is (words is not None)
    if words is not None:
        assert words in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    "said",
    [
        {"alg": "HS256", "policy": {"algs": ["HS256", "RS256"]}},
        {"policy": {"now": NOW + 1}},
        {"kb": {"nonce": "a"}, "policy": {"nonce": "b"}},
        {"claims": False, "policy": {"iss": "i"}},
        {"claims": False, "policy": {"check_exp": False}},
        {"claims": False, "policy": {"jkt": JKT}},
    ],
    ids=json.dumps,
)
def test_what_contradicts_itself_is_an_error(said: dict[str, Any]) -> None:
    assert codes(asked(**said)) == ["request-conflict"]


@pytest.mark.parametrize(
    ("policy", "wrong"),
    [
        ({"aud": "a", "iss": "i"}, []),
        ({"aud": ["b", "a"], "iss": ["i"], "algs": ["HS256"]}, []),
        ({"aud": None, "iss": None, "algs": None, "now": None, "leeway": None, "typ": None}, []),
        ({"token_type": "access", "client_id": "a", "required": ["exp"], "check_exp": True}, []),
        ({"client_id": "c"}, ["client-missing"]),
        ({"nonce": "n", "max_age": 60}, ["nonce-missing", "auth-time-missing"]),
        ({"htm": "GET"}, ["proof-typ"]),
        ({"jkt": JKT}, ["cnf-missing"]),
        ({"required": "jti"}, ["claim-missing"]),
        ({"now": NOW + 61, "check_exp": False}, []),
        ({"aud": "b"}, ["aud-mismatch"]),
        ({"iss": ["x", "y"]}, ["iss-mismatch"]),
        ({"algs": ["RS256"]}, ["alg-not-allowed"]),
        ({"typ": "at+jwt"}, ["typ-mismatch"]),
        ({"now": NOW + 61}, ["expired"]),
        ({"now": NOW + 61, "leeway": 5}, []),
    ],
    ids=json.dumps,
)
def test_an_audit_has_a_policy(policy: dict[str, object], wrong: list[str]) -> None:
    said = {"now": NOW, **{k: v for k, v in policy.items() if k != "now" or v}}
    answer = asked(op="audit", at=None, policy=said)
    assert codes(answer) == codes(asked(at=None, policy=said)) == wrong
    assert answer["findings"]
    assert all({"slug", "severity", "confidence", "evidence", "remedy"} <= set(one) for one in answer["findings"])
    assert all({"slug", "needs"} <= set(one) for one in answer["not_checked"])


def slugs(policy: dict[str, Any], claims: dict[str, Any]) -> tuple[set[str], set[str]]:
    """What the audit raises, and what it does not check."""
    answer = asked(op="audit", token=hs256(claims), policy=policy)
    return {one["slug"] for one in answer["findings"]}, {one["slug"] for one in answer["not_checked"]}


@pytest.mark.parametrize(
    ("slug", "policy", "good", "bad"),
    [
        ("azp-mismatch", {"client_id": "a"}, {"azp": "a"}, {"azp": "b"}),
        ("access-as-idtoken", {"token_type": "id"}, {"nonce": "n"}, {"scope": "read"}),
        ("idtoken-as-access", {"token_type": "access"}, {"scope": "read"}, {"nonce": "n"}),
        ("nonce-mismatch", {"nonce": "n"}, {"nonce": "n"}, {"nonce": "m"}),
        ("auth-age", {"max_age": 60}, {"auth_time": NOW - 60}, {"auth_time": NOW - 61}),
        ("at-hash-mismatch", {"access_token": "x"}, {"at_hash": "LXEWQrcmsEQBYnyp-6wy9Q"}, {"at_hash": "x"}),
        ("at-hash-mismatch", {"code": "x"}, {"c_hash": "LXEWQrcmsEQBYnyp-6wy9Q"}, {"c_hash": "x"}),
        ("cnf-mismatch", {"jkt": JKT}, {"cnf": {"jkt": JKT}}, {"cnf": {"jkt": "A" * 43}}),
    ],
)
def test_an_audit_holds_what_is_expected_against_it(
    slug: str, policy: dict[str, Any], good: dict[str, Any], bad: dict[str, Any]
) -> None:
    for claims, raised in ((good, False), (bad, True)):
        found, unasked = slugs(policy, claims)
        assert ((slug in found), (slug in unasked)) == (raised, False)
    assert slug in slugs({}, bad)[1]


def test_what_a_verifier_should_not_do_is_a_finding_and_not_done() -> None:
    mine = to_jwk(pair("P-256"), private=False)
    token = signed({"alg": "ES256", "jwk": mine}, {"sub": "a"})
    answer = asked(op="audit", token=token, key=None, policy={"allow_header_keys": True, "check_exp": False})
    assert answer["verdict"] == "not verified"
    assert {"policy-header-keys", "policy-time-unchecked"} <= {one["slug"] for one in answer["findings"]}
    quiet = asked(op="audit", token=token, policy={"allow_header_keys": False, "check_exp": True})
    assert {"policy-header-keys", "policy-time-unchecked"}.isdisjoint({one["slug"] for one in quiet["findings"]})


def test_an_audit_searches_the_bundled_secrets() -> None:
    answer = asked(op="audit", token=jwt_with_known_secret(), key=None)
    (known,) = (one for one in answer["findings"] if one["slug"] == "hmac-secret-known")
    assert known["severity"] == "critical"
    assert "secret" not in known["evidence"]
    assert "hmac-secret-known" not in {one["slug"] for one in answer["not_checked"]}


def jwt_with_known_secret() -> str:
    return signed({"alg": "HS256"}, {"sub": "a"}, key=secret(b"your-256-bit-secret"))


def test_caps_can_be_set_in_a_request() -> None:
    zipped = encrypt(b" " * 2000, {"alg": "dir", "enc": "A128GCM", "zip": "DEF"}, ring(OCT).keys[0])
    assert asked(op="decrypt", token=zipped, key=OCT, claims=False, policy={"max_inflated": 2000})["valid"]
    assert codes(asked(op="decrypt", token=zipped, key=OCT, claims=False, policy={"max_inflated": 1999})) == [
        "inflated-cap"
    ]
    password = secret_for("PBES2-HS256+A128KW", "A128GCM")
    token = by_joserfc({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1000}, password)
    assert asked(op="decrypt", token=token, key=password, policy={"max_p2c": 1000})["valid"]
    assert codes(asked(op="decrypt", token=token, key=password, policy={"max_p2c": 999})) == ["p2c-cap"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"alg": "HS256"}, []),
        ({"alg": "dir"}, []),
        ({"policy": {"algs": ["dir", "A128GCM", "HS256"]}}, []),
        ({"alg": "RS256"}, ["inner-token"]),
        ({"alg": "A128KW"}, ["alg-not-allowed"]),
        ({"policy": {"algs": ["dir", "RS256"]}}, ["inner-token"]),
    ],
    ids=json.dumps,
)
def test_of_a_nested_token_each_layer_is_held_against_the_names_that_can_be_about_it(
    said: dict[str, Any], wrong: list[str]
) -> None:
    nested = by_joserfc({"alg": "dir", "enc": "A128GCM", "cty": "JWT"}, OCT, TOKEN.encode())
    found = codes(asked(token=nested, key=None, outer_key=OCT, inner_key=KEY, **said))
    assert list(dict.fromkeys(found)) == wrong
    if "alg" in said:  # a token of one layer is never let off
        assert codes(asked(**said)) == ([] if said["alg"] == "HS256" else ["alg-not-allowed"])
