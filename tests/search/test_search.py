import asyncio
import re
import sys
from pathlib import Path

import pytest

from jwtlens.jose.jws import Token
from jwtlens.search.search import Progress, Search, search
from jwtlens.search.sources import BUNDLED, Source, wordlist
from tests.cli.processes import command_line
from tests.search.kit import LIST, UNKNOWN, signed, written


def finished(token: Token, *sources: Source, workers: int = 2) -> Progress:
    with search(token, sources, workers=workers) as running:
        for progress in running:
            assert progress.tried >= 0
        return running.progress


def endless(folder: Path) -> Source:
    """A list that takes many seconds."""
    return wordlist(written(folder, b"a\n" * 10_000_000))


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("place", [0, 1, 499, 500, 999])
def test_finds_the_secret_in_any_line(tmp_path: Path, alg: str, place: int) -> None:
    lines = [*LIST]
    lines[place] = UNKNOWN
    progress = finished(signed(alg=alg), wordlist(written(tmp_path, b"\n".join(lines))))
    assert progress.found is not None
    assert progress.found.secret.reveal() == UNKNOWN
    assert progress.found.where == "the lines of words.txt"
    assert progress.over


@pytest.mark.parametrize(
    "content",
    [
        b"one\r\ntwo\r\n" + UNKNOWN + b"\r\n",
        b"one\ntwo\n" + UNKNOWN,
        b"\n\n\n" + UNKNOWN + b"\n\n",
        b"\xef\xbb\xbf" + UNKNOWN + b"\r\n",
        b"\xff\xfd\x80\n" + UNKNOWN + b"\r\n\x00\n",
        b"x" * 3_000_000 + b"\n" + UNKNOWN,
    ],
    ids=["crlf", "no-final-newline", "empty-lines", "bom", "not-utf-8", "huge-line"],
)
@pytest.mark.parametrize("workers", [1, 3])
def test_finds_the_secret_in_lists_of_all_shapes(tmp_path: Path, content: bytes, workers: int) -> None:
    assert finished(signed(), wordlist(written(tmp_path, content)), workers=workers).found is not None


def test_the_empty_secret_is_found_in_an_empty_line(tmp_path: Path) -> None:
    progress = finished(signed(b""), wordlist(written(tmp_path, b"a\n\nb\n")))
    assert progress.found is not None
    assert progress.found.secret.reveal() == b""


def test_a_bundled_secret_of_an_expired_token_is_found() -> None:
    claims = {"exp": 1, "nbf": 9_999_999_999, "aud": "somebody"}
    progress = finished(signed(b"your-256-bit-secret", claims=claims), *BUNDLED)
    assert progress.found is not None
    assert progress.found.where == "published secrets"


def test_a_miss_says_what_was_tried_and_never_that_the_secret_is_strong(tmp_path: Path) -> None:
    progress = finished(signed(), wordlist(written(tmp_path, b"\n".join(LIST))))
    assert progress.found is None
    assert progress.over
    assert progress.complete
    assert progress.tried == 1_000
    assert progress.fraction == 1
    assert progress.seconds_left == 0
    assert progress.rate > 0
    assert progress.words.startswith("Not in this list: 1,000 candidates")
    assert "strong" not in progress.words


def test_several_sources_are_tried_one_after_the_other(tmp_path: Path) -> None:
    progress = finished(signed(), *BUNDLED, wordlist(written(tmp_path, b"\n".join(LIST))))
    assert progress.complete
    assert progress.tried > 95_000


def test_lines_that_are_too_long_are_said_to_be_left_out(tmp_path: Path) -> None:
    progress = finished(signed(), wordlist(written(tmp_path, b"x" * 3_000_000)))
    assert progress.problems == ("Lines longer than a mebibyte were not tried: 1.",)
    assert not progress.complete
    assert "Not in this list" not in progress.words


def test_cancel_works_at_once_and_ends_the_iteration(tmp_path: Path) -> None:
    with search(signed(), (endless(tmp_path),), workers=2) as running:
        for progress in running:
            if progress.tried:
                assert progress.seconds_left is None or progress.seconds_left > 0
                running.cancel()
        assert not [process for process in running._processes if process.poll() is None]
        assert running.progress.over
        assert not running.progress.complete
        assert running.progress.problems == ()
        assert running.progress.words.startswith("Stopped: ")
        assert running.wait(60) is running.progress


def test_leaving_the_block_stops_the_processes(tmp_path: Path) -> None:
    with search(signed(), (endless(tmp_path),), workers=2) as running:
        running.wait(5)
    assert not [process for process in running._processes if process.poll() is None]


def test_a_process_that_dies_makes_the_search_incomplete(tmp_path: Path) -> None:
    with search(signed(), (wordlist(written(tmp_path, b"\n".join(LIST))),), workers=2) as running:
        running._processes[0].kill()
        for _ in running:
            pass
    assert running.progress.over
    assert not running.progress.complete
    assert 0 < running.progress.tried < 1_000
    assert "broke off" in running.progress.problems[0]
    assert "Not in this list" not in running.progress.words


def test_the_other_processes_go_on_when_one_dies(tmp_path: Path) -> None:
    lines = b"\n".join([*LIST, UNKNOWN])
    with search(signed(), (wordlist(written(tmp_path, lines)),), workers=2) as running:
        running._processes[0].kill()
        for _ in running:
            pass
    assert running.progress.found is not None


def test_a_list_that_vanishes_is_a_problem_and_no_miss(tmp_path: Path) -> None:
    source = wordlist(written(tmp_path, b"a\n"))
    Path(source.path).unlink()
    progress = finished(signed(), source)
    assert progress.over
    assert not progress.complete
    assert progress.problems == ("A word list could not be read to its end: No such file or directory.",)


def test_a_token_without_a_secret_is_refused_before_anything_starts() -> None:
    with pytest.raises(ValueError, match="only HS256"):
        search(signed()._replace(header=signed().header._replace(value={"alg": "RS256"})))


def test_an_interpreter_that_cannot_be_started_is_an_oserror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(FileNotFoundError):
        search(signed())


def test_modules_in_the_current_directory_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("open('run', 'w')")
    (tmp_path / "jwtlens").mkdir()
    (tmp_path / "jwtlens" / "__init__.py").write_text("open('run', 'w')")
    source = wordlist(written(tmp_path, UNKNOWN))
    monkeypatch.chdir(tmp_path)
    assert finished(signed(), source).found is not None
    assert not (tmp_path / "run").exists()


async def test_the_screen_stays_awake_while_it_goes_on(tmp_path: Path) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    with search(signed(), (wordlist(written(tmp_path, b"\n".join([*LIST, UNKNOWN]))),), workers=2) as running:
        seen = [progress async for progress in running]
    ticking.cancel()
    assert seen[-1].found is not None
    assert ticks > 10


async def test_cancel_from_the_event_loop_ends_the_wait(tmp_path: Path) -> None:
    with search(signed(), (endless(tmp_path),), workers=2) as running:
        async for progress in running:
            if progress.tried:
                running.cancel()
        assert running.progress.over


def _everything(running: Search) -> str:
    return repr([running, vars(running), running.progress, running._reports, running._found])


def test_the_secret_is_in_no_repr_and_in_no_argument(tmp_path: Path) -> None:
    secret = b"correct horse battery staple"
    token = signed(secret)
    with search(token, (endless(tmp_path),), workers=2) as running:
        arguments = [command_line(one.pid) for one in running._processes]
        assert all("jwtlens.search.worker" in one for one in arguments)
        assert not [one for one in arguments if token.text[-20:] in one or "words.txt" in one]
    with search(token, (wordlist(written(tmp_path, secret)),), workers=2) as running:
        for _ in running:
            pass
    assert running.progress.found is not None
    shown = _everything(running) + running.progress.words + str(running.progress)
    assert not re.search("horse|Y29ycmVjdC|636f7272", shown)


def test_progress_is_known_before_anything_was_reported() -> None:
    assert Progress().rate == 0
    assert Progress().seconds_left is None
    assert Progress().words.startswith("Searching: 0")
