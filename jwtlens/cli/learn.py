"""``jwtlens learn``: the course as text, for those who cannot or do not want to use the screen."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jwtlens import styled
from jwtlens.cli import options, output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import shorten
from jwtlens.styled import Line, Piece

if TYPE_CHECKING:
    from jwtlens.learn.lesson import Lesson, Step
    from jwtlens.learn.world import Exchange
    from jwtlens.samples.setup import Setup

SUMMARY = "A course on JSON Web Tokens: twenty lessons, each with something to do."
EXAMPLES = ("jwtlens learn --list", "jwtlens learn signature --print")


def run(words: list[str]) -> int:
    """List or print lessons; return 0."""
    parser = options.Parser("learn", SUMMARY, EXAMPLES)
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="its number or name; none is all of them")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--list", action="store_true", help="name the lessons, one a line")
    how.add_argument("--print", action="store_true", help="print the lesson as text, with fresh tokens")
    args = parser.parse_args(words)
    from jwtlens.learn import course  # noqa: PLC0415 - describing the options reads no lessons

    if args.list:
        if args.lesson is not None:
            raise UsageError("--list names all lessons, so it takes none")
        output.write(styled.render(_listed(course.lessons()), colour=output.has_colour()))
        return 0
    if args.lesson is None and not args.print:
        raise UsageError("which lesson? --list names them; a number or name prints one, --print alone prints all")
    try:
        chosen = course.lessons() if args.lesson is None else (course.find(args.lesson),)
    except ValueError as error:
        raise UsageError(str(error), "unknown-lesson") from None
    now = time.time()
    lines: list[Line] = [line for lesson in chosen for line in (*_lesson(lesson, now), ())]
    output.write(styled.render(lines[:-1], colour=output.has_colour()))
    return 0


def _listed(lessons: "tuple[Lesson, ...]") -> Iterator[Line]:
    wide = max(len(lesson.name) for lesson in lessons)
    for lesson in lessons:
        yield Piece(f"{lesson.number:>2}  {lesson.name:<{wide}}  ", "name"), Piece(lesson.about)


def _lesson(lesson: "Lesson", now: float) -> Iterator[Line]:
    from jwtlens.learn import bench  # noqa: PLC0415 - as above
    from jwtlens.learn.solution import solve  # noqa: PLC0415 - as above
    from jwtlens.samples.setup import built  # noqa: PLC0415 - as above

    yield (Piece(f"Lesson {lesson.number}: {lesson.title}", "strong"),)
    on = bench.empty()
    for number, step in enumerate(lesson.steps, 1):
        setup = built(step.plan, now)
        on = on.with_setup(setup)
        yield ()
        yield (Piece(f"{lesson.number}.{number}  {step.title}", "strong"),)
        for row in _wrapped(step.words, 76):
            yield (Piece(row),)
        yield from _exports(setup)
        yield from _task(step)
        if step.task is not None and step.actions:
            since = len(on.world.exchanges) if on.world else 0
            on = on._replace(world=solve(step.task, on.inspection(now), on.world, now).world)
            yield from _exchanges(on.world.exchanges[since:] if on.world else ())
        if step.sources:
            yield from _item("Sources: ", "; ".join(step.sources))


def _exports(setup: "Setup") -> Iterator[Line]:
    """Print what the step puts on the bench as commands, which a shell takes as they are."""
    exports = [("TOKEN", setup.token), ("KEY", setup.key_text.reveal() if setup.key_text else None)]
    if any(text for _, text in exports):
        yield ()
    for name, text in exports:
        if text:
            yield Piece("  "), Piece(f"export {name}={_quoted(_one_line(text))}", "quiet")


def _task(step: "Step") -> Iterator[Line]:
    if step.shell:
        yield ()
    for command in step.shell:
        yield Piece("  "), Piece(command, "name")
    if step.task is not None:
        yield from _item("To do: ", step.task.words)
        yield from _item("Hint: ", step.task.hint)
        yield from _item("Then: ", step.task.done)


def _exchanges(exchanges: "tuple[Exchange, ...]") -> Iterator[Line]:
    """Print what the simulated server was asked and answered, for on a command line nobody can ask it."""
    yield ()
    yield (Piece("What the simulated server answers:", "strong"),)
    for one in exchanges:
        status = one.response.status
        yield (
            Piece(f"  {one.request.method} {one.request.path}  "),
            Piece(str(status), "good" if status < 400 else "bad"),
        )
        for name, value in one.response.headers:
            content, semicolon, attributes = value.partition(";")
            yield (
                Piece(f"    {name}: {shorten(content, 40) if semicolon else content}{semicolon}{attributes}", "quiet"),
            )
        yield (Piece(f"    log: {shorten(one.response.log, 100)}"),)


def _item(label: str, words: str) -> Iterator[Line]:
    rows = _wrapped(words, 74 - len(label))
    for number, row in enumerate(rows):
        if number == 0:
            yield ()
        yield Piece(label if number == 0 else " " * len(label), "strong"), Piece(row)


def _wrapped(words: str, width: int) -> list[str]:
    from jwtlens.learn.text import wrapped  # noqa: PLC0415 - as above

    return wrapped(words, width)


def _one_line(text: str) -> str:
    """Take the layout out of a JWK; other keys of the course are one line already."""
    if not text.startswith("{"):
        return text
    import json  # noqa: PLC0415 - for key pairs only

    return json.dumps(json.loads(text), separators=(",", ":"))


def _quoted(text: str) -> str:
    from shlex import quote  # noqa: PLC0415 - as above

    return quote(text)
