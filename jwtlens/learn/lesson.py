"""What a lesson is: steps with words, something to look at, and something to do."""

from typing import Any, NamedTuple

from jwtlens.samples.setup import Plan


class Task(NamedTuple):
    """Something to do. ``when`` are the conditions of :mod:`jwtlens.learn.conditions` by name, all of which must hold.

    ``words`` ask for it, ``hint`` helps, ``done`` says what it has shown. ``solution`` is what
    :func:`jwtlens.learn.solution.solve` does for somebody who gives up. ``value`` stands in the words to be pasted, and
    can be copied; empty where there is none.
    """

    words: str
    when: dict[str, Any]
    done: str
    hint: str
    solution: dict[str, Any]
    value: str = ""


class Step(NamedTuple):
    """One page. ``plan`` is what it puts on the bench, ``actions`` what can be asked of the simulated server.

    What the plan leaves out stays as the user has it. ``shell`` are commands that do or show the same without the
    screen, with the token in the variable TOKEN and the key in KEY. ``sources`` are citations ("RFC 7519 §4.1.4").
    """

    title: str
    words: str
    plan: Plan
    task: Task | None
    actions: tuple[str, ...]
    shell: tuple[str, ...]
    sources: tuple[str, ...]


class Lesson(NamedTuple):
    """A lesson. ``number`` is its place in the course, from 1; ``practices`` are the good practices that it teaches.

    Their numbers are those of the getting-started guide's table in the catalogue of rules.
    """

    number: int
    name: str
    title: str
    about: str
    practices: tuple[int, ...]
    steps: tuple[Step, ...]
