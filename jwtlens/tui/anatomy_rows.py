"""Four rows for each line of a segment: its characters over their bytes, their text and their meaning.

A group takes 12 columns: a character of 6 bits has 3 of them, a byte of 8 bits has 4, so a character stands over the
bytes that it has bits of.
"""

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from jwtlens.anatomy import Anatomy, Group
from jwtlens.displayable import displayable
from jwtlens.tui.editing import glyphs

_LABEL = 9
_GROUP = 13
_PER_CHAR, _PER_BYTE = 3, 4
_HEIGHT = 5
_COLOURS = {
    "header": "$token-header",
    "payload": "$token-payload",
    "ciphertext": "$token-payload",
    "iv": "$json-number",
}


class AnatomyRows(Widget):
    """Shows the groups of a segment around its cursor. Its owner moves the cursor with :meth:`move`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "AnatomyRows { height: auto; }"

    class Moved(Message):
        """The cursor is at another group."""

    def __init__(self) -> None:
        super().__init__()
        self.anatomy = Anatomy("", "", b"", is_text=False, runs=())
        self.cursor = 0
        self.lines = 1
        self._top = 0

    @property
    def across(self) -> int:
        """Groups that stand side by side."""
        return max(1, (self.size.width - _LABEL) // _GROUP)

    def show(self, anatomy: Anatomy, cursor: int, lines: int) -> None:
        """Show a segment with the cursor at a group, in so many lines of groups at most."""
        self.anatomy = anatomy
        groups = max(1, anatomy.group_count)
        self.cursor = max(0, min(cursor, groups - 1))
        self.lines = max(1, min(lines, -(-groups // self.across)))
        row, last = self.cursor // self.across, -(-groups // self.across) - 1
        self._top = max(0, min(max(min(self._top, row), row - self.lines + 1), last - self.lines + 1))
        self.refresh(layout=True)

    def move(self, by: int) -> None:
        """Move the cursor by so many groups."""
        before = self.cursor
        self.show(self.anatomy, self.cursor + by, self.lines)
        if before != self.cursor:
            self.post_message(self.Moved())

    def get_content_height(self, *_: object) -> int:
        """Return the rows that it takes."""
        return self.lines * _HEIGHT - 1

    def render(self) -> Content:
        """Draw the lines of groups that are in the window."""
        if self.anatomy.problem:
            return Content.assemble((f"✗ {displayable(self.anatomy.problem)}", "$error"))
        return Content("\n\n").join(self._line(self._top + line) for line in range(self.lines))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the group that was clicked."""
        at = event.get_content_offset(self)
        if at is None or at.x < _LABEL:
            return
        group = (self._top + at.y // _HEIGHT) * self.across + min((at.x - _LABEL) // _GROUP, self.across - 1)
        self.move(group - self.cursor)

    def _line(self, number: int) -> Content:
        first = number * self.across
        groups = range(first, min(first + self.across, self.anatomy.group_count))
        colour = _COLOURS.get(self.anatomy.name, "$token-signature")
        rows = [
            [("token".ljust(_LABEL), "$quiet")],
            [("hex".ljust(_LABEL), "$quiet")],
            [("text".ljust(_LABEL), "$quiet")],
            [("meaning".ljust(_LABEL), "$quiet")],
        ]
        for index in groups:
            group = self.anatomy.group(index)
            under = " on $lit" if index == self.cursor else ""
            chars = "".join(f" {char} " for char in group.chars)
            cells = (chars, "".join(f" {byte:02x} " for byte in group.data), self._letters(group))
            for row, text, style in zip(rows, cells, (colour, "$foreground", "$json-string"), strict=False):
                row += [(set_cell_size(text, _GROUP - 1), f"{style}{under}"), ("│", "$border")]
        rows[3] += self._meaning(first, len(groups))
        return Content("\n").join(Content.assemble(*row) for row in rows)

    def _letters(self, group: Group) -> str:
        if not self.anatomy.is_text:
            return " ·  " * len(group.data)
        letters = (self.anatomy.letter(group.first + index) for index in range(len(group.data)))
        return "".join(set_cell_size(f" {glyphs.shown(letter) or '…'}", _PER_BYTE) for letter in letters)

    def _meaning(self, first_group: int, groups: int) -> list[tuple[str, str]]:
        """Write what the bytes of a line mean under them: a bracket from the first to the last, with words in it."""
        begin, end = first_group * 3, min((first_group + groups) * 3, len(self.anatomy.data))
        cursor = self.cursor * 3
        drawn, column, position = [], 0, begin
        while position < end:
            run = self.anatomy.run_at(position)
            if run is None:
                position += 1
                continue
            until = min(run.end, end)
            left, right = _column(position - begin), _column(until - 1 - begin) + _PER_BYTE
            inside = right - left - 2
            opening, closing = "╰" if run.start >= begin else "─", "╯" if run.end <= end else "─"
            words = displayable(run.words)
            words = (
                words if cell_len(words) <= inside else set_cell_size(words, max(inside - 1, 0)) + "…" * (inside > 0)
            )
            bracket = opening + words + "─" * (inside - cell_len(words)) + closing
            is_here = run.start < cursor + 3 and cursor < run.end
            drawn += [(" " * (left - column), ""), (bracket, "bold $primary" if is_here else "$quiet")]
            column, position = right, until
        return drawn


def _column(byte: int) -> int:
    """Return where the cell of a byte of a line begins, in columns after the label."""
    return byte // 3 * _GROUP + byte % 3 * _PER_BYTE
