"""The search for the secret from the screen: it begins by itself, is never in the way, and leaves no process behind."""

import os
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jwtlens.search import search as search_module
from jwtlens.search.search import Search, search
from jwtlens.start import Start
from jwtlens.tui import searching
from jwtlens.tui.dialogs.word_list import WordListDialog
from jwtlens.tui.lines import LineList
from jwtlens.verify.report import Status
from tests.search.kit import LIST, signed
from tests.tui.bench_kit import (
    CLAIMS,
    EC_KEY,
    NARROW,
    NOW,
    SECRET,
    WIDE,
    Bench,
    large_token,
    opened,
    pem,
    row,
    start,
    token,
)

UNKNOWN = "nobody has written this secret down, not even here: 7Qx"
KNOWN = signed(b"secret", claims=CLAIMS).text


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Search]]:
    """Let searches begin by themselves, and see that none of their processes is left."""
    begun: list[Search] = []

    def remembered(*given: object) -> Search:
        begun.append(search(*given, workers=2))  # type: ignore[arg-type]
        return begun[-1]

    monkeypatch.setattr(search_module, "search", remembered)
    monkeypatch.setattr(searching, "_BY_ITSELF", True)
    yield begun
    assert alive(begun) == []


def alive(begun: list[Search]) -> list[subprocess.Popen[bytes]]:
    return [process for one in begun for process in one._processes if process.poll() is None]


async def until(bench: Bench, holds: Callable[[], object]) -> None:
    """Let the screen work until something is so; a test that waits for nothing else has a limit of its own."""
    while not holds():
        await bench.pilot.pause(0.01)


@asynccontextmanager
async def searched(begin: Start, size: tuple[int, int] = WIDE) -> AsyncIterator[Bench]:
    """Open on a token and wait for the search that begins by itself, some time after the first frame."""
    async with opened(begin, size=size) as bench:
        await until(bench, lambda: bench.inspection.findings is not None)
        await bench.settle()
        yield bench


def endless(folder: Path) -> Path:
    path = folder / "endless.txt"
    path.write_bytes(b"a\n" * 10_000_000)
    return path


def audit_words(bench: Bench) -> str:
    return " ".join(line.body for line in bench.audit.lines)


async def begin_word_list(bench: Bench, path: Path) -> None:
    await bench.screen.run_action("word_list")
    await bench.pilot.pause()
    dialog = bench.app.screen
    assert isinstance(dialog, WordListDialog)
    dialog.query_one("#word-list").load(str(path))  # type: ignore[attr-defined]
    await bench.pilot.press("enter")
    await until(bench, lambda: bench.app.screen is bench.screen)


async def test_what_is_searched_and_what_it_comes_to(searches: list[Search]) -> None:
    rows = {
        "a published secret": (KNOWN, "", "hmac-secret-known", 1),
        "an expired token with one": (signed(b"changeme", claims={"exp": 1}).text, "", "hmac-secret-known", 1),
        "HS512": (signed(b"password", "HS512").text, "", "hmac-secret-known", 1),
        "a guess from the issuer": (
            signed(b"shop-secret", claims={"iss": "https://shop.example"}).text,
            "",
            "known",
            1,
        ),
        "no known one": (token(UNKNOWN), "", "weak secret  not in the bundled lists (", 1),
        "no known one, and the key": (token(SECRET), SECRET, "weak secret  not in the bundled lists (", 1),
        "the key is published": (KNOWN, "secret", "The supplied secret is one that has been published", 0),
        "ES256": (token(EC_KEY, "ES256"), "", "", 0),
        "none": (token(None, "none"), "", "", 0),
        "a signature that no secret makes": (KNOWN[:-9], "", "", 0),
        "a long one": (large_token(20_000), "", "weak secret  not searched yet (enter: search)", 0),
        "no token": ("", "", "", 0),
    }
    async with searched(start("")) as bench:
        for name, (source, key, words, count) in rows.items():
            with row(name):
                searches.clear()
                await bench.set_key(key)
                await bench.paste_token(source)
                await bench.settle()
                assert len(searches) == count
                assert words in audit_words(bench)
                assert "strong" not in audit_words(bench)
                if not words.startswith("weak secret"):
                    assert "weak secret" not in audit_words(bench)


async def test_a_search_that_cannot_begin_says_so_and_can_be_tried_again(
    searches: list[Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    works = search_module.search

    def fails(*_: object) -> Search:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(search_module, "search", fails)
    async with searched(start(KNOWN)) as bench:
        assert "The search could not be started: Cannot allocate memory." in audit_words(bench)
        monkeypatch.setattr(search_module, "search", works)
        await bench.go("audit")
        await bench.press("end", "up", "enter", "4")
        await bench.settle()
        assert "hmac-secret-known" in audit_words(bench)
        assert len(searches) == 1


async def test_a_hit_is_masked_and_becomes_the_key_with_one_press(searches: list[Search]) -> None:
    for size, wrong in ((WIDE, "a wrong secret, which the user had typed"), (NARROW, "")):
        async with searched(start(KNOWN, wrong or None), size=size) as bench:
            with row(size):
                assert bench.verdict == ("rejected" if wrong else "not verified")
                assert bench.title("audit").startswith("7 Audit: 1 critical")
                if size == NARROW:  # where it cannot be seen, it is said
                    found, among = bench.told[-1].split(", among ")  # it is in both, and two processes look
                    assert found == "The secret of this token is found"
                    assert among.startswith(("published secrets. ", "common passwords. "))
                    assert "critical!" in bench.screen.tabs.counts["Audit"]
                else:
                    assert bench.told == []
                await bench.go("audit")
                await bench.press("home")
                assert "••••••••  F9 shows it" in bench.seen()
                await bench.press("f9")
                assert "secret  F9 hides it" in audit_words(bench)
                await bench.press("f9", "ctrl+t")
                assert bench.verdict == "accepted"
                assert bench.status("signature") is Status.PASSED
                assert "signature valid for a publicly known secret" in bench.seen()
                assert bench.audit.finding
                assert bench.audit.finding.slug == "hmac-secret-known"
                assert [one.severity.name for one in bench.inspection.findings or ()].count("CRITICAL") == 1
                assert len(searches) == 1, "the same token is not searched again"
                await bench.press("ctrl+t")
                assert bench.told[-1] == "There is nothing to repair."
                searches.clear()


async def test_an_outcome_comes_back_with_its_token_and_is_not_searched_for_twice(searches: list[Search]) -> None:
    async with searched(start(KNOWN)) as bench:
        await bench.replace("payload", '"u1"', '"u2"')
        await bench.settle()
        assert "hmac-secret-known" not in audit_words(bench)
        assert len(searches) == 2
        await bench.press("ctrl+z")
        await bench.settle()
        assert "hmac-secret-known" in audit_words(bench)
        await bench.tick()
        assert "hmac-secret-known" in audit_words(bench)
        assert len(searches) == 2


async def test_a_word_list_shows_its_progress_and_ends_at_once(searches: list[Search], tmp_path: Path) -> None:
    path = endless(tmp_path)
    async with searched(start(token(UNKNOWN), SECRET)) as bench:
        await begin_word_list(bench, path)
        await until(bench, lambda: "endless.txt: " in audit_words(bench) and " in a second" in audit_words(bench))
        assert "endless.txt: " in bench.subtitle("audit")
        assert len(alive(searches)) == 2
        bench.focus_on("audit")
        index = next(at for at, line in enumerate(bench.audit.lines) if line.body.startswith("weak secret"))
        bench.audit.cursor = index
        await bench.pilot.press("enter")
        assert alive(searches) == []
        await bench.settle()
        words = audit_words(bench)
        assert "not in the bundled lists" in words
        assert "not found in endless.txt before it ended early" in words
        assert bench.audit.cursor == index
        await bench.screen.run_action("stop_search")
        await bench.settle()
        assert bench.told[-1] == "No search is running."

        await begin_word_list(bench, path)
        await until(bench, lambda: alive(searches))
        await bench.pilot.press("alt+3", "end")
        await until(bench, lambda: alive(searches))
        bench.screen.payload_pane.select_range(5, 6)
        await bench.pilot.press("x")
        assert alive(searches[:-1]) == [], "the next edit cancels it"
        await bench.settle()


async def test_leaving_ends_a_search(searches: list[Search], tmp_path: Path) -> None:
    async with searched(start(token(UNKNOWN))) as bench:
        await begin_word_list(bench, endless(tmp_path))
        await until(bench, lambda: alive(searches))
        await bench.pilot.press("ctrl+q")
    assert alive(searches) == []


async def test_a_search_that_is_cancelled_while_it_starts_leaves_nothing(searches: list[Search]) -> None:
    cancellable = searching._Cancellable()
    cancellable.cancel()
    cancellable.start(signed(b"x"), ())
    assert len(searches) == 1
    assert alive(searches) == []


async def test_a_secret_from_a_word_list_becomes_the_key(searches: list[Search], tmp_path: Path) -> None:
    secret = b"@home\xff \x00"
    path = tmp_path / "[nope]\x1b.txt"
    path.write_bytes(b"\r\n".join([*LIST, secret, b""]))
    async with searched(start(signed(secret, claims={"exp": NOW + 60}).text)) as bench:
        await begin_word_list(bench, path)
        await bench.settle()
        assert "among the lines of [nope]\\u001b.txt" in audit_words(bench)
        await bench.press("f9")
        assert f"hex {secret.hex()}" in audit_words(bench)
        await bench.press("ctrl+t")
        assert bench.verdict == "accepted"
        assert bench.title("audit").startswith("7 Audit: 1 critical")


async def test_a_file_that_cannot_be_searched_is_explained_and_one_that_can_be_is_picked(
    searches: list[Search], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "Words.txt").write_bytes(b"\n".join(LIST))
    (tmp_path / "utf-16.txt").write_bytes("abc".encode("utf-16"))
    os.mkfifo(tmp_path / "pipe")
    async with searched(start(token(UNKNOWN)), size=NARROW) as bench:
        await bench.screen.run_action("word_list")
        await bench.settle()
        assert [line.body for line in bench.app.screen.query_one("#word-list-list", LineList).lines] == [
            "lists/",
            "pipe",
            "utf-16.txt",
        ]
        for typed, words in (
            ("", "Name a file first"),
            ("nowhere", "No such file"),
            ("lists", "must be an ordinary file"),
            ("pipe", "must be an ordinary file"),
            ("utf-16.txt", "UTF-16"),
        ):
            with row(typed):
                await bench.press("ctrl+a", "delete", *typed, "enter")
                assert words in bench.seen()
        await bench.press("ctrl+a", "delete", *"li", "tab", "enter", "enter", "enter")
        assert "not in Words.txt (1,000 tried)" in audit_words(bench)
        await bench.paste_token(token(EC_KEY, "ES256"))
        await bench.screen.run_action("word_list")
        await bench.settle()
        assert "There is no secret to search for" in bench.told[-1]


async def test_the_menu_gives_hashcat_what_it_needs(searches: list[Search]) -> None:
    source = token(UNKNOWN)
    async with searched(start(source)) as bench:
        await bench.go("audit")
        bench.audit.cursor = next(at for at, line in enumerate(bench.audit.lines) if "weak secret" in line.body)
        for keys, copied in (("2", source), ("3", "hashcat -m 16500 -a 0 token.hashcat wordlist.txt")):
            await bench.press("enter", keys)
            await bench.settle()
            assert bench.app.clipboard == copied
        await bench.paste_token(token(pem(EC_KEY), "ES256"))
        await bench.screen.run_action("copy('hashcat')")
        await bench.settle()
        assert bench.told[-1] == "There is no hashcat to copy."
        assert len(searches) == 1
