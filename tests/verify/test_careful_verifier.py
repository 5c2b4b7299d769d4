"""Tokens that a careful verifier refuses although everything that was looked at is in order."""

import json
from typing import Any

import jwt
from joserfc import jwe
from joserfc.jwk import OctKey, RSAKey

from jwtlens.cli.batch import serve
from jwtlens.inspection import Apart, Inspection, inspect
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify.policy import KeyBinding, Policy
from jwtlens.verify.report import Verdict
from tests.certificate_kit import issue
from tests.core_kit import NOW, hs256, secret

RSA = RSAKey.generate_key(2048)
SHARED = OctKey.generate_key(256)
SECRET = "a secret of the thirty-two bytes or more"
CLAIMS = '{"sub":"admin"}'


def ring(key: RSAKey | OctKey) -> Keyring:
    return read_keys(Secret(json.dumps(key.as_dict(private=True))))


def encrypted(content: str, key: RSAKey | OctKey = RSA, **header: str) -> str:
    alg = "RSA-OAEP" if isinstance(key, RSAKey) else "dir"
    protected = {"alg": alg, "enc": "A256GCM", **header}
    return jwe.encrypt_compact(protected, content, key, algorithms=[alg, "A256GCM"])


def look(token: str, keyring: Keyring, policy: Policy = Policy(), apart: Apart = Apart()) -> Inspection:
    return inspect(token, keyring, policy, now=NOW, apart=apart)


def asked(**request: Any) -> dict[str, Any]:  # noqa: ANN401 - the members of a request
    return serve(json.dumps({"id": 1, **request}).encode())


def test_content_that_whoever_has_the_public_key_can_make_is_not_accepted() -> None:
    seen = look(encrypted(CLAIMS), ring(RSA))
    assert seen.report.verdict is Verdict.NOT_VERIFIED
    assert seen.token.payload.members == {"sub": "admin"}
    assert look(encrypted(CLAIMS, SHARED), ring(SHARED)).report.verdict is Verdict.ACCEPTED


def test_content_must_be_signed_where_a_key_to_verify_it_was_given() -> None:
    for key in (RSA, SHARED):
        seen = look(encrypted(CLAIMS, key), read_keys(Secret(SECRET)), apart=Apart(outer_keys=ring(key)))
        assert seen.report.verdict is Verdict.REJECTED
        signed = encrypted(jwt.encode({"sub": "a"}, SECRET), key)
        assert look(signed, read_keys(Secret(SECRET)), apart=Apart(outer_keys=ring(key))).innermost.token.alg == "HS256"


def test_content_must_be_signed_too_where_that_key_cannot_be_read_or_is_in_a_certificate() -> None:
    token, outside = encrypted(CLAIMS, SHARED), Apart(outer_keys=ring(SHARED))
    assert look(token, Keyring(), apart=outside).report.verdict is Verdict.ACCEPTED
    assert look(token, read_keys(Secret('{"kty":"foo"}')), apart=outside).report.verdict is Verdict.REJECTED
    assert look(token, Keyring(), Policy(roots=(b"any",)), outside).report.verdict is Verdict.REJECTED


def test_a_signed_token_is_never_verified_with_the_key_that_decrypts() -> None:
    signed = jwt.encode({"sub": "a"}, SECRET)
    ours, others = read_keys(Secret(SECRET)), ring(SHARED)

    def verdict(keyring: Keyring, outer_keys: Keyring) -> Verdict:
        return look(signed, keyring, apart=Apart(outer_keys=outer_keys)).report.verdict

    assert verdict(others, ours) is Verdict.REJECTED
    assert verdict(Keyring(), ours) is Verdict.NOT_VERIFIED
    assert verdict(ours, others) is Verdict.ACCEPTED


def test_a_token_in_json_serialization_inside_another_is_opened() -> None:
    head, payload, signature = jwt.encode({"sub": "a"}, "the secret of somebody else, not ours").split(".")
    inner = json.dumps({"payload": payload, "protected": head, "signature": signature})
    seen = look(encrypted(inner), read_keys(Secret(SECRET)), apart=Apart(outer_keys=ring(RSA)))
    assert seen.inner is not None
    assert seen.report.verdict is Verdict.REJECTED


def test_key_binding_that_is_demanded_cannot_be_avoided_by_leaving_the_tilde_out() -> None:
    demanded = Policy(key_binding=KeyBinding("n", "a", required=True))
    seen = look(hs256({"sub": "a"}), Keyring((secret(),)), demanded)
    assert seen.report.verdict is Verdict.REJECTED
    assert "kb-missing" in {check.code for check in seen.report.failed}


def test_the_first_certificate_must_hold_the_key_that_signed() -> None:
    mine, other = issue("mine"), issue("other")
    public = json.dumps(jwt.get_algorithm_by_name("ES256").to_jwk(mine.key.public_key(), as_dict=True))
    for certificate, verdict in ((mine, Verdict.ACCEPTED), (other, Verdict.REJECTED)):
        token = jwt.encode({"sub": "a"}, mine.key, "ES256", {"x5c": [certificate.x5c]})
        assert look(token, read_keys(Secret(public))).report.verdict is verdict


def test_to_decrypt_what_is_not_encrypted_is_no_success() -> None:
    answer = asked(op="decrypt", token=jwt.encode({"sub": "a"}, SECRET), key=SECRET)
    assert (answer["valid"], answer["exit"], answer["errors"][0]["code"]) == (False, 1, "not-encrypted")
    assert asked(op="decrypt", token=encrypted(CLAIMS), key=RSA.as_dict(private=True))["valid"] is True


def test_a_text_is_no_jwk_and_a_secret_gets_no_thumbprint() -> None:
    assert asked(op="jwk", token="just a password")["exit"] == 2
    answer = asked(op="jwk", token=json.dumps(SHARED.as_dict(private=True)))
    assert (answer["valid"], "thumbprint" in answer) == (True, False)


def test_a_private_key_in_a_header_is_not_repeated() -> None:
    private = RSA.as_dict(private=True)
    token = jwt.encode({"sub": "a"}, SECRET, headers={"jwk": private})
    answer = json.dumps(asked(op="audit", token=token, key=SECRET))
    assert str(private["d"]) not in answer
    assert "(private)" in answer
