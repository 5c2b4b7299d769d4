import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jwtlens.jose import jws
from jwtlens.problem import Span
from tests.core_kit import b64, codes, compact


def test_a_token_is_taken_apart_with_the_place_of_each_part() -> None:
    text = compact({"alg": "HS256"}, {"sub": "a"}, b"\x01\x02")
    token = jws.parse(text)
    assert [segment.name for segment in token.segments] == ["header", "payload", "signature"]
    assert [text[slice(*segment.span)] for segment in token.segments] == text.split(".")
    assert (token.header.value, token.payload.value) == ({"alg": "HS256"}, {"sub": "a"})
    assert (token.alg, token.segment_count, token.problems) == ("HS256", 3, ())
    assert token.segment("signature").data == b"\x01\x02"
    assert token.signing_input == text.rpartition(".")[0].encode()


@given(st.text(max_size=60) | st.text(st.sampled_from("eyJ0.=!\ud800"), max_size=30))
@example("\ud800.\ud800.\ud800")
def test_any_text_is_taken_apart_without_raising(text: str) -> None:
    token = jws.parse(text)
    assert len(token.segments) == 3
    assert token.segment_count == (text.count(".") + 1 if text else 0)
    assert all(0 <= p.span.start <= p.span.end <= len(text) for p in token.problems if p.span)
    assert token.signing_input


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["empty"]),
        (".", ["segments", "header-empty"]),
        ("..", ["header-empty"]),
        (b64('{"alg":"HS256"}'), ["segments"]),
        (compact({"alg": "HS256"}).rpartition(".")[0], ["segments"]),
        (compact({"alg": "HS256"}) + ".", ["segments"]),
        (compact({"alg": "dir", "enc": "A128GCM"}) + ".AA.AA", ["jwe"]),
        (compact({"alg": "HS256"}) + "=", ["base64-padding"]),
        (compact(b"{"), ["json-syntax"]),
        (compact(b'{"alg":"HS256","alg":"none"}'), ["json-duplicate"]),
        (compact(b'\xef\xbb\xbf{"alg":"HS256"}'), ["json-bom"]),
        (compact(b"\xff"), ["json-utf8"]),
        (compact({"alg": "HS256"}, b"not json"), []),
        (compact({"alg": "HS256"}, b'{"a":1,"a":1}'), []),
        (compact({"alg": "HS256"}, b""), []),
        ("!" * 30, ["segments", "base64-alphabet", "json-syntax"]),
    ],
)
def test_what_makes_a_token_malformed_is_listed(text: str, found: list[str]) -> None:
    assert codes(jws.parse(text).problems) == found


def test_ten_thousand_dots_are_counted_and_not_looked_at() -> None:
    token = jws.parse("." * 10_000)
    assert token.segment_count == 10_001
    assert "10,001 segments" in token.problems[0].message


@pytest.mark.parametrize("part", ["header", "payload", "signature"])
def test_a_broken_character_is_marked_where_it_stands_in_the_token(part: str) -> None:
    token = jws.parse(compact({"alg": "HS256"}))
    at = token.segment(part).span.start + 3
    broken = jws.parse(f"{token.text[:at]}!{token.text[at:]}")
    assert broken.problems[0].span == Span(at, at + 1)
    assert broken.problems[0].field == part
    assert broken.problems[0].message.startswith(f"{part}: ")
    assert (broken.header.value, broken.payload.value) == (token.header.value, token.payload.value)


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_fault_in_the_json_of_the_header_is_marked_at_the_characters_that_hold_it(before: str, after: str) -> None:
    prefix = json.dumps({"kid": before}, ensure_ascii=False)[:-1].encode()
    text = compact(prefix + b',"kid":"' + json.dumps(after)[1:-1].encode() + b'","alg":"HS256"}')
    (problem,) = jws.parse(text).problems
    assert problem.code == "json-duplicate"
    assert problem.span
    first = len(prefix) + 1
    assert problem.span == Span(first * 4 // 3, -(-(first + 5) * 4 // 3))


def test_everything_that_can_be_decoded_is_decoded_although_something_is_broken() -> None:
    text = f"{b64(b'{broken')}.{b64(b'[1,2]')}.!!"
    token = jws.parse(text)
    assert token.header.text == "{broken"
    assert token.payload.value == [1, 2]
    assert len(token.problems) == 2


def test_an_unencoded_payload_is_taken_as_it_is() -> None:
    head = b64('{"alg":"HS256","b64":false,"crit":["b64"]}')
    token = jws.parse(f'{head}.{{"sub":"$"}}.AAAA')
    assert token.payload.value == {"sub": "$"}
    assert token.problems == ()
    assert token.signing_input == f'{head}.{{"sub":"$"}}'.encode()
