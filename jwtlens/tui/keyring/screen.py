"""What can be done with keys, on the bench: the menu, and the dialogs behind it, imported when they are opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from jwtlens.editing import edit
from jwtlens.start import Start
from jwtlens.tui.actions import ACTIONS
from jwtlens.tui.button_bar import ButtonBar
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.explaining import ExplainingScreen
from jwtlens.tui.keyring.ring import Entry, Row
from jwtlens.tui.keyring.table import KeyRows, used_keys
from jwtlens.tui.making import MakingScreen

if TYPE_CHECKING:
    from jwtlens.keys.rotate import Rotated

_COMMANDS = {
    action.name.removeprefix("key('").removesuffix("')"): action for action in ACTIONS if action.name.startswith("key(")
}
_BRIEFLY = 4
"""Seconds for which a message stays over the panes."""


class KeyringScreen(MakingScreen, ExplainingScreen):
    """A bench with a ring of keys."""

    def __init__(self, start: Start, clock: Callable[[], float]) -> None:
        super().__init__(start, clock)
        self.agreed_hosts: set[str] = set()
        """Origins that the user agreed to fetch from; each is asked about once."""

    def action_keys_menu(self) -> None:
        """Ask what to do with keys."""
        actions = [one for one in self.actions if one.name.startswith("key(")]
        names = [f"{one.title} ({one.key})" if one.key else one.title for one in actions]

        def take(index: int | None) -> None:
            if index is not None:
                self.action_key(list(_COMMANDS)[index])

        self.app.push_screen(ChoiceScreen("Keys", names), take)

    def action_key(self, what: str) -> None:
        """Do one of the things that can be done with keys."""
        commands: dict[str, Callable[[], None]] = {
            "add": self._add_blank,
            "load": self._load,
            "generate": self._generate,
            "fetch": self._fetch,
            "convert": lambda: self._write(saving=False),
            "save": lambda: self._write(saving=True),
            "rotate": self._rotate,
            "rename": self._rename,
            "remove": self._remove,
            "restore": self._restore,
            "encrypt": self.encrypt,
            "again": self._read_again,
        }
        commands[what]()

    @on(ButtonBar.Pressed, "#key-buttons")
    def _button_pressed(self, event: ButtonBar.Pressed) -> None:
        if event.name == "menu":
            self.action_keys_menu()
        else:
            self.action_key(event.name)

    @on(KeyRows.Asked)
    def _row_asked(self, event: KeyRows.Asked) -> None:
        self.action_key(event.what)

    # Keys come

    def _add(self, entry: Entry | None) -> None:
        """Take what a dialog gives."""
        if entry is None:
            return
        pane = self.keys_pane
        pane.change(pane.ring.add(entry))
        if pane.passphrase_row.display:
            self.action_go("keys")
            self.set_focus(pane.passphrase_row.editor)
        elif pane.ring.row is not None and pane.ring.row.key is not None:
            count = len(entry.keyring.keys)
            what = pane.ring.row.key.label if count == 1 else f"{count} keys"
            self._tell(f"Added {what}: {len(pane.keyring.keys)} in hand.")

    def _add_blank(self) -> None:
        pane = self.keys_pane
        if not pane.ring.chosen.given.blank:
            pane.change(pane.ring.add(Entry(0)))
        self.action_go("keys")

    def _load(self) -> None:
        from jwtlens.tui.dialogs.load import LoadDialog  # noqa: PLC0415 - with what reads folders, when wanted

        self.app.push_screen(LoadDialog(), self._add)

    def _generate(self) -> None:
        from jwtlens.tui.dialogs.generate import GenerateDialog  # noqa: PLC0415 - when wanted

        self.app.push_screen(GenerateDialog(self.inspection.token.alg if self.inspection else ""), self._add)

    def _fetch(self) -> None:
        if self.loaded.refusal:
            self._tell(f"{self.loaded.refusal}.", warn=True)
            return
        from jwtlens.tui.dialogs.fetch import FetchDialog  # noqa: PLC0415 - the network, only when it is asked for

        iss = self.inspection.claims.get("iss") if self.inspection else None
        chosen = self.keys_pane.ring.chosen
        is_address = any(problem.code == "key-is-address" for problem in chosen.keyring.problems)
        typed = chosen.given.text.reveal().strip() if is_address else ""
        dialog = FetchDialog(iss if isinstance(iss, str) else "", self.agreed_hosts, typed=typed)
        self.app.push_screen(dialog, self._add_fetched if typed else self._add)

    def _add_fetched(self, entry: Entry | None) -> None:
        """Take keys in the place of the address that was pasted as if it were a key."""
        if entry is not None:
            self._replace(self.keys_pane.ring.chosen, entry)

    def _read_again(self) -> None:
        """Read the chosen key again from where it came."""
        pane = self.keys_pane
        chosen = pane.ring.chosen
        if chosen.plan is not None and self.loaded.refusal:
            self._tell(f"{self.loaded.refusal}.", warn=True)
        elif chosen.plan is not None:
            from jwtlens.tui.dialogs.fetch import FetchDialog  # noqa: PLC0415 - as above

            def take(entry: Entry | None) -> None:
                if entry is not None:
                    self._replace(chosen, entry)
                    self._tell(f"Fetched again: {len(entry.keyring.keys)} keys.")

            self.app.push_screen(FetchDialog("", self.agreed_hosts, again=chosen.plan), take)
        elif chosen.given.source:
            pane.read_again()
            self._tell(f"Reading {chosen.given.name} again.")
        else:
            self._tell("This key came from no file, variable or issuer: there is nothing to read again.", warn=True)

    def _replace(self, before: Entry, entry: Entry) -> None:
        pane = self.keys_pane
        if pane.ring.find(before.number) is not None:
            pane.change(pane.ring.put(entry._replace(number=before.number, names=before.names)))

    # Keys change and go

    def _row(self, wanted: str) -> Row | None:
        """Return the row that is meant: the one at the cursor of the table, or else the chosen one."""
        pane = self.keys_pane
        row = pane.table.row if self.focused is pane.table else pane.ring.row
        if row is None or row.key is None:
            self._tell(f"There is no key to {wanted} yet.", warn=True)
            return None
        return row

    def _rename(self) -> None:
        row = self._row("rename")
        if row is None or row.key is None:
            return
        from jwtlens.tui.dialogs.rename import RenameDialog  # noqa: PLC0415 - when wanted

        def take(name: str | None) -> None:
            if name is not None:
                self.keys_pane.change(self.keys_pane.ring.rename(row, name))

        self.app.push_screen(RenameDialog(row.key.label, dict(row.entry.names).get(row.at, "")), take)

    def _remove(self) -> None:
        pane = self.keys_pane
        row = pane.table.row if self.focused is pane.table else pane.ring.row
        if row is None or (row.entry.given.blank and len(pane.ring.entries) == 1):
            self._tell("There is no key to remove.", warn=True)
            return
        pane.change(pane.ring.remove(row))
        if not row.entry.given.blank:
            label = row.key.label if row.key else "what could not be read"
            self._tell(f"Removed {label}. “Bring the removed key back” in the menu of keys (F7) undoes it.")

    def _restore(self) -> None:
        pane = self.keys_pane
        if pane.ring.removed:
            pane.change(pane.ring.restore())
        else:
            self._tell("No key was removed.", warn=True)

    def _write(self, *, saving: bool) -> None:
        row = self._row("save" if saving else "convert")
        if row is None or row.key is None:
            return
        from jwtlens.tui.dialogs.write import WriteDialog  # noqa: PLC0415 - when wanted

        keys = tuple(one.key for one in self.keys_pane.ring.rows if one.key is not None)
        self.app.push_screen(WriteDialog(keys, keys.index(row.key), saving=saving))

    def _rotate(self) -> None:
        used = used_keys(self.inspection)
        signer = next((one for one in self.keys_pane.ring.rows if one.key in used), None)
        row = signer if signer and self.focused is not self.keys_pane.table else self._row("rotate")
        if row is None or row.key is None or self.inspection is None:
            return
        from jwtlens.tui.dialogs.rotate import RotateDialog  # noqa: PLC0415 - when wanted

        header = self.inspection.token.header.text or "{}"
        dialog = RotateDialog(self.keys_pane.keyring, row.key, header)
        self.app.push_screen(dialog, self._take_rotated)

    def _take_rotated(self, rotated: "Rotated | None") -> None:
        """Put the new key in force and sign the token with it."""
        if rotated is None or self.inspection is None:
            return
        from jwtlens.tui.keyring.made import entry_of  # noqa: PLC0415 - when wanted

        pane = self.keys_pane
        edited = edit(self.inspection, header=rotated.header, resign_with=rotated.keyring)
        pane.change(pane.ring.add(entry_of([rotated.key], "rotated")))
        if edited.signature == "signed":
            self.workspace.keyring = pane.keyring
            self.workspace.take_signed(edited)
            self.refresh_inspection()
            self._tell("The new key signed the token. The old one stays, for tokens that it signed.")
        else:
            reason = edited.problem.message if edited.problem else edited.note
            self._tell(f"The new key is in the ring. The token was not signed with it: {reason}.", warn=True)

    def _tell(self, words: str, *, warn: bool = False) -> None:
        self.notify(words, severity="warning" if warn else "information", timeout=_BRIEFLY, markup=False)
