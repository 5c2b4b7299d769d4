"""An assignment as ``.env`` files and shells have it: ``JWT_SECRET="…"``, ``export KEY=…``."""

import re
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.keys.secret import Secret
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.problem import Problem

_LINE = lazy_pattern(
    r"""[ \t]*(?P<export>export[ \t]+|set[ \t]+|\$env:)?(?P<name>[A-Za-z_][A-Za-z0-9_]{0,99})[ \t]*=[ \t]*
    (?:
      (?:"(?P<double>[^"\\]*+(?:\\.[^"\\]*+)*+)"|'(?P<single>[^']*+)')[ \t]*+;?[ \t]*+(?:\#[^\n]*+)?\r?$
      |(?P<bare>[^\n]*)
    )""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SKIPPED = lazy_pattern(r"(?:\s*+#[^\n]*+)*+\s*+")
_COMMENT = lazy_pattern(r"[ \t]#")
"""What ends an unquoted value, for shells and for all that reads ``.env`` files; a # within a word is of the value."""
_ESCAPE = lazy_pattern(r"\\(.)", re.DOTALL)
_NAMES_A_KEY = lazy_pattern(r"SECRET|KEY|JWT|JWK|PEM|CERT", re.IGNORECASE)


class Assignment(NamedTuple):
    """The variable's name and value, or the problem that several of them could be meant."""

    name: str
    value: Secret[str]
    problem: Problem | None = None


def find(text: str) -> Assignment | None:
    """Find the one assignment of a key in the text; None if the text is not made of assignments.

    An unquoted ``name=value`` counts only with ``export`` or with a name in capitals: a secret may hold a ``=``.
    """
    if "=" not in text:
        return None
    found: list[Assignment] = []
    at = _after_comments(text, 0)
    while at < len(text):
        match = _LINE.match(text, at)
        if match is None or not _meant(match):
            return None
        found.append(Assignment(match["name"], Secret(_value(match))))
        at = _after_comments(text, match.end())
    if len(found) < 2:
        return found[0] if found else None
    keys = [one for one in found if _NAMES_A_KEY.search(one.name)]
    return keys[0] if len(keys) == 1 else _several(keys or found)


def _after_comments(text: str, at: int) -> int:
    match = _SKIPPED.match(text, at)
    return match.end() if match else at


def _meant(match: re.Match[str]) -> bool:
    if match["bare"] is None or match["export"]:
        return True
    name, value = match["name"], match["bare"].strip()
    return name.isupper() and bool(value.strip("="))


def _value(match: re.Match[str]) -> str:
    if match["bare"] is not None:
        return _COMMENT.split(match["bare"], maxsplit=1)[0].strip()
    if match["single"] is not None:
        return match["single"]
    return _ESCAPE.sub(lambda found: {"n": "\n", "r": "\r", "t": "\t"}.get(found[1], found[1]), match["double"])


def _several(found: list[Assignment]) -> Assignment:
    names = ", ".join(quoted(one.name) for one in found[:5]) + (", …" if len(found) > 5 else "")
    remedy = "Give one of the lines alone, or the variable as env:NAME"
    message = f"{len(found)} variables are set here that could hold the key ({names}). {remedy}"
    return Assignment("", Secret(""), Problem("env-several", message, "key"))
