"""A lesson that is being taken: which step, how each step began, what is done. Knows nothing of a screen."""

from typing import NamedTuple

from jwtlens.inspection import Inspection
from jwtlens.learn import progress
from jwtlens.learn.checking import Outcome, check
from jwtlens.learn.lesson import Lesson, Step
from jwtlens.learn.progress import Progress
from jwtlens.learn.world import Exchange, World
from jwtlens.samples.setup import Plan
from jwtlens.tui.bench import Kept


class Visit(NamedTuple):
    """How a step began: the inspection then. ``made`` is what was asked of the server in it before it was left, and
    ``since`` counts what had been asked when the user came, the last time. ``left`` is the bench as the user left it
    for another step; None while they are at it.
    """

    before: Inspection
    since: int
    made: tuple[Exchange, ...] = ()
    left: Kept | None = None


class Taken:
    """The state behind the lesson panel. ``at`` is the step, from 0; ``done`` has the steps that were done once."""

    def __init__(self, lesson: Lesson, world: World, known: Progress) -> None:
        self.lesson, self.world = lesson, world
        count = len(lesson.steps)
        finished = lesson.name in known.done
        self.done = set(range(count if finished else min(known.steps.get(lesson.name, 0), count)))
        self.at = 0 if finished else min(len(self.done), count - 1)
        self.visits: dict[int, Visit] = {}
        self.hints: dict[int, int] = {}
        """By step, how much help was asked for: 1 the hint, 2 the solution too."""

    @property
    def step(self) -> Step:
        """The step that the user is at."""
        return self.lesson.steps[self.at]

    @property
    def open(self) -> list[int]:
        """The steps that are still to be done, from 0."""
        return [at for at in range(len(self.lesson.steps)) if at not in self.done]

    def plan(self, at: int) -> Plan:
        """Return what a step puts on the bench; the first one seen also what those before it had put there."""
        steps = self.lesson.steps
        if self.visits:
            return steps[at].plan
        merged = Plan()
        for step in steps[: at + 1]:
            said = {name: value for name, value in step.plan._asdict().items() if value is not None}
            merged = merged._replace(**said)
        return merged

    def leave(self, bench: Kept) -> None:
        """Remember the bench of the step that the user goes away from; one that was only to be read is done then."""
        if self.at in self.visits:
            visit, since = self.visits[self.at], len(self.world.exchanges)
            self.visits[self.at] = visit._replace(left=bench, made=self.exchanges, since=since)
            if self.step.task is None:
                self.done.add(self.at)

    def go_on_to(self, at: int) -> None:
        """Go to a step that is not begun yet, or begins again."""
        self.at = at
        self.visits.pop(at, None)

    def enter(self, before: Inspection) -> None:
        """Begin the step with what is on the bench now."""
        self.visits[self.at] = Visit(before, len(self.world.exchanges))

    def come_back(self, at: int) -> None:
        """Go on with a step as it was left."""
        self.at = at
        self.visits[at] = self.visits[at]._replace(left=None, since=len(self.world.exchanges))

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was asked of the server in this step, and answered."""
        visit = self.visits[self.at]
        return (*visit.made, *self.world.exchanges[visit.since :])

    def check(self, now: Inspection) -> Outcome:
        """Check the task of the step against what is on the bench."""
        outcome = check(self.step, self.visits[self.at].before, now, self.exchanges)
        if outcome.done and self.step.task is not None:
            self.done.add(self.at)
        return outcome

    def recorded(self, known: Progress) -> Progress:
        """Return the progress with this lesson in it: where its first open step is, or that it is done."""
        count = len(self.lesson.steps)
        return progress.at(known, self.lesson.name, self.open[0] if self.open else count, count)
