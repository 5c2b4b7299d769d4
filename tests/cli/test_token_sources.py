from pathlib import Path

import pytest

from jwtlens.cli import sources
from jwtlens.limits import SOURCE_CHARS
from tests.cli.conftest import Call
from tests.cli.tokens import SAMPLE


def test_argument_standard_input_file_and_variable_are_one(
    jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token.txt"
    file.write_text(f"{SAMPLE}\n")
    monkeypatch.setenv("TOKEN", SAMPLE)
    by_argument = jwtlens("decode", "--json", SAMPLE)
    assert by_argument.code == 0
    assert jwtlens("decode", "--json", "-", stdin=f"{SAMPLE}\r\n".encode()) == by_argument
    assert jwtlens("decode", "--json", f"@{file}") == by_argument
    assert jwtlens("decode", "--json", "env:TOKEN") == by_argument


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_of_other_systems(jwtlens: Call, encoding: str) -> None:
    assert jwtlens("decode", "-", stdin=SAMPLE.encode(encoding)).code == 0


def test_more_than_a_token_may_have_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "endless"
    with file.open("wb") as stream:
        stream.truncate(100 * SOURCE_CHARS)  # sparse
    assert SOURCE_CHARS < len(sources.file(str(file))) <= 4 * SOURCE_CHARS + 4


def test_too_long_a_text_says_so(jwtlens: Call) -> None:
    answer = jwtlens("decode", "-", stdin=b"a" * (SOURCE_CHARS + 1))
    assert answer.code == 2
    assert "removed from the text: everything after 4,194,304 characters" in answer.out


def test_binary_standard_input_is_malformed_and_quiet(jwtlens: Call) -> None:
    answer = jwtlens("decode", "-", stdin=bytes(range(256)) * 10)
    assert answer.code == 2
    assert answer.out.startswith("✗ MALFORMED")
