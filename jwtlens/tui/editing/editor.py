"""The editor widget: keys, pastes, clipboard, and what it tells its owner."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive

from jwtlens.tui import clipboard
from jwtlens.tui.editing.bindings import editor_bindings
from jwtlens.tui.editing.buffer import Change, EditBuffer
from jwtlens.tui.editing.motions import Motion
from jwtlens.tui.editing.pointer import PointerView


class Editor(PointerView, can_focus=True, inherit_bindings=False):
    """Edits one text, of many lines or of one. Tab is not typed: it moves the focus.

    With ``wrap``, lines are cut at the right edge wherever that falls; without, long lines are scrolled sideways.
    Its messages never carry the text, which may be a secret: their receivers read :attr:`text`.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(editor_bindings())

    read_only: reactive[bool] = reactive(False, init=False, repaint=False)
    """Refuse edits by keys, mouse and pastes."""
    max_length: int | None = None
    """Most characters the text may have; an edit by the user that would make it longer is refused."""
    holds_secret: bool = False
    """Whether what is copied from here is cleared from the clipboard again."""
    on_edit: Callable[["Editor"], None] | None = None
    """Called after each edit by the user, before the frame is drawn: what depends on the text is drawn in it too."""

    class Told(Message):
        """Something an editor tells its owner."""

        def __init__(self, editor: "Editor") -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> "Editor":
            """The editor, for the selector of an ``on`` decorator."""
            return self.editor

    class Changed(Told):
        """The user changed the text."""

    class CursorMoved(Told):
        """The cursor is at another offset, moved or pushed by an edit."""

    class Submitted(Told):
        """Enter was pressed in a field of one line."""

    class Refused(Told):
        """Something could not be done; ``reason`` is a sentence for the user."""

        def __init__(self, editor: "Editor", reason: str) -> None:
            super().__init__(editor)
            self.reason = reason

    def __init__(  # noqa: PLR0913 - Textual's own four, and what fields differ in
        self,
        text: str = "",
        *,
        wrap: bool = True,
        multiline: bool = True,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            EditBuffer(text, multiline=multiline),
            wrap=wrap,
            placeholder=placeholder,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )

    def clean_paste(self, text: str) -> str:
        """Return what of a pasted text goes in: line breaks become line feeds. A subclass's to override.

        A field of one line drops the line feeds afterwards.
        """
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def insert(self, text: str) -> None:
        """Put a text at the cursor as if the user had typed it, in the place of the selection."""
        text = self.buffer.accepted(text)
        removed = len(self.buffer.selected_text)
        if self.max_length is not None and len(self.text) - removed + len(text) > self.max_length:
            self._refuse(f"This field takes at most {self.max_length:,} characters.")
        else:
            self._edit(lambda: self.buffer.insert(text))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep keys that type something from being offered as commands."""
        is_plain = key.rpartition("+")[0] in {"", "shift"}  # alt+d comes with the character d
        return is_plain and not self.read_only and character is not None and character.isprintable()

    def action_move(self, motion: str, select: bool = False) -> None:
        """Move the cursor, see :class:`Motion`."""
        before = self.buffer.anchor, self.buffer.cursor
        self.buffer.move(self._motion(motion), select=select)
        self._show_moved(before)

    def action_move_rows(self, rows: int, select: bool = False) -> None:
        """Move the cursor by rows as drawn, in its column; past the first or last row, to that end of the text."""
        row, column = self._rows.locate(self.buffer.cursor)
        goal = column if self._goal is None else self._goal
        row += rows
        self._move_to(self._rows.offset_at(row, goal) if row >= 0 else 0, select=select)
        self._goal = goal

    def action_move_pages(self, pages: int, select: bool = False) -> None:
        """Move the cursor by viewports, less one row to see where one comes from."""
        self.action_move_rows(pages * max(1, self._viewport.height - 1), select)

    def action_select_all(self) -> None:
        """Select the whole text, with the cursor at its start: that is the part to look at."""
        before = self.buffer.anchor, self.buffer.cursor
        self.buffer.select(len(self.text), 0)
        self._show_moved(before)

    def action_erase(self, motion: str) -> None:
        """Delete the selection, or else what a motion would pass."""
        self._edit(lambda: self.buffer.erase(self._motion(motion)))

    def action_undo(self) -> None:
        """Take back the last edit."""
        self._edit(self.buffer.undo)

    def action_redo(self) -> None:
        """Do the edit again that was undone last."""
        self._edit(self.buffer.redo)

    def action_copy(self) -> None:
        """Send the selected text to the clipboard."""
        self._copy()

    def action_cut(self) -> None:
        """Send the selected text to the clipboard and delete it."""
        if not self.read_only and not self._copy():
            return
        self._edit(lambda: self.buffer.insert(""))

    def action_paste(self) -> None:
        """Insert what was copied in this program; a terminal does not tell what others copied."""
        if self.app.clipboard:
            if text := self.clean_paste(self.app.clipboard):
                self.insert(text)
        else:
            self._refuse("Nothing was copied in here. Your terminal's own paste key brings what others copied.")

    def action_enter(self) -> None:
        """Start a new line, or submit the only one."""
        if self.buffer.multiline:
            self.insert("\n")
        else:
            self.post_message(self.Submitted(self))

    async def _on_key(self, event: events.Key) -> None:
        if event.character and self.check_consume_key(event.key, event.character):
            event.stop()
            event.prevent_default()
            self.insert(event.character)
        elif await self._run_own_binding(event.key):
            event.stop()
            event.prevent_default()

    async def _run_own_binding(self, key: str) -> bool:
        """Run what one of the editor's keys is bound to, now.

        Left to themselves bindings run at the application, some message queues later: characters typed after them
        overtake them, and a paste that arrives key by key loses its line breaks.
        """
        active = self.screen.active_bindings.get(key)
        if active is None or active.node is not self or not active.enabled:
            return False
        await self.run_action(active.binding.action)
        return True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        text = self.clean_paste(event.text)
        if text:
            self.insert(text)

    def _motion(self, name: str) -> Motion:
        motion = Motion(name)
        if not self.masked or motion in {Motion.LEFT, Motion.RIGHT}:
            return motion
        # A masked text is one word in one line: where they end is part of the secret.
        return Motion.TEXT_START if motion.goes_back else Motion.TEXT_END

    def _edit(self, make: Callable[[], Change | None]) -> None:
        """Make an edit of the user's, draw it and tell the owner."""
        if self.read_only:
            self._refuse("This text is read-only.")
            return
        before = self.buffer.anchor, self.buffer.cursor
        change = make()
        if change is None:
            return
        self._show_changed(change, before)
        if self.on_edit is not None:
            self.on_edit(self)
        self.post_message(self.Changed(self))

    def _show_moved(self, before: tuple[int, int]) -> None:
        super()._show_moved(before)
        if self.buffer.cursor != before[1]:
            self.post_message(self.CursorMoved(self))

    def _copy(self) -> bool:
        """Send the selected text to the clipboard; False if that was refused."""
        if self.masked:
            self._refuse("Hidden text is not copied. Reveal it first.")
        elif not self.buffer.selected_text:
            self._refuse("Nothing is selected.")
        else:
            clipboard.copy(self.app, self.buffer.selected_text, secret=self.holds_secret)
            return True
        return False

    def _refuse(self, reason: str) -> None:
        self.post_message(self.Refused(self, reason))
