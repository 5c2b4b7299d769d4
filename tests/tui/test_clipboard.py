import pyperclip
import pytest
from textual.app import App
from textual.notifications import Notification

from jwtlens.tui import clipboard


def notifications(app: App[None]) -> list[Notification]:
    return list(app._notifications)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    return copied


async def test_a_text_goes_both_ways(desktop: list[str]) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        clipboard.copy(app, "[bold]eyJ")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert (app.clipboard, desktop) == ("[bold]eyJ", ["[bold]eyJ"])
        assert [(it.message, it.markup) for it in notifications(app)] == [("9 characters sent to the clipboard", False)]


async def test_lone_surrogates_do_not_crash(desktop: list[str]) -> None:
    app: App[None] = App()
    async with app.run_test():
        clipboard.copy(app, "\ud800")
        await app.workers.wait_for_complete()
        assert desktop == ["\ufffd"]


async def test_a_long_text_is_sent_with_a_warning(desktop: list[str]) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        clipboard.copy(app, "é" * 60_000)
        await app.workers.wait_for_complete()
        await pilot.pause()
        (notification,) = notifications(app)
        assert notification.severity == "warning"
        assert notification.message.startswith("60,000 characters sent to the clipboard; ")
        assert len(app.clipboard) == len(desktop[0]) == 60_000


@pytest.mark.parametrize("problem", [pyperclip.PyperclipException("no mechanism"), FileNotFoundError("xclip")])
async def test_a_machine_without_a_clipboard_is_survived(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def fail(text: str) -> None:
        raise problem

    monkeypatch.setattr(pyperclip, "copy", fail)
    app: App[None] = App()
    async with app.run_test():
        clipboard.copy(app, "x")
        await app.workers.wait_for_complete()
        assert app.clipboard == "x"
