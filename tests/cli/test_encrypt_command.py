"""``jwtlens encrypt`` and ``decrypt``: what one makes, jwcrypto and the other read."""

import json
from pathlib import Path

import pytest
from jwcrypto import jwe, jwk

from jwtlens.cli import output
from tests.cli.conftest import Call

CONTENT = '{"sub":"alice"}'


@pytest.fixture
def folder(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("RSA", "P-256"):
        (tmp_path / f"{name}.json").write_text(jwtlens("key", "generate", name, "--use", "enc").out)
    (tmp_path / "secret.json").write_text(jwtlens("key", "generate", "oct", "--bits", "256").out)
    (tmp_path / "long.json").write_text(jwtlens("key", "generate", "oct", "--bits", "512").out)
    (tmp_path / "public.json").write_text(jwtlens("key", "public", f"@{tmp_path / 'RSA.json'}").out)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("key", "words", "alg", "enc"),
    [
        ("RSA", (), "RSA-OAEP-256", "A256GCM"),
        ("P-256", ("--enc", "A128CBC-HS256"), "ECDH-ES+A256KW", "A128CBC-HS256"),
        ("P-256", ("--alg", "ECDH-ES", "--zip"), "ECDH-ES", "A256GCM"),
        ("secret", (), "A256KW", "A256GCM"),
        ("secret", ("--alg", "dir"), "dir", "A256GCM"),
        ("long", (), "dir", "A256CBC-HS512"),
    ],
)
def test_what_is_encrypted_can_be_read(
    jwtlens: Call, folder: Path, key: str, words: tuple[str, ...], alg: str, enc: str
) -> None:
    done = jwtlens("encrypt", "--key", f"@{key}.json", *words, "-", stdin=CONTENT.encode() + b"\n")
    assert (done.code, done.err) == (0, "")
    token = done.out.strip()
    other = jwe.JWE()
    other.deserialize(token, jwk.JWK.from_json((folder / f"{key}.json").read_text()))
    assert other.payload == CONTENT.encode()
    assert (other.jose_header["alg"], other.jose_header["enc"]) == (alg, enc)
    assert jwtlens("decrypt", "--key", f"@{key}.json", "-", stdin=token.encode()).out == CONTENT


def test_a_signed_token_becomes_a_nested_one(jwtlens: Call, folder: Path) -> None:
    signed = jwtlens("sign", "--key", "@long.json", "--sub", "alice").out.strip()
    token = jwtlens("encrypt", "--key", "@public.json", signed).out.strip()
    found = json.loads(jwtlens("decrypt", "--json", "--key", "@RSA.json", token).out)
    assert found["header"]["cty"] == "JWT"
    assert jwtlens("decrypt", "--key", "@RSA.json", token).out == signed
    assert jwtlens("verify", "--key", "@long.json", "--decrypt-key", "@RSA.json", token).code == 0


def test_bytes_go_to_programs_and_text_to_people(jwtlens: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = jwtlens("encrypt", "--key", "@secret.json", "\x1b[31mred\nline").out.strip()
    assert jwtlens("decrypt", "--key", "@secret.json", token).out == "\x1b[31mred\nline"
    monkeypatch.setattr(output, "is_terminal", lambda _: True)
    assert jwtlens("decrypt", "--key", "@secret.json", token).out == "\\u001b[31mred\nline\n"


REFUSED = {
    "nothing to encrypt": (("encrypt", "--key", "@RSA.json"), 2, "nothing to encrypt"),
    "no key to encrypt": (("encrypt", "x"), 2, "--key is missing"),
    "no key to decrypt": (("decrypt", "x"), 2, "--key is missing"),
    "a secret of no size": (("encrypt", "--key", "text:password", "x"), 2, "as a password it needs PBES2"),
    "an algorithm for another key": (("encrypt", "--key", "@RSA.json", "--alg", "A128KW", "x"), 2, "A128KW needs"),
    "what is read and not written": (
        ("encrypt", "--key", "@RSA.json", "--alg", "RSA1_5", "x"),
        2,
        "read and not written",
    ),
    "another kid": (("encrypt", "--key", "@RSA.json", "--kid", "other", "x"), 2, "none of the keys has kid other"),
    "a signed token": (("decrypt", "--key", "@RSA.json", "eyJhbGciOiJub25lIn0.e30."), 1, "this token is not encrypted"),
    "no token": (("decrypt", "--key", "@RSA.json", "nonsense"), 2, "one segment"),
}


@pytest.mark.parametrize(("words", "code", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_why(jwtlens: Call, folder: Path, words: tuple[str, ...], code: int, reason: str) -> None:
    done = jwtlens(*words)
    assert (done.code, done.out) == (code, "")
    assert reason in done.err


def test_another_key_does_not_decrypt(jwtlens: Call, folder: Path) -> None:
    token = jwtlens("encrypt", "--key", "@secret.json", CONTENT).out.strip()
    done = jwtlens("decrypt", "--key", "@P-256.json", token)
    assert (done.code, done.out) == (1, "")
    assert "A256KW needs a secret of exactly 256 bits" in done.err
    found = json.loads(jwtlens("decrypt", "--json", "--key", "@P-256.json", token).out)
    assert (found["valid"], found["payload"]) == (False, None)
