"""A workspace in a file: what goes in comes back, and what anybody could put into one is refused or does nothing."""

import json
from typing import Any

import pytest

from jwtlens.keys.secret import Secret
from jwtlens.settings.profile_members import MEMBERS, left_out, members_of, policy_of
from jwtlens.settings.workspace import MOST_BYTES, SavedKey, SavedWorkspace, is_workspace, read, write
from jwtlens.verify.policy import KeyBinding, Policy, Possession, Profile

POLICY = Policy(
    ("https://a.example",), ("x", "y"), ("RS256",), ("exp",), "JWT", 30, profile=Profile("id", "web", max_age=5)
)
SAVED = SavedWorkspace(
    "a.b.c\u202e\ud800",
    "a.b.d",
    POLICY,
    (SavedKey("@/k.pem"), SavedKey("env:K", "hex"), SavedKey("https://a.example/jwks")),
    1.5,
    False,
)
BASE: dict[str, Any] = {"format": "jwtlens-workspace", "version": 1, "token": "a.b.c"}


def test_what_goes_in_comes_back() -> None:
    text = write(SAVED).encode()
    assert is_workspace(text)
    found = read(text, "/folder")
    assert found._replace(token="") == SAVED._replace(token="")
    plain = SavedWorkspace("t", "t")
    assert read(write(plain).encode(), "/") == plain
    assert write(plain) == write(read(write(plain).encode(), "/"))


def test_a_relative_path_starts_where_the_file_is() -> None:
    text = json.dumps(BASE | {"keys": [{"reference": "@../k.pem"}]})
    assert read(text.encode(), "/folder/sub").keys == (SavedKey("@/folder/k.pem"),)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"version": 2}, "of a newer jwtlens"),
    ({"version": "1"}, "not that of jwtlens"),
    ({"version": True}, "not that of jwtlens"),
    ({"version": 0}, "not that of jwtlens"),
    ({"format": "x"}, "not that of jwtlens"),
    ({"tokn": "x"}, "no member tokn; did you mean token?"),
    ({"token": 1}, "token is no text"),
    ({"opened": ["x"]}, "opened is no text"),
    ({"token": "x" * (4 * 1024 * 1024 + 1)}, "token is no text, or longer"),
    ({"at": "now"}, "at is no Unix time"),
    ({"at": 1e300}, "at is no Unix time"),
    ({"at": True}, "at is no Unix time"),
    ({"resign": 1}, "resign is true or false"),
    ({"expectations": []}, "expectations is no object"),
    ({"expectations": {"issuer": []}}, "expectations.issuer: the list is empty"),
    ({"expectations": {"check_exp": False}}, "no member check_exp"),
    ({"expectations": {"key": "@/k"}}, "no member key"),
    ({"keys": {}}, "keys is no list"),
    ({"keys": [{}] * 51}, "at most 50"),
    ({"keys": ["@/k"]}, "an object with a reference"),
    ({"keys": [{"reference": "-----BEGIN PRIVATE KEY-----"}]}, "a key itself (PEM)"),
    ({"keys": [{"reference": {"kty": "oct", "k": "c2VjcmV0"}}]}, "a key itself (a JWK)"),
    ({"keys": [{"reference": "my secret"}]}, "perhaps a secret itself"),
    ({"keys": [{"reference": "http://evil.example/jwks"}]}, "http is not encrypted"),
    ({"keys": [{"reference": "@/a\x1b[31m"}]}, "this names nothing"),
    ({"keys": [{"reference": "@/a", "encoding": "rot13"}]}, "encoding is one of"),
    ({"keys": [{"reference": "@/a", "passphrase": "x"}]}, "no member passphrase"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_strictly_or_not_at_all(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        read(json.dumps(BASE | change).encode(), "/")
    assert words in str(caught.value)
    assert str(caught.value).isprintable()
    assert "c2VjcmV0" not in str(caught.value)
    assert "my secret" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", '{"format":"jwtlens-workspace","version":1,"token":"a","token":"b"}', '{"at":NaN}', "\xff",
     "[" * 100_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_what_is_no_json_object_is_no_workspace(text: str) -> None:
    with pytest.raises(ValueError, match="this is no workspace"):
        read(text.encode("latin-1"), "/")


def test_size_has_a_cap() -> None:
    with pytest.raises(ValueError, match="larger than any token"):
        read(b" " * (MOST_BYTES + 1), "/")


@pytest.mark.parametrize("text", ['{"format": "other"}', '{"token": 1, "format": "jwtlens-workspace"}', "eyJ.e30.", ""])
def test_anything_else_is_looked_through_for_tokens(text: str) -> None:
    assert not is_workspace(text.encode())


def test_expectations_come_back_from_their_members_and_what_has_none_is_named() -> None:
    assert policy_of({name: MEMBERS[name].read(value) for name, value in members_of(POLICY).items()}) == POLICY
    assert left_out(POLICY) == ()
    assert left_out(Policy(algorithms=())) == ("algorithms",), "an empty list allows nothing, and cannot be written"
    beyond = Policy(
        issuers=("a",), roots=(b"x",), key_binding=KeyBinding("n"), check_exp=False, possession=Possession("GET"),
        header_keys=("jwk",), profile=Profile(nonce="n", access_token=Secret("t")),
    )  # fmt: skip
    assert {"trusted certificates", "key binding", "nonce", "access token", "that expired tokens are taken"} <= {
        *left_out(beyond)
    }
    assert len(left_out(beyond)) == 7
