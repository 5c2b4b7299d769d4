"""The state of the main screen: what panes report changes it, and every change leads to one new inspection."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.reactive import reactive

from jwtlens import captures
from jwtlens.editing import editable, outcome
from jwtlens.inspection import Inspection
from jwtlens.keys.secret import Secret
from jwtlens.knowledge import sample
from jwtlens.settings.keymap import mapped
from jwtlens.settings.model import Loaded
from jwtlens.start import Start
from jwtlens.tui.actions import ACTIONS
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.first_frame import FirstFrameScreen
from jwtlens.tui.keyring.key_text import KeyText
from jwtlens.tui.keyring.ring import Entry, Ring
from jwtlens.tui.layers import Outer, breadcrumb, chain, title
from jwtlens.tui.panes.expectations import ExpectationsPane, PolicyChanged
from jwtlens.tui.panes.json_pane import JsonPane
from jwtlens.tui.panes.keys import AlgorithmChosen, KeysChanged, KeysPane
from jwtlens.tui.panes.token import TokenPane
from jwtlens.tui.verdict_bar import VerdictBar
from jwtlens.tui.workspace import SMALL, Judged, Texts, Workspace
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from jwtlens.samples.setup import Setup
    from jwtlens.settings.workspace import SavedWorkspace

_QUIET = 0.08
"""Seconds without a key before a large token is inspected, in the background."""


class Kept(NamedTuple):
    """All that lay on the bench: the token, whether it was the built-in sample, keys, expectations, clock, layers.

    ``drafts`` are the texts of header and payload that could not be encoded, by part.
    """

    source: str
    opened: str
    sample: bool
    ring: Ring
    policy: Policy
    at: float | None
    resign: bool
    outer: tuple[Outer, ...]
    drafts: dict[str, str]


class BenchScreen(FirstFrameScreen):
    """Owns the workspace and the panes that change it. Where they stand is up to its subclass."""

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """What every pane shows. The panes draw what changed of it: else each key, and each second, draws all of them."""

    def __init__(self, start: Start, clock: Callable[[], float]) -> None:
        super().__init__()
        self.start = start
        self.clock = clock
        self.loaded = start.loaded or Loaded("")
        """The settings in force."""
        keymap = self.loaded.settings.keymap
        self.actions = mapped(keymap) if keymap else ACTIONS
        """What can be done, with the keys that the settings give it."""
        source, keyring = start.source, start.keyring
        if source is not None and start.capture is not None and len(source) > captures.LARGE:
            source = ""
        key_text = start.key_text or Secret("")
        if source is None:
            source = sample.sample_token(clock())
            if not start.key_text:
                key_text, keyring = sample.sample_key()
        self.workspace = Workspace(source, keyring, start.policy, clock, start.at)
        self.token_pane = TokenPane()
        self.token_pane.set_reactive(TokenPane.sample, start.source is None)
        self.header_pane = JsonPane("header", "2 Header (JOSE)", "The header appears here.")
        self.payload_pane = JsonPane("payload", "3 Payload (claims set)", "The claims appear here.")
        algorithms, passphrase = start.policy.algorithms, start.passphrase
        self.keys_pane = KeysPane(key_text, start.key_encoding, keyring, algorithms, passphrase)
        for more, ring in start.more_keys:
            kept = self.keys_pane.ring
            added = kept.add(Entry(0, KeyText(more, start.key_encoding), ring))
            self.keys_pane.ring = added._replace(number=kept.number, at=0)
            self.workspace.keyring = self.keys_pane.keyring
        self.expectations_pane = ExpectationsPane(start.policy, start.at)
        self.verdict_bar = VerdictBar()
        self.outer: list[Outer] = []
        self._unread_expectation = ""
        self._opened: str | None = None  # the token whose edits undo gives back

    def begin(self) -> None:
        """Show the first token, selected: a paste replaces it."""
        self.token_pane.on_edit = self._token_edited
        self.header_pane.on_edit = self.payload_pane.on_edit = self._json_edited
        self.refresh_inspection()
        self.token_pane.load(self.workspace.source)
        self.token_pane.focus()
        self.token_pane.buffer.select(len(self.token_pane.text), 0)
        self.set_interval(1, self.tick)
        self.call_after_refresh(self._complete)

    async def _complete(self) -> None:
        """Fill the panes, and ask the rules of the audit too, once the verdict is on the screen."""
        with self.app.batch_update():
            await self.keys_pane.fill()
            await self.expectations_pane.fill()
        self.workspace.with_audit = True
        self.refresh_inspection()

    # What the panes report

    def _token_edited(self, pane: Editor) -> None:
        pasted = self.token_pane.take_pasted()
        begins = self.workspace.type(pane.text)
        if pasted:
            self.workspace.open(pane.text)
            pane.select_range(0, 0)
        if pasted or begins:
            self.outer = []
            self.token_replaced()
        self.refresh_inspection(after_paste=pasted)
        if pasted:
            self.text_came(self.token_pane.pasted_text)

    def text_came(self, text: str) -> None:
        """Look for more in a text whose token is on the bench. A subclass's to override."""

    def put_on_bench(self, source: str) -> None:
        """Take another token, in the place of the one that is there."""
        self.token_replaced()
        self.outer = []
        self.workspace.open(source)
        self.token_pane.forget_removed()
        self.refresh_inspection()

    def _json_edited(self, pane: Editor) -> None:
        del pane
        self.refresh_inspection()

    @on(KeysChanged)
    def _keys_changed(self, event: KeysChanged) -> None:
        self.workspace.keyring = event.keyring
        self.refresh_inspection()

    @on(AlgorithmChosen)
    def _algorithm_chosen(self, event: AlgorithmChosen) -> None:
        self.workspace.policy = self.workspace.policy._replace(algorithms=event.algorithms)
        self.refresh_inspection()

    @on(PolicyChanged)
    def _policy_changed(self, event: PolicyChanged) -> None:
        algorithms = self.workspace.policy.algorithms
        self.workspace.policy, self.workspace.at = event.policy._replace(algorithms=algorithms), event.at
        self._unread_expectation = event.unread
        self.refresh_inspection()

    # From a change to a new inspection

    def refresh_inspection(self, *, after_paste: bool = False) -> None:
        """Inspect what is on the bench now: a small token at once, a larger one in the background.

        That waits a moment for another key; after a paste there is none to wait for.
        """
        texts = Texts(self.header_pane.edited_text, self.payload_pane.edited_text)
        self.workers.cancel_group(self, "inspect")
        if max(len(self.workspace.source), len(texts.header or ""), len(texts.payload or "")) > SMALL:
            self.verdict_bar.checking = True
            self._inspect_in_background(texts, 0 if after_paste else _QUIET)
            return
        with self.app.batch_update():
            self._take(self.workspace.judge(texts))

    # Without a description Textual writes one, with all of the texts in it: 75 ms for a token of 1 MB.
    @work(exclusive=True, group="inspect", description="inspect")
    async def _inspect_in_background(self, texts: Texts, quiet: float) -> None:
        await asyncio.sleep(quiet)
        self._take(await asyncio.to_thread(self.workspace.judge, texts))

    def _take(self, judged: Judged) -> None:
        self.workspace.accept(judged)
        problem = judged.edited.problem if judged.edited else None
        same_token = self.workspace.opened == self._opened
        self._opened = self.workspace.opened
        for pane in (self.header_pane, self.payload_pane):
            if judged.edited is None:
                pane.show_part(judged.inspection, undoable=same_token)
            pane.problem = problem if problem and problem.field.startswith(pane.part) else None
        self.token_pane.stale = problem.field.partition("/")[0] if problem else ""
        self.verdict_bar.checking = False
        self.verdict_bar.stale = self._stale_words(last_good_token=problem is not None)
        if self.token_pane.text != judged.source:
            self.token_pane.load(judged.source, undoable=True)
        self.inspection = judged.inspection
        self.token_pane.modified = self.workspace.modified
        self.token_pane.breadcrumb = breadcrumb(self.outer, judged.inspection)
        note = judged.edited.note if judged.edited else ""
        self.header_pane.hint = self.payload_pane.hint = note or self._what_an_edit_does(judged.inspection)

    def _stale_words(self, *, last_good_token: bool) -> str:
        unread = self._unread_expectation
        words = [f"“{unread}” cannot be read, its last value counts"] if unread else []
        return " · ".join([*words, "the last good token"] if last_good_token else words)

    def tick(self) -> None:
        """Follow the clock. A large token is audited again once a check comes out otherwise, in the background."""
        before = self.inspection
        if before is None or self.workspace.at is not None:
            return
        self.inspection = moved = self.workspace.moved(before)
        changed = [check.status for check in before.report.checks] != [check.status for check in moved.report.checks]
        if changed and len(self.workspace.source) > SMALL:
            self.refresh_inspection()

    def go_to_layer(self, index: int) -> None:
        """Put another of the tokens inside one another on the bench; 0 is the outermost."""
        if index < len(self.outer):
            back = self.outer[index]
            self.outer = self.outer[:index]
            self.workspace.open(back.opened)
            self.workspace.source = back.source
        elif self.inspection is not None:
            for inspection in chain(self.inspection)[: index - len(self.outer)]:
                inner = inspection.inner
                if inner is None:
                    break
                self.outer.append(Outer(self.workspace.source, self.workspace.opened, title(inspection)))
                self.workspace.open(inner.pasted.token)
        self.refresh_inspection()

    def action_go(self, name: str, *, switch: bool = True) -> None:
        """Move to a pane. A subclass's to override, which knows where they are."""

    # Hooks for subclasses

    def keep_before(self) -> None:
        """Keep what is on the bench, for whoever wants it back after something took its place."""

    def settings_changed(self) -> None:
        """Take over what the settings say now."""

    def open_workspace(self, saved: "SavedWorkspace") -> None:
        """Put a workspace on the bench."""

    def key_of(self, name: str) -> str:
        """Return the key of an action, or that of the palette, which has them all."""
        return next((action.key for action in self.actions if action.name == name), "") or "ctrl+p"

    # Other things on the bench

    def put(self, setup: "Setup") -> None:
        """Put what a sample or a lesson brings on the bench; what it leaves alone stays."""
        self.token_pane.sample = False
        if setup.key_text is not None:
            self.keys_pane.show(setup.key_text, setup.keyring)
            self.workspace.keyring = self.keys_pane.keyring
        if setup.policy is not None:
            self._expect(setup.policy, setup.at)
        if setup.token is not None:
            self.outer = []
            self.token_pane.forget_removed()
            self.workspace.open(setup.token)
        self.refresh_inspection()

    def keep(self) -> Kept:
        """Return all that is on the bench, for :meth:`bring_back`."""
        drafts: dict[str, str] = {
            pane.part: pane.text for pane in (self.header_pane, self.payload_pane) if pane.problem
        }
        work, ring = self.workspace, self.keys_pane.ring
        token = (work.source, work.opened, self.token_pane.sample)
        return Kept(*token, ring, work.policy, work.at, work.resign, tuple(self.outer), drafts)

    def bring_back(self, kept: Kept) -> None:
        """Put on the bench what was kept; of a text that could not be encoded, the text as well."""
        self.keys_pane.change(kept.ring)
        self.workspace.keyring = self.keys_pane.keyring
        if not kept.ring.chosen.known:
            self.keys_pane.read_again()
        self._expect(kept.policy, kept.at)
        self.workspace.resign, self.outer, self.token_pane.sample = kept.resign, list(kept.outer), kept.sample
        self.token_pane.forget_removed()
        self.workspace.open(kept.opened)
        self.workspace.source = kept.source
        self.refresh_inspection()
        for pane in (self.header_pane, self.payload_pane):
            if pane.part in kept.drafts:
                pane.load(kept.drafts[pane.part], undoable=True)
        if kept.drafts:
            self.refresh_inspection()

    def _expect(self, policy: Policy, at: float | None) -> None:
        self.workspace.policy, self.workspace.at = policy, at
        self._unread_expectation = ""
        self.expectations_pane.show(policy, at)
        self.keys_pane.algorithms = policy.algorithms
        self.keys_pane.describe()

    def _what_an_edit_does(self, inspection: Inspection) -> str:
        resign = self.workspace.resign
        words = outcome(inspection, inspection.keyring if resign else None)
        return f"{words} (F8: re-sign)" if words and not resign and not editable(inspection) else words

    def token_replaced(self) -> None:
        """Take away what came with a sample, whose place another token takes. A subclass's to extend."""
        self.forget_sample()

    def forget_sample(self) -> None:
        """Take the sample's key away where another token takes the sample's place."""
        if self.token_pane.sample:
            self.token_pane.sample = False
            if self.keys_pane.holds_sample_key:
                self.keys_pane.forget_sample()
                self.workspace.keyring = self.keys_pane.keyring

    def open_sample(self) -> None:
        """Put a fresh sample and its key on the bench."""
        text, keyring = sample.sample_key()
        self.keys_pane.show(text, keyring)
        self.workspace.keyring = keyring
        self.token_pane.sample = True
        self.outer = []
        self.workspace.open(sample.sample_token(self.clock()))
        self.refresh_inspection()
