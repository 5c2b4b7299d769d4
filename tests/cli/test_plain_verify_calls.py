"""Most calls of ``verify`` are read without argparse: just as argparse reads them, or not at all."""

from pathlib import Path

import pytest

from jwtlens.cli import verify
from jwtlens.cli.usage import UsageError
from jwtlens.knowledge.sample import SECRET


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JWT_SECRET", SECRET)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ["T"],
        ["-"],
        [""],
        ["--json", "T"],
        ["T", "--json", "--json"],
        ["--key", "env:JWT_SECRET", "T"],
        ["T", "--key", "first", "--key", "env:JWT_SECRET"],
        ["--iss", "a", "--aud", "", "T", "--iss", "b c", "--aud", "d"],
    ],
)
def test_it_is_read_as_argparse_reads_it(words: list[str]) -> None:
    plain = verify.plain(words)
    assert plain is not None
    assert plain == verify.parsed(words)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["T", "U"],
        ["--key"],
        ["--key", "-", "T"],
        ["--key", "--json", "T"],
        ["--key=env:JWT_SECRET", "T"],
        ["--iss", "-x", "T"],
        ["--", "T"],
        ["-h"],
        ["--at", "0", "T"],
        ["--no-claims", "T"],
    ],
)
def test_everything_else_is_left_to_argparse(words: list[str]) -> None:
    assert verify.plain(words) is None


def test_a_key_that_is_not_there_is_refused_all_the_same() -> None:
    with pytest.raises(UsageError, match="JWT_NOWHERE"):
        verify.plain(["--key", "env:JWT_NOWHERE", "T"])
