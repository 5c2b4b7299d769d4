"""For whom a token can be encrypted: jwcrypto reads what each offered algorithm makes, and nothing else is offered."""

import json

import pytest
from jwcrypto import jwe, jwk

from jwtlens.editing.new_token import Wanted, content_type, encrypted
from jwtlens.editing.recipients import contents, recipients
from jwtlens.jose import serialization
from jwtlens.keys.export import export, public
from jwtlens.keys.generate import generate
from jwtlens.keys.key import Key, Keyring
from jwtlens.samples import made_keys
from tests.core_kit import hs256

AGREEMENT = {"ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"}
PASSWORD = {"PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"}
KEYS: dict[str, tuple[Key, str, set[str]]] = {
    "RSA": (made_keys.named("RSA"), "RSA-OAEP-256", {"RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"}),
    "P-256": (made_keys.named("P-256"), "ECDH-ES+A256KW", AGREEMENT),
    "X25519": (generate("X25519"), "ECDH-ES+A256KW", AGREEMENT),
    "128 bits": (generate("oct", bits=128), "A128KW", {"A128KW", "A128GCMKW", "dir", *PASSWORD}),
    "256 bits": (generate("oct", bits=256), "A256KW", {"A256KW", "A256GCMKW", "dir", *PASSWORD}),
    "512 bits": (generate("oct", bits=512), "dir", {"dir", *PASSWORD}),
    "a password": (made_keys.named("text:correct horse"), "PBES2-HS512+A256KW", PASSWORD),
}
NOT_TO_ENCRYPT = {
    "signs only": made_keys.named("Ed25519"),
    "use": made_keys.named("P-256")._replace(use="sig"),
    "key_ops": made_keys.named("RSA")._replace(key_ops=("verify",)),
    "too short": generate("RSA", bits=2048)._replace(bits=1024),
}


@pytest.mark.parametrize(("key", "first", "algorithms"), KEYS.values(), ids=KEYS)
def test_what_is_offered_fits_the_key_and_is_read_by_another_library(
    key: Key, first: str, algorithms: set[str]
) -> None:
    half = key if key.kty == "oct" else public(key)
    (found,) = recipients(Keyring((half,)))
    assert found.algorithms[0][0] == first
    assert {alg for alg, _ in found.algorithms} == algorithms
    private = jwk.JWK.from_json(export((key,), "jwk").reveal())
    for alg, encs in found.algorithms:
        if alg in {"RSA-OAEP-384", "RSA-OAEP-512"}:
            continue  # jwcrypto has none of the two
        other = jwe.JWE(algs=[alg, encs[0]])
        other.deserialize(encrypted('{"sub":"a"}', Wanted(alg=alg, enc=encs[0]), Keyring((half,))), private)
        assert json.loads(other.payload) == {"sub": "a"}
        assert (other.jose_header["alg"], other.jose_header["enc"]) == (alg, encs[0])


@pytest.mark.parametrize("key", NOT_TO_ENCRYPT.values(), ids=NOT_TO_ENCRYPT)
def test_a_key_that_does_not_encrypt_is_not_offered(key: Key) -> None:
    assert recipients(Keyring((key,))) == ()


def test_a_key_for_encryption_comes_first() -> None:
    signer, api = made_keys.named("P-256#a"), made_keys.named("P-384#b")._replace(use="enc")
    assert [one.key.kid for one in recipients(Keyring((signer, api)))] == ["b", "a"]


def test_a_token_is_encrypted_whole_or_its_payload_alone() -> None:
    text = hs256({"sub": "a"})
    whole, alone = contents(serialization.parse(text).token)
    assert (whole.text, content_type(whole.text)) == (text, "JWT")
    assert (json.loads(alone.text), content_type(alone.text)) == ({"sub": "a"}, None)
    assert contents(serialization.parse("nonsense").token) == ()
    assert contents(serialization.parse("").token) == ()
