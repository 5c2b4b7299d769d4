"""Tokens that say by their type that something happened: they must say what, in the form of their profile."""

import pytest

from jwtlens.verify.report import Status, Verdict
from tests.core_kit import Json, check, key_for, look, signed

HS = key_for("HS256")
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LOGGED_OUT: Json = {"events": {LOGOUT: {}}, "sub": "a"}
EVENT: Json = {"events": {"https://event.example": {"reason": "x"}}}


@pytest.mark.parametrize(
    ("typ", "claims", "code"),
    [
        ("secevent+jwt", EVENT, ""),
        ("application/secevent+jwt", EVENT, ""),
        ("secevent+jwt", {"events": {"a": {}, "b": {}}}, ""),
        ("secevent+jwt", {}, "events-type"),
        ("secevent+jwt", {"events": []}, "events-type"),
        ("secevent+jwt", {"events": None}, "events-type"),
        ("SECEVENT+JWT", {"events": {}}, "events-empty"),
        ("secevent+jwt", {"events": {"a": {}, "b/c": 7}}, "event-type"),
        ("logout+jwt", LOGGED_OUT, ""),
        ("logout+jwt", {**LOGGED_OUT, "events": {LOGOUT: {}, "https://other.example": {}}}, ""),
        ("logout+jwt", {"events": {LOGOUT: {}}, "sid": "s"}, ""),
        ("logout+jwt", {"events": {LOGOUT: {}}}, "logout-subject"),
        ("logout+jwt", {**LOGGED_OUT, "nonce": "n"}, "logout-nonce"),
        ("logout+jwt", {**LOGGED_OUT, "nonce": None}, "logout-nonce"),
        ("logout+jwt", {**LOGGED_OUT, **EVENT}, "events-no-logout"),
        ("logout+jwt", {**LOGGED_OUT, "events": {LOGOUT: []}}, "event-type"),
        ("logout+jwt", {"sub": "a"}, "events-type"),
    ],
)
def test_a_token_keeps_to_the_profile_that_its_type_names(typ: str, claims: Json, code: str) -> None:
    report = look(signed({"alg": "HS256", "typ": typ}, claims), HS).report
    events = check(report, "events")
    assert (events.status, events.code) == ((Status.FAILED, code) if code else (Status.PASSED, "events"))
    assert report.verdict is (Verdict.REJECTED if code else Verdict.ACCEPTED)


@pytest.mark.parametrize("typ", ["JWT", "at+jwt", "event+jwt", "x-secevent+jwt"])
def test_other_types_promise_nothing_about_events(typ: str) -> None:
    report = look(signed({"alg": "HS256", "typ": typ}, {"events": []}), HS).report
    assert (report.check("events"), report.verdict) == (None, Verdict.ACCEPTED)


def test_the_field_is_that_of_the_event() -> None:
    report = look(signed({"alg": "HS256", "typ": "secevent+jwt"}, {"events": {"https://a/b~c": 1}}), HS).report
    assert check(report, "events").field == "payload/events/https:~1~1a~1b~0c"
