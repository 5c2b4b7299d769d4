"""A table of found tokens that draws only the rows that are seen, however many there are."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from jwtlens import times
from jwtlens.displayable import displayable, shorten
from jwtlens.tui.found_list import Row
from jwtlens.tui.symbols import VERDICT

COLUMNS = ("verdict", "kind", "issuer", "subject", "expires", "found at")
_FIXED = {"verdict": 14, "expires": 20}
_SHARES = {"kind": 3, "issuer": 5, "subject": 3, "found at": 5}
_NARROW = 100
"""Columns below which an expiry is written without its seconds."""
_SHORT_EXPIRY = 16


def widths(room: int) -> dict[str, int]:
    """Share the room among the columns, without regard to what is in them: rows that come later move nothing."""
    fixed = {**_FIXED, "expires": _FIXED["expires"] if room >= _NARROW else _SHORT_EXPIRY}
    rest = max(0, room - sum(fixed.values()) - len(COLUMNS) + 1)
    shares = {name: rest * share // sum(_SHARES.values()) for name, share in _SHARES.items()}
    return {name: fixed.get(name, shares.get(name, 0)) for name in COLUMNS}


def fitted(cells: Sequence[str], room: int) -> list[str]:
    """Cut and pad the cells of one row, the gap after each included."""
    sizes = widths(room).values()
    return [
        set_cell_size(displayable(shorten(cell, max(size, 1))), size) + " "
        for cell, size in zip(cells, sizes, strict=True)
    ]


class FoundRows(ScrollView, can_focus=True):
    """One row a token; up and down move, and moving is choosing."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--quiet",
        "rows--success",
        "rows--warning",
        "rows--error",
        "rows--cursor",
    }
    DEFAULT_CSS = """
    FoundRows {
        height: 1fr;
        background: $surface;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & .rows--quiet { color: $quiet; }
        & .rows--success { color: $success; }
        & .rows--warning { color: $warning; }
        & .rows--error { color: $error; }
        & .rows--cursor { background: $primary 20%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Token before", id="found.up", show=False),
        Binding("down,j", "move(1)", "Next token", id="found.down", show=False),
        Binding("pageup", "move_pages(-1)", "One page up", id="found.page-up", show=False),
        Binding("pagedown", "move_pages(1)", "One page down", id="found.page-down", show=False),
        Binding("home", "move(-1000000)", "First token", id="found.first", show=False),
        Binding("end", "move(1000000)", "Last token", id="found.last", show=False),
        Binding("s", "tell('sort')", "Sort the list", id="found.sort", show=False),
        Binding("slash,f", "tell('filter')", "Filter the list", id="found.filter", show=False),
        Binding("e", "tell('export')", "Save the list", id="found.export", show=False),
        Binding("enter", "tell('enter')", "To the Token pane", id="found.enter", show=False),
    ]

    cursor: reactive[int] = reactive(0, init=False)
    """Index of the row that is chosen."""

    class Moved(Message):
        """The user is on another row."""

    class Asked(Message):
        """The user wants something done with the list."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self) -> None:
        super().__init__(id="found-rows")
        self.rows: list[Row] = []
        self.empty = ""

    @property
    def row(self) -> Row | None:
        """The row that is chosen."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def in_sight(self) -> list[Row]:
        """The rows that are drawn."""
        top = self.scroll_offset.y
        return self.rows[top : top + self.size.height]

    def show(self, rows: list[Row], cursor: int) -> None:
        """Replace the rows."""
        self.rows = rows
        self.virtual_size = Size(self.size.width, len(rows))
        self.set_reactive(FoundRows.cursor, max(0, min(cursor, len(rows) - 1)))
        self.refresh()
        self._reveal()

    def replace(self, index: int, row: Row) -> None:
        """Draw one row anew."""
        self.rows[index] = row
        self.refresh_line(index - self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        base = self.rich_style
        if index >= len(self.rows):
            words = self.empty if index == 0 else ""
            return Strip([Segment(f" {words}", base + self._style("rows--quiet"))]).crop_extend(0, width, base)
        if index == self.cursor:
            cursor = self.get_component_rich_style("rows--cursor")
            base += Style(bgcolor=cursor.bgcolor, bold=self.has_focus, reverse=cursor.reverse)
        row = self.rows[index]
        symbol, word, colour = VERDICT[row.seen.verdict] if row.seen else ("…", "", "quiet")
        verdict, *others = fitted((f"{symbol} {word}", *_cells(row, short=width < _NARROW)), width)
        segments = [Segment(verdict, base + self._style(f"rows--{colour}")), Segment("".join(others), base)]
        return Strip(segments).crop_extend(0, width, base)

    def watch_cursor(self) -> None:
        """Move the highlight and tell."""
        self.refresh()
        self._reveal()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.size.width, len(self.rows))
        self._reveal()

    def on_focus(self) -> None:
        """Draw the cursor as it is with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw it as it is without."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        index = event.y + self.scroll_offset.y
        if index < len(self.rows):
            self.cursor = index

    def action_move(self, by: int) -> None:
        """Move by so many rows."""
        self.cursor = max(0, min(self.cursor + by, len(self.rows) - 1))

    def action_move_pages(self, pages: int) -> None:
        """Move by what is seen."""
        self.action_move(pages * max(1, self.size.height - 1))

    def action_tell(self, what: str) -> None:
        """Tell what is wanted."""
        self.post_message(self.Asked(what))

    def _reveal(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def _style(self, name: str) -> Style:
        return Style(color=self.get_component_rich_style(name, partial=True).color)


def _cells(row: Row, *, short: bool) -> tuple[str, ...]:
    about = row.seen
    if about is None:
        return "", "", "", "", row.where
    expires = "" if about.expires is None else times.brief(about.expires)
    if short and about.expires is not None:
        expires = expires.removesuffix("Z")[:_SHORT_EXPIRY]
    kind = about.kind.partition(" ")[0] if short else about.kind
    return kind, about.issuer, about.subject, expires, row.where
