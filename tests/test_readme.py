"""What the README shows is what the program prints, and what it names is there."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest

from jwtlens.cli.commands import COMMANDS
from tests.cli.processes import ROOT
from tests.readme import README, Shell, blocks, examples

TEXT = README.read_text(encoding="utf-8")


def test_every_console_example_prints_what_it_shows(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    found = [example for block in blocks(TEXT) for example in examples(block)]
    assert len(found) >= 8
    for example in found:
        assert (example.command, shell.run(example.command)) == (example.command, example.printed)


def test_quick_start_is_two_commands() -> None:
    section = TEXT.partition("\n## Quick start\n")[2].partition("\n## ")[0]
    assert re.findall(r"^```sh\n(.*?)^```$", section, re.DOTALL | re.MULTILINE) == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/jwtlens\n",
        "python3 -m venv .venv && .venv/bin/pip install '.[dev]' && .venv/bin/python -m pytest\n",
    ]


def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / name).exists(), name


def test_packages_of_the_map_exist() -> None:
    block = TEXT.partition("\njwtlens/\n")[2].partition("```")[0]
    names = re.findall(r"^  (\S+)", block, re.MULTILINE)
    assert {"jose/", "verify/", "audit/", "keys/", "cli/", "tui/"} <= set(names)
    for name in names:
        assert (ROOT / "jwtlens" / name).exists(), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_shown(name: str) -> None:
    assert f"$ jwtlens {name} " in TEXT


def test_the_first_sentence_is_the_projects_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["description"] in TEXT


def test_the_examples_of_the_library_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in re.findall(r"^\$ export (\w+)=(\S+)$", TEXT, re.MULTILINE):
        monkeypatch.setenv(name, value)
    found = doctest.DocTestParser().get_doctest(
        "\n".join(re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)), {}, "README.md", None, 0
    )
    assert len(found.examples) > 8
    printed: list[str] = []
    doctest.DocTestRunner().run(found, out=printed.append)
    assert "".join(printed) == ""
