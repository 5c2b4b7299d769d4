"""JSON, read strictly (RFC 8259), because two parsers that read one text differently are a weakness of the token.

The standard library's scanner does the reading; this module adds what it lets pass: duplicate names, NaN, byte order
marks, too deep nesting, and integers too long to convert.
"""

import json
import re
from collections import Counter
from typing import NamedTuple, NoReturn, TypeGuard

from jwtlens.displayable import quoted
from jwtlens.jose import json_layout
from jwtlens.jose.json_pointer import pointer
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.limits import HEADER_CHARS, JSON_DEPTH
from jwtlens.problem import Problem, Span

type_names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}

_BRACKETS_AND_STRINGS = lazy_pattern(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}]', re.DOTALL)
_REPORTED = 20
_LOCATED = 65_536
"""Most commas in a text whose duplicate names are located; finding the places in a longer one takes seconds."""
_BYTE_ORDER_MARK = "\ufeff"


class JsonDocument(NamedTuple):
    """A JSON text and its value.

    ``text`` is what the bytes say as UTF-8 (with replacement characters where they do not); ``value`` is None unless
    ``readable``. A text with duplicate names or NaN is readable and has problems.
    """

    text: str
    value: object
    readable: bool
    problems: tuple[Problem, ...]

    @property
    def members(self) -> dict[str, object]:
        """The members of a JSON object; empty for every other value."""
        return self.value if isinstance(self.value, dict) else {}


class BigInteger(str):
    """An integer with more digits than the interpreter converts, as its literal."""

    __slots__ = ()


def is_text(value: object) -> TypeGuard[str]:
    """Whether a parsed value is a JSON string."""
    return isinstance(value, str) and not isinstance(value, BigInteger)


def as_words(value: object) -> str:
    """Return a parsed value as a sentence may hold it: a string as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def type_name(value: object) -> str:
    """Return JSON's own word for the type of a parsed value."""
    return "number" if isinstance(value, BigInteger) else type_names.get(type(value), "null")


def parse(data: bytes, field: str) -> JsonDocument:
    """Read UTF-8 bytes as one JSON text. Never raises; ``field`` names the part in the problems."""
    # A brace, and anything but NUL after it: no need to ask for wide encodings, which costs 1 us.
    narrow = data[:1] == b"{" and data[1:2] != b"\0"
    reason = "is UTF-16 or UTF-32, not UTF-8" if not narrow and _is_wide(data) else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        reason = reason or f"is not UTF-8 (byte {error.start})"
    if reason:
        problem = Problem("json-utf8", f"the {field} {reason}", field)
        return JsonDocument(text, None, readable=False, problems=(problem,))
    return parse_text(text, field)


def parse_text(text: str, field: str) -> JsonDocument:
    """Read one JSON text; problems carry spans within it. Never raises."""
    if field == "header" and len(text) > HEADER_CHARS:
        message = f"the header has {len(text):,} characters; jwtlens reads no header beyond {HEADER_CHARS:,}"
        return JsonDocument(text, None, readable=False, problems=(Problem("header-cap", message, field),))
    members = _faultless(text)
    return _read(text, field) if members is None else JsonDocument(text, members, readable=True, problems=())


def _faultless(text: str) -> dict[str, object] | None:
    """Read an object about which there is nothing to say; None for any other text. Takes a third of the long way."""
    if text.count("[") + text.count("{") > JSON_DEPTH:
        return None
    try:
        value, end = _FAULTLESS.raw_decode(text)
    except ValueError:
        return None
    return value if end == len(text) and isinstance(value, dict) else None


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name stands twice")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_FAULTLESS = json.JSONDecoder(object_pairs_hook=_distinct, parse_constant=_no_constant)
"""Without state of its own, hence one for all texts; an integer too long to convert raises a ValueError too."""


def _read(text: str, field: str) -> JsonDocument:
    problems: list[Problem] = []
    body = text
    if text.startswith(_BYTE_ORDER_MARK):
        problems.append(Problem("json-bom", f"the {field} begins with a byte order mark", field, Span(0, 1)))
        body = text[1:]
    if (level := depth(body)) > JSON_DEPTH:
        message = f"the {field} is nested {level} levels deep; jwtlens stops at {JSON_DEPTH}"
        problems.append(Problem("json-depth", message, field))
        return JsonDocument(text, None, readable=False, problems=tuple(problems))
    reader = _Reader(field)
    try:
        value = reader.decode(body)
    except json.JSONDecodeError as error:
        start = min(error.pos + len(text) - len(body), len(text))
        line, column = error.lineno, error.colno
        message = f"the {field} is not valid JSON: {_in_our_words(error)} (line {line}, column {column})"
        problems.append(Problem("json-syntax", message, field, Span(start, min(start + 1, len(text)))))
        return JsonDocument(text, None, readable=False, problems=tuple(problems))
    problems += reader.problems
    if (reader.last or reader.inside) and body.count(",") <= _LOCATED:
        problems += _located(body, field, len(text) - len(body))
    else:
        problems += reader.duplicates(is_object=isinstance(value, dict))[:_REPORTED]
    return JsonDocument(text, value, readable=True, problems=tuple(problems))


def depth(text: str) -> int:
    """Deepest nesting of arrays and objects, in levels, without parsing: the parser itself is recursive."""
    if text.count("[") + text.count("{") <= JSON_DEPTH:
        return 0
    deepest = level = 0
    for found in _BRACKETS_AND_STRINGS.finditer(text):
        if found[0] in "[{":
            level += 1
            deepest = max(deepest, level)
        elif found[0] in "]}":
            level -= 1
    return deepest


class _Reader:
    """The standard library's decoder, with hooks that write down what it would let pass."""

    def __init__(self, field: str) -> None:
        self.field = field
        self.problems: list[Problem] = []
        self.last: list[str] = []
        self.inside: list[str] = []

    def decode(self, text: str) -> object:
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_int=_integer, strict=True
        )
        return decoder.decode(text)

    def duplicates(self, *, is_object: bool) -> list[Problem]:
        """Tell the names that stand twice in one object, with the pointers of those in the outermost one only.

        ``is_object`` is whether the text is one: then it is what was read last.
        """
        outermost = self.last if is_object else []
        inside = self.inside if is_object else [*self.inside, *self.last]
        found = [_duplicate(name, self.field + pointer(name)) for name in outermost]
        return found + [_duplicate(name, self.field) for name in inside]

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(self.inside) < _REPORTED:
            self.inside += self.last
        self.last = []
        if len(members) < len(pairs):
            self.last = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        return members

    def _constant(self, name: str) -> float:
        self.problems.append(Problem("json-constant", f"{name} is not JSON", self.field))
        return float(name)


def _located(text: str, field: str, shift: int) -> list[Problem]:
    return [
        _duplicate(
            text[member.name.start + 1 : member.name.end - 1], field + member.pointer, member.name.shifted(shift)
        )
        for member in json_layout.duplicates(text, _REPORTED)
    ]


def _duplicate(name: str, field: str, span: Span | None = None) -> Problem:
    message = f"the name {quoted(name)} appears twice in one object; parsers disagree which one counts"
    return Problem("json-duplicate", message, field, span)


def _integer(literal: str) -> int | BigInteger:
    try:
        return int(literal)
    except ValueError:
        return BigInteger(literal)


def _is_wide(data: bytes) -> bool:
    """Whether the bytes begin as JSON does in UTF-16 or UTF-32, with or without a byte order mark."""
    encoding = json.detect_encoding(data)
    if encoding.startswith("utf-8"):
        return False
    beginning = data[:64].decode(encoding, "ignore").lstrip(_BYTE_ORDER_MARK + " \t\r\n")
    return beginning[:1] in {"{", "[", '"'}


def _in_our_words(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "it is empty"
    if error.pos >= len(error.doc.rstrip()):
        return "it ends too early"
    words = {
        "Expecting property name enclosed in double quotes": "a name in double quotes was expected",
        "Expecting value": "a value was expected",
        "Expecting ',' delimiter": "a comma or the closing bracket was expected",
        "Expecting ':' delimiter": "a colon was expected",
        "Extra data": "there is more text after the end",
        "Unterminated string starting at": "a string is not closed",
        "Invalid control character at": "a control character stands unescaped in a string",
        "Invalid \\escape": "an escape that JSON does not have",
        "Invalid \\uXXXX escape": "a \\u escape needs four hexadecimal digits",
        "Illegal trailing comma before end of object": "a comma stands before the closing bracket",
        "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    }
    return words.get(error.msg.removesuffix(": "), error.msg.lower())
