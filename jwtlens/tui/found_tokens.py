"""A bench that takes texts with several tokens: finds them in the background, lists them, and walks through them."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual import events, on, work

from jwtlens import captures
from jwtlens.captures import Capture, Gathering
from jwtlens.displayable import displayable
from jwtlens.inspection import Inspection, at_another_time
from jwtlens.tui.found_list import Circumstances, Row, judge, place_words, seen
from jwtlens.tui.history import HistoryScreen
from jwtlens.tui.learning import LearningScreen
from jwtlens.tui.panes.token import TokenPane
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.settings.workspace import SavedWorkspace
    from jwtlens.start import Start
    from jwtlens.tui.found_panel import FoundPanel

_AT_ONCE = 50
"""Tokens that are judged between two drawings of the list."""
_SAID_EVERY = 16
"""Steps of reading, of 128 KiB each, between two words on how far it is."""


class FoundTokensScreen(LearningScreen, HistoryScreen):
    """Several tokens of one text, one of them on the bench."""

    def __init__(self, start: "Start", clock: Callable[[], float]) -> None:
        super().__init__(start, clock)
        self.found_panel: FoundPanel | None = None
        """The list, while it is open."""
        self._found_rows: list[Row] = []
        self._found_in = ""
        self._found_state = ""
        self._held: dict[str, Inspection] = {}
        self._judged_by: Circumstances | None = None

    @on(events.Mount)
    def _begin_to_find(self) -> None:
        self.watch(self, "inspection", self._follow_bench, init=False)
        if self.start.capture is not None:
            self.look_through(self.start.capture, on_bench=bool(self.workspace.source))
        elif self.start.source is not None:
            self.text_came(self.start.source)

    # Texts that come in

    def text_came(self, text: str) -> None:
        """Look whether a text, whose first token is on the bench already, has more of them."""
        super().text_came(text)
        if not captures.is_bare(text):
            self.look_through(captures.of_text("the pasted text", text), on_bench=True)

    @on(TokenPane.Captured)
    def _captured(self, event: TokenPane.Captured) -> None:
        self.look_through(captures.of_text("the pasted text", event.text), otherwise=event.text)

    def look_through(
        self, capture: Capture, *, on_bench: bool = False, otherwise: str = "", quiet: bool = False
    ) -> None:
        """Find the tokens of a text in the background: one goes straight in, several open the list.

        With ``on_bench`` the bench shows what was made of the text at once, and keeps it unless there is more to show.
        ``otherwise`` is what is put on the bench where nothing is found; ``quiet`` says nothing then.
        """
        self.workers.cancel_group(self, "find")
        self.workers.cancel_group(self, "judge-found")
        self._find(capture, on_bench=on_bench, otherwise=otherwise, quiet=quiet)

    @work(exclusive=True, group="find")
    async def _find(self, capture: Capture, *, on_bench: bool, otherwise: str, quiet: bool) -> None:
        gathering = Gathering(capture)
        steps = gathering.steps()
        count, problem, listed = 0, "", 0
        while step := await asyncio.to_thread(_next, steps):
            count += 1
            problem = step.problem
            if len(gathering) > 1 and (not listed or (count % _SAID_EVERY == 0 and len(gathering) > listed)):
                await self._list(gathering, f"reading, {step.bytes_read / 1e6:,.0f} MB so far", anew=not listed)
                listed = len(gathering)
            elif count % _SAID_EVERY == 0:
                self._say_reading(f"reading {capture.name}: {step.bytes_read / 1e6:,.0f} MB so far")
        if len(gathering) > 1:
            await self._list(gathering, problem, anew=not listed)
            self._judge_all()
        else:
            self._say_reading("")
            if len(gathering) or not quiet:
                self._take_single(gathering, problem, on_bench=on_bench, otherwise=otherwise)

    def _say_reading(self, words: str) -> None:
        if self.found_panel is not None:
            self.found_panel.say(words)
        else:
            self.token_pane.reading = words

    def _take_single(self, gathering: Gathering, problem: str, *, on_bench: bool, otherwise: str) -> None:
        """Put the only token of a text on the bench, or say that there is none."""
        bad = self.inspection is None or self.inspection.report.verdict is Verdict.MALFORMED
        if len(gathering) and (bad or not on_bench):
            found = gathering.found()[0]
            if found.token != self.workspace.opened:
                self.put_on_bench(found.token)
            place = place_words(found.places[0])
            self.notify(f"One token in {gathering.capture.name}, line {displayable(place)}.", timeout=5, markup=False)
        elif not len(gathering) and (problem or not on_bench):
            if otherwise:
                self.token_pane.take(otherwise)
            name = gathering.capture.name
            words = problem or f"there is no token in {name}"
            self.notify(f"{words[0].upper()}{words[1:]}.", severity="warning", timeout=6, markup=False)

    # The list

    async def _list(self, gathering: Gathering, state: str, *, anew: bool) -> None:
        """Open the list ``anew``, or show what was found since."""
        self._found_rows = await asyncio.to_thread(_rows, gathering)
        self._found_in, self._found_state = gathering.capture.name, state
        if self.found_panel is None or anew:
            await self._close_list()
            await self._open_list()
        else:
            self.found_panel.say(state)
            self.found_panel.show_rows(self._found_rows)

    async def _open_list(self) -> None:
        from jwtlens.tui.found_panel import FoundPanel  # noqa: PLC0415 - for those who ask for it

        panel = self.found_panel = FoundPanel(self._found_in)
        self.set_class(True, "-listing")
        if self.maximized:
            self.minimize()
        await self.mount(panel, after="#body")
        panel.say(self._found_state)
        panel.chosen = next((row.number for row in self._found_rows if row.found.token == self.workspace.opened), 0)
        panel.show_rows(self._found_rows)
        panel.rows.focus()

    async def _close_list(self) -> None:
        panel, self.found_panel = self.found_panel, None
        self.set_class(False, "-listing")
        if panel is not None:
            had_focus = self.focused is not None and panel in self.focused.ancestors
            await panel.remove()
            if had_focus:
                self.set_focus(self.token_pane)

    async def action_found_tokens(self) -> None:
        """Open the list again, or go to it."""
        if self.found_panel is not None:
            self.found_panel.rows.focus()
        elif len(self._found_rows) > 1:
            self._found_rows = [Row(row.number, row.found) for row in self._found_rows]
            await self._open_list()
            self._judge_all()
        else:
            words = "No list of tokens was opened yet: paste a text with several, or open a file (ctrl+o)."
            self.notify(words, severity="warning", timeout=4, markup=False)

    def action_open_file(self) -> None:
        """Ask for a file, and look for the tokens in it."""
        from jwtlens.tui.dialogs.open_file import OpenFileDialog  # noqa: PLC0415 - only who asks for it pays

        def take(found: "Capture | SavedWorkspace | None") -> None:
            if isinstance(found, Capture):
                self.look_through(found)
            elif found is not None:
                self.open_workspace(found)

        self.app.push_screen(OpenFileDialog(self.start.open_file or captures.of_file), take)

    async def action_leave(self) -> None:
        """Close the explanation, or else stop the reading, or close the list, or give a pane its place back."""
        if self.panel is not None or not (self.found_panel or self._is_finding):
            await super().action_leave()
        elif self._is_finding:
            self.workers.cancel_group(self, "find")
            self._found_state = "reading was stopped; more may follow in the text"
            self._say_reading(self._found_state if self.found_panel else "")
            self._judge_all()
        else:
            await self._close_list()

    @property
    def _is_finding(self) -> bool:
        return any(worker.group == "find" and worker.is_running for worker in self.workers)

    def on_found_panel_chosen(self) -> None:
        """Put the token on the bench that the user walked to."""
        row = self.found_panel.rows.row if self.found_panel else None
        if row is not None and row.found.token != self.workspace.opened:
            self.walked = row.found.token
            self.put_on_bench(row.found.token)

    async def on_found_panel_asked(self, event: "FoundPanel.Asked") -> None:
        """Do what a key or a button of the list asks for."""
        if event.what == "close":
            await self._close_list()
        elif event.what == "enter":
            self.set_focus(self.token_pane if self.token_pane.region else self.payload_pane)
        elif event.what == "export":
            self.action_save_found()

    def action_save_found(self) -> None:
        """Ask where to save the listed tokens."""
        panel = self.found_panel
        if panel is None or not panel.rows.rows:
            self.notify("No list of tokens is open.", severity="warning", timeout=4, markup=False)
            return
        from jwtlens.tui.dialogs.save_found import SaveFoundDialog  # noqa: PLC0415 - as above

        def take(words: str | None) -> None:
            if words is not None:
                self.notify(words, timeout=6, markup=False)

        self.app.push_screen(SaveFoundDialog(panel.of, panel.rows.rows, self._circumstances), take)

    # Judging

    @property
    def _circumstances(self) -> Circumstances:
        bench = self.workspace
        return Circumstances(bench.keyring, bench.policy, bench.now, bench.at is not None)

    def _judge_all(self) -> None:
        self._held.clear()
        self._judged_by = self._circumstances
        self._found_rows = [Row(row.number, row.found) for row in self._found_rows]  # no verdict of other circumstances
        if self.found_panel is not None:
            self.found_panel.show_rows(self._found_rows)
        self._judge(self._judged_by)

    @work(exclusive=True, group="judge-found")
    async def _judge(self, by: Circumstances) -> None:
        """Judge all rows, those in sight first."""
        first = {row.number for row in self.found_panel.rows.in_sight} if self.found_panel else set()
        order = sorted(self._found_rows, key=lambda row: row.number not in first)
        for at in range(0, len(order), _AT_ONCE):
            batch = order[at : at + _AT_ONCE]
            judged = await asyncio.to_thread(_judged, batch, by)
            for row in judged:
                self._found_rows[row.number - 1] = row
            done = at + len(batch)
            if self.found_panel is not None and (at == 0 or done == len(order) or at // _AT_ONCE % 20 == 0):
                state = f"{done:,} of {len(order):,} judged" if done < len(order) else self._found_state
                self.found_panel.say(state)
                self.found_panel.show_rows(self._found_rows)

    def _follow_bench(self, inspection: Inspection | None) -> None:
        """Judge the list anew by other keys and expectations, and again what the clock may have changed."""
        if self.found_panel is None or inspection is None or self._judged_by is None or self._is_finding:
            return
        by = self._circumstances
        if by._replace(now=0) != self._judged_by._replace(now=0) or (by.as_of and by.now != self._judged_by.now):
            self._judge_all()
        elif not by.as_of:
            self._look_at_the_clock(by)

    @work(exclusive=True, group="clock-found")
    async def _look_at_the_clock(self, by: Circumstances) -> None:
        """Move the accepted tokens in sight to the present: none may look good that has expired."""
        panel = self.found_panel
        rows = (
            [row for row in panel.rows.in_sight if row.seen and row.seen.verdict is Verdict.ACCEPTED] if panel else []
        )
        moved = await asyncio.to_thread(self._moved, rows, by)
        for row, now in moved:
            self._found_rows[row.number - 1] = now
        if panel is not None and any(row != now for row, now in moved):
            panel.show_rows(self._found_rows)

    def _moved(self, rows: list[Row], by: Circumstances) -> list[tuple[Row, Row]]:
        held = {row.found.token: self._held.get(row.found.token) or judge(row.found.token, by) for row in rows}
        self._held = {token: at_another_time(inspection, by.now) for token, inspection in held.items()}
        return [(row, row._replace(seen=seen(self._held[row.found.token]))) for row in rows]


def _rows(gathering: Gathering) -> list[Row]:
    return [Row(number, found) for number, found in enumerate(gathering.found(), 1)]


def _judged(rows: list[Row], by: Circumstances) -> list[Row]:
    return [row._replace(seen=seen(judge(row.found.token, by))) for row in rows]


def _next(steps: Iterator[captures.Gathered]) -> captures.Gathered | None:
    """Take a step in a thread: StopIteration cannot leave one."""
    return next(steps, None)
