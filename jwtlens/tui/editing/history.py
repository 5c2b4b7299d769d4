"""What undo gives back, in bounded memory."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

STEPS = 1000
"""Most edits that are remembered."""

CHARS = 8 * 1024 * 1024
"""Most text that is remembered, in characters; the newest edit always is."""


class Kind(Enum):
    """What an edit was; only keys typed or erased one after the other become one step."""

    TYPED = auto()
    ERASED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Edit:
    """``removed`` gave way to ``inserted`` at the offset ``start``. The texts may be secrets: they are not shown."""

    start: int
    removed: str = field(repr=False)
    inserted: str = field(repr=False)
    kind: Kind
    anchor: int
    """Where the selection began before the edit."""
    cursor: int
    """Where the cursor was before the edit."""

    @property
    def size(self) -> int:
        """Characters it keeps in memory."""
        return len(self.removed) + len(self.inserted)

    def followed_by(self, later: "Edit") -> "Edit | None":
        """Return both as one edit, if they are neighbouring keystrokes of the same run."""
        if self.kind is not later.kind or self.kind is Kind.OTHER:
            return None
        removed, inserted = self.removed, self.inserted
        if self.kind is Kind.TYPED:
            if later.removed or later.inserted == "\n" or later.start != self.start + len(inserted):
                return None
            inserted += later.inserted
        elif later.start == self.start:
            removed += later.removed
        elif later.start + len(later.removed) == self.start:
            removed = later.removed + removed
        else:
            return None
        return Edit(min(self.start, later.start), removed, inserted, self.kind, self.anchor, self.cursor)


class History:
    """The edits that can be undone and redone."""

    def __init__(self) -> None:
        self._done: deque[Edit] = deque()
        self._undone: list[Edit] = []
        self._size = 0
        self._run_open = False

    def record(self, edit: Edit) -> None:
        """Remember an edit; what was undone before can no longer be redone."""
        self._undone.clear()
        joined = self._done[-1].followed_by(edit) if self._done and self._run_open else None
        if joined:
            self._done[-1] = joined
        else:
            self._done.append(edit)
        self._run_open = True
        self._size += edit.size
        while len(self._done) > 1 and (len(self._done) > STEPS or self._size > CHARS):
            self._size -= self._done.popleft().size

    def end_run(self) -> None:
        """Let the next keystroke be a step of its own."""
        self._run_open = False

    def undo(self) -> Edit | None:
        """Take back the newest edit, for the caller to reverse."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._size -= edit.size
        self._undone.append(edit)
        self._run_open = False
        return edit

    def redo(self) -> Edit | None:
        """Hand out the edit that was undone last, for the caller to do again."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._size += edit.size
        self._done.append(edit)
        self._run_open = False
        return edit
