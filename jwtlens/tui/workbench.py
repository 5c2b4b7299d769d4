"""The main screen: owns the state, hands it down to the panes, and turns what they report into a new inspection."""

import asyncio
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from jwtlens.editing import Edited
from jwtlens.inspection import Inspection, at_another_time
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.knowledge import sample
from jwtlens.start import Start
from jwtlens.tui import clipboard, copying
from jwtlens.tui.actions import PANES, bindings
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.help import HelpScreen
from jwtlens.tui.layout import VIEWS, Layout, layout_for
from jwtlens.tui.panes.audit import AuditPane
from jwtlens.tui.panes.expectations import ExpectationsPane, PolicyChanged
from jwtlens.tui.panes.json_pane import JsonPane
from jwtlens.tui.panes.keys import AlgorithmChosen, KeysChanged, KeysPane
from jwtlens.tui.panes.token import TokenPane
from jwtlens.tui.panes.verification import FieldChosen, VerificationPane
from jwtlens.tui.tab_strip import TabStrip
from jwtlens.tui.verdict_bar import VerdictBar
from jwtlens.tui.workspace import Texts, Workspace
from jwtlens.verify.report import Status

T = TypeVar("T")

_AT_ONCE = 16 * 1024
"""Characters up to which a token is inspected within the key press; that takes less than a frame."""
_QUIET = 0.08
"""Seconds without a key before a larger token is inspected, in the background."""


class WorkbenchScreen(Screen[None]):
    """Token, header, payload, keys, expectations, verification and audit, all about one token."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings())

    inspection: reactive[Inspection | None] = reactive(None, init=False)
    """What every pane shows."""

    def __init__(self, start: Start, clock: Callable[[], float]) -> None:
        super().__init__()
        self.start = start
        self.clock = clock
        self.sample_shown = start.source is None
        source, keyring = start.source, start.keyring
        key_text = start.key_text or Secret("")
        if source is None:
            source = sample.sample_token(clock())
            if not keyring.keys:
                key_text, keyring = sample.sample_key()
        self.workspace = Workspace(source, keyring, start.policy, clock, start.at)
        self.token_pane = TokenPane()
        self.header_pane = JsonPane("header", "2 Header (JOSE)", "The header appears here.")
        self.payload_pane = JsonPane("payload", "3 Payload (claims set)", "The claims appear here.")
        self.keys_pane = KeysPane(key_text, keyring, start.policy.algorithms)
        self.expectations_pane = ExpectationsPane(start.policy, start.at)
        self.verdict_bar, self.tabs = VerdictBar(), TabStrip(tuple(VIEWS), id="tabs")

    def compose(self) -> ComposeResult:
        """Lay out the panes; what goes where in which size is the style sheet's business."""
        bound = WorkbenchScreen.inspection
        yield self.verdict_bar.data_bind(bound)
        yield self.tabs
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield self.token_pane.data_bind(bound)
                yield self.header_pane.data_bind(bound)
                yield self.payload_pane.data_bind(bound)
            with Container(id="right"):
                with Vertical(id="inputs"):
                    yield self.keys_pane.data_bind(bound)
                    yield self.expectations_pane
                with Vertical(id="results"):
                    yield VerificationPane().data_bind(bound)
                    yield AuditPane().data_bind(bound)
        yield Footer(show_command_palette=True)

    def on_mount(self) -> None:
        """Show the first token, selected: a paste replaces it."""
        self.token_pane.on_edit = self._token_edited
        self.header_pane.on_edit = self.payload_pane.on_edit = self._json_edited
        self._show_view(self.tabs.current)
        self._show_source()
        self._take_base(self.workspace.base)
        self.token_pane.focus()
        self.token_pane.buffer.select(0, len(self.token_pane.text))
        self.set_interval(1, self._tick)
        for note in self.start.notes:
            self.notify(note, markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the arrangement for this size; the panes stay what and where they are."""
        chosen = layout_for(event.size)
        for layout in Layout:
            self.set_class(layout is chosen, f"-{layout}")
        self.set_class(event.size.height < 32, "-short")

    def watch_inspection(self, inspection: Inspection) -> None:
        """Write the number of failures and findings beside the tabs."""
        failed = inspection.report.count(Status.FAILED)
        findings = len(inspection.findings or ())
        self.tabs.counts = {"Verify": f" {failed}✗" if failed else " ✓", "Audit": f" {findings}" if findings else ""}

    # What the panes report

    def _token_edited(self, pane: Editor) -> None:
        text, workspace = pane.text, self.workspace
        pasted = self.token_pane.take_pasted()
        if pasted and self.sample_shown:
            self._forget_sample()
        workspace.source = text
        if pasted or not workspace.opened:
            workspace.opened = text
        self._in_time(len(text), workspace.inspect, self._take_base)
        if pasted:
            pane.select_range(0, 0)

    def _json_edited(self, pane: Editor) -> None:
        del pane
        texts = Texts(self.header_pane.edited_text, self.payload_pane.edited_text)
        size = len(texts.header or "") + len(texts.payload or "")
        self._in_time(size, lambda: self.workspace.edited(texts), self._take_edited)

    @on(KeysChanged)
    def _keys_changed(self, event: KeysChanged) -> None:
        self.workspace.keyring = event.keyring
        if self.workspace.modified and self.workspace.resign:
            self._json_edited(self.payload_pane)
        else:
            self._judge_again()

    @on(AlgorithmChosen)
    def _algorithm_chosen(self, event: AlgorithmChosen) -> None:
        self.workspace.policy = self.workspace.policy._replace(algorithms=event.algorithms)
        self._judge_again()

    @on(PolicyChanged)
    def _policy_changed(self, event: PolicyChanged) -> None:
        algorithms = self.workspace.policy.algorithms
        self.workspace.policy, self.workspace.at = event.policy._replace(algorithms=algorithms), event.at
        self._judge_again()

    @on(FieldChosen)
    def _field_chosen(self, event: FieldChosen) -> None:
        part, _, pointer = event.field.partition("/")
        match part:
            case "header" | "payload":
                self.action_go(part)
                pane = self.header_pane if part == "header" else self.payload_pane
                pane.select_member(f"/{pointer}" if pointer else "")
            case "signature":
                self.action_go("token")
                self.token_pane.select_segment("signature")
            case "key":
                self.action_go("keys")
            case "policy":
                self.action_go("expectations")
            case _:
                self.action_go("token")

    @on(Editor.Refused)
    def _refused(self, event: Editor.Refused) -> None:
        self.notify(event.reason, severity="warning", markup=False)

    @on(TabStrip.Changed)
    def _tab_changed(self, event: TabStrip.Changed) -> None:
        self._show_view(event.name)
        self.action_go(VIEWS[event.name][0], switch=False)

    # From a change to a new inspection

    def _in_time(self, size: int, compute: Callable[[], T], take: Callable[[T], None]) -> None:
        """Compute at once what is small; anything larger in the background, once the user pauses."""
        self.workers.cancel_group(self, "inspect")
        if size <= _AT_ONCE:
            with self.app.batch_update():
                take(compute())
        else:
            self._in_background(compute, take)

    @work(exclusive=True, group="inspect")
    async def _in_background(self, compute: Callable[[], T], take: Callable[[T], None]) -> None:
        await asyncio.sleep(_QUIET)
        take(await asyncio.to_thread(compute))

    def _take_base(self, inspection: Inspection) -> None:
        self.workspace.base = inspection
        self.header_pane.show_part(inspection)
        self.payload_pane.show_part(inspection)
        self._show(inspection)

    def _take_edited(self, edited: Edited) -> None:
        for pane in (self.header_pane, self.payload_pane):
            pane.problem = edited.problem if edited.problem and edited.problem.field.startswith(pane.part) else None
        self.token_pane.stale = edited.problem.field.partition("/")[0] if edited.problem else ""
        self.verdict_bar.stale = "last good token" if edited.problem else ""
        if edited.source is None:
            return
        self.workspace.source = edited.source
        self._show_source()
        self._show(self.workspace.inspect(), edited.note)

    def _judge_again(self) -> None:
        self._in_time(len(self.workspace.source), self.workspace.inspect, self._take_judged)

    def _take_judged(self, inspection: Inspection) -> None:
        if inspection.pasted.token == self.workspace.base.pasted.token:
            self.workspace.base = inspection
        self._show(inspection)

    def _tick(self) -> None:
        if self.inspection and self.workspace.at is None:
            self.inspection = at_another_time(self.inspection, self.workspace.now)

    def _show_source(self) -> None:
        if self.token_pane.text != self.workspace.source:
            self.token_pane.load(self.workspace.source, undoable=bool(self.token_pane.text))

    def _show(self, inspection: Inspection, note: str = "") -> None:
        self.inspection = inspection
        self.token_pane.modified = self.workspace.modified
        hint = note or self._what_an_edit_does(inspection)
        self.payload_pane.hint = hint

    def _what_an_edit_does(self, inspection: Inspection) -> str:
        if not self.workspace.resign:
            return "editing keeps the signature (F8: re-sign)"
        if not any(key.can_sign for key in inspection.keyring.keys):
            return "editing breaks the signature: no key to sign with"
        return f"editing re-signs with {next(key.label for key in inspection.keyring.keys if key.can_sign)}"

    def _forget_sample(self) -> None:
        self.sample_shown = False
        if not self.start.keyring.keys:
            self.workspace.keyring = Keyring()
            self.keys_pane.forget()

    # Views and actions

    def _show_view(self, name: str) -> None:
        self.tabs.current = name
        for view in VIEWS:
            self.set_class(view == name, f"-view-{view.lower()}")

    def action_go(self, name: str, *, switch: bool = True) -> None:
        """Move to a pane; in a narrow terminal its tab comes up first."""
        if switch and name not in VIEWS[self.tabs.current]:
            self._show_view(next(view for view, panes in VIEWS.items() if name in panes))
        target: Widget = self.query_one(f"#{name}")
        if not target.can_focus:
            target = self.keys_pane.field if name == "keys" else self.expectations_pane.query(Editor).first()
        target.focus()

    def action_go_menu(self) -> None:
        """Ask where to go."""

        def take(index: int | None) -> None:
            if index is not None:
                self.action_go(PANES[index])

        self.app.push_screen(ChoiceScreen("Go to", [name.capitalize() for name in PANES]), take)

    def action_help(self) -> None:
        """Show the help page."""
        self.app.push_screen(HelpScreen())

    def action_copy_menu(self) -> None:
        """Ask what to copy."""
        options = copying.options(self.workspace, self.header_pane, self.payload_pane)

        def take(index: int | None) -> None:
            if index is not None:
                clipboard.copy(self.app, options[index].text)

        self.app.push_screen(ChoiceScreen("Copy", [option.words for option in options]), take)

    def action_copy(self, what: str) -> None:
        """Copy the token, header, payload or the claim at the cursor."""
        options = copying.options(self.workspace, self.header_pane, self.payload_pane)
        found = next((option for option in options if option.what == what), None)
        if found:
            clipboard.copy(self.app, found.text)
        else:
            self.notify(f"There is no {what} to copy.", severity="warning", markup=False)

    def action_toggle_resign(self) -> None:
        """Switch between signing edits anew and keeping the old signature."""
        self.workspace.resign = not self.workspace.resign
        state = "Edits are signed again." if self.workspace.resign else "Edits keep the old signature, which breaks."
        self.notify(state, markup=False)
        self._json_edited(self.payload_pane)

    def action_toggle_reveal(self) -> None:
        """Show or hide the secret."""
        self.keys_pane.revealed = not self.keys_pane.revealed

    def action_maximize_pane(self) -> None:
        """Give the focused pane the whole screen, or give it back."""
        if self.maximized:
            self.minimize()
        elif self.focused:
            self.maximize(self.focused)

    def action_new_token(self) -> None:
        """Empty the token and wait for a paste."""
        self._forget_sample()
        self._open("")
        self.action_go("token")

    def action_revert(self) -> None:
        """Go back to the token as it was opened."""
        self._open(self.workspace.opened)

    def action_sample(self) -> None:
        """Open the built-in sample with its key."""
        text, keyring = sample.sample_key()
        self.keys_pane.field.load(text.reveal(), undoable=True)
        self.keys_pane.take(keyring)
        self.workspace.keyring = keyring
        self.sample_shown = True
        self._open(sample.sample_token(self.clock()))
        self.action_go("token")

    def action_sign_now(self) -> None:
        """Sign the token as it is with the key in hand."""
        edited = self.workspace.signed()
        if edited.source is None or edited.note:
            self.notify(edited.note or "This cannot be signed.", severity="warning", markup=False)
            return
        self._take_edited(edited)

    def _open(self, source: str) -> None:
        self.workspace.open(source)
        self.token_pane.stale = self.verdict_bar.stale = ""
        self._show_source()
        self._take_base(self.workspace.base)
