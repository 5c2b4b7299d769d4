import json

import pytest

from jwtlens.jose import serialization
from jwtlens.jose.serialization import nested, promises_token, with_content
from tests import jwe_kit
from tests.core_kit import b64, codes, compact, hs256

JWE = jwe_kit.by_joserfc({"alg": "dir", "enc": "A128GCM"}, jwe_kit.secret_for("dir", "A128GCM"))
FLAT = '{"payload":"","signature":"","protected":"' + b64('{"alg":"HS256"}') + '"}'
INNER = hs256()


@pytest.mark.parametrize(
    ("text", "kind", "encrypted"),
    [
        (INNER, "JWS compact", False),
        (JWE, "JWE compact", True),
        (FLAT, "JWS JSON flattened", False),
        ('{"ciphertext":""}', "JWE JSON flattened", True),
        ('{"ciphertext":"","recipients":[]}', "JWE JSON general", True),
        ('{"signatures":[]}', "JWS JSON general", False),
        ("{}", "JSON", False),
        ("{", "JSON", False),
        ('{"keys":[]}', "JSON", False),
        ("", "JWS compact", False),
        (f" \r\n\t{FLAT}\n", "JWS JSON flattened", False),
        (f"\u00a0{FLAT}", "JWS compact", False),
        ("a.b", "JWS compact", False),
        ("....", "JWE compact", True),
        (".....", "JWS compact", False),
    ],
)
def test_the_kind_is_told_by_the_text(text: str, kind: str, encrypted: bool) -> None:
    parsed = serialization.parse(text)
    assert (parsed.token.serialization, parsed.token.encrypted, parsed.jwe is not None) == (kind, encrypted, encrypted)
    if text.strip(" \r\n\t") not in {INNER, JWE, FLAT}:
        assert parsed.token.problems


@pytest.mark.parametrize(
    ("content", "is_token"),
    [
        (INNER, True),
        (JWE, True),
        (f"{INNER}~", True),
        (f"{INNER}~AAAA~{INNER}", True),
        (compact({"alg": "none"}, {}, ""), True),
        (f"{INNER}\n", False),
        (f" {INNER}", False),
        ("hello.world.x", False),
        ("www.example.com", False),
        ("e.e.e", False),
        ("eyJ", False),
        ("", False),
        ("{}", False),
    ],
)
def test_content_that_looks_like_a_token_is_one(content: str, is_token: bool) -> None:
    token = serialization.parse(hs256(content.encode())).token
    assert nested(token) == (content if is_token else None)


@pytest.mark.parametrize("cty", ["JWT", "jwt", "application/jwt", "APPLICATION/JWT"])
@pytest.mark.parametrize("content", [b"hello", b"\xff", b"{}"])
def test_content_that_the_header_calls_a_token_is_to_be_one(cty: str, content: bytes) -> None:
    token = serialization.parse(hs256(content, cty=cty)).token
    assert promises_token(token)
    assert nested(token) == content.decode("utf-8", "replace")


@pytest.mark.parametrize("cty", ["text/plain", "JOSE+", "", 7, None])
def test_another_content_type_promises_nothing(cty: object) -> None:
    assert nested(serialization.parse(hs256(b"hello", cty=cty)).token) is None


def test_decrypted_content_stands_in_the_place_of_a_payload() -> None:
    token = with_content(serialization.parse(JWE).token, b'{"a":1}')
    assert token.payload.members == {"a": 1}
    assert token.segment("payload").data == b'{"a":1}'
    assert token.text == JWE


def test_members_of_two_kinds_are_malformed() -> None:
    text = json.dumps({"ciphertext": "", "payload": ""})
    parsed = serialization.parse(text)
    assert "json-mixed" in codes(parsed.token.problems)
    assert parsed.jwe is not None
    assert parsed.jwe.problems == parsed.token.problems


def test_an_encrypted_token_has_no_payload_apart() -> None:
    assert codes(serialization.parse(JWE, b"").token.problems) == ["detached-jwe"]
