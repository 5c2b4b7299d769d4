"""The shape that all dialogs have."""

import threading

from textual.app import ComposeResult

from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Field
from tests.tui.bench_kit import HUGE, NARROW, WIDE, Bench, opened, row

goes_on = threading.Event()


class Sizes(Dialog[str]):
    HEADING = "Sizes [b]"
    ABOUT = "A sentence that says what this is for, long enough to need a second row in a narrow terminal."
    BUTTONS = (DialogButton("take", "Take", "Give the number"), DialogButton("wait", "Wait", "Until told"))

    def fields(self) -> ComposeResult:
        yield ChoiceField("unit", "unit", ("bits", "bytes", "[@click=app.quit]words"))
        yield Field("number", "number", "such as 3")

    def pressed(self, name: str) -> None:
        text = self.query_one("#number", Editor).text
        if name == "take":
            self.work("counting", lambda: str(int(text)), self.dismiss)
        else:
            self.work("waiting", goes_on.wait, lambda _: self.dismiss("late"))


async def ask(bench: Bench, given: list[str | None]) -> Sizes:
    dialog = Sizes()
    bench.app.push_screen(dialog, given.append)
    await bench.settle()
    return dialog


async def test_a_dialog_asks_answers_and_gives_the_focus_back() -> None:
    given: list[str | None] = []
    async with opened(size=NARROW) as bench:
        await bench.go("payload")
        for size in (NARROW, WIDE, HUGE):
            with row(size):
                await bench.resize(size)
                dialog = await ask(bench, given)
                box = dialog.query("Vertical").first().region
                assert (box.width, box.bottom <= size[1]) == (78, True)
                assert all(words in bench.seen() for words in ("Sizes [b]", "second row", "Take", "Wait", "Close"))
                order = [bench.focus]
                for _ in range(5):
                    await bench.press("tab")
                    order.append(bench.focus)
                assert order == ["unit", "number", "button-take", "button-wait", "button-close", "unit"]
                await bench.press("tab", *"12", "enter")
                assert (given.pop(), bench.focus) == ("12", "payload")
                await ask(bench, given)
                await bench.press("escape")
                assert (given.pop(), bench.focus) == (None, "payload")


async def test_what_is_wrong_stands_above_the_buttons_and_moves_nothing() -> None:
    async with opened(size=NARROW) as bench:
        dialog = await ask(bench, [])
        places = [widget.region for widget in dialog.query("*")]
        await bench.press("tab", *"[/b]", "enter")
        assert "✗ invalid literal" in bench.seen()
        assert "[/b]" in bench.seen()
        assert [widget.region for widget in dialog.query("*")] == places


async def test_a_choice_by_keys_by_menu_and_by_mouse() -> None:
    async with opened(size=NARROW) as bench:
        dialog = await ask(bench, [])
        choice = dialog.query_one(ChoiceField)
        await bench.press("left")
        assert choice.options[choice.chosen] == "[@click=app.quit]words"
        assert "[@click=app.quit]words ▼" in bench.seen()
        await bench.press("right", "right")
        assert choice.chosen == 1
        await bench.press("enter", "1")
        assert (choice.chosen, bench.app.screen) == (0, dialog)
        await bench.pilot.click("#unit")
        await bench.press("3")
        assert choice.chosen == 2


async def test_escape_stops_what_is_being_done_and_then_closes() -> None:
    given: list[str | None] = []
    async with opened(size=NARROW) as bench:
        dialog = await ask(bench, given)
        try:
            await bench.pilot.click("#button-wait")
            await bench.pilot.pause()
            assert dialog.busy
            assert "waiting · esc stops" in bench.seen()
            await bench.pilot.press("enter")
            assert bench.app.screen is dialog, "no second job while the first is being done"
            await bench.pilot.press("escape")
            await bench.pilot.pause()
            assert (dialog.busy, given) == (False, [])
            assert "Stopped" in bench.seen()
        finally:
            goes_on.set()
        await bench.settle()
        assert given == [], "what comes of a job that was stopped is dropped"
        await bench.press("escape")
        assert given == [None]
