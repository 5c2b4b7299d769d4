"""The Keys & algorithm pane: one field for any key, how it was read, what it can do, the ring, and the algorithm."""

import asyncio

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from jwtlens.displayable import displayable
from jwtlens.inspection import Inspection
from jwtlens.keys.abilities import abilities
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding
from jwtlens.keys.secret import Secret
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.button import TextButton
from jwtlens.tui.button_bar import BarButton, ButtonBar
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.first_frame import FilledLater
from jwtlens.tui.keyring.holder import KeysChanged, RingHolder
from jwtlens.tui.keyring.key_text import KeyText, is_structured
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.keyring.table import KeyRows, KeyTable, used_keys
from jwtlens.tui.panes.fields import Words
from jwtlens.tui.panes.key_field import PassphraseRow
from jwtlens.verify.report import Status

__all__ = ["AlgorithmChosen", "KeysChanged", "KeysPane"]

_BUTTONS = (
    BarButton("menu", "f7 keys ▼"),
    BarButton("add", "add"),
    BarButton("load", "load…"),
    BarButton("generate", "generate…"),
    BarButton("fetch", "fetch…"),
)
"""What is done most often; the first is a menu of everything that can be done with keys."""


class AlgorithmChosen(Message):
    """The user allows just these algorithms; None lets the key decide."""

    def __init__(self, algorithms: tuple[str, ...] | None) -> None:
        super().__init__()
        self.algorithms = algorithms


class KeysPane(FilledLater, RingHolder, can_focus=False):
    """Holds the ring. Its field has the text of the key that is chosen; a table appears with the second key."""

    ALLOW_MAXIMIZE = True
    DEFAULT_CSS = """
    KeysPane {
        scrollbar-size-vertical: 1;
        & > Horizontal { height: 1; }
        & #key-row Vertical { width: 10; height: 2; }
        & .label { width: 10; color: $quiet; }
        & KeyField { height: 100%; width: 1fr; background: $panel; }
        & KeyField:focus { background: $primary 15%; }
        & #key-row { height: 2; }
        & #alg-note { width: 1fr; padding: 0 0 0 2; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
        & #reading-row { height: auto; max-height: 4; }
        & #reading { width: 1fr; height: auto; }
        & #problem { width: 1fr; height: auto; color: $error; }
        & #abilities { width: 1fr; }
        & #ring { display: none; }
        &.-several #ring { display: block; }
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
        super().__init__(Entry(0, KeyText(text, encoding, passphrase), keyring))
        write_title(self, "4 Keys & algorithm")
        self.algorithms = algorithms
        self.passphrase_row = PassphraseRow()
        self.ring_table = KeyTable()
        self.table = self.ring_table.rows

    def compose(self) -> ComposeResult:
        """Lay out algorithm, key, reading, abilities or the table, and what can be done."""
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
        yield ButtonBar(_BUTTONS, id="key-buttons")

    def content_came(self) -> None:
        """Describe the keys that the program was started with."""
        self.describe()
        self.watch_inspection(self.inspection)

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Say whether the algorithm fits the token."""
        if inspection is None or not self.filled:
            return
        check = inspection.report.check("algorithm")
        note = Content("")
        if check and check.status is Status.FAILED:
            note = Content.assemble((f"✗ {displayable(check.reason)}", "$error"))
        elif check and check.status is Status.PASSED:
            note = Content(displayable(check.reason))
        self.query_one("#alg-note", Words).say(note)
        self._describe_abilities()
        self._describe_ring()

    def watch_revealed(self) -> None:
        """Show or hide the secret."""
        self.describe()

    # What the user does in it

    @on(Editor.Submitted, "#passphrase")
    def try_passphrase(self, event: Editor.Submitted) -> None:
        """Read the key again with what was typed."""
        event.stop()
        self.give(self.given._replace(passphrase=Secret(event.editor.text)))

    @on(Editor.Changed)
    def keep_to_itself(self, event: Editor.Changed) -> None:
        """Tell nobody that a field changed: what matters outside are the keys."""
        event.stop()

    @on(TextButton.Pressed, "#reveal")
    def toggle_revealed(self) -> None:
        """Show or hide the secret."""
        self.revealed = not self.revealed

    @on(KeyRows.Chosen, "#key-rows")
    def choose_key(self, event: KeyRows.Chosen) -> None:
        """Put the key of a row first, and its text into the field."""
        event.stop()
        self.change(self.ring.choose(self.table.rows[event.index]))

    @on(TextButton.Pressed, "#reading")
    def choose_reading(self) -> None:
        """Ask how the secret is meant."""
        keys = self.ring.chosen.keyring.keys
        if keys and keys[0].kty == "oct":
            self._ask_how_to_read(self.given)

    @work(exclusive=True, group="list-ways")
    async def _ask_how_to_read(self, given: KeyText) -> None:
        ways = await asyncio.to_thread(given.ways)
        if not ways or given != self.given:
            return
        names = [way.encoding for way in ways]
        current = names.index(self.encoding) if self.encoding in names else 0

        def take(index: int | None) -> None:
            if index is not None:
                self.read_as(ways[index].encoding, None)

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
                self.describe()
                self.post_message(AlgorithmChosen(self.algorithms))

        self.app.push_screen(ChoiceScreen("Allow the algorithm", options, current), take)

    # What it says

    def mask(self) -> None:
        """Hide the text of the field unless it may be seen."""
        self.field.holds_secret = self.secret
        self.field.masked = self.field.holds_secret and not self.revealed

    def describe(self) -> None:
        """Say what the ring holds now."""
        keyring = self.ring.chosen.keyring
        self.mask()
        if not self.filled:
            return
        self.query_one("#alg", TextButton).label = f"{', '.join(self.algorithms or ()) or 'what fits the key'} ▼"
        button = self.query_one("#reveal", TextButton)
        button.label = "hide" if self.revealed else "reveal"
        button.display = self.secret
        self._ask_for_passphrase(keyring)
        problem = keyring.problems[0] if keyring.problems and not keyring.keys else None
        self.query_one("#problem", Words).say(Content(f"✗ {displayable(problem.message)}" if problem else ""))
        self.query_one("#problem").display = problem is not None
        self._describe_reading(keyring, no_problem=problem is None)
        self._describe_abilities()
        self._describe_ring()

    def _ask_for_passphrase(self, keyring: Keyring) -> None:
        """Show the field for a passphrase only while a key waits for one."""
        codes = {problem.code for problem in keyring.problems}
        wanted = not codes.isdisjoint({"passphrase-needed", "passphrase-wrong"})
        if not wanted and self.passphrase_row.editor.has_focus:
            self.field.focus()
        self.passphrase_row.show(wanted)

    def _describe_abilities(self) -> None:
        encrypted = self.inspection is not None and self.inspection.token.encrypted
        self.query_one("#abilities", Words).say(_abilities(self.keyring, encrypted=encrypted))

    def _describe_reading(self, keyring: Keyring, *, no_problem: bool) -> None:
        reading = self.query_one("#reading", TextButton)
        is_secret = bool(keyring.keys) and keyring.keys[0].kty == "oct" and not keyring.is_set
        several = is_secret and not is_structured(self.field.text)
        words = keyring.words if self._only is None else self._only.words
        reading.label = words + (" ▼" if several else "") if self.field.text.strip() else "no key yet"
        reading.disabled = not several
        reading.display = self.query_one("#reading-label").display = no_problem

    def _describe_ring(self) -> None:
        """Show the table while there is more than one key."""
        several = len(self.ring.rows) > 1
        if self.screen.focused is self.table and not several:
            self.query_one(ButtonBar).focus()  # not to the field: the table's letters would be typed into the key
        self.set_class(several, "-several")
        readable = bool(self.ring.chosen.keyring.keys or not self.ring.chosen.keyring.problems)
        self.query_one("#abilities-row").display = readable and not several  # the table says it of each key
        self._describe_border()
        if several:
            if not self.ring_table.is_attached:
                self.mount(self.ring_table, before="#key-buttons")
            self.table.show_ring(self.ring, used_keys(self.inspection))

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _describe_border(self) -> None:
        """Say what the table's own keys are, while it has the focus."""
        several = self.has_class("-several")
        hint = "enter takes · r renames · d removes · u undoes · " if several and self.table.has_focus else ""
        count = len(self.keyring.keys)
        write_subtitle(self, f"{hint}{count} key{'s' * (count != 1)}" if several else "")


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
