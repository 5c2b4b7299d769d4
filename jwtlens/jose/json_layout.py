"""Where the members of a JSON text stand, and how to lay it out for reading and pack it again, byte for byte.

Laying out changes white space only: literals, escapes, order and duplicates stay as the token has them. So an edit of
one claim leaves the bytes of the others alone.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from jwtlens.displayable import displayable
from jwtlens.jose.json_pointer import pointer
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.limits import JSON_DEPTH, POINTER_CHARS
from jwtlens.problem import Span

_TOKEN = lazy_pattern(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s"\[\]{},:]+', re.DOTALL)

Style = Literal["compact", "spaced", "as-is"]


class Member(NamedTuple):
    """One object member or array element: its JSON Pointer and where its name and value stand in the text."""

    pointer: str
    name: Span
    value: Span


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Punctuation, strings and literals of a valid JSON text, each with its start and end."""
    for found in _TOKEN.finditer(text):
        yield found[0], found.start(), found.end()


def style_of(text: str) -> Style:
    """Name the layout of the text: ``compact`` has no white space, ``spaced`` a blank after each comma and colon."""
    if text == pack(text, "compact"):
        return "compact"
    return "spaced" if text == pack(text, "spaced") else "as-is"


def pack(text: str, style: Style) -> str:
    """Remove the white space that ``style`` does not have; ``as-is`` is left as it is."""
    if style == "as-is":
        return text
    comma, colon = (", ", ": ") if style == "spaced" else (",", ":")
    return "".join(comma if token == "," else colon if token == ":" else token for token, _, _ in tokens(text))


def lay_out(text: str, indent: int = 2) -> str:
    """One member a line, for a valid JSON text in any layout; a text that already has lines keeps them.

    Characters that must not reach a terminal are written as JSON escapes, which leaves every value as it was. A byte
    order mark, which is no JSON, is left out.
    """
    text = text.removeprefix("\ufeff")
    if "\n" in text.strip():
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(displayable(line.expandtabs(4)) for line in lines)
    out: list[str] = []
    level = 0
    previous = ""
    for token, _, _ in tokens(text):
        closing = token in {"]", "}"}
        level -= closing
        if previous and not (closing and previous in {"[", "{"}) and (closing or previous in {"[", "{", ","}):
            out.append("\n" + " " * (indent * level))
        out.append(": " if token == ":" else displayable(token))
        level += token in {"[", "{"}
        previous = token
    return "".join(out)


def members(text: str) -> list[Member]:
    """Every member of a valid JSON text, outermost first, in the order of the text. Never raises for any other text.

    Pointers repeat the names above them. Where that would fill the memory, members far down are left out.
    """
    return _Walk(text).found


def duplicates(text: str, most: int) -> list[Member]:
    """Members of a valid JSON text whose name stood in the same object before; the first ``most`` of them."""
    return _Walk(text, duplicates=most).found


class _Walk:
    """One way through a text, writing down its members, or only the first ``duplicates`` that are such."""

    def __init__(self, text: str, *, duplicates: int | None = None) -> None:
        self.found: list[Member] = []
        self.stack: list[_Level] = []
        self.wanted = duplicates
        self.budget = POINTER_CHARS
        for token, start, end in tokens(text):
            level = self.stack[-1] if self.stack else None
            if token in {"}", "]"}:
                self._close(end)
            elif level is None:
                self._push(token, "")
            elif token == ",":
                level.index += 1
                level.name = None
            elif token == ":":
                pass
            elif level.is_object and level.name is None:
                self._name(level, token, Span(start, end))
            else:
                path = self._open(level, start, end)
                self._push(token, path)

    def _name(self, level: "_Level", token: str, span: Span) -> None:
        level.name, level.key = span, _unescaped(token)
        if self.wanted is not None:
            level.repeated = level.key in level.keys
            level.keys.add(level.key)

    def _open(self, level: "_Level", start: int, end: int) -> str | None:
        """Write the member down that begins here, and return its pointer; None where it is too far down for one."""
        level.slot = -1
        if level.path is None or (level.path and self.budget < 0):
            return None
        path = level.path + pointer(level.key if level.is_object else level.index)
        self.budget -= len(level.path)
        if self.wanted is None or (level.repeated and len(self.found) < self.wanted):
            level.slot = len(self.found)
            self.found.append(Member(path, level.name or Span(start, start), Span(start, end)))
        return path

    def _push(self, token: str, path: str | None) -> None:
        if token in {"{", "["}:
            far = len(self.stack) > JSON_DEPTH
            self.stack.append(_Level(None if far else path, is_object=token == "{"))

    def _close(self, end: int) -> None:
        if self.stack:
            self.stack.pop()
        if self.stack and self.stack[-1].slot >= 0:
            slot = self.stack[-1].slot
            self.found[slot] = self.found[slot]._replace(value=Span(self.found[slot].value.start, end))


class _Level:
    """One open object or array while its members are read; ``path`` is None where it is too far down for pointers."""

    __slots__ = ("index", "is_object", "key", "keys", "name", "path", "repeated", "slot")

    def __init__(self, path: str | None, *, is_object: bool) -> None:
        self.path, self.is_object = path, is_object
        self.index, self.key, self.repeated, self.slot = 0, "", False, -1
        self.name: Span | None = None
        self.keys: set[str] = set()


def _unescaped(literal: str) -> str:
    if "\\" not in literal:
        return literal[1:-1]
    import json  # noqa: PLC0415 - only names with escapes need it

    try:
        return str(json.loads(literal, strict=False))
    except json.JSONDecodeError:
        return literal[1:-1]
