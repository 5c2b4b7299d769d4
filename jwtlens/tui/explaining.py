"""Why the signature fails and what PyJWT would do, found out in the background, and dropped with the next change."""

import asyncio
from threading import Event

from textual import on, work
from textual.reactive import reactive

from jwtlens.explanation import Explanation, explain, is_explained
from jwtlens.inspection import Inspection
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.tui.bench import BenchScreen
from jwtlens.tui.panes.verification import RemedyChosen

_QUIET = 0.3
"""Seconds without a change before the search begins: nobody wants to know why half a secret is wrong."""


class ExplainingScreen(BenchScreen):
    """A bench that answers "why does it not verify?"."""

    explanation: reactive[Explanation | None] = reactive(None, init=False)
    """The answer for the inspection that is shown; None while there is none, and where nothing was verified with."""

    def _watch_inspection(self, before: Inspection | None, inspection: Inspection) -> None:
        """Ask again when something else is on the bench, or when the clock has changed the verdict."""
        if before is not None and _subject(before) == _subject(inspection):
            return
        self.explanation = None
        self.workers.cancel_group(self, "explain")
        if is_explained(inspection):
            self._explain(inspection, Secret(self.keys_pane.field.text))

    def action_remedy(self) -> None:
        """Do what the explanation proposes."""
        diagnosis = self.explanation.diagnosis if self.explanation else None
        if diagnosis is None or diagnosis.remedy is None:
            self.notify("There is nothing to repair.", severity="warning", timeout=3, markup=False)
            return
        remedy = diagnosis.remedy
        match remedy.kind:
            case "encoding" | "trim":
                self.keys_pane.read_as(remedy.value, remedy.key_text)
            case "key":
                kept = self.workspace.keyring.keys[int(remedy.value)]
                words = f"only {kept.label} of the set, tried in spite of its kid"
                self.keys_pane.take(Keyring((kept,), words=words))
            case "algorithm":
                self.header_pane.replace_member("/alg", f'"{remedy.value}"')
            case "token":
                self.token_pane.load(remedy.value, undoable=True)
                self.workspace.type(remedy.value)
                self.refresh_inspection()

    @on(RemedyChosen)
    def _remedy_chosen(self) -> None:
        self.action_remedy()

    @work(exclusive=True, group="explain", description="explain")
    async def _explain(self, inspection: Inspection, key_text: Secret[str]) -> None:
        await asyncio.sleep(_QUIET)
        cancelled = Event()
        try:
            self.explanation = await asyncio.to_thread(explain, inspection, key_text, cancelled.is_set)
        finally:
            cancelled.set()  # the worker was cancelled: the thread stops before its next try


def _subject(inspection: Inspection) -> tuple[object, ...]:
    failed = tuple(check.name for check in inspection.report.failed)
    return inspection.pasted.token, inspection.detached, inspection.keyring, inspection.policy, failed
