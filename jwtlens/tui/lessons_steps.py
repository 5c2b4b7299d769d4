"""From step to step of a lesson: what each puts on the bench, and whether its task is done there."""

import asyncio
from typing import TYPE_CHECKING

from textual import events, on

from jwtlens.tui.bench import Kept
from jwtlens.tui.lessons_place import PlacedLessonScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from jwtlens.learn.lesson import Lesson
    from jwtlens.tui.lessons_taken import Taken


class LessonStepsScreen(PlacedLessonScreen):
    """A bench on which the steps of a lesson follow one another."""

    taken: "Taken | None" = None
    """How far the lesson is."""
    _own: Kept | None = None  # what was on the bench before the first lesson: it comes back with the end of the last

    @on(events.Mount)
    def _begin_to_check(self) -> None:
        self.watch(self, "inspection", self.check_task, init=False)

    def token_replaced(self) -> None:
        """Keep the keys of the lesson, whatever is pasted in it."""
        if self.taken is None:
            super().token_replaced()

    def run_step(self, make: "Callable[..., Coroutine[object, object, None]]", *args: object) -> None:
        """Go on in the background; what was begun before and is not done yet is dropped."""
        self.run_worker(make(*args), exclusive=True, group="lesson")

    async def begin_lesson(self, lesson: "Lesson") -> None:
        """Open a lesson where it was left; what is on the bench before the first one comes back after the last."""
        from jwtlens.learn.world import world  # noqa: PLC0415 - for those who take lessons
        from jwtlens.tui.lessons_taken import Taken  # noqa: PLC0415 - as above

        server = await asyncio.to_thread(world)
        self._leave()
        if self._own is None:
            self._own = self.keep()
        self.taken = None  # nothing that comes now is about the lesson before
        self.workspace.resign = True
        taken = Taken(lesson, server, self.progress)
        await self.begin_step(taken, taken.at)
        panel = await self.show_lesson_panel()
        self.taken = taken
        self._show_step()
        self.set_focus(panel.query_one("#lesson-words"))

    async def end_lesson(self) -> None:
        """Close the lesson, and bring back what was on the bench before it."""
        self._leave()
        self.workers.cancel_group(self, "lesson")
        own, self._own, self.taken = self._own, None, None
        await self.close_lesson_panel()
        if own is not None:
            self.bring_back(own)

    async def go_to_step(self, taken: "Taken", at: int) -> None:
        """Show a step as it was left, or begin it."""
        visit = taken.visits.get(at)
        if visit is None or visit.left is None:
            await self.begin_step(taken, at)
            return
        taken.leave(self.keep())
        taken.come_back(at)
        self.bring_back(visit.left)
        self._show_step()

    async def begin_step(self, taken: "Taken", at: int) -> None:
        """Put on the bench what a step begins with."""
        from jwtlens.samples.setup import built  # noqa: PLC0415 - as above

        setup = await asyncio.to_thread(built, taken.plan(at), self.clock())
        if at != taken.at:
            taken.leave(self.keep())
        taken.go_on_to(at)  # from here on what comes to the bench is not asked about the step before
        self.put(setup)
        if self.inspection is not None:
            taken.enter(self.inspection)
        if taken is self.taken:
            self._show_step()

    async def solve_step(self, taken: "Taken") -> None:
        """Do the task as its solution says, on the bench of the user."""
        from jwtlens.learn.solution import solve  # noqa: PLC0415 - as above

        task, on_bench = taken.step.task, self.inspection
        if task is None or on_bench is None or self.lesson_panel is None:
            return
        solved = await asyncio.to_thread(solve, task, on_bench, taken.world, self.clock())
        if solved.world is not None:
            taken.world = solved.world
            self.lesson_panel.show_log(taken.exchanges)
        self.put(solved.setup)
        self.check_task()

    def check_task(self) -> None:
        """Ask again whether the task is done, of what is on the bench now."""
        taken, panel = self.taken, self.lesson_panel
        if taken is None or panel is None or self.inspection is None or taken.at not in taken.visits:
            return
        panel.show_task(taken, taken.check(self.inspection))

    def record_step(self) -> None:
        """Remember how far the lesson is."""
        if self.taken is not None:
            self.record(self.taken.recorded(self.progress))

    def _leave(self) -> None:
        if self.taken is not None:
            self.taken.leave(self.keep())
            self.record_step()

    def _show_step(self) -> None:
        if self.lesson_panel is None or self.taken is None:
            return
        self.lesson_panel.show(self.taken)
        self.lesson_panel.show_log(self.taken.exchanges)
        self.fold_lesson(False)
        self.check_task()
        self.record_step()
