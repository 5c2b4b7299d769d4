"""Keys from files, from the environment, and from what a shell makes of ``<(command)``."""

import os
import socket
from pathlib import Path

import pytest

from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import load_key
from jwtlens.limits import KEY_BYTES
from tests.keys.key_kit import PASSPHRASE, Kit


def test_a_file_is_read_and_named(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "any.name").write_bytes(kit.form("RSA", "spki-der"))
    (key,) = load_key(f"@{tmp_path}/any.name").keys
    assert (key.kty, key.origin) == ("RSA", f"@{tmp_path}/any.name")


def test_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "s").write_text("secret")
    assert load_key("@~/s").keys[0].origin == "@~/s"


def test_a_secret_in_a_file_or_variable_loses_one_line_break(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s").write_bytes(b"secret\n\n")
    monkeypatch.setenv("JWT_SECRET", "secret\n")
    file, variable = load_key(f"@{tmp_path}/s"), load_key("env:JWT_SECRET")
    assert file.keys[0].material.reveal() == b"secret\n"
    assert variable.keys[0].material.reveal() == b"secret"
    for keyring in (file, variable):
        assert "without the line break at its end" in keyring.keys[0].words
    assert variable.keys[0].origin == "env:JWT_SECRET"


def test_a_variable_that_is_not_utf8_is_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", os.fsdecode(b"\xff\xfa"))
    assert load_key("env:JWT_SECRET").keys[0].material.reveal() == b"\xff\xfa"


def test_a_literal_is_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load_key("hex:00ff").keys[0].material.reveal() == b"\x00\xff"
    assert load_key("00ff", encoding="hex").keys[0].origin == "command line"
    assert load_key("text:@x").keys[0].material.reveal() == b"@x"
    assert load_key("x\0y").keys
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.pem").write_text("x")
    assert "a file has that name: @ before it reads the file" in load_key("key.pem").words


def test_the_passphrase_is_passed_on(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(kit.form("P-256", "encrypted"))
    assert load_key(f"@{tmp_path}/k").problems[0].code == "passphrase-needed"
    assert load_key(f"@{tmp_path}/k", passphrase=Secret(PASSPHRASE)).keys


def test_process_substitution_is_read() -> None:
    reader, writer = os.pipe()
    try:
        os.write(writer, b"secret\n")
        os.close(writer)
        assert load_key(f"@/dev/fd/{reader}").keys[0].material.reveal() == b"secret"
    finally:
        os.close(reader)


def test_files_that_cannot_be_keys_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(b"x" * (KEY_BYTES + 1))
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        problems = {
            "@": "needs the name of a file",
            "@missing\x1b[2J": "there is no file missing\\u001b[2J. Check the name; a secret that begins with @",
            "@.": ". is a directory",
            "@fifo": "fifo is a device or a pipe",
            "@socket": "socket is a device or a pipe",
            "@/dev/zero": "/dev/zero is a device or a pipe",
            "@empty": "the file empty is empty",
            "@large": "larger than 1,048,576 bytes",
            "@a\0b": "cannot be read",
            "@" + "x" * 5000: "cannot be read",
            "@empty/x": "cannot be read",
            "env:NOT_SET_ANYWHERE": "the environment variable NOT_SET_ANYWHERE is not set. Set it with export",
            "env:": "is not set",
        }
        for spec, fragment in problems.items():
            keyring = load_key(spec)
            assert not keyring.keys
            assert keyring.problems[0].field == "key"
            assert fragment in keyring.problems[0].message


def test_an_empty_variable_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "")
    assert "is empty" in load_key("env:JWT_SECRET").problems[0].message


def test_a_forbidden_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:  # the tests may run as root, whom nothing is forbidden
        raise PermissionError

    (tmp_path / "s").write_text("secret")
    monkeypatch.setattr(os, "open", refuse)
    assert "you may not read the file" in load_key(f"@{tmp_path}/s").problems[0].message
