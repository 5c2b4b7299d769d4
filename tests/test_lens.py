import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens import lens
from jwtlens.jose import base64url, json_layout, jws
from jwtlens.problem import Span

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CLAIMS = '{"iss":"https://auth.example.com","näme":"Zoë 🙂","n":1,"a":["x",{"b":null}]}'


def token(payload: str, header: str = '{"alg":"none"}') -> jws.Token:
    head, body = (base64url.encode(text.encode()) for text in (header, payload))
    return jws.parse(f"{head}.{body}.")


def bits(text: str) -> str:
    return "".join(f"{ALPHABET.index(character):06b}" for character in text)


@pytest.mark.parametrize("member", json_layout.members(CLAIMS), ids=lambda member: member.pointer)
def test_the_characters_of_a_claim_hold_exactly_its_bits(member: json_layout.Member) -> None:
    parsed = token(CLAIMS)
    span = Span(member.name.start, member.value.end)
    lit = lens.in_token(parsed, "payload", span)
    assert lit is not None
    before = len(CLAIMS[: span.start].encode()) * 8
    wanted = "".join(f"{byte:08b}" for byte in CLAIMS[span.start : span.end].encode())
    start = parsed.segment("payload").span.start
    found = bits(parsed.text[lit.span.start : lit.span.end])
    offset = before - (lit.span.start - start) * 6
    assert found[offset : offset + len(wanted)] == wanted
    assert (offset > 0, len(found) > offset + len(wanted)) == (lit.shares_first, lit.shares_last)


@given(st.text(max_size=40), st.data())
def test_there_and_back_covers_what_was_asked_for(value: str, data: st.DataObject) -> None:
    text = json.dumps({"a": value, "b": 1}, ensure_ascii=False)
    if any("\ud800" <= character <= "\udfff" for character in value):
        return
    parsed = token(text)
    first = data.draw(st.integers(0, len(text) - 1))
    span = Span(first, data.draw(st.integers(first + 1, len(text))))
    lit = lens.in_token(parsed, "payload", span)
    assert lit is not None
    back = lens.in_json(parsed, "payload", lit.span)
    assert back is not None
    assert back.start <= span.start < span.end <= back.end
    assert span.start - back.start <= 1 >= back.end - span.end


def test_every_character_of_the_token_lights_something() -> None:
    parsed = token(CLAIMS)
    span = parsed.segment("payload").span
    covered: set[int] = set()
    for at in range(span.start, span.end):
        found = lens.in_json(parsed, "payload", Span(at, at + 1))
        assert found is not None
        covered.update(range(found.start, found.end))
    assert covered == set(range(len(CLAIMS)))


def test_an_unencoded_payload_stands_for_itself() -> None:
    header = base64url.encode(b'{"alg":"HS256","b64":false,"crit":["b64"]}')
    parsed = jws.parse(f'{header}.{{"a":1}}.')
    lit = lens.in_token(parsed, "payload", Span(1, 6))
    assert lit == lens.Lit(Span(len(header) + 2, len(header) + 7))
    assert lens.in_json(parsed, "payload", lit.span) == Span(1, 6)


@pytest.mark.parametrize(
    "parsed",
    [jws.parse("e30.", b'{"a":1}'), jws.parse("e30.!!!!."), jws.parse("")],
    ids=["detached", "no base64url", "no token"],
)
def test_where_there_is_nothing_to_light(parsed: jws.Token) -> None:
    assert lens.in_token(parsed, "payload", Span(0, 5)) is None
    assert lens.in_json(parsed, "payload", Span(0, 200)) is None


def test_the_segment_at_a_position() -> None:
    parsed = token("{}")
    names = [found.name for at in range(len(parsed.text) + 1) if (found := lens.segment_at(parsed, at))]
    assert names == sorted(names, key=jws.PARTS.index)
    assert set(names) == set(jws.PARTS)
