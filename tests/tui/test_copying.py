from jwtlens.tui.choice import ChoiceScreen
from tests.tui.bench_kit import CLAIMS, SAMPLE, SECRET, opened, row, start, token


async def test_the_menu_copies(copied_to_desktop: list[str]) -> None:
    async with opened() as bench:
        for words, text in (("token", SAMPLE), ("token as an Authorization header", f"Authorization: Bearer {SAMPLE}")):
            with row(words):
                await bench.press("f3")
                assert isinstance(bench.app.screen, ChoiceScreen)
                options = [line.body for line in bench.app.screen.query_one("#options").lines]  # type: ignore[attr-defined]
                await bench.press(str(options.index(words) + 1))
                assert (bench.app.clipboard, copied_to_desktop[-1]) == (text, text)
                assert bench.told[-1].endswith("sent to the clipboard")
        assert len(copied_to_desktop) == len(bench.told) == 2


async def test_the_claim_at_the_cursor_comes_first() -> None:
    claims: dict[str, object] = {"name": 'a"b\n[/nope]', "deep": {"inner": [1, 2]}}
    async with opened(start(token(claims=CLAIMS | claims), SECRET)) as bench:
        pane = bench.screen.payload_pane
        await bench.go("payload")
        for needle, copied in (('"name"', 'a"b\n[/nope]'), ('"inner"', "[1, 2]"), ('"exp"', str(CLAIMS["exp"]))):
            at = pane.text.index(needle)
            pane.select_range(at, at)
            await bench.press("f3", "enter")
            assert bench.app.clipboard.replace(" ", "").replace("\n", "") == copied.replace(" ", "").replace("\n", "")


async def test_anywhere_on_its_line_a_claim_is_at_the_cursor() -> None:
    async with opened() as bench:
        await bench.go("payload")
        await bench.press("ctrl+home", "down")
        for key in ("home", "end"):
            await bench.press(key, "f3", "enter")
            assert bench.app.clipboard == "https://auth.example.com"


async def test_a_number_beyond_the_menu_and_escape_copy_nothing() -> None:
    async with opened() as bench:
        await bench.press("f3", "9", "escape")
        assert (bench.app.clipboard, bench.told, len(bench.app.screen_stack)) == ("", [], 1)


async def test_without_a_claim_at_the_cursor_there_is_a_sentence() -> None:
    async with opened() as bench:
        bench.screen.action_copy("claim")
        await bench.settle()
        assert bench.told == ["There is no claim to copy."]
