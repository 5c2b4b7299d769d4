"""PEM, DER and OpenSSH that cannot be read: what is wrong, on which line, and what to do."""

import base64
from collections.abc import Callable

import pytest

from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from tests.keys.key_kit import PASSPHRASE, Kit, boxed, openssl


def ssh_string(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


COMPRESSED = base64.b64encode(ssh_string(b"ecdsa-sha2-nistp256", b"nistp256", b"\x02" + bytes(32))).decode()
"""A public key whose point is compressed: the cryptography package raises NotImplementedError."""


def read(material: str | bytes, passphrase: str | None = None) -> Keyring:
    opener = None if passphrase is None else Secret(passphrase)
    return read_keys(boxed(material), passphrase=opener)


def damaged(pem: str, change: Callable[[list[str]], list[str]]) -> str:
    return "\n".join(change(pem.splitlines()))


@pytest.mark.parametrize(
    ("change", "code", "fragment"),
    [
        (lambda lines: lines[:-1], "pem-lines", "the PUBLIC KEY block (line 1) has no END line"),
        (lambda lines: lines[1:], "pem-lines", "the END PUBLIC KEY line (line 8) has no BEGIN line"),
        (lambda lines: ["", "", *lines[:-1]], "pem-lines", "(line 3)"),
        (lambda lines: [*lines[:-1], "-----END PRIVATE KEY-----"], "pem-lines", "ends with END PRIVATE KEY (line 9)"),
        (lambda lines: [lines[0], lines[-1]], "pem-empty", "nothing stands between"),
        (lambda lines: [*lines[:2], "?" + lines[2], *lines[3:]], "pem-base64", "a character on line 3 is not base64"),
        (lambda lines: [*lines[:4], *lines[5:]], "pem-cut", "of 294 bytes are here"),
        (
            lambda lines: [*lines[:4], lines[4][1:], *lines[5:]],
            "pem-base64",
            "line 5 has 63 characters, the others",
        ),
        (
            lambda lines: [*lines[:4], lines[4][4:], *lines[5:]],
            "pem-cut",
            "line 5 has 60 characters, the others",
        ),
        (lambda lines: [*lines[:2], f"{lines[2]}A", *lines[3:]], "pem-base64", "line 3 has 65 characters, the others"),
        (lambda lines: [*lines[:4], f"{lines[4][:-1]}=", *lines[5:]], "pem-base64", "padding (=) stands on line 5"),
        (lambda lines: ["", *lines[:4], lines[4][1:], *lines[5:]], "pem-base64", "(line 2): line 6 has 63 characters"),
        (lambda lines: [lines[0], "".join(lines[1:-1])[:-1], lines[-1]], "pem-base64", "do not fit: some are missing"),
        (lambda lines: [lines[0][1:], *lines[1:-1]], "pem-lines", "line 1 is not a PEM line"),
        (lambda lines: [line.lower() for line in lines], "pem-lines", "line 1 is not a PEM line"),
        (lambda lines: [lines[0], "MAMCAQM=", lines[-1]], "key-invalid", "not a key or certificate"),
        (lambda lines: [line.replace("PUBLIC KEY", "PGP MESSAGE") for line in lines], "pem-label", "the PGP MESSAGE"),
    ],
)
def test_a_damaged_pem_says_where(kit: Kit, change: Callable[[list[str]], list[str]], code: str, fragment: str) -> None:
    keyring = read(damaged(kit.text("RSA", "spki"), change))
    assert not keyring.keys
    assert (keyring.problems[0].code, keyring.problems[0].field) == (code, "key")
    assert fragment in keyring.problems[0].message


@pytest.mark.parametrize("form", ["encrypted", "encrypted-der", "legacy"])
def test_an_encrypted_key_asks_for_its_passphrase(kit: Kit, form: str) -> None:
    material = kit.form("RSA", form)
    assert [problem.code for problem in read(material).problems] == ["passphrase-needed"]
    assert [problem.code for problem in read(material, "wrong").problems] == ["passphrase-wrong"]
    assert [problem.code for problem in read(material, "\ud800").problems] == ["passphrase-wrong"]
    assert read(material, PASSPHRASE).keys[0].private


def test_an_encrypted_key_on_one_line_is_opened(kit: Kit) -> None:
    one_line = kit.text("RSA", "legacy").replace("\n", " ")
    assert [problem.code for problem in read(one_line).problems] == ["passphrase-needed"]
    assert read(one_line, PASSPHRASE).keys[0].private


def test_an_encrypted_openssh_key_asks_for_its_passphrase(kit: Kit) -> None:
    encrypted = kit.form("Ed25519", "ssh-encrypted")
    assert [problem.code for problem in read(encrypted).problems] == ["passphrase-needed"]
    assert [problem.code for problem in read(encrypted, "wrong").problems] == ["passphrase-wrong"]
    assert read(encrypted, PASSPHRASE).keys[0].private


def test_an_encrypted_key_in_base64_is_not_a_secret(kit: Kit) -> None:
    encoded = base64.b64encode(kit.form("RSA", "encrypted")).decode()
    assert [problem.code for problem in read(encoded).problems] == ["passphrase-needed"]
    assert [problem.code for problem in read("base64:" + encoded).problems] == ["passphrase-needed"]


def test_base64_that_was_cut_is_not_a_secret(kit: Kit) -> None:
    bare = "".join(kit.text("RSA", "spki").splitlines()[1:-1])
    keyring = read(bare[:-40])
    assert [problem.code for problem in keyring.problems] == ["key-cut"]
    assert "264 of 294 bytes" in keyring.problems[0].message


def test_der_that_was_cut_is_not_a_secret_unless_that_is_said(kit: Kit) -> None:
    for form, size in (("spki-der", 294), ("certificate-der", 0)):
        whole = kit.form("RSA", form)
        (problem,) = read(whole[:-5]).problems
        assert problem.code == "key-cut"
        assert f"{len(whole) - 5} of {size or len(whole)} bytes are here" in problem.message
        assert read_keys(boxed(whole[:-5]), encoding="text").keys[0].kty == "oct"
    assert read(b"0\x82" + bytes(30)).keys[0].kty == "oct"


def test_der_that_is_no_key_is_not_a_secret(kit: Kit) -> None:
    der = kit.form("RSA", "spki-der")
    assert [problem.code for problem in read(der[:20] + b"\xff" * (len(der) - 20)).problems] == ["key-invalid"]
    assert "openssl pkcs12" in read(kit.form("RSA", "pkcs12")).problems[0].message


def test_keys_that_jose_has_no_use_for_are_named(kit: Kit) -> None:
    dsa = openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048").decode()
    assert [problem.code for problem in read(dsa).problems] == ["pem-label"]
    assert [problem.code for problem in read(kit.text("RSA", "request")).problems] == ["pem-label"]
    assert "ssh-keygen -i" in read("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n").problems[0].message


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ssh-rsa AAAA me", "key-invalid"),
        ("ssh-dss AAAA", "key-invalid"),
        ("sk-ssh-ed25519@openssh.com AAAA", "key-"),
        (f"ecdsa-sha2-nistp256 {COMPRESSED}", "key-invalid"),
    ],
)
def test_openssh_lines_that_cannot_be_read_are_problems(line: str, code: str) -> None:
    keyring = read(line)
    assert not keyring.keys
    assert keyring.problems[0].code.startswith(code)
    assert "(line 1)" in keyring.problems[0].message


def test_a_private_key_too_large_to_be_checked_is_refused() -> None:
    body = "\n".join(["A" * 64] * 400)
    keyring = read(f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\n")
    assert [problem.code for problem in keyring.problems] == ["key-too-large"]
