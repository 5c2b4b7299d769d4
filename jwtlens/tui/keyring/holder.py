"""What keys the pane holds, and how they come about: from its field, read at once or in the background."""

import asyncio

from textual.containers import VerticalScroll
from textual.message import Message

from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding
from jwtlens.keys.secret import Secret
from jwtlens.knowledge.sample import sample_key
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.keyring.key_text import KeyText, is_open
from jwtlens.tui.keyring.ring import Entry, Ring
from jwtlens.tui.panes.key_field import KeyField

_SAMPLE = sample_key()[1].keys[0].origin
_ENCODINGS: tuple[SecretEncoding, ...] = ("auto", "text", "base64", "base64url", "hex")


class KeysChanged(Message):
    """Other keys are in force."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__()
        self.keyring = keyring


class RingHolder(VerticalScroll, can_focus=False):
    """A ring, and the field with the text of the key in it that is chosen. How both look is up to its subclass."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(id="keys")
        self.ring = Ring((entry,), entry.number)
        self.field = KeyField(entry.given.text.reveal())
        self.field.masked = self.field.holds_secret = True
        self.field.on_edit = self._edited
        self._only: Keyring | None = None

    def describe(self) -> None:
        """Say what the ring holds now. A subclass's to override."""

    def mask(self) -> None:
        """Hide the text of the field, or not. A subclass's to override."""

    @property
    def keyring(self) -> Keyring:
        """The keys that verify and sign."""
        return self.ring.keyring if self._only is None else self._only

    @property
    def encoding(self) -> SecretEncoding:
        """How the text in the field is read, if it is a secret."""
        return self.ring.chosen.given.encoding

    @property
    def passphrase(self) -> Secret[str] | None:
        """What opens the encrypted key in the field."""
        return self.ring.chosen.given.passphrase

    @property
    def holds_sample_key(self) -> bool:
        """Whether the built-in sample's key is in the ring."""
        return any(_is_sample(entry) for entry in self.ring.entries)

    def show(self, text: Secret[str], keyring: Keyring) -> None:
        """Show other keys, which their owner has put in force; several keys before can be brought back."""
        self._stop_reading()
        self.field.load(text.reveal(), undoable=True)
        self._only, self.ring = None, self.ring.start_over(Entry(0, KeyText(text), keyring))
        self.describe()

    def forget_sample(self) -> None:
        """Take the sample's key away; undo does not bring it back, for it belongs to no other token."""
        self._stop_reading()
        self._only, self.ring = None, self.ring.without(_is_sample)
        self._show_chosen()

    def take(self, keyring: Keyring) -> None:
        """Put just these keys in force, until something in the ring changes."""
        self._stop_reading()
        self._only = keyring
        self.describe()
        self.post_message(KeysChanged(keyring))

    def change(self, ring: Ring) -> None:
        """Put another ring in force, and the text of its chosen key into the field."""
        self._only, self.ring = None, ring
        self._show_chosen()
        self.post_message(KeysChanged(self.keyring))

    def read_as(self, encoding: str, text: Secret[str] | None) -> None:
        """Read the secret in another encoding, after changing its text where one is given."""
        if text is not None:
            self.field.load(text.reveal(), undoable=True)
        self.give(self.given._replace(encoding=next(one for one in _ENCODINGS if one == encoding)))

    def read_again(self) -> None:
        """Read the file or the variable again that the field names."""
        self.give(self.given)

    @property
    def secret(self) -> bool:
        """Whether the text may be one that nobody should see: it is, until it is known to be public."""
        text, entry = self.field.text, self.ring.chosen
        if not text or is_open(text):
            return False
        keys = entry.keyring.keys
        known = entry.known and entry.given.text == Secret(text)
        return not known or not keys or any(key.private for key in keys)

    def _edited(self, editor: Editor) -> None:
        """Read the key again, and hide it before the next frame: what was typed may be a secret."""
        del editor
        text = Secret(self.field.text)
        self.give(KeyText(text) if self.field.begins_anew else self.given, plan=False)

    @property
    def given(self) -> KeyText:
        """What stands in the field, and how it is read."""
        given = self.ring.chosen.given
        text = Secret(self.field.text)
        return given._replace(text=text, origin=given.origin if text == given.text else "pasted")

    def _stop_reading(self) -> None:
        self.workers.cancel_group(self, f"read-key-{self.ring.number}")

    def give(self, given: KeyText, *, plan: bool = True) -> None:
        """Read what stands in the field as the text of the chosen entry."""
        self._stop_reading()
        before = self.ring.chosen
        entry = before._replace(given=given, known=False)
        if given.text != before.given.text:
            kept = () if self.field.begins_anew else before.names
            entry = entry._replace(names=kept, left_out=frozenset(), plan=before.plan if plan else None)
        if given.slow and not given.blank:
            self.ring = self.ring.put(entry)
            self.mask()
            self.run_worker(self._read_in_background(entry), exclusive=True, group=f"read-key-{entry.number}")
        else:
            self._take_read(entry, Keyring() if given.blank else given.load())

    async def _read_in_background(self, entry: Entry) -> None:
        keyring = await asyncio.to_thread(entry.given.load)
        now = self.ring.find(entry.number)
        if now is not None and now.given == entry.given:
            self._take_read(now, keyring)

    def _take_read(self, entry: Entry, keyring: Keyring) -> None:
        self._only = None
        self.ring = self.ring.put(entry._replace(keyring=keyring, known=True))
        self.describe()
        self.post_message(KeysChanged(self.keyring))

    def _show_chosen(self) -> None:
        """Put the text of the chosen key into the field, where it is not there yet; nothing is left to undo then."""
        text = self.ring.chosen.given.text.reveal()
        if self.field.text != text:
            self.field.load(text)
            self.field.select_range(0, 0)
        self.describe()


def _is_sample(entry: Entry) -> bool:
    return any(key.origin == _SAMPLE for key in entry.keyring.keys)
