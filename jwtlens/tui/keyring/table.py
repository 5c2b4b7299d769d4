"""The table of the keys in hand: as many columns as there is room for, the others below the row at the cursor."""

from collections.abc import Collection
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from jwtlens.displayable import displayable, shorten
from jwtlens.inspection import Inspection
from jwtlens.keys.abilities import abilities
from jwtlens.keys.described import half, thumbprint_of
from jwtlens.keys.key import Key
from jwtlens.tui.keyring.ring import Entry, Ring, Row
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.panes.fields import Words
from jwtlens.verify.report import Status

COLUMNS = ("label", "kind", "half", "can", "use", "alg", "from", "kid", "thumbprint")
_MARKS = 4
"""Cells for the marks before a row: the chosen key, and the one that verified."""
_GAP = 2
_LABEL = 18
"""Characters of a label that are shown; all of a long kid is below the row."""
_WIDEST = 44
"""Cells that one column takes at most; a thumbprint has 43."""


class KeyTable(Vertical):
    """A heading above the rows."""

    DEFAULT_CSS = """
    KeyTable {
        height: 1fr;
        min-height: 3;
        & > Words { width: 100%; color: $quiet; text-style: underline; }
        & > KeyRows { height: 1fr; background: $surface; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="ring")
        self.heading = Words()
        self.rows = KeyRows(self.heading)

    def compose(self) -> ComposeResult:
        """Lay out heading and rows."""
        yield self.heading
        yield self.rows


class KeyRows(LineList):
    """One row a key. Enter or a click chooses it; other keys rename and remove it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,insert", "tell('add')", "Add another key", id="keyring.add", show=False),
        Binding("r", "tell('rename')", "Rename the key", id="keyring.rename", show=False),
        Binding("d,delete,backspace", "tell('remove')", "Remove the key", id="keyring.remove", show=False),
        Binding("u,ctrl+z", "tell('restore')", "Bring the removed key back", id="keyring.restore", show=False),
    ]

    class Asked(Message):
        """The user wants something done with the row at the cursor, or with the ring."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, heading: Words) -> None:
        super().__init__(id="key-rows")
        self.rows: tuple[Row, ...] = ()
        self._heading = heading
        self._shown: tuple[Ring, tuple[Key, ...]] = (Ring(), ())

    @property
    def row(self) -> Row | None:
        """The row that the cursor is on."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show_ring(self, ring: Ring, used: tuple[Key, ...]) -> None:
        """Show the keys of a ring; ``used`` are those with which the token verified or was decrypted."""
        if self._shown == (ring, used):
            return  # a tick of the clock: describing a thousand keys takes three frames
        before = self.row
        self._shown = (ring, used)
        self.rows = ring.rows
        places = [(row.entry.number, row.at) for row in self.rows]
        same = (
            before is not None and self.is_attached and self.screen.focused is self and (before.entry.number, before.at)
        )
        at = same if same in places else (ring.number, ring.at)
        self._draw(places.index(at) if at in places else None)

    def on_resize(self) -> None:
        """Choose the columns anew."""
        self._draw()
        super().on_resize()

    def action_tell(self, what: str) -> None:
        """Tell what is wanted."""
        self.post_message(self.Asked(what))

    def _draw(self, cursor: int | None = None) -> None:
        ring, used = self._shown
        cells = [() if row.key is None else cells_of(row.key) for row in self.rows]
        known = [one for one in cells if one]
        widths = [max(cell_len(one[at]) for one in (COLUMNS, *known)) for at in range(len(COLUMNS))]
        shown = _fitting(widths, [any(one[at] for one in known) for at in range(len(COLUMNS))], self._room)
        self._heading.say(Content(" " * _MARKS + _joined(COLUMNS, widths, shown)))
        chosen = ring.row
        lines = [
            _line(row, one, widths, shown, marks=(row == chosen, row.key in used))
            for row, one in zip(self.rows, cells, strict=True)
        ]
        self.show(lines, cursor)

    @property
    def _room(self) -> int:
        return (self.scrollable_content_region.width or 56) - _MARKS


def cells_of(key: Key) -> tuple[str, ...]:
    """Return what the columns say of a key."""
    can = ", ".join(abilities(key)) or "nothing"
    label = shorten(key.label.removeprefix("key "), _LABEL)
    mark = thumbprint_of(key)
    kid = "" if key.kid is None else "is the thumbprint" if key.kid == mark else key.kid
    found = (label, key.kind, half(key), can, key.use or "", key.alg or "", key.origin, kid, mark)
    return tuple(displayable(shorten(cell, _WIDEST)) for cell in found)


def used_keys(inspection: Inspection | None) -> tuple[Key, ...]:
    """Return the keys that a token, and those inside it, verified or were decrypted with."""
    found: list[Key] = []
    while inspection is not None:
        report, decryption = inspection.report, inspection.judgement.decryption
        passed = (one for one in (*report.checks, *report.signatures) if one.status is Status.PASSED)
        found += [one.key for one in passed if one.key is not None]
        if decryption is not None and decryption.key is not None:
            found.append(decryption.key)
        inspection = inspection.inner
    return tuple(found)


def _fitting(widths: list[int], used: list[bool], room: int) -> list[int]:
    """Return the columns for which there is room, in order; those that are empty everywhere take none."""
    shown: list[int] = []
    for at, width in enumerate(widths):
        taken = sum(widths[one] + _GAP for one in shown)
        if used[at] and (not shown or taken + width <= room):
            shown.append(at)
    return shown


def _joined(cells: tuple[str, ...], widths: list[int], shown: Collection[int]) -> str:
    padded = (cells[at] + " " * (widths[at] + _GAP - cell_len(cells[at])) for at in shown)
    return "".join(padded).rstrip()


def _line(row: Row, cells: tuple[str, ...], widths: list[int], shown: list[int], marks: tuple[bool, bool]) -> Line:
    chosen, used = marks
    head = (("▸ " if chosen else "  ", "line--primary"), ("✓ " if used else "  ", "line--success"))
    if not cells:
        return _line_without_key(head[0], row.entry)
    hidden = [f"{COLUMNS[at]} {cells[at]}" for at in range(len(COLUMNS)) if cells[at] and at not in shown]
    more = " · ".join([*(["verified this token"] if used else []), *hidden])
    return Line(head, _joined(cells, widths, shown), "line--quiet", cell_len(cells[0]), (more,) if more else ())


def _line_without_key(mark: tuple[str, str], entry: Entry) -> Line:
    if entry.given.blank:
        return Line((mark, ("  ", "line--plain")), "another key: paste or type it above", "line--quiet")
    why = tuple(problem.message for problem in entry.keyring.problems[:1])
    return Line((mark, ("✗ ", "line--error")), f"cannot be read: {entry.given.name}", "line--error", more=why)
