"""Keys in requests of ``jwtlens batch``: read in any form, described, and never given back."""

import json
from typing import Any

import pytest

from jwtlens.cli.batch_request import OPERATIONS
from jwtlens.keys.export import export
from jwtlens.keys.jwk import to_jwk
from tests.cli.batch_kit import KEY, asked, codes
from tests.core_kit import hs256, key_for, pair, signed


def test_keys_are_read_and_never_given_back() -> None:
    key = to_jwk(pair("P-256"), private=True).reveal()
    for members in ({"key": key, "token": None}, {"key": key}, {"key": None, "token": json.dumps(key)}):
        answer = asked(op="jwk", **members)
        assert (answer["valid"], answer["kty"], answer["private"]) == (True, "EC", True)
        assert str(key["d"]) not in json.dumps(answer)
    assert codes(asked(op="jwk", key={"kty": "EC"}))
    assert codes(asked(op="jwk", key={"keys": []}))


@pytest.mark.parametrize("op", OPERATIONS)
def test_no_answer_has_private_key_material(op: str) -> None:
    key = to_jwk(pair("RSA"), private=True).reveal() | {"kid": "k"}
    token = signed({"alg": "RS256", "kid": "other"})
    for given_key in (key, {"keys": [key, key]}, {**key, "d": key["d"] + "!"}, {**key, "p": key["q"]}):  # type: ignore[operator]
        text = json.dumps(asked(op=op, token=token, key=given_key, outer_key=given_key, inner_key=given_key))
        assert not any(str(key[name]) in text for name in ("d", "p", "q", "dp", "dq", "qi"))


@pytest.mark.parametrize("op", ["verify", "decrypt", "decode", "audit"])
def test_no_answer_has_the_private_members_of_keys_that_stand_in_a_header(op: str) -> None:
    key = to_jwk(pair("P-256"), private=True).reveal()
    nameless = {name: value for name, value in key.items() if name != "kty"}
    for shown in ({"jwk": key}, {"epk": nameless}, {"jwks": {"keys": [key]}}, {"x": [[{"y": key}]]}):
        answer = asked(op=op, token=signed({"alg": "ES256", **shown}), key=None)
        assert str(key["x"]) in json.dumps(answer["header"])
        assert str(key["d"]) not in json.dumps(answer)
    pem = export([pair("P-256")], "pem").reveal()
    for text, secret in (
        (json.dumps(key), str(key["d"])),
        (pem, pem.splitlines()[1]),
        (f'{{"a": [{json.dumps(pem)}]}}', pem[40:60]),
    ):
        for placed in ({"jwk": text}, {"jwks": {"keys": text}}, {"x": [{"y": text}]}):
            answer = asked(op=op, token=signed({"alg": "ES256", **placed}), key=None)
            assert secret not in json.dumps(answer)


def test_an_inner_key_is_not_replaced_by_the_outer_one() -> None:
    assert asked(inner_key=None)["valid"]
    assert not asked(inner_key={})["valid"]


@pytest.mark.parametrize(
    ("members", "exit_code"),
    [
        ({"token": "{"}, 2),
        ({"token": '{"kty": "EC"'}, 2),
        ({"token": "[]"}, 2),
        ({"token": "7"}, 2),
        ({"token": ""}, 2),
        ({"key": "{"}, 2),
        ({"key": []}, 2),
        ({"token": "{}"}, 1),
        ({"token": '{"kty": "EC"}'}, 1),
        ({"key": {"keys": []}}, 1),
        ({"key": {"keys": [{"kty": "EC"}]}}, 1),
    ],
)
def test_a_text_that_is_no_object_is_malformed_and_a_key_that_is_wrong_is_invalid(
    members: dict[str, Any], exit_code: int
) -> None:
    answer = asked(op="jwk", **{"key": None, "token": None, **members})
    assert (answer["exit"], answer["valid"]) == (exit_code, False)
    assert answer["errors"]


def test_a_set_describes_every_key() -> None:
    keys = [to_jwk(pair(name, kid=name), private=True).reveal() for name in ("P-256", "Ed25519", "RSA")]
    answer = asked(op="jwk", key={"keys": keys})
    assert [(one["kty"], one["crv"], one["kid"], one["private"]) for one in answer["keys"]] == [
        ("EC", "P-256", "P-256", True),
        ("OKP", "Ed25519", "Ed25519", True),
        ("RSA", None, "RSA", True),
    ]
    assert (answer["kty"], answer["thumbprint"]) == ("EC", answer["keys"][0]["thumbprint"])
    assert not any(str(key["d"]) in json.dumps(answer) for key in keys)
    partly = asked(op="jwk", key={"keys": [*keys[:1], {"kty": "EC"}]})
    assert (partly["exit"], len(partly["keys"])) == (1, 1)


@pytest.mark.parametrize(
    "key",
    [None, KEY, to_jwk(key_for("HS256"), private=True).reveal(), {"keys": []}],
    ids=["none", "text", "JWK", "empty set"],
)
def test_an_audit_takes_a_key_in_any_form(key: object) -> None:
    slugs = {finding["slug"] for finding in asked(op="audit", token=hs256(), key=key)["findings"]}
    assert "exp-missing" in slugs
