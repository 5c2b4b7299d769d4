import json

import pytest

from tests.cli.conftest import Call
from tests.cli.tokens import EXPIRES, ISSUED, SAMPLE, raw


def test_text_shows_header_and_payload_with_notes(jwtlens: Call) -> None:
    answer = jwtlens("decode", "--at", str(EXPIRES + 252), SAMPLE)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[:5] == [
        "header",
        "  {",
        '    "alg": "HS256",   HMAC with SHA-256, shared secret',
        '    "typ": "JWT"      media type of the whole token',
        "  }",
    ]
    assert '    "iat": 1795444480,                   19 min 12 s ago · 2026-11-23 14:34:40Z' in lines
    assert '    "exp": 1795445380                    ✗ expired 4 min 12 s ago · 2026-11-23 14:49:40Z' in lines
    assert lines[-1] == "signature  32 bytes, not checked: decoding is not verifying"


def test_notes_beside_wide_characters_stay_in_their_column(jwtlens: Call) -> None:
    token = raw(b'{"alg":"HS256"}', '{"name":"漢字e\u0301","locale":"a"}'.encode())
    name, locale = (line for line in jwtlens("decode", token).out.splitlines() if '"name"' in line or "locale" in line)
    wide, combining = 2, 1
    assert name.index("full name") + wide - combining == locale.index("language")


def test_json_has_the_documented_fields_and_says_that_nothing_was_verified(jwtlens: Call) -> None:
    answer = jwtlens("decode", "--json", SAMPLE)
    found = json.loads(answer.out)
    assert answer.code == 0
    assert answer.err == ""
    assert list(found) == [
        "schema",
        "valid",
        "verdict",
        "errors",
        "checks",
        "header",
        "payload",
        "payload_b64url",
        "looks_like",
        "removed",
    ]
    assert (found["schema"], found["valid"], found["verdict"], found["errors"]) == (1, True, "not verified", [])
    assert [check["name"] for check in found["checks"]] == ["format"]
    assert found["header"] == {"alg": "HS256", "typ": "JWT"}
    assert found["payload"]["exp"] == EXPIRES
    assert found["payload_b64url"] == SAMPLE.split(".")[1]


def test_a_malformed_token_shows_what_can_be_read(jwtlens: Call) -> None:
    token = raw(b'{"typ":"JWT"}', b'{"sub":"a"}')
    answer = jwtlens("decode", token)
    assert answer.code == 2
    assert answer.out.startswith("✗ MALFORMED  the header has no alg")
    assert '"sub": "a"' in answer.out
    found = json.loads(jwtlens("decode", "--json", token).out)
    assert (found["valid"], found["verdict"]) == (False, "malformed")
    assert found["errors"][0] == {
        "code": "alg-missing",
        "message": "the header has no alg: it must name the algorithm",
        "field": "header",
    }
    assert found["payload"] == {"sub": "a"}


def test_broken_characters_are_located(jwtlens: Call) -> None:
    answer = jwtlens("decode", "a!b.c!d.e!f")
    assert "header: a character that base64url does not have" in answer.out
    assert "payload: a character that base64url does not have (character 6)" in answer.out


def test_what_was_removed_is_said(jwtlens: Call) -> None:
    answer = jwtlens("decode", f"Authorization: Bearer {SAMPLE}")
    assert answer.code == 0
    assert answer.out.startswith("removed from the text: the header name Authorization, the word Bearer\n\nheader\n")
    found = json.loads(jwtlens("decode", "--json", f"Bearer {SAMPLE}").out)
    assert found["removed"] == ["the word Bearer"]


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        (b"just text", "payload  9 bytes, text, not JSON"),
        (b"\xff\x00\xfe", "payload  3 bytes, bytes that are not text"),
        (b"", "payload  nothing"),
    ],
)
def test_payloads_that_are_not_json(jwtlens: Call, payload: bytes, title: str) -> None:
    assert title in jwtlens("decode", raw(b'{"alg":"HS256"}', payload)).out.splitlines()


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("1e400", "Infinity"),
        ("[[-1e999]]", [["-Infinity"]]),
        ("9007199254740993", 9007199254740993),
        ("1" * 5000, "1" * 5000),
        ('"\\ud800"', "\ud800"),
        ('"\x7f\x9b"', "\x7f\x9b"),
    ],
)
def test_json_stays_json_whatever_the_payload(jwtlens: Call, literal: str, expected: object) -> None:
    answer = jwtlens("decode", "--json", raw(b'{"alg":"HS256"}', f'{{"x":{literal}}}'.encode()))
    assert answer.out.isascii()
    assert not {char for char in answer.out if char != "\n" and not char.isprintable()}
    assert json.loads(answer.out, parse_constant=pytest.fail)["payload"] == {"x": expected}


def test_the_clock_is_an_instant_or_a_number(jwtlens: Call) -> None:
    by_number = jwtlens("decode", "--at", str(ISSUED), SAMPLE).out
    for words in ("2026-11-23T14:34:40Z", "2026-11-23T15:34:40+01:00", "2026-11-23 14:34:40"):
        assert jwtlens("decode", "--at", words, SAMPLE).out == by_number
