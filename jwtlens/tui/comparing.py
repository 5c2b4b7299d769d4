"""A bench on which a token can be pinned, to see how others differ from it."""

import asyncio
from typing import TYPE_CHECKING

from textual import work

from jwtlens import captures, times
from jwtlens.inspection import Inspection, inspect
from jwtlens.tui.bench import BenchScreen

if TYPE_CHECKING:
    from jwtlens.tui.workspace import Judged


class ComparingScreen(BenchScreen):
    """Holds the pinned token."""

    pinned: str = ""
    """The token to compare with; empty where none is pinned."""
    _compare_next = False
    _compare_now = False

    def action_pin(self) -> None:
        """Pin the token on the bench; the next one that is pasted is compared with it."""
        if self.inspection is None or not self.inspection.token.text:
            self.notify("There is no token to pin.", severity="warning", timeout=3, markup=False)
            return
        self.pinned = self.inspection.token.text
        self._compare_next = True
        self.token_pane.pinned = True
        self.notify("This token is pinned. Paste another one to compare them.", timeout=5, markup=False)

    def action_compare(self) -> None:
        """Compare the token on the bench with the pinned one."""
        if not self.pinned:
            words = "No token is pinned. Pin this one (ctrl+p, “Pin”), then paste another."
            self.notify(words, severity="warning", timeout=4, markup=False)
        elif self.inspection is not None and self.inspection.token.text:
            self._compare_next = False
            self._compare(self.inspection)

    def text_came(self, text: str) -> None:
        """Compare the first token that is pasted after one was pinned."""
        super().text_came(text)
        if self._compare_next and captures.is_bare(text) and text.strip():
            self._compare_next = False
            if self.verdict_bar.checking:
                self._compare_now = True
            else:
                self.action_compare()

    def _take(self, judged: "Judged") -> None:
        super()._take(judged)
        if self._compare_now:
            self._compare_now = False
            self.action_compare()

    @work(exclusive=True, group="compare", description="compare")
    async def _compare(self, other: Inspection) -> None:
        from jwtlens.comparison import compare  # noqa: PLC0415 - only who compares pays
        from jwtlens.tui.comparison_view import ComparisonScreen  # noqa: PLC0415 - as above

        as_of = self.workspace.at is not None

        def job(pinned: str = self.pinned) -> ComparisonScreen:
            keyring, policy = other.keyring, other.policy
            one = inspect(pinned, keyring, policy, now=other.now, as_of=as_of, with_audit=False)
            return ComparisonScreen(compare(one, other, times.shown), one, other)

        self.app.push_screen(await asyncio.to_thread(job))
