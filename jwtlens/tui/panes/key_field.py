"""The fields of the Keys pane that hold secrets."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from jwtlens.limits import KEY_BYTES
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Words


class KeyField(Editor):
    """The text of a key. It is masked unless it is public or only a reference, or the user reveals it."""

    def __init__(self, text: str) -> None:
        super().__init__(text, wrap=True, placeholder="Secret, PEM, JWK, JWK Set, @file or env:NAME", id="key")
        self.max_length = KEY_BYTES
        self._replaced = False

    def insert(self, text: str) -> None:
        """Put a text at the cursor, and remember whether another key took the place of the whole one."""
        self._replaced = bool(self.text) and len(self.buffer.selected_text) == len(self.text)
        super().insert(text)
        self._replaced = False

    @property
    def begins_anew(self) -> bool:
        """Whether the edit that is being made leaves nothing of the key before: what was chosen for that is void."""
        return self._replaced or not self.text.strip()


class PassphraseRow(Horizontal):
    """Asks for what opens an encrypted private key; enter tries it, for each try may take a second."""

    DEFAULT_CSS = """
    PassphraseRow {
        height: 1;
        display: none;
        & > .label { width: 11; }
        & > Editor { width: 1fr; background: $panel; }
        & > Editor:focus { background: $primary 15%; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="passphrase-row")
        self.editor = Editor(wrap=False, multiline=False, placeholder="enter opens the key with it", id="passphrase")
        self.editor.masked = True

    def compose(self) -> ComposeResult:
        """Lay out label and field."""
        yield Words("passphrase", classes="label")
        yield self.editor

    def show(self, shown: bool) -> None:
        """Show the row while it is needed; what was typed into it is gone with it."""
        self.display = shown
        if not shown and self.editor.text:
            self.editor.load("")
