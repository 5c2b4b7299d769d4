"""The dialog that reads a key from a file: a name that is typed, and what there is to choose from."""

import asyncio
import os
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from jwtlens.displayable import quoted
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.tui.dialog import Dialog, DialogButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.folder import Listing, listing
from jwtlens.tui.keyring.key_text import KeyText
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.panes.fields import Field

_UP = "../"


class LoadDialog(Dialog[Entry]):
    """Asks for a file; gives an entry that names it, so that it can be read again."""

    HEADING = "Load a key from a file"
    ABOUT = (
        "PEM, DER, JWK, JWK Set, certificate, OpenSSH, .env, or a secret as text: what it is, is seen from its content."
    )
    BUTTONS = (DialogButton("load", "Load", "Read the file and add its keys to the ring (enter)"),)
    DEFAULT_CSS = """
    LoadDialog {
        & #names { height: 9; margin: 1 0 0 12; background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "names", "To the names", id="load.names", show=False, priority=True)
    ]

    def __init__(self) -> None:
        super().__init__()
        self._path = Field("path", "file", "type a name, or choose one below (down)")
        self._names = LineList(empty="Nothing here goes on like that.", id="names")
        self._listed = Listing("./")

    def fields(self) -> ComposeResult:
        """Lay out the name and what there is."""
        yield self._path
        yield self._names

    def on_mount(self) -> None:
        """List where the program was started."""
        self._list()

    def action_names(self) -> None:
        """Go from the name to the list."""
        self._names.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the list its own down key."""
        return self._path.editor.has_focus if action == "names" else super().check_action(action, parameters)

    def pressed(self, name: str) -> None:
        """Read the file that was typed."""
        del name
        text = self._path.editor.text.strip().removeprefix("@")
        if text:
            self._open(text)
        else:
            self._names.focus()

    @on(Editor.Changed, "#path")
    def _list(self) -> None:
        self.run_worker(self._list_in_background(self._path.editor.text), exclusive=True, group="list")

    async def _list_in_background(self, text: str) -> None:
        self._listed = await asyncio.to_thread(listing, text.strip().removeprefix("@"))
        self._shown = [*([_UP] if self._listed.names or "/" in text else []), *self._listed.names]
        lines = [Line((("  ", "line--quiet"),), name, _style(name)) for name in self._shown]
        if self._listed.more:
            lines.append(
                Line((("  ", "line--quiet"),), f"{self._listed.more:,} more: type more of the name", "line--quiet")
            )
        self._names.show(lines, 0)
        self._names.scroll_home(animate=False)
        if self._listed.problem:
            self.say_problem(self._listed.problem)
        else:
            self.say("")

    @on(LineList.Chosen, "#names")
    def _name_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        if event.index >= len(self._shown):
            return
        name, folder = self._shown[event.index], self._listed.folder
        path = os.path.normpath(os.path.join(folder, name))  # noqa: PTH118 - a text, as the user typed it
        if name.endswith("/"):
            self._go(path)
        else:
            self._show_path(path)
            self._open(path)

    def _go(self, folder: str) -> None:
        self._show_path(folder.rstrip("/") + "/")
        self._list()

    def _show_path(self, path: str) -> None:
        self._path.editor.load(path)
        self._path.editor.select_range(len(path), len(path))

    def _open(self, path: str) -> None:
        given = KeyText(Secret(path if path.startswith("env:") else f"@{path}"))

        def take(keyring: Keyring) -> None:
            problem = keyring.problems[0] if keyring.problems else None
            if keyring.keys or (problem and problem.code.startswith("passphrase")):
                self.dismiss(Entry(0, given, keyring))
            elif problem and problem.code == "file-kind" and "directory" in problem.message:
                self._go(path)
            elif problem:
                self.say_problem(problem.message)

        self.work(f"reading {quoted(path)}", given.load, take)


def _style(name: str) -> str:
    return "line--primary" if name.endswith("/") else "line--plain"
