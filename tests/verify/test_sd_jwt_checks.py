from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.inspection import inspect
from jwtlens.jose import sd_jwt
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.jose.sd_jwt_payload import Processed, process
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import KeyBinding, Policy
from jwtlens.verify.report import Check, Status, verdict_of
from jwtlens.verify.sd_jwt_checks import checks
from jwtlens.verify.signature import sign
from tests.core_kit import NOW, Json, b64, compact, key_for
from tests.sd_jwt_kit import bound, cnf, conceal, digest, disclosure, issued

GIVEN = disclosure("s1", "given_name", "Ada")
FAMILY = disclosure("s2", "family_name", "L.")
CLAIMS: Json = {"iss": "https://issuer", "cnf": cnf(), "_sd": [digest(GIVEN), digest(FAMILY)]}
WANTED = KeyBinding("n-1", "https://verifier", required=True, max_age=60)


def processed(text: str) -> Processed:
    presentation = sd_jwt.split(text)
    assert presentation is not None
    payload = inspect(presentation.jwt, now=NOW, with_audit=False).token.payload.members
    return process(payload, presentation.disclosures)


def judged(text: str, expected: KeyBinding = WANTED, now: float = NOW, leeway: int = 0) -> dict[str, Check]:
    presentation = sd_jwt.split(text)
    assert presentation is not None
    made = checks(presentation, processed(text), expected, now, leeway=leeway)
    assert len({check.name for check in made}) == len(made)
    return {check.name: check for check in made}


def failed(found: dict[str, Check]) -> set[str]:
    return {check.code for check in found.values() if check.status is Status.FAILED}


def accepted(text: str, expected: KeyBinding = WANTED) -> bool:
    """The whole judgement, as a verifier makes it."""
    presentation = sd_jwt.split(text)
    if presentation is None:
        return False
    ring = Keyring((key_for("ES256", private=False),))
    report = inspect(presentation.jwt, ring, Policy(check_claims=False), now=NOW, with_audit=False).report
    made = checks(presentation, processed(text), expected, NOW)
    good = all(check.status is not Status.FAILED for check in made)
    return not presentation.problems and good and verdict_of(report.checks) == "accepted"


PLAIN = issued(CLAIMS, GIVEN)
BOUND = bound(PLAIN)


def test_a_presentation_with_key_binding_passes_every_check() -> None:
    found = judged(BOUND)
    assert {check.status for check in found.values()} == {Status.PASSED}
    assert list(found) == ["disclosures", "key binding", "kb sd_hash", "kb iat", "kb age", "kb nonce", "kb aud"]
    assert found["disclosures"].reason == "1 disclosure; 1 digest without a disclosure (withheld, or decoys)"
    assert accepted(BOUND)


def test_without_expectations_nonce_and_audience_are_not_checked() -> None:
    found = judged(BOUND, KeyBinding())
    assert (found["kb nonce"].status, found["kb nonce"].reason) == (Status.NOT_CHECKED, "n-1; no nonce expected")
    assert found["kb aud"].status is Status.NOT_CHECKED
    assert found["key binding"].status is Status.PASSED


def test_a_key_binding_must_be_as_young_as_expected() -> None:
    def age(now: float, leeway: int = 0, expected: KeyBinding = WANTED) -> tuple[Status, str]:
        found = judged(BOUND, expected, now, leeway)["kb age"]
        return found.status, found.reason

    assert age(NOW + 60) == (Status.PASSED, "made 1 min ago")
    assert age(NOW + 61) == (Status.FAILED, "made 1 min 1 s ago; at most 1 min expected")
    assert age(NOW + 70, leeway=10)[0] is Status.PASSED
    assert age(NOW + 1, expected=KeyBinding()) == (Status.NOT_CHECKED, "made 1 s ago; no greatest age expected")
    for text in (bound(PLAIN, iat=NOW + 1), bound(PLAIN, iat=None), bound(PLAIN, iat="x")):
        assert "kb age" not in judged(text, leeway=5)


def test_key_binding_is_missed_only_where_it_is_required() -> None:
    found = judged(PLAIN, KeyBinding())
    assert found["key binding"].status is Status.NOT_APPLICABLE
    assert "whoever has it can present it" in found["key binding"].reason
    assert failed(judged(PLAIN)) == {"kb-missing"}
    unbound = judged(issued({"iss": "x"}), KeyBinding())["key binding"]
    assert unbound.reason == "none in the presentation, none required"


def test_disclosures_that_the_issuer_did_not_sign_fail() -> None:
    other = disclosure("s1", "given_name", "Eve")
    found = judged(bound(issued(CLAIMS, other)))
    assert failed(found) == {"disclosure-unreferenced"}
    assert found["disclosures"].field == "disclosures/0"


def test_a_malformed_disclosure_fails_with_its_own_reason() -> None:
    found = judged(issued(CLAIMS, GIVEN, GIVEN + "="), KeyBinding())["disclosures"]
    assert (found.status, found.code, found.field) == (Status.FAILED, "base64-padding", "disclosures/1")


def test_nothing_disclosed_is_said() -> None:
    assert judged(issued({"iss": "x"}), KeyBinding())["disclosures"].reason == "nothing disclosed"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (bound(PLAIN, typ="JWT"), "kb-typ"),
        (bound(PLAIN, typ="KB+JWT"), "kb-typ"),
        (bound(PLAIN, typ=None), "kb-typ"),
        (bound(PLAIN, typ=["kb+jwt"]), "kb-typ"),
        (bound(PLAIN, nth=2), "kb-signature-invalid"),
        (bound(PLAIN, nonce="n-2"), "kb-nonce-mismatch"),
        (bound(PLAIN, nonce=None), "kb-nonce-missing"),
        (bound(PLAIN, nonce=1), "kb-nonce-type"),
        (bound(PLAIN, aud="https://verifier/"), "kb-aud-mismatch"),
        (bound(PLAIN, aud=["https://verifier"]), "kb-aud-type"),
        (bound(PLAIN, iat=NOW + 1), "issued-in-future"),
        (bound(PLAIN, iat=None), "kb-iat-missing"),
        (bound(PLAIN, iat="now"), "iat-type"),
        (bound(PLAIN, exp=NOW), "expired"),
        (bound(PLAIN, nbf=NOW + 1), "not-yet-valid"),
        (bound(PLAIN, sd_hash=digest(PLAIN[:-1])), "kb-sd-hash-mismatch"),
        (bound(PLAIN, sd_hash=digest(PLAIN) + "="), "kb-sd-hash-mismatch"),
        (bound(PLAIN, sd_hash=None), "kb-sd_hash-missing"),
        (bound(PLAIN, sd_hash={}), "kb-sd_hash-type"),
        (BOUND.replace(f"~{GIVEN}~", "~"), "kb-sd-hash-mismatch"),
        (BOUND.replace(f"~{GIVEN}~", f"~{GIVEN}~{FAMILY}~"), "kb-sd-hash-mismatch"),
        (PLAIN + compact({"alg": "none", "typ": "kb+jwt"}, {"iat": NOW}, ""), "kb-alg-none"),
        (PLAIN + compact({"alg": "HS256", "typ": "kb+jwt"}, {"iat": NOW}), "kb-key-mismatch"),
        (PLAIN + compact({"alg": "ES256", "typ": "kb+jwt"}, b"[]", b"\1" * 64), "kb-signature-invalid"),
        (PLAIN + "a.b", "kb-typ"),
    ],
)
def test_a_key_binding_that_is_not_right_is_refused(text: str, code: str) -> None:
    assert code in failed(judged(text))
    assert not accepted(text)


@pytest.mark.parametrize("header", [{"crit": ["x"], "x": 1}, {"crit": ["b64"], "b64": False}])
def test_extensions_of_the_key_binding_must_be_understood(header: Json) -> None:
    message = compact({"alg": "ES256", "typ": "kb+jwt", **header}, {"iat": NOW}, "")[:-1]
    made = sign(SIGNATURE_ALGORITHMS["ES256"], key_for("ES256", nth=1), message.encode())
    assert judged(f"{PLAIN}{message}.{b64(made)}")["key binding"].status is Status.FAILED


@pytest.mark.parametrize(
    ("holder", "code", "words"),
    [
        (None, "kb-no-cnf", "names no key of a holder (cnf)"),
        ("x", "kb-no-cnf", "JSON string"),
        ({"kid": "k\x1b"}, "kb-cnf-unsupported", "supports a holder's key in cnf.jwk only"),
        ({}, "kb-cnf-unsupported", "cnf has nothing"),
        ({"jwk": {"kty": "oct", "k": "AAAA"}}, "kb-cnf-secret", "every reader"),
        ({"jwk": {"kty": "EC", "crv": "P-256"}}, "kb-cnf-key", "cannot be read"),
        ({"jwk": {**cnf()["jwk"], "use": "enc"}}, "kb-key-use", "use or key_ops"),  # type: ignore[dict-item]
        ({"jwk": {**cnf()["jwk"], "alg": "ES384"}}, "kb-key-mismatch", "ES384"),  # type: ignore[dict-item]
        (cnf(nth=3), "kb-signature-invalid", "wrong for"),
    ],
)
def test_the_key_must_be_the_one_that_the_issuer_named(holder: object, code: str, words: str) -> None:
    check = judged(bound(issued({**CLAIMS, "cnf": holder}, GIVEN)))["key binding"]
    assert (check.status, check.code) == (Status.FAILED, code)
    assert words in check.reason
    assert "\x1b" not in check.reason


def test_the_holders_key_may_be_disclosed_itself() -> None:
    key = disclosure("s3", "cnf", cnf())
    assert failed(judged(bound(issued({"_sd": [digest(key)]}, key)))) == set()


def test_leeway_reaches_the_key_binding() -> None:
    text = bound(PLAIN, iat=NOW + 5)
    assert failed(judged(text, leeway=10)) == set()


def test_the_hash_is_the_one_that_the_issuer_names() -> None:
    hidden = disclosure("s", "a", 1)
    presentation = issued({"cnf": cnf(), "_sd_alg": "sha-512", "_sd": [digest(hidden, "sha-512")]}, hidden)
    assert failed(judged(bound(presentation, sd_alg="sha-512"))) == set()
    assert failed(judged(bound(presentation))) == {"kb-sd-hash-mismatch"}


def test_an_unknown_hash_is_refused_with_a_sentence() -> None:
    found = judged(bound(issued({"cnf": cnf(), "_sd_alg": "sha-1"})))
    assert failed(found) == {"sd-alg-unknown"}
    assert found["kb sd_hash"].status is Status.NOT_CHECKED


@given(st.integers(0, len(BOUND) - 1), st.sampled_from("AZaz09-_.~="))
def test_one_changed_character_anywhere_is_refused(at: int, character: str) -> None:
    if BOUND[at] != character:
        assert not accepted(BOUND[:at] + character + BOUND[at + 1 :])


@given(st.randoms(use_true_random=False))
def test_a_subset_of_the_disclosures_is_accepted_and_a_foreign_one_never(random: Random) -> None:
    hidden = conceal({"a": [1, 2, {"b": 3}], "c": {"d": [4]}, "e": 5}, random)
    shown = [one for one in hidden.disclosures if random.random() < 0.5]
    text = bound(issued({**hidden.claims, "cnf": cnf()}, *shown))
    parents_shown = processed(text).problems == ()
    assert accepted(text) == parents_shown
    foreign = disclosure("foreign", "admin", True)
    assert not accepted(bound(issued({**hidden.claims, "cnf": cnf()}, *shown, foreign)))
