"""A compact JWE taken apart: the five parts, what makes it malformed, and the words for it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose import base64url, jwe
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.jose.jwe_words import explain

DIR = {"alg": "dir", "enc": "A128GCM"}
EPK = {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}


def compact(header: object, *parts: bytes) -> str:
    given_parts = parts or (b"", bytes(12), b"four", bytes(16))
    return ".".join(base64url.encode(part) for part in (json.dumps(header).encode(), *given_parts))


def codes(token: str) -> list[str]:
    return [problem.code for problem in jwe.parse(token).problems]


def test_the_five_parts() -> None:
    token = compact({**DIR, "kid": "é"}, b"key", bytes(12), b"four", bytes(16))
    found = jwe.parse(token)
    assert found.problems == ()
    assert found.serialization == "JWE compact"
    assert [part.name for part in found.segments] == list(jwe.PARTS)
    assert [part.data for part in found.segments[1:]] == [b"key", bytes(12), b"four", bytes(16)]
    assert [token[part.span.start : part.span.end] for part in found.segments] == token.split(".")
    assert found.header is found.protected_header
    assert found.header.members["kid"] == "é"
    assert found.authenticated == token.split(".", maxsplit=1)[0].encode()


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"enc": "A128GCM"}, "alg-missing"),
        ({**DIR, "alg": ""}, "alg-missing"),
        ({**DIR, "alg": 1}, "alg-type"),
        ({"alg": "dir"}, "enc-missing"),
        ({**DIR, "enc": ""}, "enc-missing"),
        ({**DIR, "enc": ["A128GCM"]}, "header-type"),
        ({**DIR, "zip": 1}, "header-type"),
        ({**DIR, "kid": 1}, "header-type"),
        ({**DIR, "crit": []}, "crit-type"),
        ({**DIR, "crit": ["exp"]}, "crit-absent"),
        ({**DIR, "crit": ["enc"]}, "crit-registered"),
        ({**DIR, "crit": ["alg"]}, "crit-registered"),
        ({**DIR, "crit": ["x", "x"], "x": 1}, "crit-duplicate"),
        ({**DIR, "alg": "ECDH-ES"}, "header-missing"),
        ({**DIR, "alg": "ECDH-ES", "epk": "x"}, "header-type"),
        ({**DIR, "alg": "ECDH-ES+A128KW", "epk": EPK, "apu": 1}, "header-type"),
        ({**DIR, "alg": "ECDH-ES", "epk": EPK, "apv": "a+b="}, "base64-padding"),
        ({**DIR, "alg": "A128GCMKW", "iv": "AAAA"}, "header-missing"),
        ({**DIR, "alg": "A128GCMKW", "iv": 1, "tag": "AAAA"}, "header-type"),
        ({**DIR, "alg": "PBES2-HS256+A128KW", "p2s": "AAAA"}, "header-missing"),
        ({**DIR, "alg": "PBES2-HS256+A128KW", "p2c": 1000}, "header-missing"),
        ({**DIR, "alg": "PBES2-HS256+A128KW", "p2c": 1000, "p2s": 1}, "header-type"),
        ({**DIR, "alg": "PBES2-HS256+A128KW", "p2c": 1000, "p2s": "A"}, "base64-length"),
        *(
            ({**DIR, "alg": "PBES2-HS256+A128KW", "p2s": "AAAA", "p2c": count}, "p2c-type")
            for count in ("4096", 4096.5, 4096.0, True, None, 0, -1)
        ),
        (["alg", "dir"], "header-object"),
    ],
)
def test_a_header_that_breaks_the_rules(header: object, code: str) -> None:
    assert code in codes(compact(header))


@pytest.mark.parametrize(
    "header",
    [
        {**DIR, "zip": "GZIP"},
        {**DIR, "alg": "none"},
        {**DIR, "enc": "?"},
        {**DIR, "crit": ["x"], "x": 1},
        {**DIR, "epk": "x", "p2c": "y", "iv": 1, "b64": False},
        {**DIR, "alg": "PBES2-HS256+A128KW", "p2s": "AA", "p2c": 10**4000},
        {**DIR, "alg": "ECDH-ES", "epk": {}},
    ],
)
def test_what_is_refused_is_not_malformed(header: dict[str, Any]) -> None:
    assert codes(compact(header)) == []


def test_a_huge_count_is_a_count() -> None:
    text = '{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2s":"AAAAAAAAAAA","p2c":%s}'
    for literal, expected in (("1" * 5000, []), ("-" + "1" * 5000, ["p2c-type"])):
        assert codes(".".join([base64url.encode((text % literal).encode()), "", "", "", ""])) == expected


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "empty"),
        ("e30", "segments"),
        ("e30...", "segments"),
        ("e30.....", "segments"),
        ("....", "json-syntax"),
        ("bm8=....", "base64-padding"),
        (base64url.encode(b'{"alg":"dir","alg":"dir","enc":"A128GCM"}') + "....", "json-duplicate"),
        (base64url.encode(b'{"alg":"dir","enc":"A128GCM","x":NaN}') + "....", "json-constant"),
        (base64url.encode(b"\xff\xfe") + "....", "json-utf8"),
        (compact(DIR) + "=", "base64-padding"),
        (compact(DIR)[:-1] + "B", "base64-spare-bits"),
        (compact(DIR).replace(".", ". ", 1), "base64-whitespace"),
        (compact(DIR).replace("Zm91cg", "Zm91c+"), "base64-standard"),
    ],
)
def test_a_text_that_is_no_compact_jwe(token: str, code: str) -> None:
    assert code in codes(token)


def test_problems_say_where() -> None:
    token = compact(DIR)
    at = token.rindex(".")
    found = jwe.parse(f"{token[: at + 1]}!{token[at + 1 :]}")
    assert [(problem.field, problem.span) for problem in found.problems] == [("tag", (at + 1, at + 2))]
    assert found.problems[0].message.startswith("tag: ")


@given(st.text() | st.from_regex(r"[A-Za-z0-9_=-]{0,9}(\.[A-Za-z0-9_=-]{0,9}){3,5}", fullmatch=True))
def test_any_text_is_taken_apart(text: str) -> None:
    found = jwe.parse(text)
    assert len(found.segments) == len(explain(found)) == 5


def test_the_parts_in_words() -> None:
    words = dict(explain(jwe.parse(compact(DIR))))
    assert list(words) == list(jwe.PARTS)
    assert "alg dir (the shared secret itself is the content encryption key)" in words["header"]
    assert "enc A128GCM (AES-128 in GCM mode)" in words["header"]
    assert words["encrypted key"].startswith("empty, as it must be: the secret that both sides have")
    assert words["iv"].startswith("12 bytes: the initialization vector")
    assert words["ciphertext"] == "4 bytes: the encrypted content, which is as long"
    assert words["tag"].startswith("16 bytes: the authentication tag")


def test_words_say_what_is_odd() -> None:
    parts = (b"", bytes(1), bytes(16), bytes(4))
    words = dict(explain(jwe.parse(compact({"alg": "A128KW", "enc": "A128CBC-HS256", "zip": "DEF"}, *parts))))
    assert "the content is compressed first" in words["header"]
    assert words["encrypted key"] == "empty, but there should be a key"
    assert words["iv"].startswith("1 byte: ")
    assert words["iv"].endswith("(A128CBC-HS256 wants 16 bytes)")
    assert "compressed content, which is 1 to 16 bytes shorter" in words["ciphertext"]
    assert words["tag"].endswith("(A128CBC-HS256 wants 16 bytes)")
    unknown = dict(explain(jwe.parse(compact({"alg": "x\u202e", "enc": "y"}, *parts))))
    assert "alg x\\u202e (unknown here)" in unknown["header"]


def test_the_registries() -> None:
    assert len(KEY_MANAGEMENT) == 19
    assert len(CONTENT_ENCRYPTION) == 6
    assert [name for name, row in KEY_MANAGEMENT.items() if row.status == "Recommended-"] == ["RSA1_5"]
    assert all(row.words and row.spec for row in KEY_MANAGEMENT.values())
    assert all(row.words and row.spec for row in CONTENT_ENCRYPTION.values())
