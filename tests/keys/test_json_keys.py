"""Documents that hold keys: what cloud consoles, Keycloak, Google and discovery hand out."""

import json

import pytest

from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from tests.keys.key_kit import Kit


def read(document: object) -> Keyring:
    return read_keys(Secret(json.dumps(document, indent=1)))


def bare(pem: str) -> str:
    return "".join(pem.splitlines()[1:-1])


def test_a_service_account_names_its_key(kit: Kit) -> None:
    account = {"type": "service_account", "private_key_id": "abc", "private_key": kit.text("RSA", "pkcs8")}
    keyring = read(account)
    (key,) = keyring.keys
    assert (key.kid, key.private) == ("abc", True)
    assert keyring.words == key.words == "/private_key of a JSON document: PEM; RSA 2048 private key"
    assert not keyring.is_set


def test_a_keycloak_realm_has_a_bare_key(kit: Kit) -> None:
    keyring = read({"realm": "test", "public_key": bare(kit.text("RSA", "spki")), "tokens-not-before": 0})
    assert keyring.words == "/public_key of a JSON document: base64 without PEM lines; RSA 2048 public key"


def test_keycloak_lists_keys_of_its_own_form(kit: Kit) -> None:
    entries = [{"kid": kid, "publicKey": bare(kit.text(kid, "spki"))} for kid in ("RSA", "P-256")]
    keyring = read({"active": {"RS256": "RSA"}, "keys": [*entries, {"kid": "h", "type": "OCT"}]})
    assert [key.kid for key in keyring.keys] == ["RSA", "P-256"]
    assert keyring.is_set


def test_google_names_certificates_by_kid(kit: Kit) -> None:
    keyring = read({kid: kit.text(kid, "certificate") for kid in ("RSA", "P-256")})
    assert [(key.kid, key.kty) for key in keyring.keys] == [("RSA", "RSA"), ("P-256", "EC")]


DOCUMENTS = ['{"issuer": "x", "jwks": KEY}', '{"a": {"b": [1, KEY]}}', '[{"x": KEY}]']


@pytest.mark.parametrize("document", DOCUMENTS)
def test_sets_and_jwks_inside_are_found(kit: Kit, document: str) -> None:
    jwk = json.dumps(kit.jwk("P-256", private=False) | {"kid": "k"})
    one = read_keys(Secret(document.replace("KEY", jwk)))
    whole = read_keys(Secret(document.replace("KEY", f'{{"keys": [{jwk}]}}')))
    assert [key.kid for key in (*one.keys, *whole.keys)] == ["k", "k"]
    assert (one.is_set, whole.is_set) == (False, True)


def test_a_broken_key_inside_says_where(kit: Kit) -> None:
    keyring = read({"a": [{"kty": "oct"}], "b": "-----BEGIN PUBLIC KEY-----"})
    assert not keyring.keys
    assert [problem.message.split(":")[0] for problem in keyring.problems] == ["/a/0", "/b"]
    assert {problem.field for problem in keyring.problems} == {"key"}


def test_text_that_is_no_key_is_passed_over() -> None:
    assert read({"a": "M" * 60, "b": "MAAA" * 20, "c": 5, "d": None}).problems[0].code == "json-no-key"
