"""The gallery of samples on the bench, and the way back to what was there before."""

import asyncio
from typing import TYPE_CHECKING

from jwtlens.tui.bench import BenchScreen, Kept
from jwtlens.tui.choice import ChoiceScreen

if TYPE_CHECKING:
    from jwtlens.samples.gallery import Sample

_BRIEFLY = 5
"""Seconds for which a message stays over the panes."""


class SamplesScreen(BenchScreen):
    """A bench on which samples can be put."""

    _before: Kept | None = None  # what the first of the samples has taken the place of

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
        before, self._before = self._before, None
        self.bring_back(before)

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
        self._before = self._before or self.keep()
        self.put(setup)
        self.notify(
            f"Sample {sample.name}. “Bring back what was on the bench” (ctrl+p) undoes it.",
            timeout=_BRIEFLY,
            markup=False,
        )
