"""Shared secrets: what they are made of, and what is surely none."""

import json
import subprocess
import sys

import pytest

from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding, read_keys, readings
from jwtlens.keys.secret import Secret
from tests.keys.key_kit import Kit, boxed


def read(text: str | bytes, encoding: SecretEncoding = "auto") -> Keyring:
    return read_keys(boxed(text), encoding=encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "data", "words"),
    [
        ("secret", "auto", b"secret", "secret, 6 bytes of text"),
        ("s", "auto", b"s", "secret, 1 byte of text"),
        ("schlüssel", "auto", "schlüssel".encode(), "secret, 10 bytes of text"),
        ("secret\n", "auto", b"secret", "secret, 6 bytes of text, without the line break at its end"),
        ("secret\r\n", "auto", b"secret", "secret, 6 bytes of text, without the line break at its end"),
        ("secret\n\n", "auto", b"secret\n", "secret, 7 bytes of text, without the line break at its end"),
        (" secret", "auto", b" secret", "secret, 7 bytes of text"),
        ("AP8=", "auto", b"AP8=", "secret, 4 bytes of text"),
        ("AP8=", "base64", b"\x00\xff", "secret, 2 bytes from base64"),
        ("A P\n8", "base64", b"\x00\xff", "secret, 2 bytes from base64"),
        ("base64:+/+/", "auto", b"\xfb\xff\xbf", "secret, 3 bytes from base64"),
        ("base64url:-_-_", "auto", b"\xfb\xff\xbf", "secret, 3 bytes from base64url"),
        ("hex:00fF", "auto", b"\x00\xff", "secret, 2 bytes from hex"),
        ("00:ff 10", "hex", b"\x00\xff\x10", "secret, 3 bytes from hex"),
        ("text:hex:00", "auto", b"hex:00", "secret, 6 bytes of text"),
        ("hex:00", "text", b"hex:00", "secret, 6 bytes of text"),
        ('{"a": 1}', "text", b'{"a": 1}', "secret, 8 bytes of text"),
        ("text:https://a/jwks", "auto", b"https://a/jwks", "secret, 14 bytes of text"),
        ("my--begin-secret", "auto", b"my--begin-secret", "secret, 16 bytes of text"),
        ("a=b", "auto", b"a=b", "secret, 3 bytes of text"),
        ("ABC======", "auto", b"ABC======", "secret, 9 bytes of text"),
        ('JWT_SECRET="se\\"c#ret" # old', "auto", b'se"c#ret', "value of JWT_SECRET: secret, 8 bytes of text"),
        ("export X='a=b'", "auto", b"a=b", "value of X: secret, 3 bytes of text"),
        ("JWT_SECRET=a#b # old #", "auto", b"a#b", "value of JWT_SECRET: secret, 3 bytes of text"),
        ("export JWT_SECRET=#b\t#", "auto", b"#b", "value of JWT_SECRET: secret, 2 bytes of text"),
        ("JWT_SECRET=hex:00ff", "auto", b"\x00\xff", "value of JWT_SECRET: secret, 2 bytes from hex"),
        ("JWT_SECRET=AP8=", "base64", b"\x00\xff", "value of JWT_SECRET: secret, 2 bytes from base64"),
        ("PORT=1\n\n# x\nJWT_SECRET=abc\n", "auto", b"abc", "value of JWT_SECRET: secret, 3 bytes of text"),
        (b"\x00\xff\n", "auto", b"\x00\xff\n", "secret, 3 bytes that are not text"),
        ('{"kty":"oct","k":"AP8"}', "auto", b"\x00\xff", "JWK; secret, 2 bytes"),
    ],
)
def test_secrets_are_read(text: str | bytes, encoding: SecretEncoding, data: bytes, words: str) -> None:
    keyring = read(text, encoding)
    (key,) = keyring.keys
    assert not keyring.problems
    assert (key.material.reveal(), key.bits, key.words) == (data, len(data) * 8, words)
    assert (key.kty, key.private) == ("oct", True)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("deadbeefdeadbeefdeadbeefdeadbeef", "it could also be read as hex (16 bytes)"),
        ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "it could also be read as base64 (32 bytes)"),
        ("AyM1SysPpbyDfgZld3umj1qzKObwVMko-_8", "it could also be read as base64url"),
        (" secret", "it begins or ends with a blank, which counts"),
        ('"secret"', "the quotes around it count"),
    ],
)
def test_what_may_have_been_overlooked_is_said(text: str, hint: str) -> None:
    assert hint in read(text).words


def test_readings_list_every_encoding_with_its_size() -> None:
    def sizes(text: str) -> dict[str, int]:
        return {reading.encoding: reading.size for reading in readings(Secret(text))}

    assert sizes("deadbeef\n") == {"text": 8, "base64": 6, "base64url": 6, "hex": 4}
    assert sizes("not base64!") == {"text": 11}
    assert sizes("hex:00ff") == {"hex": 2}
    assert sizes("JWT_SECRET='AP8='") == {"text": 4, "base64": 2, "base64url": 2}
    assert not readings(Secret(b"\xff\xff"))
    assert readings(Secret(b"ab"))[0].words == "secret, 2 bytes of text"


@pytest.mark.parametrize(
    ("text", "encoding", "code", "fragment"),
    [
        ("", "auto", "key-empty", "nothing here"),
        (" \n", "auto", "key-empty", "nothing here"),
        (b"", "auto", "key-empty", "nothing here"),
        ("hex:", "auto", "key-empty", "the secret is empty"),
        ("text:\n", "auto", "key-empty", "the secret is empty"),
        ("====", "base64", "secret-encoding", "padding"),
        ("hex:0", "auto", "secret-encoding", "no whole number of bytes"),
        ("hex:0x", "auto", "secret-encoding", "character 2 (blanks not counted) is not a hexadecimal digit"),
        (
            "base64:ab-c",
            "auto",
            "secret-encoding",
            "character 3 (blanks not counted) is not one of base64's; it belongs",
        ),
        ("a!bc", "base64", "secret-encoding", "character 2"),
        ("abcde", "base64", "secret-encoding", "one is missing or too many"),
        ("AP8==", "base64", "secret-encoding", "the padding"),
        ("a\ud800", "auto", "secret-encoding", "character 2 is half of a surrogate pair"),
        (b"\xff\xff", "hex", "secret-not-text", "not text"),
        ("x" * (1024 * 1024 + 1), "auto", "key-too-large", "larger than 1,048,576 bytes"),
        ('{"a": 1}', "auto", "json-no-key", "put text: before it"),
        ("[]", "auto", "json-no-key", "no kty"),
        ('{"jwks_uri": "https://a/b"}', "auto", "json-no-key", "jwtlens key fetch gets the keys from there"),
        ('{"n": "AA", "e": "AQAB"}', "auto", "json-no-key", "kty is missing"),
        ("{secret", "auto", "json-syntax", "line 1, column 2"),
        ("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "auto", "key-is-token", "this is a token"),
        ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none", "auto", "key-foreign", "puttygen FILE"),
        ("\n<RSAKeyValue><Modulus>AA==</Modulus></RSAKeyValue>", "auto", "key-foreign", "Export it as PEM"),
        ("<!DOCTYPE html><html><title>Log in</title>", "auto", "key-foreign", "this is a web page"),
        ("AGE-SECRET-KEY-1QQPQ", "auto", "key-foreign", "a key of age"),
        ("https://example.org/jwks.json", "auto", "key-is-address", "jwtlens key fetch gets"),
        ("A_KEY=1\nB_KEY=2", "auto", "env-several", "(A_KEY, B_KEY)"),
        ('JWT_SECRET=""', "auto", "key-empty", "nothing here"),
        (b"\xfe\xed\xfe\xed\x00\x00\x00\x02\xff", "auto", "key-store", "Java key store"),
    ],
)
def test_what_is_no_secret_is_a_problem(text: str | bytes, encoding: SecretEncoding, code: str, fragment: str) -> None:
    keyring = read(text, encoding)
    assert not keyring.keys
    (problem,) = keyring.problems
    assert (problem.code, problem.field) == (code, "key")
    assert fragment in problem.message


@pytest.mark.parametrize("encoding", ["auto", "text", "base64", "base64url", "hex"])
@pytest.mark.parametrize("form", ["spki", "certificate", "ssh-public", "spki-der", "jwk", "bare"])
def test_a_public_key_never_becomes_an_hmac_secret(kit: Kit, encoding: SecretEncoding, form: str) -> None:
    material = kit.form("RSA", "spki" if form in {"jwk", "bare"} else form)
    if form == "jwk":
        material = json.dumps(kit.jwk("RSA", private=False)).encode()
    if form == "bare":
        material = b"".join(material.splitlines()[1:-1])
    (key,) = read(material, encoding).keys
    assert key.kty == "RSA"


@pytest.mark.parametrize("encoding", ["auto", "text", "base64", "hex"])
@pytest.mark.parametrize(
    "text", ["-----BEGIN PUBLIC KEY-----\nMIIB", "x -----BEGIN", "—BEGIN PUBLIC KEY—", "--END CERTIFICATE--"]
)
def test_a_broken_pem_never_becomes_an_hmac_secret(text: str, encoding: SecretEncoding) -> None:
    keyring = read(text.replace("—", "——"), encoding)
    assert not keyring.keys
    assert keyring.problems[0].code == "pem-lines"


def test_a_text_secret_costs_no_cryptography() -> None:
    program = (
        "import sys; from jwtlens.keys.read import read_keys; from jwtlens.keys.secret import Secret;"
        "assert read_keys(Secret('base64:c2VjcmV0')).keys; assert read_keys(Secret('eeeeLLLLcccceeeeLLLL')).keys;"
        'assert read_keys(Secret(\'{"kty":"oct","k":"AP8"}\')).keys;'
        "heavy = {'cryptography', 'jwt', 'dataclasses', 'pathlib', 'tempfile', 'inspect', 'asyncio'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
