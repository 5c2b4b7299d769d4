"""Where the members of a JSON text stand, and how to lay it out for reading and pack it again, byte for byte.

Laying out changes white space only: literals, escapes, order and duplicates stay as the token has them. So an edit of
one claim leaves the bytes of the others alone.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from jwtlens.displayable import displayable
from jwtlens.jose.json_pointer import pointer
from jwtlens.problem import Span

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s"\[\]{},:]+', re.DOTALL)

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

    Characters that must not reach a terminal are written as JSON escapes, which leaves every value as it was.
    """
    if "\n" in text.strip():
        return "\n".join(displayable(line.expandtabs(4)) for line in text.replace("\r\n", "\n").split("\n"))
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
    """Every member of a valid JSON text, outermost first, in the order of the text."""
    found: list[Member] = []
    stack: list[_Level] = []
    for token, start, end in tokens(text):
        if token in {"}", "]"}:
            stack.pop()
            if stack:
                stack[-1].close(found, end)
        elif token == ",":
            stack[-1].index += 1
            stack[-1].name = None
        elif token == ":":
            continue
        elif stack and stack[-1].is_object and stack[-1].name is None:
            stack[-1].name = Span(start, end)
            stack[-1].key = _unescaped(token)
        else:
            if stack:
                stack[-1].open(found, Span(start, end))
            if token in {"{", "["}:
                parent = stack[-1].current_pointer() if stack else ""
                stack.append(_Level(parent, is_object=token == "{"))
    return found


class _Level:
    """One open object or array while its members are read."""

    def __init__(self, parent: str, *, is_object: bool) -> None:
        self.parent, self.is_object = parent, is_object
        self.index, self.key = 0, ""
        self.name: Span | None = None
        self.slot = -1

    def current_pointer(self) -> str:
        return self.parent + pointer(self.key if self.is_object else self.index)

    def open(self, found: list[Member], value: Span) -> None:
        self.slot = len(found)
        found.append(Member(self.current_pointer(), self.name or Span(value.start, value.start), value))

    def close(self, found: list[Member], end: int) -> None:
        member = found[self.slot]
        found[self.slot] = member._replace(value=Span(member.value.start, end))


def _unescaped(literal: str) -> str:
    if "\\" not in literal:
        return literal[1:-1]
    import json  # noqa: PLC0415 - only names with escapes need it

    return str(json.loads(literal))
