import json
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from jwtlens.knowledge.sample import SECRET
from tests.cli.conftest import Call
from tests.cli.tokens import EXPIRES, ISSUED, SAMPLE, hs256, raw

AT = ("--at", str(ISSUED + 60))


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", SECRET)


def test_accepted_is_0_and_the_verdict_is_the_first_line(jwtlens: Call) -> None:
    answer = jwtlens("verify", "--key", "env:JWT_SECRET", *AT, SAMPLE)
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("✓ ACCEPTED  as of 2026-11-23 14:35:40Z: signature valid")
    assert "  ✓ signature  valid for" in answer.out


def test_rejected_is_1_and_every_failure_is_listed(jwtlens: Call) -> None:
    words = ("--key", "env:JWT_SECRET", "--aud", "https://billing.example.com", "--at", str(EXPIRES + 252))
    answer = jwtlens("verify", *words, SAMPLE)
    assert answer.code == 1
    first = answer.out.partition("\n")[0]
    assert first.startswith(
        "✗ REJECTED  as of 2026-11-23 14:53:52Z: "
        "expired 4 min 12 s ago · audience is not https://billing.example.com  ✓ signature valid"
    )
    lines = answer.out.splitlines()
    assert "  ✗ exp        expired 4 min 12 s ago" in lines
    assert "  ✗ aud        https://api.example.com; expected https://billing.example.com" in lines
    found = json.loads(jwtlens("verify", "--json", *words, SAMPLE).out)
    assert found["valid"] is False
    assert found["verdict"] == "rejected"
    assert [(error["code"], error["field"]) for error in found["errors"]] == [
        ("expired", "payload/exp"),
        ("aud-mismatch", "payload/aud"),
    ]


def test_no_key_is_not_verified_and_says_what_is_missing(jwtlens: Call) -> None:
    answer = jwtlens("verify", "--json", *AT, SAMPLE)
    found = json.loads(answer.out)
    assert answer.code == 1
    assert (found["valid"], found["verdict"]) == (False, "not verified")
    assert found["errors"] == [{"code": "no-key", "message": "no key given", "field": "key"}]
    assert jwtlens("verify", *AT, SAMPLE).out.startswith("? NOT VERIFIED  as of 2026-11-23 14:35:40Z: no key given")


def test_malformed_is_2(jwtlens: Call) -> None:
    assert jwtlens("verify", "--key", "env:JWT_SECRET", "a.b").code == 2
    found = json.loads(jwtlens("verify", "--json", "a.b").out)
    assert found["verdict"] == "malformed"
    assert found["errors"]


def test_json_carries_checks_content_and_findings(jwtlens: Call) -> None:
    found = json.loads(jwtlens("verify", "--json", "--key", "env:JWT_SECRET", *AT, SAMPLE).out)
    assert (found["schema"], found["valid"], found["verdict"], found["errors"]) == (1, True, "accepted", [])
    assert found["at"] == ISSUED + 60
    signature = next(check for check in found["checks"] if check["name"] == "signature")
    assert signature["status"] == "passed"
    assert set(signature) == {"name", "status", "reason", "code", "field"}
    assert found["payload_b64url"] == SAMPLE.split(".")[1]
    assert {"slug", "severity", "message", "remedy", "evidence"} <= set(found["findings"][0])


def test_no_claims_judges_the_signature_alone(jwtlens: Call) -> None:
    late = ("--at", str(EXPIRES + 1))
    assert jwtlens("verify", "--key", "env:JWT_SECRET", *late, SAMPLE).code == 1
    assert jwtlens("verify", "--no-claims", "--key", "env:JWT_SECRET", *late, SAMPLE).code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--iss", "https://other.example.com", "--iss", "https://auth.example.com"), 0),
        (("--iss", "https://auth.example.com/"), 1),
        (("--aud", "x", "--aud", "https://api.example.com"), 0),
        (("--alg", "HS384,HS256"), 0),
        (("--alg", "HS384", "--alg", "HS256"), 0),
        (("--alg", "HS384"), 1),
        (("--typ", "jwt"), 0),
        (("--typ", "at+jwt"), 1),
        (("--require", "sub,iat", "--require", "role"), 0),
        (("--require", "sub,jti"), 1),
        (("--at", str(EXPIRES + 5), "--leeway", "6"), 0),
        (("--at", str(EXPIRES + 5), "--leeway", "5"), 1),
    ],
)
def test_expectations(jwtlens: Call, words: tuple[str, ...], code: int) -> None:
    assert jwtlens("verify", "--key", "env:JWT_SECRET", *AT, *words, SAMPLE).code == code


def test_the_key_comes_from_a_file_a_variable_the_argument_or_standard_input(
    jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(f"{SECRET}\n")
    for spec in (f"@{file}", "env:JWT_SECRET"):
        answer = jwtlens("verify", "--key", spec, *AT, SAMPLE)
        assert (answer.code, answer.err) == (0, "")
    literal = jwtlens("verify", "--key", SECRET, *AT, SAMPLE)
    assert literal.code == 0
    assert "other users of this machine can see" in literal.err
    assert SECRET not in literal.err + literal.out
    assert jwtlens("verify", "--key", "-", *AT, SAMPLE, stdin=SECRET.encode()).code == 0
    monkeypatch.chdir(tmp_path)
    named = jwtlens("verify", "--key", "secret.txt", *AT, SAMPLE)
    assert named.code == 0
    assert "the key is read from the file secret.txt" in named.err


def test_the_encoding_of_a_secret(jwtlens: Call) -> None:
    words = ("verify", *AT, "--key", SECRET.encode().hex(), SAMPLE)
    assert jwtlens(*words, "--key-encoding", "hex").code == 0
    assert jwtlens(*words, "--key-encoding", "text").code == 1


def test_an_encrypted_key_and_its_passphrase(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    encryption = serialization.BestAvailableEncryption(b"correct horse")
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    key = tmp_path / "key.pem"
    key.write_bytes(pem)
    token = jwt.encode({"sub": "a"}, private, "ES256")
    monkeypatch.setenv("RIGHT", "correct horse")
    monkeypatch.setenv("WRONG", "battery staple")
    assert jwtlens("verify", "--key", f"@{key}", "--passphrase", "env:RIGHT", token).code == 0
    wrong = jwtlens("verify", "--json", "--key", f"@{key}", "--passphrase", "env:WRONG", token)
    assert wrong.code == 1
    assert json.loads(wrong.out)["errors"][0]["code"] == "passphrase-wrong"
    unopened = jwtlens("verify", "--key", f"@{key}", token).out.partition("\n")[0]
    assert unopened.startswith("? NOT VERIFIED  ")
    assert "the private key is encrypted: the signature was not checked" in unopened


def test_a_wrong_signature_and_an_unsigned_token(jwtlens: Call) -> None:
    header, payload, _ = SAMPLE.split(".")
    forged = jwtlens("verify", "--json", "--key", "env:JWT_SECRET", *AT, f"{header}.{payload}.AAAA")
    assert [error["code"] for error in json.loads(forged.out)["errors"]] == ["signature-invalid"]
    unsigned = jwtlens("verify", "--key", "env:JWT_SECRET", raw(b'{"alg":"none"}', b"{}", b""))
    assert unsigned.code == 1
    assert unsigned.out.startswith("✗ REJECTED  not signed (alg none)")


def test_no_finding_is_said_too(jwtlens: Call) -> None:
    token = hs256({"typ": "at+jwt"}, sub="a")
    out = jwtlens("verify", "--key", "env:JWT_SECRET", token).out
    assert "\naudit\n" in out
    assert "not checked; that needs" in out.splitlines()[-1]


def test_options_about_claims_do_not_go_with_no_claims(jwtlens: Call) -> None:
    answer = jwtlens("verify", "--no-claims", "--aud", "mine", SAMPLE)
    assert (answer.code, answer.out) == (2, "")
    assert "--no-claims judges no claims" in answer.err


def test_without_claims_the_verdict_says_so(jwtlens: Call) -> None:
    answer = jwtlens("verify", "--no-claims", "--key", "env:JWT_SECRET", SAMPLE)
    assert answer.out.startswith("✓ ACCEPTED  signature valid for the secret · claims not checked")
