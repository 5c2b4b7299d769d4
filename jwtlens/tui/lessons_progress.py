"""Which lessons are done: known until the program ends, and longer only for those who agreed to that."""

import asyncio
from typing import TYPE_CHECKING

from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.samples import SamplesScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jwtlens.learn.lesson import Lesson
    from jwtlens.learn.progress import Progress


class RememberingScreen(SamplesScreen):
    """A bench that knows which lessons are done."""

    progress: "Progress"
    """What is done, of this run and of those before."""
    _agreed: bool | None = None  # None until it was asked, or found on the disk

    async def load_progress(self) -> None:
        """Read what was remembered, once."""
        if hasattr(self, "progress"):
            return
        from jwtlens.learn import progress  # noqa: PLC0415 - for those who take lessons

        found = await asyncio.to_thread(lambda: progress.load(progress.place()))
        self._agreed = True if found is not None else None
        self.progress = progress.Progress() if found is None else found

    def mark(self, lesson: "Lesson") -> str:
        """Return the sign before a lesson in the list."""
        return "✓" if lesson.name in self.progress.done else "·"

    def standing(self, lesson: "Lesson") -> str:
        """Say how a lesson stands."""
        if lesson.name in self.progress.done:
            return "done"
        at = self.progress.steps.get(lesson.name, 0)
        return f"at step {at + 1} of {len(lesson.steps)}" if at else ""

    def next_lesson(self, lessons: "Sequence[Lesson]") -> "Lesson":
        """Return the first lesson that is not done, or else the first one."""
        return next((lesson for lesson in lessons if lesson.name not in self.progress.done), lessons[0])

    def record(self, now: "Progress") -> None:
        """Take a progress, and save it where that was agreed to. What was done once stays done."""
        now = now._replace(done=now.done | self.progress.done)
        if now != self.progress:
            self.progress = now
            if self._agreed:
                self.run_worker(self._save(now), group="progress")

    def ask_to_remember(self, then: "Callable[[], object]") -> None:
        """Ask once whether to remember, where nobody agreed before; go on with ``then``."""
        if self._agreed is not None:
            then()
            return
        from jwtlens.learn import progress  # noqa: PLC0415 - as above

        def take(index: int | None) -> None:
            self._agreed = index == 0
            if self._agreed:
                self.run_worker(self._save(self.progress, first=True), group="progress")
            then()

        options = [f"Yes, in {progress.place()}", "No, forget it when jwtlens ends"]
        self.app.push_screen(ChoiceScreen("Remember which lessons you have done?", options), take)

    def action_lesson_forget(self) -> None:
        """Forget which lessons are done, here and on the disk."""
        self.run_worker(self._forget(), group="progress")

    async def _save(self, now: "Progress", *, first: bool = False) -> None:
        from jwtlens.keys.save import NotSavedError  # noqa: PLC0415 - as above
        from jwtlens.learn import progress  # noqa: PLC0415 - as above

        try:
            if first:
                await asyncio.to_thread(progress.agree, progress.place())
            await asyncio.to_thread(progress.remember, progress.place(), now)
        except NotSavedError as error:
            self._agreed = False
            self.notify(f"Not remembered: {error}", severity="warning", markup=False)

    async def _forget(self) -> None:
        from jwtlens.learn import progress  # noqa: PLC0415 - as above

        try:
            await asyncio.to_thread(progress.forget, progress.place())
        except OSError as error:
            self.notify(f"The file of progress cannot be removed: {error.strerror}", severity="warning", markup=False)
            return
        self.progress, self._agreed = progress.Progress(), None
        self.notify("Forgotten: no lesson counts as done.", timeout=3, markup=False)
