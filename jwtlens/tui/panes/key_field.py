"""The fields of the Keys pane that hold secrets, and how their text is read."""

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal

from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding, readings
from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import load_key
from jwtlens.limits import KEY_BYTES
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Words

_REFERENCE_CHARS = 256
"""Longest text that may stand in the open because it only names a key."""
_AT_ONCE = 512
"""Characters up to which a key is read within the key press; longer ones are PEM and JWK, which cryptography reads."""
_OFFERED: tuple[SecretEncoding, ...] = ("text", "base64", "base64url", "hex")


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


class Way(NamedTuple):
    """One way to read a secret: the encoding, and in words what that gives."""

    encoding: SecretEncoding
    words: str


class KeyText(NamedTuple):
    """All that a reading depends on. Compared by value: a result counts only for the text that it was read from."""

    text: Secret[str]
    encoding: SecretEncoding
    passphrase: Secret[str] | None

    @property
    def slow(self) -> bool:
        """Whether reading may take longer than a frame."""
        text = self.text.reveal()
        return names_key(text) or len(text) > _AT_ONCE or is_structured(text)

    def load(self) -> Keyring:
        """Read the keys by the rule of the command line. Never raises."""
        return self._load(self.encoding)

    def ways(self) -> list[Way]:
        """List every encoding in which the secret could be read, also one in a file or a variable."""
        text = self.text.reveal()
        if not names_key(text):
            return [Way(one.encoding, one.words) for one in readings(self.text)]
        ways: dict[str, Way] = {}  # by their words: what is no secret is the same key in every encoding
        for encoding in _OFFERED:
            ring = self._load(encoding)
            if ring.keys:
                ways.setdefault(ring.words, Way(encoding, ring.words))
        return list(ways.values())

    def _load(self, encoding: SecretEncoding) -> Keyring:
        text = self.text.reveal()
        spec = text.strip() if names_key(text) else text
        return load_key(spec, encoding=encoding, passphrase=self.passphrase, origin="pasted")


def names_key(text: str) -> bool:
    """Whether the text names a key instead of being one."""
    return text.lstrip().startswith(("@", "env:"))


def is_open(text: str) -> bool:
    """Whether the text may be seen whatever it names: a reference, and no longer than one."""
    stripped = text.strip()
    return names_key(text) and len(stripped) <= _REFERENCE_CHARS and "\n" not in stripped


def is_structured(text: str) -> bool:
    """Whether the text is JSON or PEM, whose encoding is no question."""
    return text.lstrip()[:1] in {"{", "[", "-"}
