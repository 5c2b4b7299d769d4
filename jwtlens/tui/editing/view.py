"""A text on the screen with its cursor and selection: layout, drawing and scrolling, but no keys.

Only the rows in the viewport are drawn, and after an edit only those it touched: the price of a key does not depend
on the length of the text (a TextArea takes 3 s per key at 1 MB).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from jwtlens.tui.editing import glyphs, paint
from jwtlens.tui.editing.buffer import Change, EditBuffer
from jwtlens.tui.editing.motions import Motion, target
from jwtlens.tui.editing.rows import HardWrap, Lines, Rows
from jwtlens.tui.virtual_size import take_virtual_size

_BULLET = "•"
_WIDTH_BEFORE_LAYOUT = 80  # any: the rows are made again when the size is known
_WIDTH_STEP = 16
_NOTE_GAP = 2
_PARTS = ("cursor", "selection", "placeholder", "glyph", "note")


class EditorView(ScrollView):
    """Draws an :class:`EditBuffer`; subclasses may colour it and write notes beside it."""

    ALLOW_SELECT = False  # it selects its own text, over more than what is visible
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"editor--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    EditorView {
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        &.-wrapped { overflow-x: hidden; }
        &.-single-line { height: 1; overflow: hidden hidden; }
        & .editor--cursor { text-style: reverse; }
        & .editor--selection { background: $input-selection-background; }
        & .editor--placeholder { color: $text-muted; }
        & .editor--glyph { background: $warning-muted; color: $text-warning; }
        & .editor--note { color: $text-muted; }
    }
    """

    masked: reactive[bool] = reactive(False, init=False)
    """Draw every character as a bullet, line feeds too."""
    placeholder: reactive[str] = reactive("", init=False)
    """What an empty editor says, in one row."""

    def __init__(  # noqa: PLR0913 - Textual's own four, and what fields differ in
        self,
        buffer: EditBuffer,
        *,
        wrap: bool,
        placeholder: str,
        name: str | None,
        id: str | None,  # noqa: A002 - Textual's name for it
        classes: str | None,
        disabled: bool,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.buffer = buffer
        self.wrap = wrap
        self.set_reactive(EditorView.placeholder, placeholder)
        # Without update: each would look the styles up of a widget that is nowhere yet, a quarter of all at the start.
        self.set_class(wrap, "-wrapped", update=False)
        self.set_class(not buffer.multiline, "-single-line", update=False)
        self._goal: int | None = None  # the column that moving over shorter rows should not forget
        self._rows: Rows = Lines("")
        self._make_rows()

    @property
    def text(self) -> str:
        """The whole text, also if it is masked."""
        return self.buffer.text

    @property
    def cursor_row(self) -> int:
        """Row of the cursor as drawn, from 0; the line of the text, if lines are not wrapped."""
        return self._rows.row_at(self.buffer.cursor)

    @property
    def cursor_column(self) -> int:
        """Column of the cursor as drawn, in cells from 0."""
        return self._rows.locate(self.buffer.cursor)[1]

    def styles_for(self, start: int, end: int) -> Iterable[tuple[int, int, Style]]:
        """Return styles for ranges of the text, of which those between two offsets matter. A subclass's to override."""
        del start, end
        return ()

    def note_for(self, row: int) -> Sequence[tuple[str, Style]] | None:
        """Return what to write after the text of a row, if anything. A subclass's to override."""
        del row
        return None

    def load(self, text: str, *, undoable: bool = False) -> None:
        """Show another text, without :class:`Editor.Changed`. Cursor and viewport stay where they were, if they can.

        With ``undoable`` it is one step that the user can undo; without, there is nothing left to undo.
        """
        self.buffer.load(text, undoable=undoable)
        self._relayout()

    def select_range(self, start: int, end: int) -> None:
        """Select the text between two offsets and bring it into the viewport, with the cursor at its end."""
        before = self.buffer.anchor, self.buffer.cursor
        self.buffer.select(start, end)
        self._reveal(min(start, len(self.text)))
        self._show_moved(before)

    def _make_rows(self, change: Change | None = None) -> None:
        """Cut the text into rows, all of it or what an edit changed."""
        text = "*" * len(self.text) if self.masked else self.text
        if change:
            self._rows.update(text, change)
        elif self.wrap:
            # The last column is the cursor's, when it is at the end of a full row.
            self._rows = HardWrap(text, max(1, (self._viewport.width or _WIDTH_BEFORE_LAYOUT) - 1))
        else:
            self._rows = Lines(text)
        width = self._rows.width + 1
        # A scrollbar that comes or goes lays out the whole screen. Nothing to scroll sideways is always 0.
        fits = width <= (self._viewport.width or width)
        width = 0 if fits else width + -width % _WIDTH_STEP
        take_virtual_size(self, Size(width, len(self._rows)))

    @property
    def _viewport(self) -> Size:
        # Not the compositor's region: that is lost while a tab or screen is hidden, and rows would be cut anyhow.
        container = self.container_size
        return Size(container.width - self.scrollbar_size_vertical, container.height - self.scrollbar_size_horizontal)

    def _relayout(self) -> None:
        """Make the rows again, with the text that was at the top of the viewport still there."""
        self._goal = None
        top = self._rows.span(min(self.scroll_offset.y, len(self._rows) - 1))[0]
        self._make_rows()
        self.refresh()
        if self._viewport:
            self.scroll_to(self.scroll_x, self._rows.row_at(top), animate=False, force=True)

    def _show_changed(self, change: Change, before: tuple[int, int]) -> None:
        """Draw an edit; ``before`` it, anchor and cursor were there."""
        first = self._rows.row_at(change.start)
        is_one_row = first == self._rows.row_at(change.start + change.removed) and not self.wrap
        count = len(self._rows)
        self._make_rows(change)
        if is_one_row and count == len(self._rows):
            self._refresh_rows(first, first)
        else:
            self._refresh_rows(first - 1, max(count, len(self._rows)))  # a wrapped row may give to the one before
        self._show_moved(before)

    def _show_moved(self, before: tuple[int, int]) -> None:
        """Draw cursor and selection where they are now, and no longer where they were."""
        now = self.buffer.anchor, self.buffer.cursor
        extended = now[0] == before[0]
        for one, other in ((before[1], now[1]),) if extended else (before, now):
            first, last = sorted((one, other))
            self._refresh_rows(self._rows.row_at(first), self._rows.row_at(last))
        self._goal = None
        self._reveal(self.buffer.cursor)

    def _move_to(self, offset: int, *, select: bool) -> None:
        before = self.buffer.anchor, self.buffer.cursor
        self.buffer.move_to(offset, select=select)
        self._show_moved(before)

    def _refresh_rows(self, first: int, last: int) -> None:
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self._viewport.height - 1)
        if first <= last:
            self.refresh_lines(first, last - first + 1)

    def _reveal(self, offset: int) -> None:
        """Scroll as little as needed to have an offset in the viewport."""
        if not self._viewport:
            return
        width, height = self._viewport
        row, column = self._rows.locate(offset)
        edges = self._rows.edges(row)
        right = max(column + 1, edges[bisect_right(edges, column)] if column < edges[-1] else 0)  # all of a wide one
        x, y = self.scroll_offset
        x = min(max(x, right - width), column)
        y = min(max(y, row - height + 1), row)
        if (x, y) != self.scroll_offset or y > self.max_scroll_y or x > self.max_scroll_x:
            self.scroll_to(x, y, animate=False, force=True)

    def _watch_masked(self) -> None:
        self._relayout()

    def _on_resize(self, event: events.Resize) -> None:
        del event
        self._fit()

    def _watch_show_vertical_scrollbar(self) -> None:
        self._fit()  # it took or gave back a column

    def _watch_show_horizontal_scrollbar(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Go over to a viewport of another size."""
        self._relayout()
        if self.has_focus:
            self._reveal(self.buffer.cursor)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the viewport."""
        base, width = self.visual_style.rich_style, self._viewport.width
        row = self.scroll_offset.y + y
        if row >= len(self._rows):
            return Strip.blank(width, base)
        parts = self._row_parts(row, base, width) if self.text or not self.placeholder else self._empty_parts(base)
        return Strip(parts).adjust_cell_length(width, base)

    def _empty_parts(self, base: Style) -> Iterable[Segment]:
        chars = glyphs.shown(self.placeholder)
        styles = [base + self._component("placeholder")] * len(chars)
        if self.has_focus:
            paint.overlay(styles, 0, 1, self._component("cursor"))
        return paint.segments(chars, styles)

    def _row_parts(self, row: int, base: Style, width: int) -> Iterable[Segment]:
        start, end = self._rows.span(row)
        edges = self._rows.edges(row)
        left = self.scroll_offset.x
        first, last, blanks = paint.visible(edges, left, width)
        yield Segment(" " * blanks, base)
        yield from paint.segments(*self._cells(start + first, start + last, base))
        free = width - (edges[-1] - left)
        if start + last == end and free > 0:
            yield Segment(" ", self._end_style(row, end, base))
            note = self.note_for(row)
            if note and free > _NOTE_GAP:
                yield Segment(" " * (_NOTE_GAP - 1), base)
                yield from paint.clipped(note, base + self._component("note"), free - _NOTE_GAP)

    def _cells(self, start: int, end: int, base: Style) -> tuple[Sequence[str], list[Style]]:
        """Return what is drawn for the characters of one row, and in which styles."""
        text = self.text[start:end]
        chars: Sequence[str] = text
        styles = [base] * len(text)
        if self.masked:
            chars = _BULLET * len(text)
        else:
            for run_start, run_end, style in self.styles_for(start, end):
                paint.overlay(styles, run_start - start, run_end - start, style)
            if not glyphs.is_plain(text):
                chars = self._glyphs(text, styles)
                if self._rows.span(self._rows.row_at(start))[0] == start and text and not glyphs.cell_width(text[0]):
                    chars = [glyphs.MARK_BASE + text[0], *chars[1:]]
        selected, selected_end = self.buffer.selection
        paint.overlay(styles, selected - start, selected_end - start, self._component("selection"))
        cursor = self.buffer.cursor
        if self.has_focus and start <= cursor < end:
            paint.overlay(styles, cursor - start, target(text, cursor - start, Motion.RIGHT), self._component("cursor"))
        return chars, styles

    def _glyphs(self, text: str, styles: list[Style]) -> list[str]:
        """Replace what must not be drawn as it is, in a style that tells it from a character that looks the same."""
        chars = list(text)
        for index, char in enumerate(text):
            glyph = glyphs.placeholder(char)
            if glyph:
                chars[index] = glyph
                paint.overlay(styles, index, index + 1, self._component("glyph"))
        return chars

    def _end_style(self, row: int, end: int, base: Style) -> Style:
        """Style of the cell after the text of a row: the cursor may be there, or its line feed be selected."""
        start, selected_end = self.buffer.selection
        if self.has_focus and self.buffer.cursor == end and self.cursor_row == row:
            return base + self._component("cursor")
        line_feed_selected = start <= end < selected_end and row + 1 < len(self._rows) and self._rows.text[end] == "\n"
        return base + self._component("selection") if line_feed_selected else base

    def _component(self, name: str) -> Style:
        """Return what the style of a part sets itself: whatever lies under it keeps the rest."""
        own = self.get_component_rich_style(f"editor--{name}", partial=True)
        blended = self.get_component_rich_style(f"editor--{name}")
        return own + Style(color=own.color and blended.color, bgcolor=own.bgcolor and blended.bgcolor)
