"""``jwtlens explain``, and what decode and verify say of whose token it looks like."""

import json

import jwt
import pytest

from jwtlens.audit import RULES
from jwtlens.knowledge.glossary import entries
from tests.cli.conftest import Call


def test_an_entry(jwtlens: Call) -> None:
    code, out, err = jwtlens("explain", "cnf.jkt")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "cnf.jkt  thumbprint of the DPoP key  (claim)"
    assert lines[1:3] == ["  type            string, base64url", "  defined by      RFC 9449 §6.1"]
    assert any(line.startswith("  watch for       ") for line in lines)
    assert max(map(len, lines)) <= 100


def test_all_meanings_of_a_name_the_common_one_first(jwtlens: Call) -> None:
    out = jwtlens("explain", "scp", "nonce").out
    assert [line for line in out.splitlines() if line.startswith(("scp", "nonce"))] == [
        "scp  what it permits  (claim)",
        "scp  delegated permissions  (claim)",
        "scp  scopes  (claim)",
        "nonce  ties the token to one login request  (claim)",
        "nonce  nonce of the server  (claim)",
        "nonce  nonce of the verifier  (claim)",
        "nonce  server-given value against replay  (header parameter)",
        "nonce  does it answer this request?  (check of the verification)",
    ]
    assert "  in              Okta tokens" in out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ES512", "key             EC P-521"),
        ("A256GCM", "sizes           key 256 bits, iv 12 bytes, tag 16 bytes"),
        ("exp-missing", "(rule of the audit)"),
        ("replay", "(what no token can tell)"),
        ("custom:plan", "custom:plan  attribute of the pool"),
        ("azpacr", "1: by a client secret."),
    ],
)
def test_whatever_has_a_name(jwtlens: Call, name: str, words: str) -> None:
    code, out, err = jwtlens("explain", name)
    assert (code, err) == (0, "")
    assert words in out


def test_unknown_names(jwtlens: Call) -> None:
    assert jwtlens("explain", "scopee")[::2] == (2, "jwtlens: nothing is known of scopee; did you mean scope or scp?\n")
    assert (
        jwtlens("explain", "qqqqqqq").err == "jwtlens: nothing is known of qqqqqqq; jwtlens explain lists all names\n"
    )
    code, out, err = jwtlens("explain", "exp-missin", "jti")
    assert code == 1
    assert out.startswith("jti  token id  (claim)")
    assert "did you mean exp-missing" in err
    assert "\x1b" not in jwtlens("explain", "\x1b[31m").err


def test_json(jwtlens: Call) -> None:
    code, out, _ = jwtlens("explain", "--json", "jti", "wibblewobble")
    found = json.loads(out)
    assert (code, found["unknown"]) == (1, ["wibblewobble"])
    first = found["entries"][0]
    assert (first["name"], first["title"], first["part"]) == ("jti", "token id", "claim")
    assert dict(first["facts"])["defined by"] == "RFC 7519 §4.1.7"
    assert json.loads(jwtlens("explain", "--json", "wibblewobble").out)["errors"][0]["code"] == "unknown-name"


def test_the_list_of_names(jwtlens: Call) -> None:
    out = " ".join(jwtlens("explain").out.split())
    names = json.loads(jwtlens("explain", "--json").out)["names"]
    listed = {name for part in names.values() for name in part}
    assert listed == {entry.label for entry in entries()} | {rule.slug for rule in RULES}
    assert all(name in out for name in listed)


def test_whose_token_it_looks_like(jwtlens: Call) -> None:
    token = jwt.encode({"iss": "https://login.example/realms/a", "typ": "Bearer"}, "s" * 32, "HS256")
    alike = {"vendor": "Keycloak", "kind": "access token", "by_type": False}
    for command in ("decode", "verify"):
        assert "payload  looks like a Keycloak access token\n" in jwtlens(command, token).out
        assert json.loads(jwtlens(command, "--json", token).out)["looks_like"] == alike
    plain = jwt.encode({"sub": "a"}, "s" * 32, "HS256")
    assert json.loads(jwtlens("decode", "--json", plain).out)["looks_like"] is None
    assert "\npayload\n" in jwtlens("decode", plain).out
