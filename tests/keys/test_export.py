"""Keys as text: every kind comes back as it was, and other programs read it too."""

import json
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from jwtlens.keys import load
from jwtlens.keys.export import Form, export, public
from jwtlens.keys.generate import KINDS, generate
from jwtlens.keys.jwk_reader import PRIVATE_MEMBERS
from jwtlens.keys.key import Key
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.keys.thumbprint import thumbprint

PAIRS = [kind for kind in KINDS if kind != "oct"]


def back(text: Secret[str]) -> tuple[Key, ...]:
    keyring = read_keys(text)
    assert keyring.problems == ()
    return keyring.keys


@pytest.mark.parametrize("form", ["pem", "jwk", "jwks"])
@pytest.mark.parametrize("kind", PAIRS)
def test_pairs_come_back(kind: str, form: Form) -> None:
    key = generate(kind, kid="k")
    for written in (key, public(key)):
        (read,) = back(export([written], form))
        assert (read.private, thumbprint(read)) == (written.private, thumbprint(key))
        assert (read.kid, read.kind) == (None if form == "pem" else "k", key.kind)


def test_secrets_come_back_as_jwk() -> None:
    key = generate("oct", use="sig")
    (read,) = back(export([key], "jwks"))
    assert (read.material, read.kid, read.use) == (key.material, key.kid, "sig")


def test_several_keys() -> None:
    keys = [generate(kind) for kind in ("P-256", "Ed25519", "P-256")]
    assert [thumbprint(key) for key in back(export(keys, "pem"))] == [key.kid for key in keys]
    assert [key.kid for key in back(export(keys, "jwks"))] == [key.kid for key in keys]
    assert json.loads(export([], "jwks").reveal()) == {"keys": []}


@pytest.mark.parametrize("kind", ["RSA", "P-521", "secp256k1", "Ed25519", "X448"])
def test_openssl_reads_the_pem(kind: str) -> None:
    key = generate(kind)
    for written, option in ((key, []), (public(key), ["-pubin"])):
        command = ["openssl", "pkey", "-noout", "-text", *option]
        done = subprocess.run(
            command, input=export([written], "pem").reveal().encode(), check=True, capture_output=True
        )
        assert done.stdout


def test_a_public_key_holds_nothing_private() -> None:
    for kind in PAIRS:
        key = public(generate(kind)._replace(key_ops=("sign", "decrypt")))
        members = json.loads(export([key], "jwk").reveal())
        assert not PRIVATE_MEMBERS & members.keys()
        assert members["key_ops"] == ["verify", "encrypt"]
        assert "PUBLIC" in export([key], "pem").reveal()
        assert (public(key), key.private, key.words) == (key, False, f"public half; {key.kind} public key")


def test_private_material_is_in_a_box() -> None:
    key = generate("P-256")
    assert repr(export([key], "pem")) == repr(export([key], "jwk")) == "Secret(…)"


def test_what_has_no_such_form() -> None:
    secret, odd = generate("oct", kid="s"), ec.generate_private_key(ec.BrainpoolP256R1())
    foreign = load.key_of(load.Loaded(Secret(odd)), "PEM", "pasted")
    with pytest.raises(ValueError, match="the secret s cannot be written as PEM"):
        export([secret], "pem")
    with pytest.raises(ValueError, match="the secret s has no public half"):
        public(secret)
    with pytest.raises(ValueError, match="the EC brainpoolP256r1 key cannot be written as JWK: JOSE has no name"):
        export([foreign], "jwk")
    with pytest.raises(ValueError, match="a JWK is one key, and these are 2"):
        export([secret, secret], "jwk")
    assert back(export([public(foreign)], "pem"))[0].curve == "brainpoolP256r1"
