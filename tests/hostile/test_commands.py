"""The corpus in every field, through every command and form of answer: nothing that drives a terminal comes out."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jwtlens.programs import PROGRAMS
from jwtlens.reports import FORMATS
from tests.cli.conftest import Answer, Call
from tests.cli.conftest import jwtlens as fixture_of_calls
from tests.core_kit import NOW, SECRET
from tests.fuzz.promises import harmless
from tests.hostile.corpus import LARGE, STRINGS, encoded, file_name, placed, write

jwtlens = fixture_of_calls
AT = ("--at", str(NOW))
PAIRS = {
    f"{one}, {other}": f"{STRINGS[one]} {STRINGS[other]}"
    for one, other in zip([*STRINGS][::2], [*STRINGS][1::2], strict=True)
}
KEYS = ("jwk", "jwks", "pem", "env", "certificate", "text")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", SECRET.decode())
    return tmp_path


def calls(text: str, token: str) -> Iterator[list[str]]:
    """Every command, with the files of the string in the folder it runs in."""
    word = text.replace("\0", "")  # no argument of a process has a NUL in it
    expected = ["--iss", word, "--aud", word, "--typ", word, "--require", word, "--alg", word]
    yield from (["decode", token], ["decode", "--json", token], ["decode", "--", word])
    yield from (
        ["verify", "--explain", *expected, *AT, token],
        ["verify", "--json", "--explain", *expected, *AT, token],
    )
    for key in KEYS:
        yield ["verify", "--key", f"@{key}", *AT, token]
        yield ["verify", "--json", "--key", f"@{key}", *AT, token]
        yield ["key", "show", f"@{key}"]
        yield ["key", "show", "--json", f"@{key}"]
    yield ["key", "thumbprint", "@jwks"]
    yield ["key", "public", "--to", "jwks", "@certificate"]
    for form in FORMATS:
        yield ["audit", "--no-search", "--personal-data", "--reveal", "--format", form, *AT, token, "@log", "har"]
    for shape in ("--table", "--json", "--sarif"):
        yield ["scan", shape, *AT, "log", "har", file_name(text), "no such " + word]
    yield from (["diff", token, "@token"], ["diff", "--json", token, encoded({"alg": "none"}, {})])
    yield from (["code", "--for", name, "--aud", "a", "--key", "env:SECRET", *AT, token] for name in PROGRAMS)
    yield ["sign", "--key", "env:SECRET", "--kid", word, "--typ", word, "--header", f"{word}={word}", "@text"]
    yield ["sign", "--json", "--key", "env:SECRET", "--sub", word]
    yield ["encrypt", "--key", "env:SECRET", "--alg", "PBES2-HS256+A128KW", "--kid", word, "@text"]
    yield from (["decrypt", "--json", "--key", "@jwk", token], ["explain", word], ["key", "fetch", "--dry-run", word])
    for settings in ("settings", "ring", "text"):
        yield ["config", "check", "--config", settings]
        yield ["config", "show", "--config", settings]
        yield ["config", "show", "--json", "--config", settings]
        yield ["verify", "--config", settings, "--profile", word, *AT, token]
    yield from (["--json", *AT, token], [*AT, "@log"], ["--open", "workspace", "--json"], ["--open", file_name(text)])
    yield from (
        ["--open", "workspace", "--save", "saved", "--force"],
        ["--sample", word],
        ["learn", word],
        [word, word],
    )
    yield from (
        ["verify", "--key", f"@{word}", token],
        ["verify", "--key", f"env:{word}", token],
        ["verify", f"@{word}"],
    )


def assert_harmless(answer: Answer, words: list[str], name: str) -> None:
    where = f"{name}: {[word[:60] for word in words]}"
    assert answer.code in {0, 1, 2}, where
    for said in (answer.out, answer.err):
        assert "Traceback" not in said, where
        assert "jwtlens made a mistake" not in said, where
        harmless(said.replace("\t", ""), where)
    if "--json" in words and answer.code != 2 and words[0] != "scan":
        json.loads(answer.out, parse_constant=pytest.fail)


@pytest.mark.parametrize("name", PAIRS)
def test_no_string_hurts_in_any_field(jwtlens: Call, folder: Path, name: str) -> None:
    text = PAIRS[name]
    made = placed(text)
    write(made.files, folder)
    (folder / file_name(text)).write_bytes(made.files["log"])
    for words in calls(text, made.token):
        assert_harmless(jwtlens(*words), words, name)
    request = {"id": text, "op": text, "token": made.token, "key": text, text: text}
    for op in ("verify", "decode", "audit", text):
        answer = jwtlens("batch", stdin=json.dumps({**request, "op": op}).encode())
        assert_harmless(answer, ["batch"], name)
        json.loads(answer.out, parse_constant=pytest.fail)


def test_no_large_text_hurts(jwtlens: Call, folder: Path) -> None:
    for name, payload in LARGE.items():
        token = encoded({"alg": "HS256"}, payload)
        (folder / "large").write_text(payload)
        (folder / "token").write_text(token)
        for words in (
            ["decode", "--json", "@token"],
            ["key", "show", "@large"],
            ["scan", "--json", "--no-audit", "large", "token"],
            ["config", "check", "--config", "large"],
            ["--open", "large", "--json"],
            ["explain", payload],
        ):
            assert_harmless(jwtlens(*words), words, name)
