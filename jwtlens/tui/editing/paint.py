"""From characters and their styles to segments: the part of drawing that needs no widget."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from jwtlens.tui.editing.glyphs import shown


def visible(edges: Sequence[int], left: int, width: int) -> tuple[int, int, int]:
    """Return which characters of a row are in the viewport: the first, the one after the last, and blanks before.

    ``left`` is the column of the viewport's first cell and ``width`` its cells. A wide character that is cut by
    either side of the viewport is left out, and a mark goes with the character it sits on.
    """
    end = len(edges) - 1
    if edges[end] <= left:
        return end, end, 0
    first = bisect_right(edges, edges[bisect_left(edges, left)]) - 1
    last = bisect_right(edges, left + width) - 1
    return first, max(first, last), edges[first] - left


def overlay(styles: list[Style], start: int, end: int, style: Style) -> None:
    """Put a style over those of the characters from ``start`` to ``end``, as far as there are any."""
    start = max(0, start)
    covered = styles[start:end] if start < end else []
    over: list[Style] = []
    for below, run in groupby(covered):  # adding styles is dear, and neighbours mostly have the same
        over += [below + style] * len(list(run))
    styles[start : start + len(over)] = over


def segments(chars: Sequence[str], styles: Sequence[Style]) -> Iterator[Segment]:
    """Join neighbours of the same style; both sequences are equally long."""
    position = 0
    for style, run in groupby(styles):
        start, position = position, position + len(list(run))
        yield Segment("".join(chars[start:position]), style)


def clipped(parts: Iterable[tuple[str, Style]], base: Style, room: int) -> Strip:
    """Text of any origin in at most ``room`` cells, with an ellipsis where it was cut."""
    strip = Strip([Segment(shown(text), base + style) for text, style in parts])
    if strip.cell_length <= room:
        return strip
    return Strip([*strip.crop(0, max(0, room - 1)), Segment("…"[:room] if room > 0 else "", base)])
