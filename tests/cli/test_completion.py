"""``--print-completion``: the shells themselves say what they would offer."""

import shutil
import subprocess
from pathlib import Path

import pytest

from jwtlens.cli import completion
from jwtlens.cli.commands import COMMANDS
from tests.cli.conftest import Call

OFFERS = {
    ("ver",): "verify",
    ("key", "gen"): "generate",
    ("key", "generate", "--bi"): "--bits",
    ("verify", "--key-enc"): "--key-encoding",
    ("verify", "--key-encoding", "he"): "hex",
    ("verify", "--json", "--key-encoding", "base64u"): "base64url",
    ("verify", "--key", "@jwk"): "@jwks.json",
    ("--print-completion", "z"): "zsh",
}


@pytest.fixture
def folder(jwtlens: Call, tmp_path: Path) -> Path:
    for shell in completion.SHELLS:
        done = jwtlens("--print-completion", shell)
        assert (done.code, done.err) == (0, "")
        (tmp_path / f"for.{shell}").write_text(done.out)
    (tmp_path / "jwks.json").write_text("{}")
    return tmp_path


def asked(folder: Path, *command: str) -> list[str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60, text=True)
    assert done.stderr == ""
    return done.stdout.split("\n")


def test_bash_offers_what_fits(folder: Path) -> None:
    script = 'source for.bash; COMP_WORDS=(jwtlens "$@"); COMP_CWORD=$#; _jwtlens; printf "%s\\n" "${COMPREPLY[@]}"'
    for words, offer in OFFERS.items():
        assert offer in asked(folder, "bash", "-c", script, "bash", *words), words


def test_fish_offers_what_fits(folder: Path) -> None:
    if not shutil.which("fish"):
        pytest.skip("needs fish")
    for words, offer in OFFERS.items():
        if not words[-1].startswith("@"):  # fish completes the names of files by itself, without the @
            line = " ".join(("jwtlens", *words))
            found = asked(folder, "fish", "--no-config", "-c", f"source for.fish; complete -C '{line}'")
            assert offer in [one.partition("\t")[0] for one in found], words


def test_zsh_reads_it(folder: Path) -> None:
    if not shutil.which("zsh"):
        pytest.skip("needs zsh")
    assert asked(folder, "zsh", "-n", "for.zsh") == [""]


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_every_command_and_option_is_there(shell: str) -> None:
    text = completion.script(shell)
    listed = completion.commands()
    assert {command.path[0] for command in listed if command.path} == set(COMMANDS)
    for command in listed:
        for option in command.options:
            assert option.words
            for name in option.names:
                assert (name.lstrip("-") if shell == "fish" else name) in text
