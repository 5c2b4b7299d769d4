"""A secret that was copied does not stay on the clipboards, and nothing else that is there is taken away."""

from typing import TYPE_CHECKING

import pyperclip
import pytest

from jwtlens.tui import clipboard
from tests.tui.bench_kit import SECRET, Bench, opened, row, start, token

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Desktop:
    """The clipboard of a desktop; text None: it cannot be reached."""

    def __init__(self) -> None:
        self.text: str | None = ""

    def copy(self, text: str) -> None:
        if self.text is None:
            raise pyperclip.PyperclipException("no clipboard")
        self.text = text

    def paste(self) -> str:
        if self.text is None:
            raise pyperclip.PyperclipException("no clipboard")
        return self.text


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    found = Desktop()
    monkeypatch.setattr(pyperclip, "copy", found.copy)
    monkeypatch.setattr(pyperclip, "paste", found.paste)
    return found


async def copy_key(bench: Bench) -> None:
    """Reveal the key, select it and copy it."""
    bench.screen.keys_pane.revealed = True
    bench.screen.set_focus(bench.screen.keys_pane.field)
    await bench.press("ctrl+a", "ctrl+c")


async def convert_and_copy(bench: Bench) -> None:
    bench.app.clear_notifications()  # one may lie over the buttons
    bench.screen.action_key("convert")
    await bench.settle()
    await bench.pilot.click("#button-copy")
    await bench.settle()
    assert "for 45 seconds" in bench.seen()
    await bench.press("escape")


async def later(bench: Bench, seconds: float) -> None:
    bench.clock.now += seconds
    bench.app.look_at_copied()
    await bench.settle()


async def test_a_copied_secret_is_cleared_after_45_seconds(desktop: Desktop) -> None:
    ways: dict[str, Callable[[Bench], Awaitable[None]]] = {"the field": copy_key, "the dialog": convert_and_copy}
    async with opened(start(token(), SECRET)) as bench:
        for name, copy in ways.items():
            for there in ("", None):  # the desktop's clipboard, and that of a terminal alone
                with row(name, there):
                    desktop.text = there
                    await copy(bench)
                    copied = bench.app.clipboard
                    assert SECRET in copied or "kty" in copied
                    assert desktop.text in {copied, None}
                    assert "cleared in 45 s" in bench.told[-1]
                    await later(bench, 44)
                    assert bench.app.clipboard == copied
                    await later(bench, 1)
                    assert (bench.app.clipboard, desktop.text or "") == ("", "")
                    assert bench.told[-1] == "The secret was cleared from the clipboard."


async def test_what_took_the_place_of_a_secret_stays(desktop: Desktop) -> None:
    async with opened(start(token(), SECRET)) as bench:
        with row("copied elsewhere"):
            await copy_key(bench)
            desktop.text = "a shopping list"
            await later(bench, 45)
            assert (bench.app.clipboard, desktop.text) == (SECRET, "a shopping list")
        with row("copied in here"):
            await copy_key(bench)
            clipboard.copy(bench.app, "a claim")
            await bench.settle()
            await later(bench, 45)
            assert (bench.app.clipboard, desktop.text) == ("a claim", "a claim")
        with row("no secret"):
            bench.screen.action_copy("token")
            await bench.settle()
            assert "cleared" not in bench.told[-1]
            await later(bench, 1000)
            assert bench.app.clipboard == desktop.text == bench.token


@pytest.mark.parametrize("elsewhere", ["", "a shopping list"])
async def test_who_leaves_takes_the_secret_along(desktop: Desktop, elsewhere: str) -> None:
    async with opened(start(token(), SECRET)) as bench:
        await copy_key(bench)
        if elsewhere:
            desktop.text = elsewhere
        bench.app.exit()
        assert desktop.text == elsewhere
        assert bool(bench.app.clipboard) is bool(elsewhere)
