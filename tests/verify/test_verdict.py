import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.inspection import at_another_time, inspect
from jwtlens.keys.key import Key, Keyring
from jwtlens.problem import Problem
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Status, Verdict, verdict_of
from tests.core_kit import NOW, compact, hs256, judge, look, secret

GOOD = {"sub": "a", "exp": NOW + 90, "iss": "i", "aud": "b"}
OTHER = secret(b"another secret")


@pytest.mark.parametrize(
    ("text", "keys", "policy", "verdict", "why", "signature"),
    [
        (hs256(GOOD), (secret(),), Policy(issuers=("i",), audiences=("b",)), "accepted",
         "signature valid for the secret · expires in 1 min 30 s", ""),
        (hs256(GOOD), (secret(),), Policy(), "accepted",
         "signature valid for the secret · expires in 1 min 30 s · iss and aud not checked", ""),
        (hs256(GOOD), (secret(),), Policy(check_claims=False), "accepted",
         "signature valid for the secret · claims not checked", ""),
        (hs256({"sub": "a"}), (secret(),), Policy(), "accepted", "signature valid for the secret · never expires", ""),
        (hs256(GOOD), (), Policy(), "not verified",
         "no key given: the signature was not checked · expires in 1 min 30 s", ""),
        (hs256(GOOD), (OTHER,), Policy(), "rejected", "the signature is wrong", ""),
        (hs256(GOOD | {"exp": NOW - 90}), (secret(),), Policy(), "rejected",
         "expired 1 min 30 s ago", "signature valid for the secret"),
        (hs256(GOOD | {"exp": NOW - 90}), (), Policy(), "rejected", "expired 1 min 30 s ago", "signature not checked"),
        (hs256(GOOD | {"exp": NOW - 90}), (OTHER,), Policy(issuers=("j",)), "rejected",
         "the signature is wrong · expired 1 min 30 s ago · issuer is not j", ""),
        (compact({"alg": "none"}, GOOD, ""), (secret(),), Policy(), "rejected", "not signed (alg none)", ""),
        (compact({"alg": "HS256"}, GOOD, ""), (secret(),), Policy(), "rejected", "the signature is empty", ""),
        (compact({"alg": "XS1"}, GOOD), (secret(),), Policy(), "rejected",
         "unknown algorithm XS1 · no fitting key", "signature not checked"),
        ("", (secret(),), Policy(), "malformed", "there is no token", ""),
        ("hello", (secret(),), Policy(), "malformed",
         "one segment; a signed token has 3 (header.payload.signature)", ""),
        (hs256(GOOD) + "=", (secret(),), Policy(), "malformed",
         "signature: padding (=) at the end: base64url in JOSE has none", ""),
    ],
)  # fmt: skip
def test_the_verdict_and_its_headline(
    text: str, keys: tuple[Key, ...], policy: Policy, verdict: str, why: str, signature: str
) -> None:
    report = judge(text, *keys, policy=policy)
    line = headline(report)
    assert (report.verdict, line.verdict) == (verdict, verdict)
    assert (line.why, line.signature) == (why, signature)


def test_a_key_that_could_not_be_read_is_not_a_wrong_signature() -> None:
    ring = Keyring(problems=(Problem("key-unreadable", "the key cannot be read", "key"),))
    report = inspect(hs256(GOOD), ring, now=NOW, with_audit=False).report
    assert report.verdict is Verdict.NOT_VERIFIED
    assert headline(report).why.startswith("the key cannot be read: the signature was not checked")


@given(
    st.lists(
        st.builds(Check, st.sampled_from(["format", "key", "signature", "exp"]), st.sampled_from(Status), st.just("")),
        max_size=6,
    )
)
def test_nothing_is_accepted_that_failed_or_whose_signature_did_not_pass(checks: list[Check]) -> None:
    verdict = verdict_of(tuple(checks))
    failed = [check for check in checks if check.status is Status.FAILED]
    if verdict is Verdict.ACCEPTED:
        assert not failed
        assert next(check for check in checks if check.name == "signature").status is Status.PASSED
    assert (verdict is Verdict.MALFORMED) == any(check.name == "format" for check in failed)
    assert (verdict in {Verdict.MALFORMED, Verdict.REJECTED}) == bool(failed)


TIMES = st.integers(NOW - 200, NOW + 200) | st.floats(-1e12, 1e12)


@given(
    st.dictionaries(st.sampled_from(["exp", "nbf", "iat"]), TIMES | st.none() | st.booleans()),
    TIMES,
    TIMES,
    st.integers(0, 60),
)
def test_moving_the_clock_gives_what_a_fresh_look_at_that_time_gives(
    claims: dict[str, object], before: float, after: float, leeway: int
) -> None:
    policy = Policy(leeway=leeway, issuers=("i",))
    seen = look(hs256(claims), secret(), policy=policy, now=before)
    assert at_another_time(seen, after) == look(hs256(claims), secret(), policy=policy, now=after)


def test_moving_the_clock_moves_the_audit_too() -> None:
    ring = Keyring((secret(),))
    seen = inspect(hs256(GOOD), ring, now=NOW)
    assert at_another_time(seen, NOW + 1000) == inspect(hs256(GOOD), ring, now=NOW + 1000)


def test_without_claims_the_clock_changes_nothing_but_itself() -> None:
    seen = look(hs256(GOOD), secret(), policy=Policy(check_claims=False))
    assert at_another_time(seen, NOW + 10**6) == seen._replace(now=NOW + 10**6)


def test_a_report_counts_its_checks() -> None:
    report = judge(hs256(GOOD), secret())
    assert sum(report.count(status) for status in Status) == len(report.checks)
    assert report.check("nothing") is None
