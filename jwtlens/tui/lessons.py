"""F5 on the workbench: the list of lessons, and a lesson beside the panes that is checked by what is on the bench."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.geometry import Region

from jwtlens.tui.bench import Kept
from jwtlens.tui.button_bar import ButtonBar
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.lessons_progress import RememberingScreen
from jwtlens.tui.lines import LineList

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from jwtlens.learn.lesson import Lesson
    from jwtlens.tui.lessons_panel import LessonPanel
    from jwtlens.tui.lessons_taken import Taken

_SAMPLES = "Samples: tokens of every kind and vendor…"
_LOWEST = 18
"""Rows that the panel has beside the panes, or it takes a whole column."""


class LessonsScreen(RememberingScreen):
    """A bench on which lessons are taken."""

    lesson_panel: "LessonPanel | None" = None
    """The lesson beside the panes, while it is open."""
    taken: "Taken | None" = None
    """How far it is."""
    _own: Kept | None = None  # what was on the bench before the first lesson: it comes back with the end of the last

    @on(events.Mount)
    def _begin_to_check(self) -> None:
        self.watch(self, "inspection", self._check_task, init=False)
        self.watch(self, "focused", self._make_room, init=False)

    # What the user does

    async def action_lessons(self) -> None:
        """Open the list of lessons; while one is open, fold it or bring it back."""
        if self.lesson_panel is None:
            await self.action_lesson_list()
        else:
            self._fold(not self.lesson_panel.folded)

    async def action_lesson_list(self) -> None:
        """Ask which lesson to take."""
        from jwtlens.learn import course  # noqa: PLC0415 - for those who ask only

        lessons = await asyncio.to_thread(course.lessons)
        await self.load_progress()
        names = [f"{self.mark(lesson)} {lesson.number:>2}  {lesson.title}" for lesson in lessons]
        states = [self.standing(lesson) for lesson in lessons]
        wide = max(map(len, names))
        options = [f"{name:<{wide}}  {state}".rstrip() for name, state in zip(names, states, strict=True)]
        current = self.taken.lesson if self.taken else self.next_lesson(lessons)

        def take(index: int | None) -> None:
            if index is not None and index < len(lessons):
                self._open_lesson(lessons[index])
            elif index is not None:
                self.run_worker(self.action_samples(), exclusive=True, group="sample")

        self.app.push_screen(ChoiceScreen("Lessons", [*options, _SAMPLES], lessons.index(current)), take)

    def action_lesson_step(self, by: int) -> None:
        """Go to the next step, or the one before; after the last one, say how the lesson stands."""
        taken = self._taken()
        if taken is None:
            return
        if taken.at + by >= len(taken.lesson.steps):
            taken.leave(self.keep())
            self._record()
            self._finish(taken)
        elif taken.at + by >= 0:
            self._run(self._go_to_step, taken, taken.at + by)

    def action_lesson_again(self) -> None:
        """Put on the bench again what the step began with."""
        if taken := self._taken():
            self._run(self._begin_step, taken, taken.at)

    def action_lesson_hint(self) -> None:
        """Give the hint; asked once more, do the task."""
        taken = self._taken()
        if taken is None or taken.step.task is None:
            return
        if taken.hints.get(taken.at, 0):
            self._run(self._solve, taken)
            return
        taken.hints[taken.at] = 1
        self._fold(False)  # there is no room for it in the folded panel
        self._check_task()

    async def action_lesson_close(self) -> None:
        """Close the lesson, and bring back what was on the bench before it."""
        taken, panel = self._taken(), self.lesson_panel
        if taken is None or panel is None:
            return
        taken.leave(self.keep())
        self._record()
        self.workers.cancel_group(self, "lesson")
        own, self._own, self.taken, self.lesson_panel = self._own, None, None, None
        inside = self.focused is not None and panel in self.focused.ancestors
        await panel.remove()
        self.set_class(False, "-lesson")
        if own is not None:
            self.bring_back(own)
        if inside:
            self.action_go("token")
        self.notify("The lesson is closed, and your own token and keys are back.", timeout=4, markup=False)

    @on(ButtonBar.Pressed, "#lesson-buttons")
    async def _lesson_button(self, event: ButtonBar.Pressed) -> None:
        match event.name:
            case "back" | "next":
                self.action_lesson_step(-1 if event.name == "back" else 1)
            case "hint":
                self.action_lesson_hint()
            case "again":
                self.action_lesson_again()
            case "fold":
                await self.action_lessons()
            case "list":
                await self.action_lesson_list()
            case "close":
                await self.action_lesson_close()

    @on(LineList.Chosen, "#lesson-server")
    def _ask_server(self, event: LineList.Chosen) -> None:
        """Send a request to the simulated server; a token that comes back is put on the bench."""
        from jwtlens.learn.world import perform  # noqa: PLC0415 - as above
        from jwtlens.samples.setup import Setup  # noqa: PLC0415 - as above

        if self.taken is None or self.lesson_panel is None or self.inspection is None:
            return
        action = self.lesson_panel.action_at(event.index)
        self.taken.world = perform(self.taken.world, action, self.inspection.token.text, self.clock())
        self.lesson_panel.show_log(self.taken.world.exchanges)
        if self.taken.world.issued:
            self.put(Setup(self.taken.world.issued))
        self._check_task()

    # From step to step

    def _taken(self) -> "Taken | None":
        if self.taken is None:
            self.notify("No lesson is open: F5 lists them.", severity="warning", timeout=3, markup=False)
        return self.taken

    def _open_lesson(self, lesson: "Lesson") -> None:
        self._run(self._begin_lesson, lesson)

    async def _begin_lesson(self, lesson: "Lesson") -> None:
        from jwtlens.learn.world import world  # noqa: PLC0415 - as above
        from jwtlens.tui.lessons_panel import LessonPanel  # noqa: PLC0415 - as above
        from jwtlens.tui.lessons_taken import Taken  # noqa: PLC0415 - as above

        server = await asyncio.to_thread(world)
        if self.taken is not None:
            self.taken.leave(self.keep())
            self._record()
        else:
            self._own = self.keep()
        self.workspace.resign = True
        taken = Taken(lesson, server, self.progress)
        await self._begin_step(taken, taken.at)
        if self.lesson_panel is None:
            panel = LessonPanel()
            await self.mount(panel)
            self.lesson_panel = panel
            self.set_class(True, "-lesson")
        self.taken = taken
        self._show_step()
        self.set_focus(self.lesson_panel.query_one("#lesson-words"))

    async def _go_to_step(self, taken: "Taken", at: int) -> None:
        """Show a step as it was left, or begin it."""
        visit = taken.visits.get(at)
        if visit is None or visit.left is None:
            await self._begin_step(taken, at)
            return
        taken.leave(self.keep())
        taken.come_back(at)
        self.bring_back(visit.left)
        self._show_step()

    async def _begin_step(self, taken: "Taken", at: int) -> None:
        """Put on the bench what a step begins with."""
        from jwtlens.samples.setup import built  # noqa: PLC0415 - as above

        setup = await asyncio.to_thread(built, taken.plan(at), self.clock())
        if at != taken.at:
            taken.leave(self.keep())
        self.put(setup)
        if self.inspection is not None:
            taken.enter(at, self.inspection)
        if taken is self.taken:
            self._show_step()

    async def _solve(self, taken: "Taken") -> None:
        """Do the task as its solution says, on the bench of the user."""
        from jwtlens.learn.solution import solve  # noqa: PLC0415 - as above

        task, on_bench = taken.step.task, self.inspection
        if task is None or on_bench is None or self.lesson_panel is None:
            return
        solved = await asyncio.to_thread(solve, task, on_bench, taken.world, self.clock())
        if solved.world is not None:
            taken.world = solved.world
            self.lesson_panel.show_log(taken.world.exchanges)
        self.put(solved.setup)
        self._check_task()

    def _show_step(self) -> None:
        if self.lesson_panel is None or self.taken is None:
            return
        self.lesson_panel.show(self.taken)
        self.lesson_panel.show_log(self.taken.world.exchanges)
        self._fold(False)
        self._check_task()
        self._record()

    def _check_task(self) -> None:
        """Ask again whether the task is done, of what is on the bench now."""
        taken, panel = self.taken, self.lesson_panel
        if taken is None or panel is None or self.inspection is None or taken.at not in taken.visits:
            return
        panel.show_task(taken, taken.check(self.inspection))

    def _record(self) -> None:
        if self.taken is not None:
            self.record(self.taken.recorded(self.progress))

    def _finish(self, taken: "Taken") -> None:
        """Say how the lesson stands after its last step, and ask where to go."""
        if taken.open:
            self._ask_where_to_go(taken)
        else:
            self.ask_to_remember(lambda: self._ask_where_to_go(taken))

    def _ask_where_to_go(self, taken: "Taken") -> None:
        from jwtlens.learn import course  # noqa: PLC0415 - as above

        later = course.lessons()[taken.lesson.number :][:1]
        words = [
            *(f"Go to step {at + 1}, which is still to do: {taken.lesson.steps[at].title}" for at in taken.open),
            *(f"Next: lesson {lesson.number}, {lesson.title}" for lesson in later),
            "All lessons",
            "Close, and have your own token and keys back",
        ]
        ways: list[Callable[[], object]] = [
            *(partial(self._run, self._go_to_step, taken, at) for at in taken.open),
            *(partial(self._open_lesson, lesson) for lesson in later),
            partial(self.call_later, self.action_lesson_list),
            partial(self.call_later, self.action_lesson_close),
        ]

        def take(index: int | None) -> None:
            if index is not None:
                ways[index]()

        heading = f"Lesson {taken.lesson.number} is {'not done yet' if taken.open else '✓ done'}"
        self.app.push_screen(ChoiceScreen(heading, words), take)

    def _run(self, make: "Callable[..., Coroutine[object, object, None]]", *args: object) -> None:
        """Go on in the background; what was begun before and is not done yet is dropped."""
        self.run_worker(make(*args), exclusive=True, group="lesson")

    # Where the panel lies

    @on(events.Resize)
    def _place_again(self) -> None:
        self.call_after_refresh(self._place_lesson)

    def _fold(self, folded: bool) -> None:
        if self.lesson_panel is None:
            return
        self.lesson_panel.folded = folded
        if not folded and self.has_class("-narrow"):
            self.set_focus(self.lesson_panel.query_one("#lesson-words"))
        elif folded and self.focused is not None and self.lesson_panel in self.focused.ancestors:
            self.set_focus(self.lesson_panel.bar)
        self._place_lesson()

    def _make_room(self) -> None:
        """Get out of the way of the focus."""
        panel = self.lesson_panel
        if panel is None or self.focused is None or panel in self.focused.ancestors:
            return
        if self.has_class("-narrow") and not panel.folded:
            panel.folded = True
        self._place_lesson()

    def _place_lesson(self) -> None:
        panel = self.lesson_panel
        if panel is None:
            return
        from jwtlens.tui.lessons_panel import FOLDED_ROWS  # noqa: PLC0415 - as above

        place = self._lesson_place()
        if panel.folded:
            rows = min(FOLDED_ROWS, place.height)
            place = Region(place.x, place.bottom - rows, place.width, rows)
        panel.lie_over(place)

    def _lesson_place(self) -> Region:
        """Return the place that disturbs least: low in the column that the focus is not in, all of a small terminal."""
        if self.has_class("-narrow"):
            top = self.query_one("#tabs").region.bottom
            return Region(0, top, self.size.width, self.size.height - top - 1)
        left, audit, verification = (self.query_one(f"#{name}").region for name in ("left", "audit", "verification"))
        around = self.focused.ancestors_with_self if self.focused else ()
        names = {node.id for node in around}
        aside = names & {"audit"} if audit.x != verification.x else names & {"audit", "verification"}
        if aside:
            return self._high(self.payload_pane.region, left)
        column = left if names & {"keys", "expectations"} else self.query_one("#right").region
        return self._high(audit if audit.x != verification.x else verification.union(audit), column)

    @staticmethod
    def _high(place: Region, column: Region) -> Region:
        return place if place.height >= _LOWEST else column
