"""Two tokens side by side: what differs in header and claims, in key and signature."""

import json
from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from jwtlens import times
from jwtlens.comparison import Answer, Change, Comparison, Kind
from jwtlens.displayable import displayable, shorten
from jwtlens.inspection import Inspection
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.panes.fields import Words
from jwtlens.tui.symbols import VERDICT
from jwtlens.verify.headline import headline

_VALUE = 600
"""Longest value that is shown, in characters."""
_MARK = {Kind.ADDED: ("+", "success"), Kind.REMOVED: ("-", "error"), Kind.CHANGED: ("~", "warning")}
_SAME = {True: ("the same", "success"), False: ("not the same", "warning"), None: ("not known", "quiet")}
_GAP = 2

Cell = tuple[str, str]
"""Words and their colour."""


class ComparisonScreen(ModalScreen[None]):
    """Shows how the second token differs from the first, which was pinned."""

    DEFAULT_CSS = """
    ComparisonScreen {
        & > Vertical {
            border: round $primary;
            border-title-color: $primary;
            border-subtitle-color: $quiet;
            background: $surface;
            padding: 0 1;
        }
        & VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & Words { width: 100%; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,ctrl+d", "dismiss", "Close", id="comparison.close")]

    def __init__(self, found: Comparison, one: Inspection, other: Inspection) -> None:
        super().__init__()
        self._found, self._both = found, (one, other)
        self._words = Words()

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with Vertical() as box:
            count = len(self._found.changes)
            said = "the same token" if self._found.identical else f"{count:,} difference{'s' * (count != 1)}"
            write_title(box, f"Compare · {said}")
            write_subtitle(box, "up, down scroll · + added  - removed  ~ changed · esc closes")
            with VerticalScroll():
                yield self._words

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()
        self._write()

    def on_resize(self, event: events.Resize) -> None:
        """Share the new width."""
        del event
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width or 76
        self._words.say(Content("\n").join(lines(self._found, self._both, width)))


def lines(found: Comparison, both: tuple[Inspection, Inspection], width: int) -> list[Content]:
    """Write the comparison, ``width`` cells wide; all of it is made displayable here."""
    first = max(14, min(34, width // 4))
    rest = (width - first - 2 * _GAP) // 2
    widths = (first, rest, rest)
    written = _beside((("", ""), ("pinned token", "bold $primary"), ("this token", "bold $primary")), widths)
    written += _beside((("verdict", "bold"), *map(_verdict, both)), widths)
    for name, answer in (("key", found.key), ("signature", found.signature)):
        written.append(_answer(name, answer, first))
    written.append(Content(""))
    if found.identical:
        return [*written, Content.assemble(("✓ the same token, character for character", "$success"))]
    if not found.changes:
        return [*written, Content("Header and payload are the same.")]
    for change in found.changes:
        written += _change(change, widths)
    return written


def _verdict(inspection: Inspection) -> Cell:
    said = headline(inspection.report, times.shown)
    symbol, word, colour = VERDICT[said.verdict]
    return f"{symbol} {word}: {said.why}", f"${colour}"


def _answer(name: str, answer: Answer, first: int) -> Content:
    word, colour = _SAME[answer.same]
    return Content.assemble(
        (f"{name:<{first + _GAP}}", "bold"), (word, f"${colour}"), f"   {displayable(answer.words)}"
    )


def _change(change: Change, widths: tuple[int, int, int]) -> list[Content]:
    mark, colour = _MARK[change.kind]
    unknown = change.before is None and change.after is None
    before = "" if change.kind is Kind.ADDED or unknown else _value(change.before)
    after = "" if change.kind is Kind.REMOVED or unknown else _value(change.after)
    cells = ((f"{mark} {change.field}", f"${colour}"), (before, ""), (after, ""))
    words = [Content.assemble((f"  {displayable(change.words)}", "$quiet"))] if change.words else []
    return [*_beside(cells, widths), *words]


def _value(value: object) -> str:
    return shorten(json.dumps(value, ensure_ascii=False), _VALUE)


def _beside(cells: Sequence[Cell], widths: Sequence[int]) -> list[Content]:
    """Write cells beside one another, each wrapped in its own width."""
    columns = [Content(displayable(words)).wrap(max(8, width)) for (words, _), width in zip(cells, widths, strict=True)]
    return [
        Content("")
        .join(_padded(piece, style, width + _GAP) for piece, (_, style), width in zip(row, cells, widths, strict=True))
        .rstrip()
        for row in zip_longest(*columns, fillvalue=Content(""))
    ]


def _padded(piece: Content, style: str, size: int) -> Content:
    words = piece.rstrip()
    return Content.assemble((words.plain, style)).pad_right(max(0, size - words.cell_length))
