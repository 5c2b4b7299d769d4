"""Whether a task is done: asked of the inspection of what the user really has on the bench."""

from typing import NamedTuple

from jwtlens.inspection import Inspection
from jwtlens.learn.conditions import CONDITIONS, Situation
from jwtlens.learn.lesson import Step
from jwtlens.learn.world import Exchange


class Outcome(NamedTuple):
    """``words`` are what the task has shown when it is done, else what is still missing."""

    done: bool
    words: str


def check(step: Step, before: Inspection, now: Inspection, exchanges: tuple[Exchange, ...] = ()) -> Outcome:
    """Check the task of a step; a step without a task is done when it has been read.

    ``before`` is the inspection with which the step began, ``now`` the present one; both with the audit.
    ``exchanges`` are those with the simulated server since the step began.
    """
    if step.task is None:
        return Outcome(True, "")
    situation = Situation(before, now, exchanges)
    for name, wanted in step.task.when.items():
        if missing := CONDITIONS[name](wanted, situation):
            return Outcome(False, missing)
    return Outcome(True, step.task.done)
