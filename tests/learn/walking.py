"""Taking a lesson as somebody would who gives up at every task, step by step."""

from collections.abc import Iterator
from typing import NamedTuple

from jwtlens.inspection import Inspection
from jwtlens.learn import bench
from jwtlens.learn.checking import Outcome, check
from jwtlens.learn.lesson import Lesson, Step
from jwtlens.learn.solution import solve
from jwtlens.samples.setup import built
from tests.core_kit import NOW


class Taken(NamedTuple):
    step: Step
    before: Inspection
    first: Outcome
    then: Outcome


def take(lesson: Lesson) -> Iterator[Taken]:
    on = bench.empty()
    for step in lesson.steps:
        on = on.with_setup(built(step.plan, NOW))
        before = on.inspection(NOW)
        since = len(on.world.exchanges) if on.world else 0
        first = check(step, before, before)
        if step.task is None:
            yield Taken(step, before, first, first)
            continue
        done = solve(step.task, before, on.world, NOW)
        on = on.with_setup(done.setup)._replace(world=done.world)
        exchanges = on.world.exchanges[since:] if on.world else ()
        yield Taken(step, before, first, check(step, before, on.inspection(NOW), exchanges))
