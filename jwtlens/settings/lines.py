"""On which line of a TOML text a member is: tomllib reads values, and says nothing of where they were."""

import re
import tomllib
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
      (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<skip>[ \t\r]+ | \#[^\n]*)
    | (?P<mark>[\[\]{}=,.\n])
    | (?P<bare>[^\s\[\]{}=,.#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)
_END = ("", 0)


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, from 1, on which each table, member and element of an array is first named.

    The text must be one that tomllib reads; of any other, what is returned may miss members.
    """
    return _Scan(text).statements()


class _Scan:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = next(self._tokens, _END)
        self._found: dict[Path, int] = {}

    def statements(self) -> dict[Path, int]:
        table: Path = ()
        while self._next is not _END:
            if self._next[0] == "\n":
                self._take()
            elif self._next[0] == "[":
                line = self._take()[1]
                self._skip("[")
                table = self._key(())
                self._note(table, line)
                self._to_the_end_of_the_line()
            else:
                self._member(table)
                self._to_the_end_of_the_line()
        return self._found

    def _take(self) -> tuple[str, int]:
        taken, self._next = self._next, next(self._tokens, _END)
        return taken

    def _skip(self, *marks: str) -> None:
        while self._next[0] in marks:
            self._take()

    def _to_the_end_of_the_line(self) -> None:
        while self._next is not _END and self._next[0] != "\n":
            self._take()

    def _note(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self._found.setdefault(path[:end], line)

    def _key(self, above: Path) -> Path:
        names = [*above]
        while self._next is not _END and self._next[0] not in {"=", "]", "\n"}:
            text, _ = self._take()
            if text != ".":
                names.append(_name(text))
        return tuple(names)

    def _member(self, above: Path) -> None:
        line = self._next[1]
        path = self._key(above)
        self._note(path, line)
        if self._next[0] == "=":
            self._take()
            self._value(path)

    def _value(self, path: Path) -> None:
        """Take a value: an array, an inline table, or whatever goes on up to the next mark."""
        begins = self._next[0]
        if begins == "[":
            self._take()
            self._array(path)
        elif begins == "{":
            self._take()
            self._inline(path)
        else:
            while self._next is not _END and self._next[0] not in {",", "]", "}", "\n"}:
                self._take()

    def _inline(self, path: Path) -> None:
        """Take an inline table up to its end."""
        while self._next is not _END:
            self._skip(",", "\n")
            if self._next[0] == "}":
                break
            before = self._next
            self._member(path)
            if self._next is before:  # no member begins with this mark
                self._take()
        self._take()

    def _array(self, path: Path) -> None:
        index = 0
        while True:
            self._skip(",", "\n")
            if self._next is _END or self._next[0] == "]":
                self._take()
                return
            self._note((*path, index), self._next[1])
            before = self._next
            self._value((*path, index))
            if self._next is before:  # no value begins with this mark
                self._take()
            index += 1


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield match[0], line
        line += match[0].count("\n")


def _name(text: str) -> str:
    if text[0] not in "\"'":
        return text
    try:
        return str(tomllib.loads(f"name = {text}")["name"])
    except tomllib.TOMLDecodeError:
        return text
