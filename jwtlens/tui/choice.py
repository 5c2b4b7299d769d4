"""A small menu over the screen: pick one of a few lines with the keyboard or the mouse."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.lines import Line, LineList

_AROUND = 8
"""Columns for the border and the key."""
_KEYS = "123456789abcdefghilmnopqrstuvwxyz"
"""What chooses an option in one press: all but the keys that move in a list (j, k). Further options have none."""
_DIGITS = 9
"""Options that have a number."""


class ChoiceScreen(ModalScreen[int | None]):
    """Asks for one of the options; the answer is its index, or None. ``moved`` hears where the cursor is meanwhile."""

    DEFAULT_CSS = """
    ChoiceScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            max-width: 90%;
            height: auto;
            max-height: 80%;
            border: round $primary;
            border-title-color: $primary;
            border-subtitle-color: $quiet;
            background: $surface;
            padding: 1 1;
        }
        & LineList { background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close", id="choice.close")]

    def __init__(
        self, title: str, options: Sequence[str], chosen: int = 0, moved: Callable[[int], None] | None = None
    ) -> None:
        super().__init__()
        self._moved = moved
        self._title, self._options, self._chosen = title, tuple(options), chosen

    def compose(self) -> ComposeResult:
        """Lay out the menu."""
        with Vertical() as box:
            write_title(box, self._title)
            write_subtitle(box, f"{self._marks} chooses · esc closes")
            yield LineList(id="options")

    def on_mount(self) -> None:
        """Show the options, with the cursor on the current one."""
        options = self.query_one(LineList)
        self.query_one(Vertical).styles.width = max(50, max(map(cell_len, self._options)) + _AROUND)
        options.styles.height = min(len(self._options), 16, self.app.size.height * 4 // 5 - 4)
        options.show(
            [
                Line(((f" {key} ", "line--quiet"),), option)
                for key, option in zip_longest(_KEYS[: len(self._options)], self._options, fillvalue=" ")
            ]
        )
        options.cursor = self._chosen
        options.focus()
        if self._moved is not None:
            self.watch(options, "cursor", self._moved, init=False)

    def on_key(self, event: events.Key) -> None:
        """Choose by the number or the letter before an option."""
        if event.character and event.character in _KEYS[: len(self._options)]:
            event.stop()
            self.dismiss(_KEYS.index(event.character))

    @property
    def _marks(self) -> str:
        return "enter or the number" if len(self._options) <= _DIGITS else "enter, number or letter"

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Answer."""
        self.dismiss(event.index)
