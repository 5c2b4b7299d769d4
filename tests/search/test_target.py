import json

import jwt
import pytest

from jwtlens.jose import jws, serialization
from jwtlens.search.target import hashcat, target_of
from tests.search.kit import signed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "alg is .*RS256"),
        ("eyJhbGciOiJub25lIn0.e30.", "alg is"),
        ("e30.e30.AAAA", "alg is"),
        ("", "alg is"),
        ("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "32 bytes, this one 3"),
        ("eyJhbGciOiJIUzI1NiJ9.e30.", "32 bytes, this one 0"),
        ("eyJhbGciOiJoczI1NiJ9.e30.AAAA", "alg is .*hs256"),
    ],
)
def test_refuses_what_no_secret_makes(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        target_of(jws.parse(text))


def test_of_several_signatures_it_takes_the_one_with_a_secret() -> None:
    header, payload, signature = signed(b"secret").text.split(".")
    first = {"protected": "eyJhbGciOiJSUzI1NiJ9", "signature": "AAAA"}
    text = json.dumps({"payload": payload, "signatures": [first, {"protected": header, "signature": signature}]})
    assert target_of(serialization.parse(text).token) == target_of(signed(b"secret"))


def test_hashcat_gets_the_token_as_a_line_and_no_secret_in_the_command() -> None:
    token = signed(b"secret", "HS384")
    assert hashcat(token).line == token.text
    assert hashcat(token).command.startswith("hashcat -m 16500 ")
    assert token.text not in hashcat(token).command


def test_hashcat_gets_a_detached_payload_put_in() -> None:
    text = jwt.api_jws.encode(b"hello", "a" * 64, "HS256")
    header, payload, signature = text.split(".")
    token = jws.parse(f"{header}..{signature}", detached=b"hello")
    assert hashcat(token).line == f"{header}.{payload}.{signature}"


def test_hashcat_cannot_read_an_unencoded_payload() -> None:
    text = jwt.api_jws.encode(b"hello", "a" * 64, "HS256", {"b64": False, "crit": ["b64"]}, is_payload_detached=True)
    with pytest.raises(ValueError, match="payload in base64url"):
        hashcat(jws.parse(text, detached=b"hello"))


@pytest.mark.parametrize("payload", ["\x00", "\n", "\x1b[2J", "a b", "é"])
def test_hashcat_gets_no_line_of_a_payload_that_is_no_base64url(payload: str) -> None:
    header, _, signature = signed(b"secret").text.split(".")
    text = json.dumps({"payload": payload, "protected": header, "signature": signature})
    with pytest.raises(ValueError, match="payload in base64url"):
        hashcat(serialization.parse(text).token)
