"""A list of lines with a cursor, drawn on demand: the verification, the audit, and every menu."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from jwtlens.displayable import displayable
from jwtlens.tui.virtual_size import take_virtual_size


class Line(NamedTuple):
    """One entry: styled pieces at the left (text and component class), then words that wrap beside them.

    The first ``lead`` characters of the body are drawn plainly whatever its style. ``more`` are words on rows of their
    own below it, which are seen only while the cursor is there, or after it was chosen (or in a list that shows all).
    """

    head: tuple[tuple[str, str], ...]
    body: str
    style: str = "line--plain"
    lead: int = 0
    more: tuple[str, ...] = ()


class LineList(ScrollView, can_focus=True):
    """Shows lines; up and down move, enter or a click chooses. Redraws only the lines that changed."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--plain",
        "line--quiet",
        "line--success",
        "line--warning",
        "line--error",
        "line--primary",
        "line--cursor",
    }
    DEFAULT_CSS = """
    LineList {
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        overflow-x: hidden;
        & .line--quiet { color: $quiet; }
        & .line--success { color: $success; }
        & .line--warning { color: $warning; }
        & .line--error { color: $error; }
        & .line--primary { color: $primary; }
        & .line--cursor { background: $primary 20%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Previous line", id="lines.up", show=False),
        Binding("down,j", "move(1)", "Next line", id="lines.down", show=False),
        Binding("pageup", "move(-10)", "Ten lines up", id="lines.page-up", show=False),
        Binding("pagedown", "move(10)", "Ten lines down", id="lines.page-down", show=False),
        Binding("home", "move(-100000)", "First line", id="lines.first", show=False),
        Binding("end", "move(100000)", "Last line", id="lines.last", show=False),
        Binding("enter,space", "choose", "Go to what the line is about", id="lines.choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, init=False)
    """Index of the line that the cursor is on."""

    unfolded: reactive[bool] = reactive(False, init=False)
    """Whether every line shows all its words, not only the one that the cursor is on."""

    class Chosen(Message):
        """The user chose a line."""

        def __init__(self, lines: "LineList", index: int) -> None:
            super().__init__()
            self.lines, self.index = lines, index

        @property
        def control(self) -> "LineList":
            """The list, for ``@on`` selectors."""
            return self.lines

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.lines: tuple[Line, ...] = ()
        self._rows: list[tuple[int, int, str]] = []  # line, piece of it, text of the body there
        self._starts: list[int] = []
        self._pressed: int | None = None
        self.kept = False
        """Whether the chosen line keeps its words now that the focus is on what it is about."""

    def show(self, lines: Sequence[Line], cursor: int | None = None) -> None:
        """Replace the lines; ``cursor`` is where the line went that it was on. Only rows that changed are drawn."""
        old_lines, old_rows = self.lines, self._rows
        self.lines = tuple(lines)
        self.set_reactive(LineList.cursor, max(0, min(self.cursor if cursor is None else cursor, len(lines) - 1)))
        self._wrap()
        if len(old_rows) != len(self._rows) or old_rows == []:
            self.refresh()
            if cursor is not None and self.has_focus:
                self.reveal()  # its beginning may be above the first row now
            return
        for row, (new, old) in enumerate(zip(self._rows, old_rows, strict=True)):
            if new != old or self.lines[new[0]] != old_lines[old[0]]:
                self.refresh_line(row)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the viewport."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        base = self.rich_style
        if not self.lines and y == 0 and self.empty:
            quiet = self.get_component_rich_style("line--quiet")
            return Strip([Segment(self.empty, quiet)]).crop_extend(0, width, base).apply_style(base)
        if row >= len(self._rows):
            return Strip.blank(width, base)
        index, piece, text = self._rows[row]
        line = self.lines[index]
        if index == self.cursor and self.has_focus:
            cursor = self.get_component_rich_style("line--cursor")
            base += Style(bgcolor=cursor.bgcolor, reverse=cursor.reverse)
        segments = [Segment(" " * self._indent(line), base)]
        if piece == 0:
            segments = [Segment(displayable(word), base + self._style(name)) for word, name in line.head]
        lead = line.lead if piece == 0 else 0
        segments.append(Segment(text[:lead], base + self._style("line--plain")))
        segments.append(Segment(text[lead:], base + self._style(line.style)))
        return Strip(segments).crop_extend(0, width, base)

    def watch_cursor(self, old: int, new: int) -> None:
        """Move the highlight and keep it visible."""
        self._fold()
        self._refresh_line(old)
        self._refresh_line(new)
        self.reveal()

    def on_resize(self) -> None:
        """Wrap again for the new width, and keep in sight what the user looks at."""
        self._wrap()
        self.refresh()
        if self.has_focus or self.kept:
            self.reveal()

    def _watch_show_vertical_scrollbar(self) -> None:
        self.on_resize()  # it took or gave back a column

    def on_focus(self) -> None:
        """Show the cursor, and what belongs to its line; a mouse button that gave the focus meets the rows as seen."""
        self.kept = False
        self._refresh_line(self.cursor)
        self.call_later(self._unfold_cursor)

    def on_blur(self) -> None:
        """Hide the cursor, and what belongs to its line."""
        self._refresh_line(self.cursor)
        self.call_later(self._fold)  # Textual has yet to note that the focus is gone

    def watch_unfolded(self) -> None:
        """Show all words of every line, or no longer."""
        self._fold()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember which line is meant: rows may unfold before the button is released."""
        at = event.get_content_offset(self)
        row = -1 if at is None else at.y + self.scroll_offset.y  # the border is no line
        self._pressed = self._rows[row][0] if 0 <= row < len(self._rows) else None

    def on_click(self) -> None:
        """Choose the line that was clicked."""
        if self._pressed is not None and self._pressed < len(self.lines):
            self.cursor = self._pressed
            self.action_choose()

    def action_move(self, by: int) -> None:
        """Move the cursor by so many lines; by one, after the rest of a line that is higher than the list was seen."""
        if abs(by) == 1 and self._scrolled_within(by):
            return
        self.cursor = max(0, min(self.cursor + by, len(self.lines) - 1))

    def action_choose(self) -> None:
        """Tell which line was chosen."""
        if self.cursor < len(self.lines):
            self.kept = True
            self.post_message(self.Chosen(self, self.cursor))

    def _scrolled_within(self, by: int) -> bool:
        """Show the rows of the cursor's line that are out of sight in that direction, if there are any."""
        if self.cursor >= len(self._starts):
            return False
        first, end = self._span(self.cursor)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        hidden = end - top - height if by > 0 else top - first
        if end - first <= height or hidden <= 0:
            return False
        self.scroll_to(y=top + by * min(hidden, height - 1), animate=False, force=True)
        return True

    def _span(self, index: int) -> tuple[int, int]:
        """Return the first row of a line, and the one after its last."""
        return self._starts[index], [*self._starts, len(self._rows)][index + 1]

    def reveal(self) -> None:
        """Scroll the cursor's line into sight, from its beginning."""
        if self.cursor < len(self._starts):
            first, end = self._span(self.cursor)
            height = min(end - first, self.scrollable_content_region.height or 1)
            self.scroll_to_region(Region(0, first, 1, height), animate=False, force=True)

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width or 80
        self._rows, self._starts = [], []
        for index, line in enumerate(self.lines):
            self._starts.append(len(self._rows))
            room = max(8, width - self._indent(line))
            pieces = Content(displayable(line.body)).wrap(room) or [Content("")]
            if self.unfolded or (index == self.cursor and (self.has_focus or self.kept)):
                pieces = [*pieces, *(row for words in line.more for row in Content(displayable(words)).wrap(room))]
            self._rows += [(index, piece, content.plain.rstrip()) for piece, content in enumerate(pieces)]
        take_virtual_size(self, Size(width, len(self._rows)))

    def _fold(self) -> None:
        """Wrap again where lines have words that are not always seen."""
        if any(line.more for line in self.lines):
            self._wrap()
            self.refresh()

    def _unfold_cursor(self) -> None:
        self._fold()
        if self._pressed is None:
            self.reveal()

    @staticmethod
    def _indent(line: Line) -> int:
        return sum(cell_len(word) for word, _ in line.head)

    def _style(self, name: str) -> Style:
        style = self.get_component_rich_style(name, partial=True)
        return Style(color=style.color, bold=style.bold, reverse=style.reverse, dim=style.dim)

    def _refresh_line(self, index: int) -> None:
        for row, (line, _, _) in enumerate(self._rows):
            if line == index:
                self.refresh_line(row)
