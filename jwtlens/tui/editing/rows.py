"""How a text becomes rows on the screen, and which offset of the text is in which cell.

The only work per text is to find where rows start, which for ASCII is arithmetic and searches in C, and after an edit
only for the lines it touched. Cells are looked at in the rows someone asks for.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.tui.editing.buffer import Change
from jwtlens.tui.editing.glyphs import cell_width

_LINE_FEED = lazy_pattern("\n")
_MAYBE_NOT_ONE_CELL = lazy_pattern("[\u0300-\U0010ffff]")  # below are one-cell letters and placeholders only


def cell_edges(text: str) -> Sequence[int]:
    """Return where each character of a row begins, in cells, and last where the row ends: one more than characters.

    A mark with nothing before it sits on a placeholder of one cell.
    """
    if text.isascii() or not _MAYBE_NOT_ONE_CELL.search(text):
        return range(len(text) + 1)
    widths = list(map(cell_width, text))
    widths[0] = widths[0] or 1
    return list(accumulate(widths, initial=0))


class Rows(ABC):
    """A text cut into rows; a line feed ends a row and takes no cell.

    Each offset is in exactly one place: where a row was cut without a line feed, the offset of the cut is the start
    of the next row.
    """

    __slots__ = ("_last_edges", "_starts", "_widths", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._last_edges: tuple[int, Sequence[int]] | None = None
        self._starts = self._cut(0, len(text))
        self._widths = self._measure(self._starts, len(text))

    @property
    @abstractmethod
    def width(self) -> int:
        """Cells of the widest row."""

    @abstractmethod
    def _cut(self, start: int, end: int) -> list[int]:
        """Return where rows start in the lines from ``start``, where a line starts, to ``end``, where one ends."""

    @abstractmethod
    def _measure(self, starts: list[int], end: int) -> list[int]:
        """Return the cells of the rows with these starts, the last of which ends at ``end``; empty if not needed."""

    def update(self, text: str, change: Change) -> None:
        """Go over to the text as it is after an edit; only the lines it touched are cut again."""
        first = text.rfind("\n", 0, change.start) + 1
        feed = text.find("\n", change.start + change.inserted)
        last = len(text) if feed < 0 else feed
        grown = change.inserted - change.removed
        above, below = bisect_left(self._starts, first), bisect_right(self._starts, last - grown)
        self.text = text
        self._last_edges = None
        starts = self._cut(first, last)
        self._widths[above:below] = self._measure(starts, last)
        self._starts[above:] = [*starts, *[start + grown for start in self._starts[below:]]]

    def __len__(self) -> int:
        """Return the number of rows, at least 1."""
        return len(self._starts)

    def span(self, row: int) -> tuple[int, int]:
        """Return the offsets where the row's text starts and ends, its line feed left out."""
        start = self._starts[row]
        if row + 1 == len(self._starts):
            return start, len(self.text)
        end = self._starts[row + 1]
        return start, end - 1 if self.text[end - 1] == "\n" else end

    def edges(self, row: int) -> Sequence[int]:
        """Return :func:`cell_edges` of a row."""
        if self._last_edges is None or self._last_edges[0] != row:
            start, end = self.span(row)
            self._last_edges = row, cell_edges(self.text[start:end])  # asked for again and again while one types
        return self._last_edges[1]

    def row_at(self, offset: int) -> int:
        """Return the row of an offset."""
        return bisect_right(self._starts, offset) - 1

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the row of an offset, and its column in cells."""
        row = self.row_at(offset)
        return row, self.edges(row)[offset - self._starts[row]]

    def offset_at(self, row: int, column: int) -> int:
        """Return the offset whose character covers a cell, or the nearest of that row; past the rows is the end."""
        if row >= len(self):
            return len(self.text)
        row = max(0, row)
        start, end = self.span(row)
        edges = self.edges(row)
        index = max(0, bisect_right(edges, column) - 1)
        is_cut = row + 1 < len(self) and self._starts[row + 1] == end
        if is_cut and start + index == end:
            index = bisect_left(edges, edges[-1]) - 1  # the end of a cut row is the next row's start
        return start + index


class Lines(Rows):
    """One row per line, as wide as it is."""

    __slots__ = ()

    @property
    def width(self) -> int:
        """Cells of the widest row."""
        return max(self._widths)

    def _cut(self, start: int, end: int) -> list[int]:
        return [start, *(match.end() for match in _LINE_FEED.finditer(self.text, start, end))]

    def _measure(self, starts: list[int], end: int) -> list[int]:
        ends = [*starts[1:], end + 1]
        if self.text.isascii():
            return [after - start - 1 for start, after in zip(starts, ends, strict=True)]
        return [cell_edges(self.text[start : after - 1])[-1] for start, after in zip(starts, ends, strict=True)]


class HardWrap(Rows):
    """Lines cut every ``width`` cells, wherever that falls."""

    __slots__ = ("_width",)

    def __init__(self, text: str, width: int) -> None:
        self._width = width
        super().__init__(text)

    @property
    def width(self) -> int:
        """Cells of a full row."""
        return self._width

    def _cut(self, start: int, end: int) -> list[int]:
        starts: list[int] = []
        while start <= end:
            feed = self.text.find("\n", start, end)
            line_end = end if feed < 0 else feed
            starts.extend(_cuts(self.text, start, line_end, self._width) or (start,))
            start = line_end + 1
        return starts

    def _measure(self, starts: list[int], end: int) -> list[int]:
        del starts, end
        return []


def _cuts(text: str, start: int, end: int, width: int) -> Sequence[int]:
    """Offsets where the rows of one line start."""
    if text.isascii() or text[start:end].isascii():
        return range(start, end, width)
    return list(_cuts_by_cells(text, start, end, width))


def _cuts_by_cells(text: str, start: int, end: int, width: int) -> Iterator[int]:
    while start < end:
        yield start
        if text[start : start + width + 1].isascii():  # one more: a mark there would belong to this row
            start += width
            continue
        # As many marks as cells fit in a row. More only come from mischief, and go on in a row of their own.
        edges = cell_edges(text[start : min(end, start + 2 * width)])
        start += max(1, bisect_right(edges, width) - 1)
