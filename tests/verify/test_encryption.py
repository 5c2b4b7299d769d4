"""What jwtlens encrypts, joserfc, jwcrypto and jwtlens itself decrypt."""

import json
from typing import Any

import pytest

from jwtlens.jose.strict_json import BigInteger
from jwtlens.verify.decryption import decrypt
from jwtlens.verify.encryption import DEFAULT_ROUNDS, encrypt
from tests import jwe_kit as kit

WRITTEN = [(alg, kind) for alg, kind in kit.ALGS_AND_KINDS if alg != "RSA1_5"]


@pytest.mark.parametrize("enc", kit.ENCS)
@pytest.mark.parametrize(("alg", "kind"), WRITTEN)
def test_others_decrypt_it(alg: str, kind: str, enc: str) -> None:
    key, header = kit.key_for(alg, enc, kind), kit.header_for(alg, enc)
    token = encrypt(kit.PLAINTEXT, header, kit.ring(key).keys[0])
    assert kit.joserfc_opens(token, header, key) == kit.PLAINTEXT
    assert kit.jwcrypto_opens(token, header, key) == kit.PLAINTEXT
    assert decrypt(kit.parsed(token), kit.ring(key)).plaintext == kit.PLAINTEXT


@pytest.mark.parametrize("alg", kit.OURS_ONLY)
def test_the_algorithms_that_others_lack(alg: str) -> None:
    key = kit.key_for(alg, "A128GCM", "RSA")
    token = encrypt(kit.PLAINTEXT, {"alg": alg, "enc": "A128GCM"}, kit.ring(key).keys[0])
    assert decrypt(kit.parsed(token), kit.ring(key)).plaintext == kit.PLAINTEXT
    assert decrypt(kit.parsed(token), kit.ring(kit.key_for(alg, "A128GCM", "RSA", 1))).plaintext is None


@pytest.mark.parametrize(("alg", "kind"), [("RSA-OAEP-256", "RSA"), ("ECDH-ES", "P-521"), ("ECDH-ES+A256KW", "X448")])
def test_a_public_key_is_enough(alg: str, kind: str) -> None:
    key = kit.key_for(alg, "A128GCM", kind)
    public = {name: value for name, value in key.items() if name in {"kty", "crv", "x", "y", "n", "e"}}
    token = encrypt(kit.PLAINTEXT, {"alg": alg, "enc": "A128GCM"}, kit.ring({**public, "use": "enc"}).keys[0])
    assert decrypt(kit.parsed(token), kit.ring(key)).plaintext == kit.PLAINTEXT


def test_zip_and_the_parameters_of_apu_and_apv() -> None:
    key = kit.key_for("ECDH-ES", "A128GCM", "P-256")
    header = {"alg": "ECDH-ES", "enc": "A128GCM", "zip": "DEF", "apu": "QWxpY2U", "apv": "Qm9i", "epk": "old"}
    token = encrypt(b"a" * 1000, header, kit.ring(key).keys[0])
    found = kit.parsed(token)
    assert isinstance(found.header.members["epk"], dict)
    assert list(found.header.members) == ["alg", "enc", "zip", "apu", "apv", "epk"]
    assert len(found.ciphertext.data) < 100
    assert kit.joserfc_opens(token, header, key) == decrypt(found, kit.ring(key)).plaintext == b"a" * 1000


def test_a_password_gets_a_count_and_a_salt() -> None:
    key = kit.ring(kit.secret_for("PBES2-HS256+A128KW", "A128GCM")).keys[0]
    header = {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM"}
    members = kit.parsed(encrypt(b"", header, key)).header.members
    assert members["p2c"] == DEFAULT_ROUNDS
    assert members["p2s"] != kit.parsed(encrypt(b"", header, key)).header.members["p2s"]
    assert header == {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alg": "RSA1_5"}, "read and not written"),
        ({"alg": "HS256"}, "does not encrypt keys"),
        ({"alg": 1}, "does not encrypt keys"),
        ({"enc": "A128CBC"}, "does not encrypt content"),
        ({"enc": None}, "does not encrypt content"),
        ({"alg": "A192KW"}, "needs a secret of exactly 192 bits"),
        ({"alg": "RSA-OAEP"}, "needs an RSA key"),
        ({"zip": "GZIP"}, "zip can only be DEF"),
        ({"kid": 1}, "kid is of type number"),
        ({"alg": "PBES2-HS256+A128KW", "p2c": 10**9}, "jwtlens stops at 1,000,000"),
        ({"alg": "PBES2-HS256+A128KW", "p2c": BigInteger("1" * 5000)}, "jwtlens stops at 1,000,000"),
        ({"alg": "PBES2-HS256+A128KW", "p2c": "1000"}, "p2c"),
        ({"x": float("nan")}, "JSON"),
    ],
)
def test_what_cannot_be_encrypted_is_said(changes: dict[str, Any], words: str) -> None:
    key = kit.ring(kit.secret_for("A128KW", "A128GCM")).keys[0]
    with pytest.raises(ValueError, match=words):
        encrypt(b"", {"alg": "A128KW", "enc": "A128GCM", **changes}, key)


def test_what_the_key_says_about_itself_counts() -> None:
    secret = kit.secret_for("A128KW", "A128GCM")
    header = {"alg": "A128KW", "enc": "A128GCM"}
    for about in ({"use": "sig"}, {"key_ops": ["unwrapKey"]}):
        with pytest.raises(ValueError, match="does not allow to encrypt"):
            encrypt(b"", header, kit.ring({**secret, **about}).keys[0])
    assert encrypt(b"", header, kit.ring({**secret, "key_ops": ["wrapKey"]}).keys[0])
    pair = {**json.loads(kit.asymmetric("RSA")), "key_ops": ["decrypt"]}
    assert encrypt(b"", {"alg": "RSA-OAEP", "enc": "A128GCM"}, kit.ring(pair).keys[0])
