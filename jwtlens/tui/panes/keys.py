"""The Keys & algorithm pane: one field for any key, how it was read, what it can do, and the algorithm."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from jwtlens.displayable import displayable
from jwtlens.inspection import Inspection
from jwtlens.keys.abilities import abilities
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding
from jwtlens.keys.secret import Secret
from jwtlens.knowledge.sample import sample_key
from jwtlens.tui.borders import write_title
from jwtlens.tui.button import TextButton
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Words
from jwtlens.tui.panes.key_field import KeyField, KeyText, PassphraseRow, is_open, is_structured
from jwtlens.verify.report import Status

_SAMPLE = sample_key()[1].keys[0].origin
_ENCODINGS: tuple[SecretEncoding, ...] = ("auto", "text", "base64", "base64url", "hex")


class KeysChanged(Message):
    """Other keys are in force."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__()
        self.keyring = keyring


class AlgorithmChosen(Message):
    """The user allows just these algorithms; None lets the key decide."""

    def __init__(self, algorithms: tuple[str, ...] | None) -> None:
        super().__init__()
        self.algorithms = algorithms


class KeysPane(VerticalScroll, can_focus=False):
    """Reads what is in its field and says what it found."""

    ALLOW_MAXIMIZE = True
    DEFAULT_CSS = """
    KeysPane {
        scrollbar-size-vertical: 1;
        & > Horizontal { height: 1; }
        & Vertical { width: 10; height: 2; }
        & .label { width: 10; color: $quiet; }
        & KeyField { height: 100%; width: 1fr; background: $panel; }
        & KeyField:focus { background: $primary 15%; }
        & #key-row { height: 2; }
        & #alg-note { width: 1fr; padding: 0 0 0 2; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
        & #reading-row { height: auto; max-height: 4; }
        & #reading { width: 1fr; height: auto; }
        & #problem { width: 1fr; height: auto; color: $error; }
        & #abilities { width: 1fr; }
    }
    """
    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """The token that the keys are for."""
    revealed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether a secret is shown."""

    def __init__(
        self,
        text: Secret[str],
        encoding: SecretEncoding,
        keyring: Keyring,
        algorithms: tuple[str, ...] | None,
        passphrase: Secret[str] | None = None,
    ) -> None:
        super().__init__(id="keys")
        write_title(self, "4 Keys & algorithm")
        self.field = KeyField(text.reveal())
        self.field.masked = True
        self.keyring = keyring
        self.algorithms = algorithms
        self.encoding: SecretEncoding = encoding
        self.passphrase = passphrase
        self.passphrase_row = PassphraseRow()
        self._known = text  # the text that the keyring was read from
        self.field.on_edit = self._edited

    def compose(self) -> ComposeResult:
        """Lay out algorithm, key, reading and abilities."""
        with Horizontal():
            yield Words("alg", classes="label")
            yield TextButton("", id="alg", tooltip="Choose which algorithm is allowed")
            yield Words(id="alg-note")
        with Horizontal(id="key-row"):
            with Vertical():
                yield Words("key", classes="label")
                yield TextButton("reveal", id="reveal", tooltip="Show or hide the secret (F9)")
            yield self.field
        yield self.passphrase_row
        with Horizontal(id="reading-row"):
            yield Words("read as", id="reading-label", classes="label")
            yield TextButton("", id="reading", tooltip="Choose how a secret is read: text, base64, base64url, hex")
            yield Words(id="problem")
        with Horizontal(id="abilities-row"):
            yield Words("", classes="label")
            yield Words(id="abilities")

    def on_mount(self) -> None:
        """Describe the keys that the program was started with."""
        self._describe()

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Say whether the algorithm fits the token."""
        if inspection is None:
            return
        check = inspection.report.check("algorithm")
        note = Content("")
        if check and check.status is Status.FAILED:
            note = Content.assemble((f"✗ {displayable(check.reason)}", "$error"))
        elif check and check.status is Status.PASSED:
            note = Content(displayable(check.reason))
        self.query_one("#alg-note", Words).say(note)
        self._describe_abilities()

    def watch_revealed(self) -> None:
        """Show or hide the secret."""
        self._describe()

    @property
    def holds_sample_key(self) -> bool:
        """Whether the key is the built-in sample's."""
        return any(key.origin == _SAMPLE for key in self.keyring.keys)

    def show(self, text: Secret[str], keyring: Keyring) -> None:
        """Show other keys, which their owner has put in force."""
        self.field.load(text.reveal(), undoable=True)
        self._begin_anew()
        self._stop_reading()
        self._put(keyring)

    def forget(self) -> None:
        """Show no key; the sample's secret cannot be had back with undo, for it belongs to no other token."""
        self.field.load("")
        self._begin_anew()
        self._stop_reading()
        self._put(Keyring())

    def _edited(self, editor: Editor) -> None:
        """Read the key again, and hide it before the next frame: what was typed may be a secret."""
        del editor
        if self.field.begins_anew:
            self._begin_anew()
        self._read()

    @on(Editor.Submitted, "#passphrase")
    def try_passphrase(self, event: Editor.Submitted) -> None:
        """Read the key again with what was typed."""
        event.stop()
        self.passphrase = Secret(event.editor.text)
        self._read()

    @on(Editor.Changed)
    def keep_to_itself(self, event: Editor.Changed) -> None:
        """Tell nobody that a field changed: what matters outside are the keys."""
        event.stop()

    @on(TextButton.Pressed, "#reveal")
    def toggle_revealed(self) -> None:
        """Show or hide the secret."""
        self.revealed = not self.revealed

    @on(TextButton.Pressed, "#reading")
    def choose_reading(self) -> None:
        """Ask how the secret is meant."""
        if self.keyring.keys and self.keyring.keys[0].kty == "oct":
            self._ask_how_to_read(self._given)

    @work(exclusive=True, group="list-ways")
    async def _ask_how_to_read(self, given: KeyText) -> None:
        ways = await asyncio.to_thread(given.ways)
        if not ways or given != self._given:
            return
        names = [way.encoding for way in ways]
        current = names.index(self.encoding) if self.encoding in names else 0

        def take(index: int | None) -> None:
            if index is not None:
                self.encoding = ways[index].encoding
                self._read()

        self.app.push_screen(ChoiceScreen("Read the secret as", [way.words for way in ways], current), take)

    @on(TextButton.Pressed, "#alg")
    def choose_algorithm(self) -> None:
        """Ask which algorithm is allowed, among those that fit the key."""
        fitting = list(dict.fromkeys(name for key in self.keyring.keys for name in key.algorithms()))
        options = ["what fits the key", *fitting]
        current = options.index(self.algorithms[0]) if self.algorithms and self.algorithms[0] in options else 0

        def take(index: int | None) -> None:
            if index is not None:
                self.algorithms = (options[index],) if index else None
                self._describe()
                self.post_message(AlgorithmChosen(self.algorithms))

        self.app.push_screen(ChoiceScreen("Allow the algorithm", options, current), take)

    @property
    def _given(self) -> KeyText:
        return KeyText(Secret(self.field.text), self.encoding, self.passphrase)

    def _begin_anew(self) -> None:
        self.encoding, self.passphrase = "auto", None

    def _stop_reading(self) -> None:
        self.workers.cancel_group(self, "read-key")

    def _read(self) -> None:
        given = self._given
        self._stop_reading()
        if not self.field.text.strip():
            self.take(Keyring())
        elif given.slow:
            self._mask()
            self._read_in_background(given)
        else:
            self.take(given.load())

    @work(exclusive=True, group="read-key")
    async def _read_in_background(self, given: KeyText) -> None:
        keyring = await asyncio.to_thread(given.load)
        if given == self._given:
            self._put(keyring)
            self.post_message(KeysChanged(keyring))

    def read_as(self, encoding: str, text: Secret[str] | None) -> None:
        """Read the secret in another encoding, after changing its text where one is given."""
        if text is not None:
            self.field.load(text.reveal(), undoable=True)
        self.encoding = next(one for one in _ENCODINGS if one == encoding)
        self._read()

    def take(self, keyring: Keyring) -> None:
        """Put other keys in force, also over those that are still being read."""
        self._stop_reading()
        self._put(keyring)
        self.post_message(KeysChanged(keyring))

    def _put(self, keyring: Keyring) -> None:
        """Show these as the keys that the field stands for."""
        self.keyring, self._known = keyring, Secret(self.field.text)
        self._describe()

    @property
    def _secret(self) -> bool:
        """Whether the text may be one that nobody should see: it is, until it is known to be public."""
        text, keys = self.field.text, self.keyring.keys
        if not text or is_open(text):
            return False
        return self._known != Secret(text) or not keys or any(key.private for key in keys)

    def _mask(self) -> None:
        self.field.masked = self._secret and not self.revealed

    def _describe(self) -> None:
        keys = self.keyring.keys
        self._mask()
        self.query_one("#alg", TextButton).label = f"{', '.join(self.algorithms or ()) or 'what fits the key'} ▼"
        button = self.query_one("#reveal", TextButton)
        button.label = "hide" if self.revealed else "reveal"
        button.display = self._secret
        self._ask_for_passphrase()
        problem = self.keyring.problems[0] if self.keyring.problems and not keys else None
        self.query_one("#problem", Words).say(Content(f"✗ {displayable(problem.message)}" if problem else ""))
        self.query_one("#problem").display = problem is not None
        self._describe_reading(no_problem=problem is None)
        self._describe_abilities()
        self.query_one("#abilities-row").display = problem is None

    def _ask_for_passphrase(self) -> None:
        """Show the field for a passphrase only while a key waits for one."""
        codes = {problem.code for problem in self.keyring.problems}
        wanted = not codes.isdisjoint({"passphrase-needed", "passphrase-wrong"})
        if not wanted and self.passphrase_row.editor.has_focus:
            self.field.focus()
        self.passphrase_row.show(wanted)

    def _describe_abilities(self) -> None:
        encrypted = self.inspection is not None and self.inspection.token.encrypted
        self.query_one("#abilities", Words).say(_abilities(self.keyring, encrypted=encrypted))

    def _describe_reading(self, *, no_problem: bool) -> None:
        keys = self.keyring.keys
        reading = self.query_one("#reading", TextButton)
        is_secret = bool(keys) and keys[0].kty == "oct" and not self.keyring.is_set
        several = is_secret and not is_structured(self.field.text)
        reading.label = self.keyring.words + (" ▼" if several else "") if self.field.text else "no key yet"
        reading.disabled = not several
        reading.display = self.query_one("#reading-label").display = no_problem


def _abilities(keyring: Keyring, *, encrypted: bool) -> Content:
    """Say what the keys can do; decrypting only where there is something to decrypt."""
    if not keyring.keys:
        return Content("")
    able = {ability for key in keyring.keys for ability in abilities(key)}
    kinds = ", ".join(dict.fromkeys(key.kind for key in keyring.keys))
    return Content.assemble(
        *(
            (f"✓ can {ability}  ", "$success") if ability in able else (f"– cannot {ability}  ", "$quiet")
            for ability in ("verify", "sign", *(("decrypt",) if encrypted else ()))
        ),
        (displayable(kinds), "$quiet"),
    )
