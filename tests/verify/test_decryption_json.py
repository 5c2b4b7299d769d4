"""JSON serializations: additional data, headers in three places, several recipients."""

import json
from typing import Any

import pytest

from jwtlens.jose import base64url, jwe
from jwtlens.verify.decryption import JweLimits, decrypt
from jwtlens.verify.report import Status
from tests import jwe_kit as kit
from tests.verify.test_decryption import RFC7516_A3, RFC7516_A3_KEY

KW = kit.secret_for("A128KW", "A128GCM")
RSA = kit.key_for("RSA-OAEP", "A128GCM", "RSA")
EC = kit.key_for("ECDH-ES+A128KW", "A128GCM", "P-384")
TWO = [({"alg": "RSA-OAEP", "kid": "rsa"}, RSA), ({"alg": "A128KW", "kid": "kw"}, KW)]


def opened(token: dict[str, Any], *keys: kit.Jwk) -> bytes | None:
    return decrypt(kit.parsed(json.dumps(token)), kit.ring(*keys)).plaintext


def test_the_example_of_rfc_7516_a5() -> None:
    _, encrypted_key, iv, ciphertext, _ = RFC7516_A3.split(".")
    token = {
        "protected": "eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0",
        "unprotected": {"jku": "https://server.example.com/keys.jwks"},
        "header": {"alg": "A128KW", "kid": "7"},
        "encrypted_key": encrypted_key,
        "iv": iv,
        "ciphertext": ciphertext,
        "tag": "Mz-VPPyU4RlcuYv1IwIvzw",
    }
    assert opened(token, RFC7516_A3_KEY) == b"Live long and prosper."


@pytest.mark.parametrize(
    ("parts", "header"),
    [
        ({"protected": {"alg": "A128KW", "enc": "A128GCM"}}, None),
        ({"protected": {"alg": "A128KW", "enc": "A128GCM"}, "aad": b"additional"}, None),
        ({"protected": {"enc": "A128GCM"}, "unprotected": {"alg": "A128KW"}}, None),
        ({"protected": {"enc": "A128GCM"}, "unprotected": {"jku": "https://a.example"}}, {"alg": "A128KW"}),
        ({"unprotected": {"alg": "A128KW", "enc": "A128GCM"}}, None),
        ({"unprotected": {"alg": "A128KW", "enc": "A128GCM"}, "aad": b"\0\xff"}, {"kid": "kw"}),
        ({"protected": {"enc": "A128CBC-HS256", "zip": "DEF"}}, {"alg": "A128KW"}),
    ],
)
def test_flattened(parts: dict[str, Any], header: dict[str, Any] | None) -> None:
    token = kit.json_by_jwcrypto([(header or {}, KW)], **parts)
    found = kit.parsed(json.dumps(token))
    assert found.serialization == "JWE JSON flattened"
    assert found.header.members["alg"] == "A128KW"
    assert opened(token, KW) == kit.PLAINTEXT


@pytest.mark.parametrize("name", ["protected", "encrypted_key", "iv", "ciphertext", "tag", "aad"])
def test_every_part_is_authenticated(name: str) -> None:
    token = kit.json_by_jwcrypto([({"alg": "A128KW"}, KW)], protected={"enc": "A128GCM", "x": 1}, aad=b"additional")
    data = bytearray(base64url.decode(token[name]).data)
    data[-2] ^= 1
    changed = {**token, name: base64url.encode(bytes(data))}
    assert opened(token, KW) == kit.PLAINTEXT
    assert decrypt(jwe.parse(json.dumps(changed)), kit.ring(KW)).plaintext is None
    del token["aad"]
    assert opened(token, KW) is None


def test_each_recipient_opens_it_with_their_key_alone() -> None:
    recipients = [*TWO, ({"alg": "ECDH-ES+A128KW", "kid": "ec"}, EC)]
    token = json.dumps(kit.json_by_jwcrypto(recipients, protected={"enc": "A128GCM"}, aad=b"additional"))
    found = kit.parsed(token)
    assert (found.serialization, len(found.recipients)) == ("JWE JSON general", 3)
    for index, key in enumerate((RSA, KW, EC)):
        one = decrypt(found, kit.ring(key))
        assert (one.plaintext, one.recipient) == (kit.PLAINTEXT, index)
    named = {**KW, "kid": "kw"}
    assert decrypt(found, kit.ring({**kit.secret_for("A128KW", "A128GCM", 9), "kid": "x"}, named)).recipient == 1


def test_no_recipients_key() -> None:
    found = kit.parsed(json.dumps(kit.json_by_jwcrypto(TWO, protected={"enc": "A128GCM"})))
    other = decrypt(found, kit.ring(kit.secret_for("A128KW", "A128GCM", 9)))
    assert (other.status, other.code) == (Status.FAILED, "decryption-failed")
    misfit = decrypt(found, kit.ring(EC))
    assert misfit.code == "key-mismatch"
    assert misfit.reason.startswith("for none of 2 recipients; for one of them: RSA-OAEP needs an RSA key")


def test_a_recipient_with_an_unknown_algorithm_does_not_stop_the_others() -> None:
    token = kit.json_by_jwcrypto(TWO, protected={"enc": "A128GCM"})
    token["recipients"][0]["header"]["alg"] = "HPKE-9"
    assert opened(token, KW) == kit.PLAINTEXT


def test_the_work_is_capped_over_all_recipients() -> None:
    password = {"kty": "oct", "k": base64url.encode(b"correct horse")}
    token = kit.json_by_jwcrypto([({"alg": "PBES2-HS256+A128KW"}, password)] * 2, protected={"enc": "A128GCM"})
    count = token["recipients"][0]["header"]["p2c"]
    found = jwe.parse(json.dumps(token))
    other = kit.ring({**password, "k": base64url.encode(b"correct mouse")})
    assert decrypt(found, other, limits=JweLimits(rounds=2 * count)).code == "decryption-failed"
    assert decrypt(found, other, limits=JweLimits(rounds=2 * count - 1)).cap == "rounds"
