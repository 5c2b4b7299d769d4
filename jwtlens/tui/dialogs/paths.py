"""A field for the name of a file, with the files that there are below it: typing narrows them, a click takes one."""

import asyncio
import os
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.panes.fields import Field

_MOST = 500
"""Names that are listed; typing narrows them."""


class Listing(NamedTuple):
    """What there is for the beginning of a path: ``folder`` as it was typed, and the names in it."""

    folder: str = ""
    names: tuple[str, ...] = ()
    problem: str = ""


def listing(text: str) -> Listing:
    """List what a typed path may become: folders first, with a slash. Hidden names only for those who ask with a dot.

    Never raises: ``problem`` says why a folder cannot be read.
    """
    folder, _, begun = text.rpartition("/")
    folder += "/" * ("/" in text)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:  # noqa: PTH111 - "~" alone is the home folder
            found = [
                (not entry.is_dir(), entry.name.lower(), entry.name)
                for entry in entries
                if entry.name.lower().startswith(begun.lower()) and entry.name.startswith(".") == begun.startswith(".")
            ]
    except (OSError, ValueError) as error:
        return Listing(folder, problem=f"No such folder: {getattr(error, 'strerror', None) or 'not a name'}.")
    names = (name if is_file else f"{name}/" for is_file, _, name in sorted(found)[:_MOST])
    return Listing(folder, tuple(names))


class PathPicker(Vertical):
    """Asks for a file that is there."""

    DEFAULT_CSS = """
    PathPicker {
        height: auto;
        & LineList { height: 8; margin: 0 0 0 12; background: $surface; }
    }
    """

    def __init__(self, name: str, label: str, placeholder: str) -> None:
        super().__init__()
        self.path = Field(name, label, placeholder)
        self._names = LineList(empty="No such file.", id=f"{name}-list")
        self._listing = Listing()

    def compose(self) -> ComposeResult:
        """Lay out the field and the files."""
        yield self.path
        yield self._names

    def on_mount(self) -> None:
        """List the folder that the program was started in."""
        self.path.editor.focus()
        self._list()

    @on(Editor.Changed)
    def _typed(self, event: Editor.Changed) -> None:
        event.stop()
        self._list()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        name = self._listing.names[event.index]
        self.path.editor.load(self._listing.folder + name, undoable=True)
        end = len(self.path.editor.text)
        self.path.editor.select_range(end, end)
        if not name.endswith("/"):
            self.path.editor.focus()
        self._list()

    @work(exclusive=True, group="list-files")
    async def _list(self) -> None:
        """List in a thread: a folder may be on a network."""
        self._listing = found = await asyncio.to_thread(listing, self.path.editor.text)
        self._names.empty = found.problem or "No file here begins like that."
        self._names.show([Line((("  ", "line--quiet"),), name) for name in found.names], 0)
