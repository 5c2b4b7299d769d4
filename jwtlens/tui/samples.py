"""The gallery of samples on the bench, and the way back to what was there before."""

import asyncio
from typing import TYPE_CHECKING

from jwtlens.tui.bench import BenchScreen, Kept
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from jwtlens.samples.gallery import Sample
    from jwtlens.samples.setup import Setup

_BRIEFLY = 5
"""Seconds for which a message stays over the panes."""


class SamplesScreen(BenchScreen):
    """A bench on which samples can be put."""

    _before: Kept | None = None  # what the first of the samples has taken the place of
    _lent: "Setup | None" = None  # what the last sample brought along

    def token_replaced(self) -> None:
        """Take the sample's key and expectations away too: they say nothing about another token."""
        super().token_replaced()
        lent, self._lent = self._lent, None
        if lent is None:
            return
        gone, work = [], self.workspace
        if self.keys_pane.holds_sample_key:
            self.keys_pane.forget_sample()
            work.keyring = self.keys_pane.keyring
            gone.append("key")
        if (work.policy, work.at) == (lent.policy, lent.at) and lent.policy != Policy():
            self._expect(Policy(), None)
            gone.append("expectations")
        if gone:
            words = f"The sample is gone, and its {' and '.join(gone)} with it: they were not about this token."
            self.notify(words, timeout=_BRIEFLY, markup=False)

    async def action_samples(self) -> None:
        """Ask for a group of the gallery, then for the sample."""
        from jwtlens.samples import gallery  # noqa: PLC0415 - for those who ask only

        samples = await asyncio.to_thread(gallery.samples)
        groups = list(dict.fromkeys(sample.group for sample in samples))
        members = {group: [sample for sample in samples if sample.group == group] for group in groups}

        def take(index: int | None) -> None:
            if index is not None:
                self._ask_for_sample(members[groups[index]])

        names = [f"{group} ({len(members[group])})" for group in groups]
        self.app.push_screen(ChoiceScreen("Samples", names), take)

    def action_bring_back(self) -> None:
        """Bring back what was on the bench before a sample took its place."""
        if self._before is None:
            self.notify("No sample has taken the place of anything.", severity="warning", timeout=3, markup=False)
            return
        before, self._before, self._lent = self._before, None, None
        self.bring_back(before)

    def keep_before(self) -> None:
        """Keep what is on the bench, unless something of before waits to come back already."""
        self._before = self._before or self.keep()

    def _ask_for_sample(self, samples: "list[Sample]") -> None:
        def take(index: int | None) -> None:
            if index is None:
                self.run_worker(self.action_samples(), exclusive=True, group="sample")
            else:
                self.run_worker(self._open(samples[index]), exclusive=True, group="sample")

        self.app.push_screen(ChoiceScreen(f"Samples {samples[0].group}", [sample.title for sample in samples]), take)

    async def _open(self, sample: "Sample") -> None:
        from jwtlens.samples import gallery  # noqa: PLC0415 - as above

        setup = await asyncio.to_thread(gallery.setup, sample, self.clock())
        self.keep_before()
        self.put(setup)
        self._lent = setup
        self.notify(
            f"Sample {sample.name}. “Bring back what was on the bench” (ctrl+p) undoes it.",
            timeout=_BRIEFLY,
            markup=False,
        )
