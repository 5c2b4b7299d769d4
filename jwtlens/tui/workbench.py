"""The main screen: where the panes stand in which size of terminal, and what every action does."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Size

from jwtlens.inspection import Inspection
from jwtlens.tui import clipboard, copying
from jwtlens.tui.actions import ACTIONS, PANES, bindings, remapped
from jwtlens.tui.auditing import AuditingScreen
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.clipboard_watch import ClipboardWatchScreen
from jwtlens.tui.columns import Seam
from jwtlens.tui.comparing import ComparingScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.explaining import ExplainingScreen
from jwtlens.tui.findings import badge, standing
from jwtlens.tui.footer import KeysFooter
from jwtlens.tui.layers import chain, title
from jwtlens.tui.layout import VIEWS, Layout, layout_for, view_with
from jwtlens.tui.lens import LensScreen
from jwtlens.tui.lessons import LessonsScreen
from jwtlens.tui.panes.audit import AuditPane
from jwtlens.tui.panes.fields import Words
from jwtlens.tui.panes.verification import FieldChosen, VerificationPane
from jwtlens.tui.settings.workspaces import WorkspacesScreen
from jwtlens.tui.tab_strip import TabStrip
from jwtlens.verify.report import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from jwtlens.start import Start

_BRIEFLY = 3
"""Seconds for which a message stays over the panes."""


class WorkbenchScreen(
    WorkspacesScreen, ClipboardWatchScreen, ComparingScreen, AuditingScreen, LensScreen, LessonsScreen
):
    """Token, header, payload, keys, expectations, verification and audit, all about one token."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(),
        Binding("escape", "leave", "Close the explanation, or give a maximised pane its place back", show=False),
    ]
    ALLOW_IN_MAXIMIZED_VIEW = "VerdictBar, KeysFooter, #clipboard-watch, #settings-fault"

    def __init__(self, start: "Start", clock: "Callable[[], float]") -> None:
        super().__init__(start, clock)
        if self.actions is not ACTIONS:
            self._bindings = remapped(self._bindings, self.actions)

    def compose(self) -> ComposeResult:
        """Lay out the panes; what goes where in which size is the style sheet's business."""
        bound, dismissed = WorkbenchScreen.inspection, AuditingScreen.dismissed
        self.tabs = TabStrip(tuple(VIEWS), id="tabs")
        # Before there are panes: each of these classes means that the styles of all of them are looked up once more.
        self._show_view(self.tabs.current)
        self._arrange(self.app.size)
        yield self.verdict_bar.data_bind(bound)
        yield self.tabs
        with Horizontal(id="body"):
            with Vertical(id="left") as left:
                yield self.token_pane.data_bind(bound)
                yield self.header_pane.data_bind(bound, dismissed)
                yield self.payload_pane.data_bind(bound, dismissed)
            self.seam = Seam(left)
            yield self.seam
            with Container(id="right"):
                yield self.keys_pane.data_bind(bound)
                yield self.expectations_pane
                yield VerificationPane().data_bind(bound, ExplainingScreen.explanation)
                yield AuditPane().data_bind(bound, dismissed, AuditingScreen.secret_search)
        yield Words("◉ watching the clipboard: a token that is copied elsewhere appears here", id="clipboard-watch")
        if fault := self.fault_words():
            yield fault
        yield KeysFooter()

    def on_mount(self) -> None:
        """Begin."""
        self.begin()
        self.watch(self.keys_pane, "revealed", self._reveal)
        for note in self.start.notes:
            self._say(note)
        self.begin_settings()
        self.begin_workspace()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the arrangement for this size; the panes stay what and where they are, and the focus stays visible."""
        chosen = layout_for(event.size)
        pane = self._focused_pane()
        if pane and not self.has_class(f"-{chosen}") and pane not in VIEWS[self.tabs.current]:
            self._show_view(view_with(pane))
        self._arrange(event.size)
        self.audit_pane.unfolded = chosen is Layout.THREE

    def watch_inspection(self, inspection: Inspection) -> None:
        """Write the number of failures and findings beside the tabs."""
        failed = inspection.report.count(Status.FAILED)
        verify = f" {failed}✗" if failed else " ✓" if inspection.report.verdict is Verdict.ACCEPTED else " ?"
        counts = {"Verify": verify, "Audit": badge(standing(inspection, self.dismissed))}
        self.tabs.counts = counts if inspection.token.text else {}

    def watch_dismissed(self) -> None:
        """Count again."""
        if self.inspection is not None:
            self.watch_inspection(self.inspection)

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
            case "policy" | "expectations":
                self.action_go("expectations")
            case _:
                self.action_go("token")

    @on(Editor.Refused)
    def _refused(self, event: Editor.Refused) -> None:
        self._warn(event.reason)

    @on(TabStrip.Changed)
    def _tab_changed(self, event: TabStrip.Changed) -> None:
        self._show_view(event.name)
        if event.enter:
            self.action_go(VIEWS[event.name][0], switch=False)

    def _reveal(self, revealed: bool) -> None:
        """Show or hide the secret that was found together with the key."""
        self.audit_pane.revealed = revealed

    # Views

    def _show_view(self, name: str) -> None:
        self.tabs.current = name
        for view in VIEWS:
            self.set_class(view == name, f"-view-{view.lower()}")

    def _arrange(self, size: Size) -> None:
        chosen = layout_for(size)
        for layout in Layout:
            self.set_class(layout is chosen, f"-{layout}")
        self.set_class(size.height < 32, "-short")
        self.set_class(size.height < 22, "-low")
        if self.is_mounted:
            self.seam.in_force = chosen is not Layout.NARROW

    def _focused_pane(self) -> str | None:
        ancestors = self.focused.ancestors_with_self if self.focused else ()
        return next((node.id for node in ancestors if node.id in PANES), None)

    def _say(self, words: str) -> None:
        self.notify(words, timeout=_BRIEFLY, markup=False)

    def _warn(self, words: str) -> None:
        self.notify(words, severity="warning", timeout=_BRIEFLY, markup=False)

    # Actions

    def action_go(self, name: str, *, switch: bool = True) -> None:
        """Move to a pane; in a narrow terminal its tab comes up first."""
        if self.maximized:
            self.minimize()
        if switch and name not in VIEWS[self.tabs.current]:
            self._show_view(view_with(name))
        target: Widget = self.query_one(f"#{name}")
        if not target.can_focus:
            target = self.keys_pane.field if name == "keys" else self.expectations_pane.first
        if target.is_attached:
            self.set_focus(target)  # at once: a paste that follows in the same breath must not land elsewhere
        else:
            self.call_after_refresh(self.set_focus, target)  # a key was faster than the second frame

    def action_go_menu(self) -> None:
        """Ask where to go."""

        def take(index: int | None) -> None:
            if index is not None:
                self.action_go(PANES[index])

        self.app.push_screen(ChoiceScreen("Go to", [name.capitalize() for name in PANES]), take)

    def action_layers(self) -> None:
        """Ask which of the tokens inside one another to show."""
        if self.inspection is None or not (self.outer or self.inspection.inner):
            self._warn("There is no token inside this one.")
            return
        titles = [*(one.title for one in self.outer), *map(title, chain(self.inspection))]

        def take(index: int | None) -> None:
            if index is not None and index != len(self.outer):
                self.go_to_layer(index)

        self.app.push_screen(ChoiceScreen("Tokens inside one another", titles, len(self.outer)), take)

    def action_help(self) -> None:
        """Show the help page."""
        from jwtlens.tui.help import HelpScreen  # noqa: PLC0415 - only who asks for it pays

        self.app.push_screen(HelpScreen(self.actions))

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
            self._warn(f"There is no {what} to copy.")

    def action_toggle_resign(self) -> None:
        """Switch between signing edits anew and keeping the old signature; the payload's border says which."""
        self.workspace.resign = not self.workspace.resign
        self.refresh_inspection()
        if not self.payload_pane.region:
            signed = "Edits are signed again." if self.workspace.resign else "Edits keep the old signature."
            self._say(signed)

    def action_toggle_reveal(self) -> None:
        """Show or hide the secret."""
        self.keys_pane.revealed = not self.keys_pane.revealed

    def action_maximize_pane(self) -> None:
        """Give the focused pane the whole screen, or give it back."""
        if self.maximized:
            self.minimize()
        elif pane := self._focused_pane():
            self.maximize(self.query_one(f"#{pane}"), container=False)

    def action_move_seam(self, where: str) -> None:
        """Make the left column wider or narrower, or both as they were."""
        if self.has_class("-narrow"):
            self._say("There is one column only: the terminal is too small for two.")
        else:
            self.seam.move({"left": -1, "right": 1}.get(where, 0))

    def action_new_token(self) -> None:
        """Empty the token and wait for a paste."""
        self.token_replaced()
        self.outer = []
        self.workspace.open("")
        self.token_pane.forget_removed()
        self.refresh_inspection()
        self.action_go("token")

    def action_revert(self) -> None:
        """Go back to the token as it was opened."""
        self.workspace.revert()
        self.refresh_inspection()

    def action_sample(self) -> None:
        """Open the built-in sample with its key."""
        self.token_pane.forget_removed()
        self.open_sample()
        self.action_go("token")

    def action_code(self) -> None:
        """Show the verification as a program."""
        from jwtlens.tui.dialogs.program import ProgramDialog  # noqa: PLC0415 - only who asks for it pays

        if self.inspection is None or not self.inspection.token.text:
            self._warn("There is no token to verify.")
            return

        def take(words: str | None) -> None:
            if words is not None:
                self._say(words)

        self.app.push_screen(ProgramDialog(self.inspection), take)
