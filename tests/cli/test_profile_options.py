"""The options of ``verify`` for OpenID Connect, OAuth, DPoP and the caps on encrypted tokens."""

import json
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from jwtlens.keys.jwk import to_jwk
from jwtlens.knowledge.sample import SECRET
from jwtlens.verify.encryption import encrypt
from tests.cli.conftest import Call
from tests.cli.tokens import ISSUED, hs256
from tests.jwe_kit import ring, secret_for

AT = ("--at", str(ISSUED + 60))
# OpenID Connect Core, appendices A.3 and A.4.
ACCESS_TOKEN, AT_HASH = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "77QmUPtjPfzWtF2AnpK9RQ"
CODE, C_HASH = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "LDktKdoQak3Pk0cnXxCltA"
ID_TOKEN = hs256(nonce="n-1", azp="web", aud="web", auth_time=ISSUED, at_hash=AT_HASH, c_hash=C_HASH)
JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JWT_SECRET", SECRET)
    monkeypatch.setenv("TOKEN_1", ACCESS_TOKEN)
    monkeypatch.chdir(tmp_path)
    Path("code").write_text(f"{CODE}\n", "utf-8")
    Path("empty").write_text("\n", "utf-8")


def failures(jwtlens: Call, token: str, *words: str) -> list[str]:
    answer = jwtlens("verify", "--json", "--key", "env:JWT_SECRET", "--aud", "web", *AT, *words, token)
    assert ACCESS_TOKEN not in answer.out + answer.err
    assert CODE not in answer.out + answer.err
    return [error["code"] for error in json.loads(answer.out)["errors"]]


def test_an_id_token_that_meets_everything(jwtlens: Call) -> None:
    words = ("--token-type", "id", "--client-id", "web", "--nonce", "n-1", "--max-age", "60")
    assert failures(jwtlens, ID_TOKEN, *words, "--access-token", "env:TOKEN_1", "--code", "@code") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--token-type", "access"), "token-type-mismatch"),
        (("--client-id", "app"), "client-mismatch"),
        (("--nonce", "n-2"), "nonce-mismatch"),
        (("--max-age", "59"), "login-too-old"),
        (("--access-token", "@code"), "hash-mismatch"),
        (("--code", "env:TOKEN_1"), "hash-mismatch"),
        (("--htm", "GET"), "proof-typ"),
        (("--htu", "https://api.example"), "proof-typ"),
        (("--jkt", JKT), "cnf-missing"),
    ],
)
def test_each_option_is_held_against_the_token(jwtlens: Call, words: tuple[str, ...], code: str) -> None:
    assert failures(jwtlens, ID_TOKEN, *words) == [code]


def test_an_expired_token_is_taken_on_request_and_that_is_a_finding(jwtlens: Call) -> None:
    token = hs256(exp=ISSUED, aud="web")
    assert failures(jwtlens, token) == ["expired"]
    assert failures(jwtlens, token, "--ignore-exp") == []
    words = ("--ignore-exp", "--allow-header-keys")
    answer = json.loads(jwtlens("verify", "--json", "--key", "env:JWT_SECRET", *words, token).out)
    assert {"policy-time-unchecked", "policy-header-keys"} <= {one["slug"] for one in answer["findings"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--access-token", ACCESS_TOKEN), "@FILE or env:NAME is needed"),
        (("--code", "-"), "@FILE or env:NAME is needed"),
        (("--code", "@empty"), "is empty"),
        (("--code", "@nothing-there"), "cannot be read"),
        (("--access-token", "env:NOTHING_THERE"), "no variable"),
        (("--client-id", ""), "must not be empty"),
        (("--nonce", ""), "must not be empty"),
        (("--max-age", ""), "number of seconds"),
        (("--max-age", "1.5"), "number of seconds"),
        (("--jkt", JKT[:-1]), "43 characters"),
        (("--token-type", "refresh"), "invalid choice"),
        (("--no-claims", "--client-id", "web"), "does not go with --client-id"),
        (("--no-claims", "--ignore-exp"), "does not go with --ignore-exp"),
        (("--max-p2c", "1e6"), "whole number"),
        (("--max-inflated", "1000000001"), "whole number"),
    ],
)
def test_what_says_nothing_clear_is_a_usage_error(jwtlens: Call, words: tuple[str, ...], said: str) -> None:
    answer = jwtlens("verify", *words, ID_TOKEN)
    assert answer.code == 2
    assert said in answer.err
    assert ACCESS_TOKEN not in answer.out + answer.err


def test_a_proof_is_accepted_for_the_thumbprint_that_the_user_named(jwtlens: Call) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = jwt.get_algorithm_by_name("ES256").to_jwk(key.public_key(), as_dict=True)
    claims = {"jti": "e1j3V_bKic8-LAEB", "htm": "GET", "htu": "https://api.example/a", "iat": ISSUED}
    token = jwt.encode(claims, key, "ES256", {"typ": "dpop+jwt", "jwk": public})
    Path("key.json").write_text(json.dumps(public), "utf-8")
    jkt = jwtlens("key", "thumbprint", "@key.json").out.strip()
    words = ("--htm", "GET", "--htu", "https://api.example/a?page=2", *AT)
    assert jwtlens("verify", *words, "--jkt", jkt, token).out.startswith("✓ ACCEPTED")
    unnamed = jwtlens("verify", *words, token)
    assert (unnamed.code, unnamed.out[:14]) == (1, "? NOT VERIFIED")
    assert "its sender has that key, and may be anybody" in unnamed.out
    assert jwtlens("verify", *words, "--jkt", JKT, token).out.startswith("✗ REJECTED")


def test_caps_can_be_set(jwtlens: Call) -> None:
    oct_key = secret_for("dir", "A128GCM")
    key = ring(oct_key).keys[0]
    zipped = encrypt(b'{"a":"' + b" " * 2000 + b'"}', {"alg": "dir", "enc": "A128GCM", "zip": "DEF"}, key)
    slow = encrypt(b"{}", {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1000}, key)
    Path("oct.json").write_text(json.dumps(to_jwk(key, private=True).reveal()), "utf-8")
    for option, most, token in (("--max-inflated", 2008, zipped), ("--max-p2c", 1000, slow)):
        for value, code in ((most, 0), (most - 1, 1)):
            answer = jwtlens("verify", "--key", "@oct.json", option, str(value), token)
            assert answer.code == code, answer.out
        assert f"jwtlens stops at {most - 1:,}" in answer.out or "jwtlens stops there" in answer.out
