"""The tokens of this session, back and forward, in memory only: edits come back with them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.knowledge import sample
from jwtlens.tui.bench import BenchScreen
from jwtlens.tui.layers import Outer

if TYPE_CHECKING:
    from jwtlens.start import Start
    from jwtlens.tui.workspace import Judged

MOST = 200
"""Tokens that are remembered."""
MOST_CHARS = 32 * 1024 * 1024
"""Characters that all of them may have."""


class Visit(NamedTuple):
    """A token as it was left: ``source`` has its edits, ``opened`` has none.

    ``typed`` says that it was typed in key by key, ``walked`` that it came from a list, ``sample`` that it is ours.
    """

    source: str
    opened: str
    outer: tuple[Outer, ...] = ()
    typed: bool = False
    walked: bool = False
    sample: bool = False

    @property
    def chars(self) -> int:
        """The room that it takes."""
        return len(self.source) + (len(self.opened) if self.opened is not self.source else 0)


class History:
    """Visits in their order, and which of them is on the bench. Going back and then elsewhere drops none."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        """Tokens that are remembered; the one on the bench always is."""
        self._visits: list[Visit] = []
        self._at = -1

    def note(self, visit: Visit) -> None:
        """Write down what is on the bench now: an edit of the visit before, or another one."""
        if self._at >= 0 and _goes_on(self._visits[self._at], visit):
            self._visits[self._at] = visit
            return
        if not visit.source:
            return
        if 0 <= self._at < len(self._visits) - 1:  # the one that is left comes right before the new one
            self._visits.append(self._visits.pop(self._at))
        self._visits.append(visit)
        while len(self._visits) > max(1, self.most) or (
            len(self._visits) > 1 and sum(v.chars for v in self._visits) > MOST_CHARS
        ):
            del self._visits[0]
        self._at = len(self._visits) - 1

    def step(self, by: int) -> Visit | None:
        """Go back (-1) or forward (1); None where there is nothing."""
        if not 0 <= self._at + by < len(self._visits):
            return None
        self._at += by
        return self._visits[self._at]

    @property
    def position(self) -> tuple[int, int]:
        """Which visit is on the bench, from 1, and how many there are."""
        return self._at + 1, len(self._visits)


def _goes_on(before: Visit, now: Visit) -> bool:
    """Whether this is the same visit: edited, typed further, or a step in a list past a token that was only seen."""
    if before.opened == now.opened and before.outer == now.outer:
        return True
    seen_only = before.walked and before.source == before.opened
    return (before.typed and now.typed) or (seen_only and now.walked)


class HistoryScreen(BenchScreen):
    """A bench that remembers what lay on it."""

    walked = ""
    """The token that came last from a list that the user walks through."""

    def __init__(self, start: "Start", clock: Callable[[], float]) -> None:
        super().__init__(start, clock)
        self.history = History(self.loaded.settings.history)

    def _take(self, judged: "Judged") -> None:
        super()._take(judged)
        bench = self.workspace
        if not (bench.source or bench.opened):
            return
        walked, sampled = bench.opened == self.walked, self.token_pane.sample
        self.history.note(Visit(bench.source, bench.opened, tuple(self.outer), bench.typed_in, walked, sampled))

    def settings_changed(self) -> None:
        """Remember as many tokens as the settings say now."""
        super().settings_changed()
        self.history.most = self.loaded.settings.history

    def action_back(self) -> None:
        """Show the token before this one."""
        self._go_to(self.history.step(-1), "There is no token before this one.")

    def action_forward(self) -> None:
        """Show the token after this one."""
        self._go_to(self.history.step(1), "There is no token after this one.")

    def _go_to(self, visit: Visit | None, otherwise: str) -> None:
        if visit is None:
            self.notify(otherwise, severity="warning", timeout=3, markup=False)
            return
        if not visit.sample:
            self.forget_sample()
        elif not self.workspace.keyring.keys:
            text, keyring = sample.sample_key()
            self.keys_pane.show(text, keyring)
            self.workspace.keyring = keyring
            self.token_pane.sample = True
        self.outer = list(visit.outer)
        self.workspace.open(visit.opened)
        self.workspace.source = visit.source
        self.token_pane.forget_removed()
        self.refresh_inspection()
