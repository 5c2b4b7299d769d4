import gzip
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from jwtlens import captures
from jwtlens.captures import Capture, Gathering
from jwtlens.cli import captures as files
from jwtlens.harvest import harvest
from tests.tui.found_kit import GOOD, TOKENS, har


def gathered(capture: Capture) -> tuple[Gathering, str]:
    gathering = Gathering(capture)
    *_, last = gathering.steps()
    return gathering, last.problem


def test_the_same_tokens_are_found_as_in_one_piece_whatever_the_steps() -> None:
    text = har(*TOKENS) + "\n" + "x" * 300_000 + f"\nBearer {GOOD}\n"
    for size in (997, 10**6):
        blocks = [text.encode()[at : at + size] for at in range(0, len(text), size)]
        gathering, problem = gathered(Capture("it", partial(iter, blocks)))
        assert problem == ""
        assert [(one.token, one.places) for one in gathering.found()] == harvest(text)
        assert [one.seen for one in gathering.found()] == [3, 1, 1, 1]


@pytest.mark.parametrize(
    ("cap", "most", "words"),
    [
        ("MOST_TOKENS", 2, "these are the first"),
        ("MOST_CHARS", 300, "these are the first"),
        ("MOST_BYTES", 1000, "this is the first"),
    ],
)
def test_a_cap_ends_the_reading_and_is_said(cap: str, most: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captures, cap, most)
    read = []

    def blocks() -> Iterator[bytes]:
        for number in range(1000):
            read.append(number)
            yield (f"Bearer {TOKENS[number % 4]}\n" + "-" * 70_000).encode()

    gathering, problem = gathered(Capture("it", blocks))
    assert problem.startswith(words)
    assert "jwtlens scan" in problem
    assert 1 <= len(read) < 10
    assert len(gathering)


def test_places_beyond_the_first_hundred_are_counted() -> None:
    gathering, _ = gathered(captures.of_text("it", f"Bearer {GOOD}\n" * 250))
    assert [(one.seen, len(one.places)) for one in gathering.found()] == [(250, captures.MOST_PLACES)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\1\2", "is binary"),
        (gzip.compress(har(*TOKENS).encode())[:-30], "ends too early"),
        (None, "cannot be read: No such file"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(content: bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "it"
    if content is not None:
        path.write_bytes(content)
    _, problem = gathered(files.of_file(str(path)))
    assert words in problem


def test_files_are_read_as_scan_reads_them(tmp_path: Path) -> None:
    text = har(*TOKENS)
    for name, data in (
        ("a.har", text.encode()),
        ("a.gz", gzip.compress(text.encode())),
        ("u16", text.encode("utf-16")),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        gathering, problem = gathered(files.of_file(str(path)))
        assert (problem, [one.token for one in gathering.found()]) == ("", list(TOKENS)), name


def test_a_text_cut_in_the_middle_keeps_its_tokens_and_says_so() -> None:
    gathering, problem = gathered(captures.of_text("it", har(*TOKENS)[:-20]))
    assert len(gathering) == len(TOKENS)
    assert "ends too early" in problem


@pytest.mark.parametrize(
    ("text", "bare"),
    [(GOOD, True), (f" {GOOD}\n", True), (f"Bearer {GOOD}", False), ("", True), (f"{GOOD}\n{GOOD}", False)],
)
def test_what_is_one_word_needs_no_search(text: str, bare: bool) -> None:
    assert captures.is_bare(text) is bare
