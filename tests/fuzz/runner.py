"""Executions one after the other, each from a number of its own, so that each can be repeated alone."""

import time
from random import Random
from typing import NamedTuple

from tests.fuzz.targets import TARGETS, Target

SLOW = 1.0
"""Seconds of processor time for one execution, from which on it is a finding."""


class Finding(NamedTuple):
    """What went wrong in one execution; ``number`` makes its input again in the same process."""

    target: str
    number: int
    error: BaseException
    given: str


def execute(name: str, number: int) -> Finding | None:
    """Carry out one execution; return what went wrong."""
    target: Target = TARGETS[name]
    given: object = None
    begin = time.thread_time()
    try:
        given = target.make(Random(number))  # noqa: S311 - it shall be the same again
        made = time.thread_time()
        target.holds(given)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return Finding(name, number, error, repr(given))
    spent = time.thread_time()
    if spent - begin > SLOW:
        words = f"{made - begin:.1f} s to make, {spent - made:.1f} s to judge"
        return Finding(name, number, TimeoutError(words), repr(given))
    return None
