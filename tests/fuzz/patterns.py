"""Every regular expression of jwtlens, and texts that would take a backtracking one for ever: made from its own syntax.

For each repetition without a bound: what leads to it, what it repeats many times over, and what it does not end with.
"""

import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of the library has no other name
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, NamedTuple

import jwtlens
from jwtlens.lazy_pattern import _LazyPattern

SIZE = 50_000
"""Characters of a text. One pass takes milliseconds; a pass for each character takes seconds."""
LIMIT = 0.5
"""Seconds of processor time for one text."""
ELSEWHERE_SHORT = {
    "jwtlens.harvest.context._HEADER": "searched for in the last 64 characters before a token",
    "jwtlens.harvest.compact._BODY": "matched where a token begins",
    "jwtlens.audit.patterns._CREDENTIALS": "matched with a whole value",
    "jwtlens.paste._WRAPPERS": "matched at the beginning, twelve times at most",
}
"""Patterns that may take long in a search of a long text, and why none is made."""
_UNBOUNDED = 1_000
_ENDS = ("", "\0", "!", "\n", "=")
_TURN = 3
"""Alternatives of a choice, or characters of a class, that are tried."""


class Named(NamedTuple):
    """A pattern, the module and name that it has, and whether it is searched for and not only matched at a place."""

    name: str
    pattern: "re.Pattern[Any]"
    searches: bool


class TooLongError(Exception):
    pass


def patterns() -> list[Named]:
    """Every pattern that a module holds, by itself or in a table."""
    found: list[Named] = []
    for info in pkgutil.walk_packages(jwtlens.__path__, "jwtlens."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            found += [Named(f"{info.name}.{name}", pattern, _searches(module, name, value)) for pattern in _in(value)]
    return found


def _searches(module: ModuleType, name: str, value: object) -> bool:
    """Whether the module looks for it anywhere in a text; of a pattern in a table that is not known, so it may."""
    if f"{module.__name__}.{name}" in ELSEWHERE_SHORT:
        return False
    if not isinstance(value, re.Pattern | _LazyPattern):
        return True
    return re.search(rf"\b{name}\.(?:search|finditer|findall|subn?|split)\b", inspect.getsource(module)) is not None


def _in(value: object) -> Iterator["re.Pattern[Any]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _LazyPattern):
        yield re.compile(value._source, value._flags)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _in(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _in(one)


def attacks(pattern: "re.Pattern[Any]") -> list[str]:
    """Texts of ``SIZE`` characters or so, made for this pattern."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    made: dict[str, None] = {}
    for before, body in _loops(tree, ""):
        if not body:
            continue
        for start in dict.fromkeys((before, "")):
            repeated = body * (SIZE // len(body))
            made.update(dict.fromkeys(start + repeated + end for end in _ENDS[:3]))
        if before:
            whole = before + body
            made[whole * (SIZE // len(whole))] = None
    whole = _sample(tree, 0)
    if whole:
        made.update(dict.fromkeys(whole * (SIZE // len(whole)) + end for end in _ENDS[:2]))
        near = whole[:-1]
        if near:
            made[near * (SIZE // len(near))] = None
    return list(made)


def _loops(tree: Any, before: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - the parser's own types
    """What leads to each repetition without a bound, and what it may repeat."""
    for operation, argument in tree:
        match operation:
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                _, most, inner = argument
                if most is sre.MAXREPEAT or most >= _UNBOUNDED:
                    for turn in range(_TURN):
                        yield before, _sample(inner, turn)
                yield from _loops(inner, before)
            case sre.SUBPATTERN:
                yield from _loops(argument[3], before)
            case sre.ATOMIC_GROUP:
                yield from _loops(argument, before)
            case sre.BRANCH:
                for one in argument[1]:
                    yield from _loops(one, before)
            case sre.ASSERT | sre.ASSERT_NOT:
                yield from _loops(argument[1], before)
        before += _sample([(operation, argument)], 0)


def _sample(tree: Any, turn: int) -> str:  # noqa: ANN401 - as above
    """A text that the tree matches, more or less; ``turn`` chooses among alternatives."""
    made = ""
    for operation, argument in tree:
        match operation:
            case sre.LITERAL:
                made += chr(argument)
            case sre.NOT_LITERAL:
                made += "b" if argument == ord("a") else "a"
            case sre.ANY:
                made += "a"
            case sre.IN:
                made += _member(argument, turn)
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                least, most, inner = argument
                made += _sample(inner, turn) * max(least, 1 if most else 0)
            case sre.SUBPATTERN:
                made += _sample(argument[3], turn)
            case sre.ATOMIC_GROUP:
                made += _sample(argument, turn)
            case sre.BRANCH:
                made += _sample(argument[1][turn % len(argument[1])], turn)
    return made


def _member(items: Any, turn: int) -> str:  # noqa: ANN401 - as above
    if items and items[0][0] is sre.NEGATE:
        out = re.compile("[" + "".join(_class(one) for one in items[1:]) + "]") if items[1:] else None
        return next(char for char in "aA0 -\n\0é_" if out is None or not out.match(char))
    operation, argument = items[turn % len(items)]
    if operation is sre.RANGE:
        return chr(argument[0])
    if operation is sre.CATEGORY:
        return {sre.CATEGORY_DIGIT: "0", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}.get(argument, "-")
    return chr(argument)


def _class(item: Any) -> str:  # noqa: ANN401 - as above
    operation, argument = item
    if operation is sre.RANGE:
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    if operation is sre.CATEGORY:
        names = {sre.CATEGORY_DIGIT: "d", sre.CATEGORY_SPACE: "s", sre.CATEGORY_WORD: "w"}
        names |= {sre.CATEGORY_NOT_DIGIT: "D", sre.CATEGORY_NOT_SPACE: "S", sre.CATEGORY_NOT_WORD: "W"}
        return f"\\{names[argument]}"
    return re.escape(chr(argument))


def seconds(pattern: "re.Pattern[Any]", text: str, *, searches: bool) -> float:
    """Processor time of a match, or of a search for all there is; LIMIT and more where it was stopped."""
    given: Any = text.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else text
    begin = time.thread_time()
    try:
        with _stopped_after(LIMIT):
            if searches:
                for _ in pattern.finditer(given):
                    pass
            else:
                pattern.fullmatch(given)
                pattern.match(given)
    except TooLongError:
        return LIMIT
    return time.thread_time() - begin


@contextmanager
def _stopped_after(limit: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
