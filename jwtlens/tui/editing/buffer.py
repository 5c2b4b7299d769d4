"""A text being edited: cursor, selection, undo. Knows nothing of a screen."""

from typing import NamedTuple

from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.tui.editing import motions
from jwtlens.tui.editing.history import Edit, History, Kind
from jwtlens.tui.editing.motions import Motion

_LINE_BREAKS = lazy_pattern("[\r\n]+")


class Change(NamedTuple):
    """How a text changed: at the offset ``start``, so many characters gave way to so many others."""

    start: int
    removed: int
    inserted: int


class EditBuffer:
    """A text, the offset of the cursor in it, and the offset where the selection began (the cursor's, if none).

    Offsets count characters of the text, from 0 to its length. An edit that changes nothing returns None.
    """

    def __init__(self, text: str = "", *, multiline: bool = True) -> None:
        self.multiline = multiline
        self._text = self.accepted(text)
        self._anchor = 0
        self._cursor = 0
        self._history = History()

    def __repr__(self) -> str:
        """Describe the buffer without its text, which may be a secret."""
        return f"{type(self).__name__}({len(self._text)} characters)"

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @property
    def cursor(self) -> int:
        """Offset of the cursor."""
        return self._cursor

    @property
    def anchor(self) -> int:
        """Offset where the selection began."""
        return self._anchor

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end of the selected text; equal if nothing is selected."""
        return min(self._anchor, self._cursor), max(self._anchor, self._cursor)

    @property
    def selected_text(self) -> str:
        """The selected text, empty if nothing is selected."""
        start, end = self.selection
        return self._text[start:end]

    def load(self, text: str, *, undoable: bool = False) -> None:
        """Take another text, and forget how to undo unless that shall become a step too.

        The cursor stays at its offset as far as the text reaches, and nothing is selected.
        """
        text = self.accepted(text)
        if undoable:
            self._record(0, self._text, text, Kind.OTHER)
        else:
            self._history = History()
        self._text = text
        self.move_to(min(self._cursor, len(text)))

    def replace(self, start: int, end: int, text: str) -> Change | None:
        """Put a text in the place of the characters from ``start`` to ``end``; the cursor goes behind it."""
        return self._replace(start, end, self.accepted(text), Kind.OTHER)

    def insert(self, text: str) -> Change | None:
        """Put a text at the cursor, in the place of the selection. Single characters in a row are undone as one."""
        text = self.accepted(text)
        return self._replace(*self.selection, text, Kind.TYPED if len(text) == 1 else Kind.OTHER)

    def erase(self, motion: Motion) -> Change | None:
        """Remove the selection, or else what a motion from the cursor would pass."""
        if self._anchor != self._cursor:
            return self._replace(*self.selection, "", Kind.OTHER)
        start, end = sorted((self._cursor, motions.target(self._text, self._cursor, motion)))
        return self._replace(start, end, "", Kind.ERASED)

    def undo(self) -> Change | None:
        """Take back the last step, and put cursor and selection where they were."""
        edit = self._history.undo()
        if edit is None:
            return None
        change = self._splice(edit.start, len(edit.inserted), edit.removed)
        self._anchor, self._cursor = edit.anchor, edit.cursor
        return change

    def redo(self) -> Change | None:
        """Do the step again that was taken back last."""
        edit = self._history.redo()
        return None if edit is None else self._splice(edit.start, len(edit.removed), edit.inserted)

    def move(self, motion: Motion, *, select: bool = False) -> None:
        """Move the cursor; with ``select``, the selection grows or shrinks with it."""
        start, end = self.selection
        if start != end and not select and motion in {Motion.LEFT, Motion.RIGHT}:
            self.move_to(start if motion is Motion.LEFT else end)  # leaving a selection costs no step
        else:
            self.move_to(motions.target(self._text, self._cursor, motion), select=select)

    def move_to(self, offset: int, *, select: bool = False) -> None:
        """Put the cursor at an offset, or the nearest there is; with ``select``, the selection reaches to it."""
        self._cursor = max(0, min(offset, len(self._text)))
        if not select:
            self._anchor = self._cursor
        self._history.end_run()

    def select(self, start: int, end: int) -> None:
        """Select from ``start`` to ``end``, where the cursor goes."""
        self.move_to(start)
        self.move_to(end, select=True)

    def accepted(self, text: str) -> str:
        """Return what of a text goes in: all of it, or all but its line breaks."""
        return text if self.multiline else _LINE_BREAKS.sub("", text)

    def _replace(self, start: int, end: int, text: str, kind: Kind) -> Change | None:
        removed = self._text[start:end]
        if removed == text:
            return None
        self._record(start, removed, text, kind)
        return self._splice(start, len(removed), text)

    def _record(self, start: int, removed: str, inserted: str, kind: Kind) -> None:
        self._history.record(Edit(start, removed, inserted, kind, self._anchor, self._cursor))

    def _splice(self, start: int, removed: int, text: str) -> Change:
        self._text = "".join((self._text[:start], text, self._text[start + removed :]))  # one copy, not two
        self._anchor = self._cursor = start + len(text)
        return Change(start, removed, len(text))
