"""``--print-man``: the formatters themselves read it."""

import shutil
import subprocess

import pytest

from jwtlens.cli import completion, manual
from tests.cli.conftest import Call


@pytest.fixture(scope="module")
def page() -> str:
    return manual.page()


def test_it_is_printed(jwtlens: Call, page: str) -> None:
    assert jwtlens("--print-man") == (0, page, "")


@pytest.mark.parametrize("formatter", [("groff", "-man", "-ww", "-Tutf8", "-Kutf8"), ("mandoc", "-Tlint", "-Wwarning")])
def test_formatters_have_nothing_to_say(page: str, formatter: tuple[str, ...]) -> None:
    if not shutil.which(formatter[0]):
        pytest.skip(f"needs {formatter[0]}")
    done = subprocess.run(formatter, input=page.encode(), capture_output=True, check=False, timeout=60)
    said = done.stdout if formatter[0] == "mandoc" else done.stderr
    # Reproducible builds have no date, and mandoc would like one.
    assert [line for line in said.decode().splitlines() if "missing date" not in line] == []


def test_every_command_and_option_is_there(page: str) -> None:
    for command in completion.commands():
        title = "jwtlens " + " ".join(command.path)
        assert f'.SS "{title}"' in page or not command.path
        for option in command.options:
            assert any(name.replace("-", "\\-") in page for name in option.names), (title, option.names)


def test_no_line_is_taken_for_a_request(page: str) -> None:
    requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert requests == {".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi"}
