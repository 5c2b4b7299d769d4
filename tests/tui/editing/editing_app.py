"""A screen with one editor on it, which remembers what the editor told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from jwtlens.tui.editing.editor import Editor


class EditingApp(App[None]):
    CSS = "Editor { padding: 0; }"

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self.told: list[Editor.Told] = []

    def compose(self) -> ComposeResult:
        yield self.editor

    @on(Editor.Told)
    def remember(self, message: Editor.Told) -> None:
        self.told.append(message)

    def count(self, kind: type[Editor.Told]) -> int:
        return sum(isinstance(message, kind) for message in self.told)

    @property
    def refusals(self) -> list[str]:
        return [message.reason for message in self.told if isinstance(message, Editor.Refused)]

    def begin(self, text: str) -> None:
        """Show a text as an editor does that was made with it."""
        self.editor.load("")
        self.editor.load(text)
        self.editor.select_range(0, 0)

    def screen_rows(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]


@asynccontextmanager
async def shown(editor: Editor, size: tuple[int, int] = (40, 10)) -> AsyncIterator[tuple[EditingApp, Pilot[None]]]:
    app = EditingApp(editor)
    async with app.run_test(size=size) as pilot:
        editor.focus()
        await pilot.pause()
        yield app, pilot
