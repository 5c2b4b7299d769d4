"""A field for the name of a file, with the files that there are below it: typing narrows them, a click takes one."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.folder import Listing, listing
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.panes.fields import Field


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
        self._folder, self._listing = "", Listing("")

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
        self.path.editor.load(self._folder + name, undoable=True)
        end = len(self.path.editor.text)
        self.path.editor.select_range(end, end)
        if not name.endswith("/"):
            self.path.editor.focus()
        self._list()

    @work(exclusive=True, group="list-files")
    async def _list(self) -> None:
        """List in a thread: a folder may be on a network."""
        text = self.path.editor.text
        self._listing = found = await asyncio.to_thread(listing, text)
        self._folder = text[: text.rfind("/") + 1]
        problem = found.problem[:1].upper() + found.problem[1:]
        self._names.empty = f"{problem}." if problem else "No file here begins like that."
        self._names.show([Line((("  ", "line--quiet"),), name) for name in found.names], 0)
