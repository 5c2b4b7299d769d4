"""The course: lessons read from their files in this package, one each, in the order of their names."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from jwtlens.displayable import quoted
from jwtlens.learn.conditions import CONDITIONS
from jwtlens.learn.lesson import Lesson, Step, Task
from jwtlens.learn.solution import MEMBERS as SOLUTION
from jwtlens.learn.world import ACTIONS
from jwtlens.samples import described, gallery
from jwtlens.samples.setup import Plan

_LESSON = frozenset({"title", "about", "practices", "steps"})
_STEP = described.PLAN | {"title", "words", "task", "actions", "shell", "sources", "sample"}
_TASK = frozenset({"words", "when", "done", "hint", "solution", "value"})


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson, in order."""
    folder = resources.files(__package__).joinpath("lessons")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(read(name.removesuffix(".toml"), folder.joinpath(name).read_text("utf-8")) for name in files)


def find(name: str) -> Lesson:
    """Return the lesson of this number or name. Raises ValueError, with a sentence, where there is none."""
    wanted = name.strip().lower()
    for lesson in lessons():
        if wanted in {str(lesson.number), f"{lesson.number:02}", lesson.name, f"{lesson.number:02}-{lesson.name}"}:
            return lesson
    raise ValueError(f"there is no lesson {quoted(name)}. jwtlens learn --list names them all")


def read(file: str, text: str) -> Lesson:
    """Read one lesson; ``file`` is its name without the ending. Raises ValueError for what means nothing in it."""
    book = tomllib.loads(text)
    described.only(book, _LESSON, f"the lesson {file}")
    number, _, name = file.partition("-")
    steps = tuple(_step(row, f"step {nth} of {file}") for nth, row in enumerate(book["steps"], 1))
    return Lesson(int(number), name, book["title"], book["about"], tuple(book.get("practices", ())), steps)


def _step(row: dict[str, Any], where: str) -> Step:
    described.only(row, _STEP, where)
    actions = tuple(row.get("actions", ()))
    described.only(dict.fromkeys(actions), ACTIONS, f"the actions of {where}")
    plan = described.plan(row, where)
    if "sample" in row:
        sample = gallery.find(row["sample"]).plan
        plan = Plan(sample.recipe, sample.keys, sample.expect if plan.expect is None else plan.expect)
    task = _task(row["task"], where) if "task" in row else None
    shell, sources = tuple(row.get("shell", ())), tuple(row.get("sources", ()))
    return Step(row["title"], row["words"], plan, task, actions, shell, sources)


def _task(row: dict[str, Any], where: str) -> Task:
    described.only(row, _TASK, f"the task of {where}")
    described.only(row["when"], CONDITIONS, f"the conditions of {where}")
    described.only(row["solution"], SOLUTION, f"the solution of {where}")
    return Task(**row)
