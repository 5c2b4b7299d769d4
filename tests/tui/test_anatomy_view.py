"""F6: the parts of a token over the whole screen, at any size, with keys and mouse."""

import json
import unicodedata
from collections.abc import Iterator

from jwtlens.anatomy import segments, take_apart
from jwtlens.inspection import inspect
from jwtlens.jose import base64url
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.signing_steps import signing_steps
from jwtlens.tui.anatomy import AnatomyScreen, _group_words, _step
from jwtlens.tui.anatomy_rows import AnatomyRows
from jwtlens.tui.button import TextButton
from jwtlens.tui.tab_strip import TabStrip
from tests.core_kit import unb64
from tests.tui.bench_kit import NARROW, NOW, SECRET, WIDE, Bench, large_token, opened, row, start, token
from tests.tui.test_hostile_tokens import CORPUS
from tests.tui.test_kinds_of_tokens import encrypted

HOSTILE = {"[red]x": "[@click=app.quit]y[/]", "esc\x1b[2J": "\u202eabc", "wide": "漢字🙂e\u0301", "sub": "u"}


def view(bench: Bench) -> AnatomyScreen:
    assert isinstance(bench.app.screen, AnatomyScreen)
    return bench.app.screen


def part(bench: Bench) -> str:
    return view(bench).query_one(TabStrip).current


def cells(bench: Bench, name: str) -> list[str]:
    """What stands in the groups of all lines with this label, as the screen has them."""
    rows = [line.strip("│ ").removeprefix(name) for line in bench.rows() if line.strip("│ ").startswith(name + "  ")]
    return [group.replace(" ", "") for line in rows for group in line.split("│") if group.strip()]


def in_window(bench: Bench) -> bytes:
    """The bytes that are seen, after a look whether each group of characters stands over its own."""
    groups = list(zip(cells(bench, "token"), cells(bench, "hex"), strict=True))
    for chars, octets in groups:
        assert unb64(chars) == bytes.fromhex(octets)
    return b"".join(bytes.fromhex(octets) for _, octets in groups)


async def test_segments_in_rows_and_the_signature_in_steps() -> None:
    async with opened(size=NARROW) as bench:
        for size in (NARROW, WIDE):
            await bench.resize(size)
            with row(size, "begins at the claim that the cursor is on"):
                await bench.go("payload")
                at = bench.payload.index('"aud"')
                bench.screen.payload_pane.select_range(at, at)
                await bench.press("f6")
                assert part(bench) == "payload"
                assert "aud: audience" in bench.seen()
                assert b'"aud":' in in_window(bench)
            payload = unb64(bench.token.split(".")[1])
            rows = view(bench).query_one(AnatomyRows)
            with row(size, "moving"):
                here = rows.cursor
                await bench.press("right", "right", "left")
                assert rows.cursor == here + 1
                await bench.press("down")
                assert rows.cursor == here + 1 + rows.across
                await bench.press("home")
                assert in_window(bench) == payload[: len(in_window(bench))]
                await bench.press("pagedown", "pageup")
                assert rows.cursor == 0
                await bench.press("end")
                assert payload.endswith(in_window(bench))
                assert f"group {-(-len(payload) // 3)} of {-(-len(payload) // 3)}" in bench.seen()
                assert "stand for nothing" in bench.seen() or len(payload) % 3 == 0
            with row(size, "the next part, round and round"):
                await bench.press("tab")
                assert part(bench) == "signature"
                assert unb64(bench.token.split(".")[2]).startswith(in_window(bench))
                await bench.press("tab")
                assert part(bench) == "step by step"
                await bench.press("tab")
                assert part(bench) == "header"
                assert in_window(bench) == unb64(bench.token.split(".")[0])
                await bench.press("shift+tab")
            with row(size, "the secret is shown on demand only"):
                secret = bench.screen.keys_pane.field.text
                assert secret not in bench.seen().replace("\n", "")
                await bench.press("f9")
                assert bench.screen.keys_pane.revealed
                assert secret in bench.seen()
                await bench.press("f9")
                assert secret not in bench.seen()
                for words in ("HMAC-SHA-256(", "F9 shows it", bench.token.split(".")[2], "the same, character"):
                    assert words in bench.seen()
                await bench.press("down", "pagedown", "end")
                assert "valid for the secret" in bench.seen()
            await bench.press("escape")
            assert len(bench.app.screen_stack) == 1


async def test_the_mouse_does_it_too() -> None:
    async with opened(size=NARROW) as bench:
        await bench.press("f6")
        screen = view(bench)
        rows = screen.query_one(AnatomyRows)
        assert part(bench) == "header"
        await bench.pilot.click(rows, offset=(9 + 2 * 13 + 5, 1))
        assert rows.cursor == 2
        assert "group 3 of" in bench.seen()
        await bench.pilot.click(screen.query_one(TabStrip), offset=(40, 0))
        await bench.settle()
        assert part(bench) == "step by step"
        await bench.pilot.click(screen.query_one("#reveal", TextButton))
        await bench.settle()
        assert bench.screen.keys_pane.revealed
        await bench.pilot.click(screen.query_one("#close", TextButton))
        await bench.settle()
        assert len(bench.app.screen_stack) == 1


async def test_other_tokens() -> None:
    hostile = json.dumps(HOSTILE, ensure_ascii=False).encode()
    async with opened(start(f"{base64url.encode(b'{}')}.{base64url.encode(hostile)}.")) as bench:
        await bench.go("payload")
        with row("what would act on the terminal"):
            await bench.press("f6")
            assert in_window(bench) == hostile
            assert "[red]x" in bench.seen()
            assert "漢" in bench.seen()
            assert not {"\x1b", "\u202e"} & set(bench.seen())
            await bench.press("q")
        with row("a long one shows the window around the cursor"):
            await bench.paste_token(large_token(1_000_000))
            await bench.go("payload")
            await bench.press("f6", "end")
            payload = unb64(bench.token.split(".")[1])
            assert payload.endswith(in_window(bench))
            assert "Members are named in texts of up to 262,144 characters" in bench.seen()
            await bench.press("f6")
        with row("no base64url"):
            head, _, tail = token(SECRET).split(".")
            await bench.paste_token(f"{head}.a*b.{tail}")
            await bench.go("payload")
            await bench.press("f6")
            assert part(bench) == "payload"
            assert "Characters and bytes do not correspond here" in bench.seen()
            await bench.press("right", "down", "tab", "tab")
            assert "wrong for" in bench.seen() or "not checked" in bench.seen()
            await bench.press("escape")
        with row("encrypted"):
            await bench.paste_token(encrypted("{}"))
            await bench.press("f6")
            assert view(bench).query_one(TabStrip).names == ("header", "iv", "ciphertext", "tag")
            await bench.press("shift+tab")
            assert part(bench) == "tag"
            assert "authentication tag" in bench.seen()
            assert len(in_window(bench)) == 16
            await bench.press("shift+tab")
            assert "These bytes are encrypted" in bench.seen()
            await bench.press("escape")
        with row("nothing"):
            await bench.press("ctrl+n", "f6")
            assert bench.told[-1] == "There is no token to take apart."


def drawn(text: str) -> Iterator[str]:
    """All that the view draws of a token, the first groups of each segment and the steps, without a program."""
    inspection = inspect(text, read_keys(Secret(SECRET)), now=NOW)
    for name in segments(inspection):
        rows = AnatomyRows()
        rows.anatomy = found = take_apart(inspection, name)
        for index in range(min(found.group_count, 30)):
            yield rows._line(index).plain + _group_words(found, index).plain
        yield rows.render().plain
    yield from (_step(step, 40, revealed=True).plain for step in signing_steps(inspection))


def test_nothing_raw_of_any_token_of_the_corpus_is_drawn() -> None:
    for name, text in CORPUS.items():
        with row(name):
            for block in drawn(text):
                for char in set(block) - {"\n"}:
                    assert unicodedata.category(char) not in {"Cc", "Cf", "Cs"}, repr(block)
