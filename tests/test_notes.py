import pytest

from jwtlens.notes import Note, Tone, notes
from jwtlens.verify.policy import Policy
from tests.core_kit import NOW, compact, hs256, look, pair, secret, signed


def test_registered_names_are_explained_and_others_are_not() -> None:
    said = notes(look(hs256({"sub": "a", "mine": 1}, typ="JWT")), "payload")
    assert said == {"/sub": Note("subject")}
    assert notes(look(hs256(typ="JWT")), "header")["/typ"] == Note("media type of the whole token")


def test_the_algorithm_is_put_into_words() -> None:
    assert notes(look(hs256()), "header")["/alg"].text == "HMAC with SHA-256, shared secret"
    assert notes(look(compact({"alg": "XX"})), "header")["/alg"].tone is Tone.ERROR


def test_a_kid_says_which_key_it_named() -> None:
    token = signed({"alg": "ES256", "kid": "a"}, key=pair("P-256"))
    assert "kid" in notes(look(token, pair("P-256", kid="a")), "header")["/kid"].text


def test_a_time_is_given_relative_first_and_as_utc() -> None:
    said = notes(look(hs256({"exp": NOW + 900, "auth_time": NOW - 60})), "payload")
    assert "2026-11-18 " in said["/exp"].text
    assert said["/exp"].text.startswith("in 15 min · ")
    assert said["/auth_time"].text.startswith("1 min ago · ")


def test_milliseconds_are_a_warning_with_the_date_that_was_meant() -> None:
    note = notes(look(hs256({"exp": NOW * 1000})), "payload")["/exp"]
    assert note.tone is Tone.WARNING
    assert note.text == "milliseconds? then 2026-11-18 11:06:40Z · after the year 9999"


@pytest.mark.parametrize("value", [True, None, "tomorrow", [1], {}, 10**400])
def test_what_is_no_time_is_an_error_beside_its_line(value: object) -> None:
    note = notes(look(hs256({"exp": value})), "payload")["/exp"]
    assert note.tone is Tone.ERROR
    assert "is not a time" in note.text


def test_a_failed_check_stands_beside_the_claim_that_it_is_about() -> None:
    claims = {"exp": NOW - 60, "iss": "x", "aud": "y", "a/b": None}
    policy = Policy(issuers=("i",), audiences=("a",), required=("a/b",))
    said = notes(look(hs256(claims), policy=policy), "payload")
    assert {name for name, note in said.items() if note.tone is Tone.ERROR} == {"/exp", "/iss", "/aud", "/a~1b"}
    assert "expired 1 min ago" in said["/exp"].text


def test_a_duplicate_is_marked_at_its_own_depth() -> None:
    said = notes(look(compact({"alg": "HS256"}, b'{"a":{"b":1,"b":2}}')), "payload")
    assert said["/a/b"].tone is Tone.ERROR


@pytest.mark.parametrize("payload", [b"", b"[]", b"null", b"text", b"\xff", b'{"exp":NaN}', b'{"exp":1e400}'])
@pytest.mark.parametrize("header", [b"[]", b"{}", b'{"alg":7}', b'{"alg":"HS256","kid":{}}'])
def test_any_content_can_have_notes(header: bytes, payload: bytes) -> None:
    for part in ("header", "payload"):
        for note in notes(look(compact(header, payload), secret()), part).values():
            assert note.text.isprintable()
