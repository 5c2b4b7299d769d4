"""A JWE in JSON serialization taken apart, and what makes it malformed."""

import json
from typing import Any

import pytest

from jwtlens.jose import base64url, jwe

PROTECTED = base64url.encode(b'{"enc":"A128GCM"}')
FLATTENED = {"protected": PROTECTED, "header": {"alg": "dir"}, "iv": "AAAA", "ciphertext": "Zm91cg", "tag": "BBBB"}
GENERAL = {
    "protected": PROTECTED,
    "unprotected": {"jku": "https://a.example"},
    "recipients": [{"header": {"alg": "A128KW"}, "encrypted_key": "CCCC"}, {"header": {"alg": "dir"}}],
    "iv": "AAAA",
    "ciphertext": "Zm91cg",
    "tag": "BBBB",
    "aad": "DDDD",
}


def codes(token: dict[str, Any] | str) -> list[str]:
    text = token if isinstance(token, str) else json.dumps(token)
    return [problem.code for problem in jwe.parse(text).problems]


def test_flattened() -> None:
    text = json.dumps(FLATTENED, indent=2)
    found = jwe.parse(text)
    assert (found.problems, found.serialization) == ((), "JWE JSON flattened")
    assert found.header.members == {"enc": "A128GCM", "alg": "dir"}
    assert json.loads(found.header.text) == found.header.members
    for part in found.segments:
        assert text[part.span.start : part.span.end] == part.text or not part.text
    assert found.authenticated == PROTECTED.encode()


def test_general() -> None:
    found = jwe.parse(json.dumps(GENERAL))
    assert (found.problems, found.serialization) == ((), "JWE JSON general")
    assert [one.header["alg"] for one in found.recipients] == ["A128KW", "dir"]
    assert [one.encrypted_key.text for one in found.recipients] == ["CCCC", ""]
    assert all(one.header["jku"] == "https://a.example" for one in found.recipients)
    assert found.unprotected == GENERAL["unprotected"]
    assert (found.aad, found.authenticated) == ("DDDD", f"{PROTECTED}.DDDD".encode())


def test_a_header_in_one_place_keeps_its_text() -> None:
    protected = base64url.encode(b'{ "alg":"dir",  "enc":"A128GCM" }')
    found = jwe.parse(json.dumps({"protected": protected, "iv": "AAAA", "ciphertext": "", "tag": "BBBB"}))
    assert found.problems == ()
    assert found.header.text == '{ "alg":"dir",  "enc":"A128GCM" }'


def test_without_a_protected_header() -> None:
    token = {"unprotected": {"alg": "dir", "enc": "A128GCM"}, "ciphertext": ""}
    found = jwe.parse(json.dumps({**token, "aad": "DDDD"}))
    assert (found.problems, found.authenticated) == ((), b".DDDD")


def test_unknown_members_and_empty_ones_are_tolerated() -> None:
    assert codes({**FLATTENED, "x": 1, "encrypted_key": "", "unprotected": {}}) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"header": {"alg": "dir", "enc": "A128GCM"}}, "header-overlap"),
        ({"unprotected": {"alg": "dir"}}, "header-overlap"),
        ({"unprotected": {"enc": "A128GCM"}}, "header-overlap"),
        ({"unprotected": {"zip": "DEF"}}, "zip-unprotected"),
        ({"unprotected": {"crit": ["jku"], "jku": "x"}}, "crit-unprotected"),
        ({"header": {}}, "alg-missing"),
        ({"protected": ""}, "enc-missing"),
        ({"header": []}, "json-member-type"),
        ({"unprotected": "x"}, "json-member-type"),
        ({"protected": {}}, "json-member-type"),
        ({"encrypted_key": None}, "json-member-type"),
        ({"iv": 1}, "json-member-type"),
        ({"tag": ["BBBB"]}, "json-member-type"),
        ({"ciphertext": None}, "json-member-type"),
        ({"aad": 1}, "json-member-type"),
        ({"aad": ""}, "aad-empty"),
        ({"aad": "A"}, "base64-length"),
        ({"iv": "AAAA="}, "base64-padding"),
        ({"ciphertext": "Zm91ch"}, "base64-spare-bits"),
        ({"protected": "bm8"}, "json-syntax"),
        ({"protected": base64url.encode(b"[]")}, "header-object"),
        ({"recipients": [{}]}, "json-mixed"),
    ],
)
def test_a_flattened_one_that_breaks_the_rules(changes: dict[str, Any], code: str) -> None:
    assert code in codes({**FLATTENED, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipients": []}, "recipients-type"),
        ({"recipients": {}}, "recipients-type"),
        ({"recipients": [1]}, "recipients-type"),
        ({"recipients": [{"header": {"alg": "dir"}}, {}]}, "alg-missing"),
        ({"recipients": [{"header": {"alg": "dir"}}, {"header": {"alg": "dir", "jku": "x"}}]}, "header-overlap"),
        ({"recipients": [{"header": {"alg": "dir"}}, {"header": 1}]}, "json-member-type"),
        ({"recipients": [{"header": {"alg": "dir"}}, {"header": {"alg": "dir"}, "encrypted_key": "A"}]},
         "base64-length"),
        ({"recipients": [{"header": {"alg": "dir"}}] * 17}, "recipients-cap"),
        ({"encrypted_key": "CCCC"}, "json-mixed"),
        ({"protected": "", "recipients": [{"header": {"alg": "dir", "enc": enc}} for enc in ("A128GCM", "A256GCM")]},
         "enc-differs"),
    ],
)  # fmt: skip
def test_a_general_one_that_breaks_the_rules(changes: dict[str, Any], code: str) -> None:
    assert code in codes({**GENERAL, **changes})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json-syntax"),
        ("{}", "ciphertext-missing"),
        (json.dumps(FLATTENED) + "x", "json-syntax"),
        (json.dumps(FLATTENED)[:-1] + ',"iv":"AAAA"}', "json-duplicate"),
        (json.dumps(FLATTENED).replace('"alg": "dir"', '"alg": "dir", "alg": "dir"'), "json-duplicate"),
        ('{"a":' * 100, "json-depth"),
    ],
)
def test_a_text_that_breaks_the_rules_of_json(text: str, code: str) -> None:
    assert code in codes(text)


def test_problems_say_where() -> None:
    text = json.dumps({**FLATTENED, "tag": "BB!BB"})
    problem = jwe.parse(text).problems[0]
    assert (problem.field, problem.span) == ("tag", (text.index("!"), text.index("!") + 1))
    text = json.dumps({**GENERAL, "recipients": [{"header": 1}]})
    problem = jwe.parse(text).problems[0]
    assert problem.field == "token/recipients/0/header"
    assert problem.span is not None
    assert text[problem.span.start : problem.span.end] == "1"
