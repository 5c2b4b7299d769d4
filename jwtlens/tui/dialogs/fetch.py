"""The dialog that fetches the keys of an issuer: it says what it would ask from whom, and asks nobody before a yes."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from jwtlens.displayable import displayable, quoted
from jwtlens.network.plan import Kind, Plan, UnconfirmedError, plan
from jwtlens.network.refusal import NotFetchedError
from jwtlens.tui.aside import aside
from jwtlens.tui.button import TextButton
from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.keyring.made import entry_of
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.panes.fields import Field, Words

if TYPE_CHECKING:
    from jwtlens.network.issuer import Fetched

_KINDS: tuple[Kind | None, ...] = (None, "issuer", "jwks")
_KIND_NAMES = ("seen from the address", "an issuer (iss)", "a JWK Set")
_FETCH = DialogButton("fetch", "Fetch", "Ask for the keys (enter)")


class FetchDialog(Dialog[Entry]):
    """Asks for an address, and once for each host. ``agreed`` are the hosts (origins) that were agreed to before."""

    HEADING = "Fetch the keys of an issuer"
    ABOUT = "Nothing is asked before you say yes to the host. No cookies, no proxies; 5 s and 1 MiB at most."
    BUTTONS = (_FETCH,)
    DEFAULT_CSS = """
    FetchDialog {
        & #suggestion { margin: 0 0 0 12; }
        & #plan { width: 100%; height: auto; min-height: 4; margin: 1 0 0 0; }
    }
    """

    def __init__(self, suggestion: str, agreed: set[str], *, typed: str = "", again: Plan | None = None) -> None:
        super().__init__()
        self._suggestion, self._agreed, self._again = suggestion.strip(), agreed, again
        self._asked: Plan | None = None
        address = typed if again is None else (again.issuers or (again.url,))[0]
        self._address = Field("address", "address", "https://issuer.example or https://…/jwks.json", address)
        at = _KINDS.index(again.kind) if again else 0
        self._kind = ChoiceField("kind", "is", _KIND_NAMES, at, tooltip="An issuer's document names its keys")
        self._words = Words(id="plan")

    def fields(self) -> ComposeResult:
        """Lay out address, suggestion and what would be asked."""
        yield self._address
        if self._suggestion.lower().startswith(("https://", "http://")):
            words = f"take the token's iss: {quoted(self._suggestion)}"
            yield TextButton(words, id="suggestion", tooltip="Write it there; nothing is asked yet")
        yield self._kind
        yield self._words

    def on_mount(self) -> None:
        """Ask again where that was wanted."""
        self._describe()
        if self._again is not None:
            self._ask(self._again)

    def pressed(self, name: str) -> None:
        """Fetch, or ask for the yes first."""
        del name
        if self._asked is not None:
            self._fetch(self._asked)
        elif not self._address.editor.text.strip():
            self.say_problem("there is no address yet. Write that of an issuer or of a JWK Set")
            self._address.editor.focus()
        else:
            try:
                self._ask(self._planned())
            except NotFetchedError as error:
                self.say_problem(str(error))

    @on(TextButton.Pressed, "#suggestion")
    def _take_suggestion(self, event: TextButton.Pressed) -> None:
        event.stop()
        editor = self._address.editor
        editor.load(self._suggestion, undoable=True)
        self._describe()
        editor.focus()

    @on(Editor.Changed, "#address")
    @on(ChoiceField.Changed)
    def _describe(self) -> None:
        """Say what would be asked; a yes to another address counts no more."""
        self._asked = None
        self.relabel("fetch", _FETCH.label)
        self.say("")
        if not self._address.editor.text.strip():
            self._words.say(Content(""))
            return
        try:
            self._show(self._planned())
        except NotFetchedError as error:
            self._words.say(Content.assemble((displayable(str(error)), "$quiet")))

    def _planned(self) -> Plan:
        return plan(self._address.editor.text, _KINDS[self._kind.chosen])

    def _show(self, planned: Plan) -> None:
        self._words.say(Content("\n".join(map(displayable, planned.sentences))))

    def _ask(self, planned: Plan, reason: str = "") -> None:
        """Fetch from a host that was agreed to; ask about any other, and about addresses that are not public."""
        if not reason and planned.origin in self._agreed:
            self._fetch(planned)
            return
        self._asked = planned
        self._show(planned)
        self.relabel("fetch", f"Yes, ask {planned.host}")
        why = f"{reason}. " if reason else ""
        self.say_question(f"{why}Ask {planned.host}? Enter says yes, esc says no.")

    def _fetch(self, agreed: Plan) -> None:
        self._asked = None
        self._agreed.add(agreed.origin)
        self.relabel("fetch", _FETCH.label)

        def job() -> "Fetched | UnconfirmedError":
            from jwtlens.network import issuer  # noqa: PLC0415 - TLS, only for a request

            try:
                return issuer.fetch(agreed)
            except UnconfirmedError as error:
                return error

        def take(found: "Fetched | UnconfirmedError") -> None:
            if isinstance(found, UnconfirmedError):
                known = not found.private and found.plan.origin in self._agreed
                self._ask(found.plan, "" if known else str(found))
            elif not found.keyring.keys:
                self.say_problem(found.problems[0].message if found.problems else "the set is empty: it has no keys")
            else:
                origin = found.keyring.keys[0].origin
                self.dismiss(entry_of(found.keyring.keys, origin, keyring=found.keyring)._replace(plan=agreed))

        self.work(f"asking {agreed.host}", job, take, fails=(NotFetchedError, ValueError), thread=aside)
