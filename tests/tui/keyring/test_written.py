"""Keys in other forms, with other readers as the judges of what was written."""

import json

import pytest
from joserfc.jwk import KeySet, import_key

from jwtlens.keys.export import Form
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.tui.keyring.written import write
from tests.core_kit import pair

SHARED = Key("oct", Secret(b"x" * 32), True, 256, "secret", kid="s")
EC, OKP = pair("P-256", kid="a"), pair("Ed25519", kid="b")


@pytest.mark.parametrize("form", ["pem", "jwk", "jwks"])
@pytest.mark.parametrize("public_only", [False, True])
def test_a_key_comes_back_as_it_was(form: Form, public_only: bool) -> None:
    written = write((EC,), form, public_only=public_only, named=False)
    text = written.text.reveal()
    if form == "jwks":
        read = KeySet.import_key_set(json.loads(text)).keys[0]
    else:
        read = import_key(text if form == "pem" else json.loads(text), "EC")
    assert read.is_private is not public_only
    assert (written.private, written.size) == (not public_only, 1)
    assert (
        read.thumbprint()
        == import_key(json.loads(write((EC,), "jwk", public_only=True, named=False).text.reveal()), "EC").thumbprint()
    )
    assert ("PEM has no place" in written.note) == (form == "pem")


def test_the_thumbprint_as_kid_is_that_of_another_library() -> None:
    value = json.loads(write((EC, OKP), "jwks", public_only=True, named=True).text.reveal())
    for one in value["keys"]:
        assert one["kid"] == import_key(one, one["kty"]).thumbprint()


def test_secrets_stay_out_of_what_is_public_and_are_never_half_written() -> None:
    written = write((SHARED, EC), "jwks", public_only=True, named=False)
    assert [one["kid"] for one in json.loads(written.text.reveal())["keys"]] == ["a"]
    assert "1 left out" in written.note
    with pytest.raises(ValueError, match="no public half"):
        write((SHARED,), "jwk", public_only=True, named=False)
    assert "hash" in write((SHARED,), "jwk", public_only=False, named=True).note


def test_what_has_no_such_form_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="JWK Set"):
        write((EC, OKP), "jwk", public_only=False, named=False)
    with pytest.raises(ValueError, match="PEM"):
        write((SHARED,), "pem", public_only=False, named=False)
