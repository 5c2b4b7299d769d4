import argparse
import io
import json
import sys
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from jwtlens.cli import key_option
from jwtlens.jose import sd_jwt
from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.sources import load_key
from jwtlens.knowledge.sample import SECRET
from tests.cli.conftest import Call
from tests.cli.tokens import EXPIRES, ISSUED, SAMPLE, hs256, raw
from tests.core_kit import NOW, key_for, signed
from tests.core_kit import secret as core_secret
from tests.sd_jwt_kit import bound, cnf, issued

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


def test_json_has_a_second_opinion_and_explain_says_why(jwtlens: Call) -> None:
    words = ("verify", *AT, "--key", "env:JWT_SECRET", "--aud", "https://api.example.com")
    good = json.loads(jwtlens(*words, "--json", SAMPLE).out)
    assert good["second_opinion"] == {
        "outcome": "accepts",
        "words": f"PyJWT {jwt.__version__} accepts it",
        "detail": "",
        "differs": "",
    }
    assert "diagnosis" not in good
    assert json.loads(jwtlens("verify", "--json", SAMPLE).out)["second_opinion"] is None
    padded = json.loads(jwtlens(*words, "--json", f"{SAMPLE}=").out)
    assert padded["verdict"] == "malformed"
    assert padded["second_opinion"]["differs"] == "it accepts padding (=) at the end of a part"
    cut = json.loads(jwtlens(*words, "--json", "--explain", SAMPLE[:-3]).out)
    assert cut["diagnosis"]["code"] == "signature-cut"
    assert cut["second_opinion"]["outcome"] == "InvalidSignatureError"
    explained = jwtlens(*words, "--explain", f"{SAMPLE}=").out.splitlines()
    opinion = f"PyJWT {jwt.__version__} accepts it, unlike jwtlens: it accepts padding (=) at the end of a part"
    assert f"second opinion  {opinion}" in explained
    assert any(line.startswith("why  the signature is right, but it is written in base64") for line in explained)
    assert not any(line.startswith("second opinion") for line in jwtlens(*words, SAMPLE).out.splitlines())


def test_a_key_on_standard_input_may_be_der_and_never_names_a_file(jwtlens: Call, tmp_path: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    der = private.public_key().public_bytes(serialization.Encoding.DER, spki)
    token = jwt.encode({"sub": "a"}, private, "ES256")
    assert jwtlens("verify", "--key", "-", token, stdin=der).code == 0
    (tmp_path / "der").write_bytes(der)
    for named in (f"@{tmp_path}/der", "env:JWT_SECRET"):
        answer = jwtlens("verify", "--key", "-", token, stdin=named.encode())
        assert (answer.code, "ES256 needs an EC P-256 key; this one is secret" in answer.out) == (1, True)
        own = signed({"alg": "HS256"}, {"sub": "a"}, key=core_secret(named.encode()))
        assert jwtlens("verify", "--key", "-", own, stdin=named.encode()).code == 0
        assert "the secret" in jwtlens("key", "show", "-", stdin=named.encode()).out


def test_a_key_from_standard_input_is_what_somebody_would_have_typed() -> None:
    args = argparse.Namespace(key="-", token=None, key_encoding="auto", passphrase=None)
    for data in (b"a secret", b"@file", b"env:NAME", b"\xff\xfe\x00", b'{"kty":"oct","k":"AP8"}', b"secret\n"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
            given = key_option.read(args)
        assert given.text is not None
        again = load_key(given.text.reveal())
        assert again.keys[0].material == given.keyring.keys[0].material


def test_a_key_binding_in_json_serialization_has_an_age(jwtlens: Call, tmp_path: Path) -> None:
    found = sd_jwt.split(bound(issued({"cnf": cnf()})))
    assert found is not None
    protected, payload, signature = found.jwt.split(".")
    header = {"disclosures": [], "kb_jwt": found.kb_jwt}
    token = {"payload": payload, "protected": protected, "signature": signature, "header": header}
    key = tmp_path / "issuer.json"
    key.write_text(json.dumps(to_jwk(key_for("ES256", private=False), private=False)))
    (tmp_path / "token.json").write_text(json.dumps(token))
    call = ("verify", "--key", f"@{key}", "--kb-max-age", "60", f"@{tmp_path / 'token.json'}", "--at")
    young, old = jwtlens(*call, str(NOW + 60)), jwtlens(*call, str(NOW + 61))
    assert (young.code, old.code) == (0, 1)
    assert "parts  SD-JWT JSON flattened" in young.out
    assert "kb age       made 1 min 1 s ago; at most 1 min expected" in old.out
    assert jwtlens("verify", "--kb-max-age", "-1", SAMPLE).code == 2
    assert jwtlens("verify", "--key", "env:JWT_SECRET", "--kb-max-age", "60", *AT, SAMPLE).code == 1
