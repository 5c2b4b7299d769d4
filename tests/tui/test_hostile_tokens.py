import json
import unicodedata
from itertools import product
from pathlib import Path

import pytest

from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.workspace import SMALL
from tests.tui.bench_kit import NARROW, NOW, SECRET, Bench, large_token, opened, row, start, token

CORPUS: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "hostile/trap-corpus.json").read_text(encoding="utf-8")
)
LARGE = 4 * SMALL
MARKUP = ("[/nope]", "[@click=app.quit]quit[/]", "[bold red]x", "[", "a[/b", "\\[x]")


def assert_harmless(bench: Bench) -> None:
    for screen_row in bench.rows():
        for char in set(screen_row):
            assert unicodedata.category(char) not in {"Cc", "Cs"}, repr(screen_row)
            assert char not in "\u202e\u2066\u200b\u200f\u061c\ufeff", repr(screen_row)


async def test_no_token_of_the_corpus_breaks_the_wide_screen() -> None:
    async with opened(start("", SECRET)) as bench:
        for name, text in CORPUS.items():
            with row(name):
                await bench.paste_over(bench.screen.token_pane, text)
                assert_harmless(bench)
                bench.clock.now += 1
                bench.screen.tick()
                for editor in (bench.screen.header_pane, bench.screen.payload_pane, bench.screen.keys_pane.field):
                    editor.action_move("text_end")
                await bench.settle()
                assert_harmless(bench)
                bench.verification.action_choose()
                await bench.settle()
                assert_harmless(bench)


@pytest.mark.parametrize("pane", ["header", "keys", "audit"])
async def test_no_token_of_the_corpus_breaks_the_narrow_screen(pane: str) -> None:
    async with opened(start("", SECRET), size=NARROW) as bench:
        await bench.go(pane)
        for name, text in CORPUS.items():
            with row(name):
                await bench.paste_over(bench.screen.token_pane, text)
                assert_harmless(bench)
                await bench.press("end")
                assert_harmless(bench)


async def test_no_token_of_the_corpus_breaks_the_narrow_screen_with_its_claims_and_checks_or_a_line_chosen() -> None:
    async with opened(start("", SECRET), size=NARROW) as bench:
        for name, text in CORPUS.items():
            with row(name):
                bench.focus_on("payload")
                await bench.paste_over(bench.screen.token_pane, text)
                assert_harmless(bench)
                bench.clock.now += 1
                bench.screen.tick()
                bench.screen.payload_pane.action_move("text_end")
                bench.verification.cursor = len(bench.verification.lines) - 1
                await bench.settle()
                assert_harmless(bench)
                bench.audit.action_choose()
                await bench.settle()
                assert_harmless(bench)


async def test_markup_is_text_wherever_it_stands() -> None:
    async with opened(start("")) as bench:
        issuer = bench.widget("#issuer")
        assert isinstance(issuer, Editor)
        for text in MARKUP:
            with row(text):
                claims = {text: text, "iss": text, "exp": NOW + 60}
                hostile = token(claims=claims, headers={"kid": text, "typ": text})
                await bench.paste_over(bench.screen.token_pane, hostile)
                await bench.paste_over(issuer, text)
                await bench.paste_over(bench.screen.keys_pane.field, f"@/nowhere/{text}")
                bench.focus_on("payload")
                await bench.press("ctrl+home", "down", "f3")
                assert_harmless(bench)
                await bench.press("1")
                assert bench.app.clipboard == text
                jwk = json.dumps({"kty": "oct", "k": "AAAA", "kid": text})
                await bench.paste_over(bench.screen.keys_pane.field, jwk)
                bench.verification.action_choose()
                await bench.settle()
                assert text in bench.seen()


JUNK = [
    "\x00" * 2000,
    "\x1b]0;title\x07\x1b[2J",
    bytes(range(256)).decode("latin-1"),
    "." * 10_000,
    "\ud800\udc00\ud800.",
]


async def test_junk_can_be_pasted_anywhere() -> None:
    async with opened(size=NARROW) as bench:
        for pane, (number, junk) in product(("token", "payload", "header", "keys", "expectations"), enumerate(JUNK)):
            with row(pane, f"junk {number}"):
                if number == 0:
                    await bench.begin_again()
                    await bench.go(pane)
                await bench.paste(junk)
                await bench.tick(1)
                assert_harmless(bench)
                await bench.press("f9", "ctrl+a", "delete", "ctrl+z")
                assert_harmless(bench)


async def test_a_large_token_is_inspected_in_the_background_and_the_last_one_counts() -> None:
    async with opened() as bench:
        await bench.press("ctrl+a")
        bench.screen.token_pane.insert(large_token(LARGE))
        bench.screen.token_pane.action_select_all()
        bench.screen.token_pane.insert(large_token(LARGE // 2))
        await bench.settle()
        assert bench.token == large_token(LARGE // 2)
        assert bench.inspection.token.text == large_token(LARGE // 2)
        assert len(bench.claims) == 5 + LARGE // 2 // 80
        bench.screen.token_pane.action_undo()
        await bench.settle()
        assert len(bench.claims) == 5 + LARGE // 80
        await bench.tick(1)
        await bench.replace("payload", "u1", "u2")
        assert bench.inspection.token.payload.members["sub"] == "u2"
        assert_harmless(bench)


async def test_a_key_given_while_a_large_token_is_being_read_does_not_lose_the_token() -> None:
    async with opened(start("")) as bench:
        bench.screen.token_pane.insert(large_token(LARGE // 2))
        bench.screen.keys_pane.field.insert(SECRET)
        await bench.settle()
        assert bench.verdict == "accepted"
        assert len(bench.claims) == 5 + LARGE // 2 // 80
