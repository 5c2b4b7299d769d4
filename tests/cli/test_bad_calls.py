"""What cannot be carried out is refused in one sentence: on standard error, and with --json as an object too."""

import json
import sys
from pathlib import Path

import pytest

from jwtlens import __version__
from jwtlens.__main__ import main
from jwtlens.cli.commands import COMMANDS
from tests.cli.conftest import Call
from tests.cli.tokens import SAMPLE


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("decode",), "TOKEN"),
        (("decode", "a", "b"), "unrecognized arguments: b"),
        (("decode", "--nope", "a"), "--nope"),
        (("decode", "@/no/such/file"), "/no/such/file cannot be read: No such file or directory"),
        (("decode", "@/"), "Is a directory"),
        (("decode", "@a\0b"), "is not the name of a file"),
        (("decode", "env:JWTLENS_NO_SUCH_VARIABLE"), "no variable JWTLENS_NO_SUCH_VARIABLE"),
        (("decode", "--at", "tomorrow", "a"), "tomorrow: an instant is a Unix time or a date such as"),
        (("decode", "--at", "nan", "a"), "an instant is a Unix time"),
        (("decode", "--at", "1e400", "a"), "an instant is a Unix time"),
        (("decode", "--at", "9" * 5000, "a"), "an instant is a Unix time"),
        (("verify", "--leeway", "-1", "a"), "--leeway"),
        (("verify", "--leeway", "1.5", "a"), "1.5: the leeway is a number of seconds"),
        (("verify", "--alg", "rs256", "a"), "meant is RS256"),
        (("verify", "--alg", ",", "a"), "at least one name"),
        (("verify", "--key-encoding", "rot13", "a"), "rot13"),
        (("verify", "--key", "@/no/such/key", "a"), "there is no file /no/such/key"),
        (("verify", "--key", "@/", "a"), "is a directory"),
        (("verify", "--key", "env:JWTLENS_NO_SUCH_VARIABLE", "a"), "is not set"),
        (("verify", "--key", "-", "-"), "cannot both come from standard input"),
        (("verify", "--key", "@k\0", "a"), "cannot be read"),
        (("--file", "/no/such/file"), "cannot be read"),
        (("--clipboard", "a"), "not allowed with"),
        (("a", "b"), "unrecognized arguments: b"),
    ],
)
def test_usage_is_2_and_a_sentence(jwtlens: Call, words: tuple[str, ...], sentence: str) -> None:
    answer = jwtlens(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("jwtlens: ")
    assert answer.err.count("\n") == 1
    assert sentence in answer.err


def test_with_json_the_refusal_is_an_object_too(jwtlens: Call) -> None:
    answer = jwtlens("verify", "--json", "--key", "@/no/such/key", SAMPLE)
    found = json.loads(answer.out)
    assert answer.code == 2
    assert (found["schema"], found["valid"]) == (1, False)
    assert found["errors"][0]["code"] == "file-missing"
    assert json.loads(jwtlens("decode", "--json").out)["errors"][0]["code"] == "usage"


def test_foreign_text_in_a_refusal_cannot_act(jwtlens: Call) -> None:
    answer = jwtlens("verify", "--nope\x1b[31m\udcff\x07", "a")
    assert answer.code == 2
    assert "\x1b" not in answer.err
    assert "\\u001b[31m\\udcff" in answer.err


def test_a_file_whose_name_was_given_without_the_sign_for_it(
    jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token.txt").write_text(SAMPLE)
    monkeypatch.chdir(tmp_path)
    answer = jwtlens("decode", "token.txt")
    assert answer.code == 2
    assert "a file has the name token.txt; @ before it reads the file" in answer.err
    assert jwtlens("decode", "@token.txt").code == 0


def test_closed_streams(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["decode", "-"]) == 2
    assert "standard input is closed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["decode", SAMPLE]) == 0


def test_version(jwtlens: Call) -> None:
    assert jwtlens("--version") == (0, f"jwtlens {__version__}\n", "")


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)])
def test_help_is_short_and_has_two_examples(jwtlens: Call, words: tuple[str, ...]) -> None:
    code, out, err = jwtlens(*words, "-h")
    assert (code, err) == (0, "")
    assert len(out.splitlines()) <= 45
    examples = out.partition("examples:\n")[2].splitlines()
    assert len(examples) == 2
    assert all(" ".join(("jwtlens", *words)) in example for example in examples)
    assert max(map(len, out.splitlines())) <= 100


def test_the_long_help_explains_what_the_short_one_only_names(jwtlens: Call) -> None:
    short, long = (jwtlens("verify", word).out for word in ("-h", "--help"))
    assert "--htm," in short
    assert "method of the request" not in short
    assert "method of the request" in long
    assert all(line in long for line in short.splitlines() if line.startswith("  --"))
