import json

import pytest

from jwtlens.jose import serialization
from jwtlens.jose.jws import Token
from jwtlens.limits import SIGNATURES
from tests.core_kit import Json, b64, codes

HEAD, PAYLOAD = b64('{"alg":"HS256"}'), b64('{"sub":"a"}')
ONE: Json = {"protected": HEAD, "signature": "AAAA"}
FLAT: Json = {"payload": PAYLOAD, **ONE}
GENERAL: Json = {"payload": PAYLOAD, "signatures": [ONE, {**ONE, "header": {"kid": "b"}}]}


def parse(value: object) -> Token:
    return serialization.parse(value if isinstance(value, str) else json.dumps(value)).token


def test_flattened() -> None:
    token = parse({**FLAT, "header": {"kid": "k"}})
    assert (token.problems, token.serialization, token.signatures) == ((), "JWS JSON flattened", ())
    assert token.header.members == {"alg": "HS256", "kid": "k"}
    assert (token.alg, token.payload.members) == ("HS256", {"sub": "a"})
    assert token.signing_input == f"{HEAD}.{PAYLOAD}".encode()


def test_general() -> None:
    token = parse(GENERAL)
    assert (token.problems, token.serialization) == ((), "JWS JSON general")
    assert [one.header.members for one in token.signatures] == [{"alg": "HS256"}, {"alg": "HS256", "kid": "b"}]
    assert token.header == token.signatures[0].header


def test_general_with_one_signature_has_no_list() -> None:
    assert parse({**GENERAL, "signatures": [ONE]}).signatures == ()


@pytest.mark.parametrize(
    "value",
    [
        {**FLAT, "unknown": {"a": [1]}},
        {"payload": PAYLOAD, "header": {"alg": "HS256"}, "signature": "AAAA"},
        {"payload": PAYLOAD, "protected": "", "header": {"alg": "HS256"}, "signature": "AAAA"},
        {**FLAT, "header": {}},
        {**FLAT, "payload": ""},
        json.dumps(FLAT, indent=2),
        json.dumps(FLAT).replace(HEAD, "".join(f"\\u{ord(char):04x}" for char in HEAD)),
    ],
)
def test_well_formed(value: object) -> None:
    assert codes(parse(value).problems) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({**GENERAL, **ONE}, "json-mixed"),
        ({**GENERAL, "header": {}}, "json-mixed"),
        ({**GENERAL, "signatures": []}, "signatures-type"),
        ({**GENERAL, "signatures": {}}, "signatures-type"),
        ({**GENERAL, "signatures": None}, "signatures-type"),
        ({**GENERAL, "signatures": [7]}, "signatures-type"),
        ({**GENERAL, "signatures": [7, []]}, "signatures-type"),
        ({**GENERAL, "signatures": [ONE] * (SIGNATURES + 1)}, "signatures-cap"),
        ({**GENERAL, "signatures": [{"protected": HEAD}]}, "signature-missing"),
        ({**GENERAL, "signatures": [{"protected": HEAD}, {"signature": "AAAA"}]}, "alg-missing"),
        ({**GENERAL, "payload": 7}, "json-member-type"),
        ({**FLAT, "protected": b64('{"alg":"HS256","disclosures":[]}')}, "sd-jwt-place"),
        ({"signature": "AAAA", "protected": HEAD}, "payload-missing"),
        ({**FLAT, "payload": {}}, "json-member-type"),
        ({**FLAT, "payload": None}, "json-member-type"),
        ({**FLAT, "protected": {}}, "json-member-type"),
        ({**FLAT, "signature": 7}, "json-member-type"),
        ({**FLAT, "signature": "AA=="}, "base64-padding"),
        ({**FLAT, "payload": "A+A/"}, "base64-standard"),
        ({**FLAT, "protected": b64("[]")}, "header-object"),
        ({**FLAT, "protected": b64("{")}, "json-syntax"),
        ({**FLAT, "protected": b64('{"alg":"HS256","alg":"none"}')}, "json-duplicate"),
        ({**FLAT, "header": []}, "json-member-type"),
        ({**FLAT, "header": {"alg": "HS256"}}, "header-overlap"),
        ({**FLAT, "header": {"crit": ["b64"]}}, "crit-unprotected"),
        ({**FLAT, "header": {"b64": False}}, "crit-unprotected"),
        ({**FLAT, "header": {"kid": 7}}, "header-type"),
        (json.dumps(FLAT)[:-1] + ',"payload":"AAAA"}', "json-duplicate"),
        (json.dumps(FLAT) + "x", "json-syntax"),
    ],
)
def test_malformed(value: object, code: str) -> None:
    token = parse(value)
    assert code in codes(token.problems)
    for problem in token.problems:
        if problem.span:
            assert 0 <= problem.span.start <= problem.span.end <= len(token.text)


@pytest.mark.parametrize(("first", "second"), [(None, False), (False, None), (True, False)])
def test_signatures_that_sign_different_payloads_are_malformed(first: bool | None, second: bool | None) -> None:
    def one(b64_: bool | None) -> Json:
        header = {"alg": "HS256", **({} if b64_ is None else {"b64": b64_, "crit": ["b64"]})}
        return {"protected": b64(json.dumps(header)), "signature": "AAAA"}

    assert codes(parse({**GENERAL, "signatures": [one(first), one(second)]}).problems) == ["b64-differs"]
    assert codes(parse({**GENERAL, "signatures": [one(None), one(True)]}).problems) == []


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (7, "signatures-type"),
        ({"protected": HEAD}, "signature-missing"),
        ({"signature": "AAAA"}, "alg-missing"),
        ({**ONE, "protected": b64("[]")}, "header-object"),
        ({**ONE, "header": {"alg": "HS256"}}, "header-overlap"),
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_a_malformed_signature_is_malformed_by_itself(broken: object, code: str, at: int) -> None:
    entries: list[object] = [ONE]
    entries.insert(at, broken)
    token = parse({**GENERAL, "signatures": entries})
    assert token.problems == ()
    assert token.header.members == {"alg": "HS256"}
    assert [codes(one.problems) for one in token.signatures] == [[code], []][:: 1 if at == 0 else -1]


def test_a_problem_is_located_in_the_text() -> None:
    text = json.dumps({**GENERAL, "signatures": [ONE, {**ONE, "signature": "AA!A"}]})
    problem = parse(text).signatures[1].problems[0]
    assert problem.span is not None
    assert text[problem.span.start : problem.span.end] == "!"


def test_of_a_text_with_very_many_members_no_places_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(text: str) -> None:
        raise AssertionError(len(text))

    monkeypatch.setattr("jwtlens.jose.json_layout.members", work)
    text = json.dumps({**FLAT, "more": [0] * 5000})
    assert parse(text).payload.members == {"sub": "a"}


def test_a_payload_is_read_once_for_all_signatures() -> None:
    token = parse({**GENERAL, "signatures": [ONE] * SIGNATURES})
    assert len({id(one.payload) for one in token.signatures}) == 1
