"""F5 on the workbench: the list of lessons, and a lesson beside the panes that is checked by what is on the bench."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from jwtlens.tui import clipboard
from jwtlens.tui.button_bar import ButtonBar
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.lessons_steps import LessonStepsScreen
from jwtlens.tui.lines import LineList

if TYPE_CHECKING:
    from collections.abc import Callable

    from jwtlens.learn.lesson import Lesson
    from jwtlens.tui.lessons_taken import Taken

_SAMPLES = "Samples: tokens of every kind and vendor…"


class LessonsScreen(LessonStepsScreen):
    """A bench on which lessons are taken."""

    async def action_lessons(self) -> None:
        """Open the list of lessons; while one is open, go to it, and from there fold it or bring it back."""
        if self.lesson_panel is None:
            await self.action_lesson_list()
        else:
            self.go_to_lesson()

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
            self.record_step()
            self._finish(taken)
        elif taken.at + by >= 0:
            self.run_step(self.go_to_step, taken, taken.at + by)

    def action_lesson_again(self) -> None:
        """Put on the bench again what the step began with."""
        if taken := self._taken():
            self.run_step(self.begin_step, taken, taken.at)

    def action_lesson_hint(self) -> None:
        """Give the hint; asked once more, do the task."""
        taken = self._taken()
        if taken is None or taken.step.task is None:
            return
        if taken.hints.get(taken.at, 0):
            self.run_step(self.solve_step, taken)
            return
        taken.hints[taken.at] = 1
        self.fold_lesson(False)  # there is no room for it in the folded panel
        self.check_task()

    def action_lesson_copy(self) -> None:
        """Copy what the task asks the user to paste."""
        if (taken := self._taken()) and taken.step.task is not None and taken.step.task.value:
            clipboard.copy(self.app, taken.step.task.value)

    async def action_lesson_close(self) -> None:
        """Close the lesson, and bring back what was on the bench before it."""
        if self._taken() is not None:
            await self.end_lesson()
            self.notify("The lesson is closed, and your own token and keys are back.", timeout=4, markup=False)

    @on(ButtonBar.Pressed, "#lesson-buttons")
    async def _lesson_button(self, event: ButtonBar.Pressed) -> None:
        match event.name:
            case "back" | "next":
                self.action_lesson_step(-1 if event.name == "back" else 1)
            case "hint":
                self.action_lesson_hint()
            case "copy":
                self.action_lesson_copy()
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
        self.lesson_panel.show_log(self.taken.exchanges)
        if self.taken.world.issued:
            self.put(Setup(self.taken.world.issued))
        self.check_task()

    def _taken(self) -> "Taken | None":
        if self.taken is None:
            self.notify("No lesson is open: F5 lists them.", severity="warning", timeout=3, markup=False)
        return self.taken

    def _open_lesson(self, lesson: "Lesson") -> None:
        self.run_step(self.begin_lesson, lesson)

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
            *(partial(self.run_step, self.go_to_step, taken, at) for at in taken.open),
            *(partial(self._open_lesson, lesson) for lesson in later),
            partial(self.call_later, self.action_lesson_list),
            partial(self.call_later, self.action_lesson_close),
        ]

        def take(index: int | None) -> None:
            if index is not None:
                ways[index]()

        heading = f"Lesson {taken.lesson.number} is {'not done yet' if taken.open else '✓ done'}"
        self.app.push_screen(ChoiceScreen(heading, words), take)
