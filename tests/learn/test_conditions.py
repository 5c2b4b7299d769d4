"""Each condition of a task, on benches where it does not hold, and on one where it does."""

from typing import Any

import pytest

from jwtlens.inspection import Inspection, inspect
from jwtlens.keys.key import Key, Keyring
from jwtlens.learn import course
from jwtlens.learn.conditions import CONDITIONS, Situation
from jwtlens.learn.world import perform, world
from jwtlens.samples import made_keys
from jwtlens.verify.policy import Policy
from tests.core_kit import NOW, hs256, pair, secret

CLAIMS = {"sub": "a", "admin": True, "iat": NOW, "exp": NOW + 600}


def bench(claims: object = None, *keys: Key, policy: Policy = Policy(), at: float | None = None) -> Inspection:
    token = hs256(CLAIMS if claims is None else claims, kid="one")
    return inspect(token, Keyring(keys), policy, now=at or NOW, as_of=at is not None)


PLAIN = bench()
KEYED = bench(None, secret(kid="one"))
BLANK = inspect("", now=NOW)
CURVE = bench(None, pair("P-256", kid="two"))
CALLED = perform(world(), "profile-bare", "", NOW)

Row = tuple[str, Any, Inspection, str]
OPEN: list[Row] = [
    ("verdict", "accepted", PLAIN, "the verdict is not verified, not accepted"),
    ("checks", {"signature": "passed"}, PLAIN, "should be passed, and is not checked"),
    ("checks", {"nothing": "passed"}, PLAIN, "and is not made"),
    ("claims", {"sub": "b"}, PLAIN, "the value of the claim sub should be b"),
    ("claims", {"admin": 1}, PLAIN, "the value of the claim admin should be 1"),
    ("claims", {"none": None}, PLAIN, "the claim none is missing"),
    ("header", {"alg": "none"}, PLAIN, "the value of the header parameter alg should be none"),
    ("has", ["sub", "jti"], PLAIN, "the claim jti is missing"),
    ("lacks", ["sub"], PLAIN, "the claim sub is still there"),
    ("lacks", ["sub"], BLANK, "no claims that can be read"),
    ("names_key", True, CURVE, "names none of the keys"),
    ("new_kid", True, PLAIN, "still names the old key"),
    ("finding", ["alg-none"], PLAIN, "the audit does not say alg-none"),
    ("no_finding", ["iss-missing"], PLAIN, "the audit still says iss-missing"),
    ("quiet", True, PLAIN, "to go, such as"),
    ("quiet", True, PLAIN._replace(findings=None), "the audit has not been made"),
    ("finding", ["alg-none"], PLAIN._replace(findings=None), "the audit has not been made"),
    ("no_finding", ["alg-none"], PLAIN._replace(findings=None), "the audit has not been made"),
    ("signature", "kept", PLAIN, "the token is as it was"),
    ("signature", "kept", bench({"sub": "b"}), "no longer the old one"),
    ("signature", "new", bench({"sub": "b"}), "the signature does not verify"),
    ("signature", "new", KEYED, "still the old one"),
    ("key", {}, PLAIN, "0 keys at hand; 1 needed"),
    ("key", {"count": 2}, KEYED, "1 key at hand; 2 needed"),
    ("key", {"most": 1}, bench(None, secret(), secret(b"x" * 32)), "2 keys at hand; 1 should remain"),
    ("key", {"bits": 1024}, KEYED, "fewer than 1024 bits"),
    ("key", {"kind": "EC P-256"}, KEYED, "no key is of the kind EC P-256"),
    ("key", {"private": False}, KEYED, "still the private one"),
    ("key", {"private": True}, bench(None, pair("P-256", private=False)), "the public half only"),
    ("expects", ["iss", "aud"], bench(None, policy=Policy(issuers=("i",))), "no audience is expected yet"),
    ("leeway", {"least": 1}, PLAIN, "the leeway is 0 seconds"),
    ("leeway", {"most": 300}, bench(None, policy=Policy(leeway=301)), "the leeway is 301 seconds"),
    ("as_of", "later", PLAIN, "the running one"),
    ("as_of", "later", bench(at=NOW - 5), "the clock should be later"),
    ("lifetime", 599, PLAIN, "it lives for 10 min"),
    ("lifetime", 900, bench({"exp": NOW}), "exp or iat is missing"),
    ("lifetime", 900, bench({"iat": NOW + 5, "exp": NOW}), "it lives for"),
    ("size", 10, PLAIN, "characters"),
    ("size", 10, BLANK, "0 characters"),
    ("parts", 5, PLAIN, "the token has 3 parts"),
    ("nested", True, PLAIN, "no token inside"),
    ("server", [{"action": "profile", "status": 401}], PLAIN, "Call /profile with the token"),
    (
        "server",
        [{"action": "profile-bare", "status": 200}],
        PLAIN,
        "401 instead of 200: Call /profile with no token at all",
    ),
    ("server", [{"action": "profile-bare", "status": 401, "code": "expired"}], PLAIN, "401 for another reason"),
    ("is_key", "text:other", PLAIN, "there is no key yet"),
    ("is_key", "text:other", KEYED, "another one than this"),
    ("is_key", "P-256#two", CURVE, "another one than this"),
]
HOLDS: list[Row] = [
    ("verdict", "accepted", KEYED, ""),
    ("checks", {"signature": "passed"}, KEYED, ""),
    ("claims", {"sub": "a", "admin": True}, PLAIN, ""),
    ("key", {"count": 1, "most": 1, "bits": 512, "private": True}, KEYED, ""),
    ("names_key", True, KEYED, ""),
    ("is_key", "text:other", bench(None, secret(), secret(b"other")), ""),
    ("is_key", "P-256#two", bench(None, made_keys.named("P-256#two")), ""),
    ("as_of", "earlier", bench(at=NOW - 5), ""),
    ("signature", "new", bench({"sub": "b"}, secret()), ""),
    ("server", [{"action": "profile-bare", "status": 401, "code": "missing"}], PLAIN, ""),
]


@pytest.mark.parametrize(("name", "wanted", "now", "words"), OPEN + HOLDS)
def test_a_condition_says_what_is_missing(name: str, wanted: object, now: Inspection, words: str) -> None:
    missing = CONDITIONS[name](wanted, Situation(PLAIN, now, CALLED.exchanges))
    assert (words in missing) if words else (missing == "")


def test_the_course_uses_every_condition() -> None:
    used = {name for lesson in course.lessons() for step in lesson.steps if step.task for name in step.task.when}
    assert used == set(CONDITIONS)
    assert {row[0] for row in OPEN} == set(CONDITIONS)
