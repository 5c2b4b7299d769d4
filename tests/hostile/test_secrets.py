"""Marked keys through the commands and files that are not about keys: nothing of them is seen, printed or written."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.conftest import jwtlens as fixture_of_calls
from tests.core_kit import NOW, compact, secret, signed
from tests.keys.conftest import kit as kit_of_keys
from tests.keys.key_kit import Kit
from tests.keys.marked import PASSPHRASE, SECRET, hidden, materials

jwtlens, kit = fixture_of_calls, kit_of_keys
SOME = (
    "secret as text",
    "secret as bad base64",
    "secret as address",
    "RSA PEM mangled",
    "P-256 JWK with d damaged",
)
TOKEN = signed({"alg": "HS256"}, {"exp": NOW}, key=secret(SECRET))
OTHER = compact({"alg": "HS256", "kid": "a"}, {"exp": NOW})
AT = ("--at", str(NOW))


def calls(key: str, folder: Path) -> Iterator[list[str]]:
    """Each command that takes a key, but those that ``test_no_key_is_shown`` knows already."""
    judged = ["--key", key, "--passphrase", "env:PASSPHRASE"]
    for program in ("pyjwt", "jsonwebtoken", "jose", "go-jwt", "curl"):
        yield ["code", "--for", program, *judged, TOKEN]
    yield ["diff", *judged, *AT, TOKEN, OTHER]
    yield ["diff", "--json", *judged, *AT, TOKEN, OTHER]
    yield ["encrypt", "--json", *judged, TOKEN]
    yield ["scan", "--json", *judged, *AT, str(folder / "tokens")]
    yield ["scan", "--sarif", *judged, *AT, str(folder / "tokens")]
    for form in ("markdown", "html", "sarif", "json"):
        yield ["audit", "--no-search", "--format", form, *judged, *AT, TOKEN]
    yield ["--json", *judged, *AT, TOKEN]
    yield ["--save", str(folder / "workspace"), "--force", *judged, TOKEN]


def test_no_command_and_no_file_of_one_holds_a_key(
    jwtlens: Call, kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSPHRASE", PASSPHRASE)
    (tmp_path / "tokens").write_text(f"{TOKEN}\n{OTHER}\n")
    of_keys = materials(kit)
    file = tmp_path / "key"
    for name in SOME:
        text, secrets = of_keys[name]
        file.write_text(text)
        for words in calls(f"@{file}", tmp_path):
            answer = jwtlens(*words)
            assert answer.code in {0, 1, 2}
            hidden(f"{words[:3]} with {name}\n{answer.out}{answer.err}", [*secrets, PASSPHRASE.encode()])
        if (tmp_path / "workspace").exists():
            hidden((tmp_path / "workspace").read_text(), secrets)


def test_a_key_in_the_place_of_something_else_is_not_repeated(jwtlens: Call, kit: Kit, tmp_path: Path) -> None:
    """Settings, profiles, workspaces and word lists that are, or hold, a key."""
    of_keys = materials(kit)
    for name in SOME:
        text, secrets = of_keys[name]
        wrong = {
            "the file itself": text,
            "key": f"[profiles.p]\nkey = {json.dumps(text)}\n",
            "keys": f"[profiles.p]\nkey = [{json.dumps(text)}, 5]\n",
            "workspace": json.dumps(
                {"format": "jwtlens-workspace", "version": 1, "token": TOKEN, "keys": [{"reference": text}]}
            ),
        }
        for where, content in wrong.items():
            file = tmp_path / "file"
            file.write_text(content)
            for words in (
                ["config", "check", "--config", str(file)],
                ["config", "show", "--config", str(file), "--json"],
                ["verify", "--profile", "p", "--config", str(file), *AT, TOKEN],
                ["--open", str(file), "--json"],
                ["--open", str(file), "--save", str(tmp_path / "again"), "--force"],
            ):
                answer = jwtlens(*words)
                assert answer.code in {0, 1, 2}
                hidden(f"{words[:3]} with {name} in {where}\n{answer.out}{answer.err}", secrets)


def test_a_secret_that_is_found_is_named_only_where_it_is_asked_for(jwtlens: Call, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text(SECRET.decode() + "\n")
    for form in ("--json", "--format=html", "--format=sarif"):
        answer = jwtlens("audit", form, "--wordlist", str(words), *AT, TOKEN)
        assert answer.code == 1
        hidden(answer.out + answer.err, [SECRET])
