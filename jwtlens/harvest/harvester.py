"""Finding tokens in a text that streams by, however long it is: memory is needed for one block of it.

The text is bytes, UTF-8 or anything else that writes ASCII as it is; what is no text cannot disturb.
"""

import re
import sys
from typing import Literal, NamedTuple, Protocol

from jwtlens.harvest import compact, context, encoded, json_object, needles, yaml_path
from jwtlens.harvest.encoded import Decoded
from jwtlens.harvest.found import Place, Sighting
from jwtlens.harvest.json_path import JsonPath
from jwtlens.harvest.needles import Kind
from jwtlens.harvest.window import Window

LOOK_BACK = 256 * 1024
"""Bytes before a position that are kept, for what stands around a token and for objects that began there."""
_SNIFFED = 64 * 1024
"""Bytes by which a JSON document is told from other texts."""
_SHORTEST = 24
"""Bytes of the shortest token; ``{"alg":""}`` takes 14 of them."""
_CONTEXT = 8 * 1024
"""Bytes before a token in which the keys above it are looked for."""
_DOCUMENT = re.compile(rb'\s*(?:\{\s*["}]|(?:\[\s*)+(?:[{"\]]|-?\d+\s*,))')
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_HEADER_CHARS = 4096
"""Longest header that is looked for by the payload after it."""
_LETTERS = frozenset(bytes([letter]) for letter in _ALPHABET)
_ENDS_PREFIX = frozenset({b"-", b"_"})
_PREFIX = 64
"""Characters of the longest prefix that a token may have, as keys of services have them: ``name_12345_``."""
_BLANKS = frozenset({b" ", b"\t", b"\n"})
_ESCAPE_BEFORE = re.compile(
    rb"(?:\\[bfnrt]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|[%=](?:25)*[0-9A-Fa-f]{2}|\[[0-9;:]*m)\Z"
)
"""What ends in a letter or a digit, and yet does not belong to the token after it; the last one sets a colour."""
_ESCAPE_BYTES = 24
"""Bytes of the longest of them: a colour of which red, green and blue are named."""
_ENCODED_SIGNS = frozenset({b"%2E", b"%2e", b"%7E", b"%7e"})
"""A dot or a tilde with which a token, or what should be one, goes on where it is percent-encoded."""


class Note(NamedTuple):
    """Something that the reader of a text should know about it: a line, counted from 1, and a sentence without end."""

    line: int
    words: str


class _Decoder(Protocol):
    def __call__(self, data: bytes, at: int, *, final: bool) -> Decoded | Literal["more"]: ...


_NOTHING = 0
"""The position up to which the text is used up by what is no token."""


class Harvester:
    """Feed it a text piece by piece, then ``close`` it; each call returns what was found meanwhile.

    With ``start`` and ``stop``, in bytes, only tokens that show in this range are reported, each in one of the ranges
    that make up a text, and lines are counted from ``start``; what is fed begins at ``origin``. A range is never a JSON
    document. ``notes`` is what is odd about the text. ``nested`` looks for nothing that is encoded.
    """

    def __init__(self, *, origin: int = 0, start: int = 0, stop: int | None = None, nested: bool = False) -> None:
        self.notes: list[Note] = []
        self._window = Window(origin, start, stop)
        self._start, self._stop = start, sys.maxsize if stop is None else stop
        self._looked = self._used = self._followed = origin
        self._refused = -1
        self._found: list[Sighting] = []
        self._decoded = origin
        self._nested = nested
        self._path: JsonPath | None = None
        self._sniffed = stop is not None
        self._effort = json_object.Effort(origin)

    @property
    def lines(self) -> int:
        """The number of line breaks in the range; final after ``close``."""
        return self._window.lines

    @property
    def finished(self) -> bool:
        """Whether all tokens that begin in the range were found, and nothing more has to be fed."""
        return self._looked >= self._stop

    def feed(self, data: bytes) -> list[Sighting]:
        """Look at the next piece of the text."""
        self._window.data += data
        if not self._sniffed and len(self._window.data) < _SNIFFED:
            return []
        self._advance(final=False)
        return self._handed_out()

    def close(self) -> list[Sighting]:
        """Look at what could not be told before the text was over."""
        self._advance(final=True)
        end = self._window.end
        self._follow(end)
        if self._path is not None and self._path.is_open and not self._path.broken:
            self.notes.append(Note(self._window.line(end), "the JSON document ends too early; it was read up to there"))
        if self._effort.is_over:
            words = "much of the text looks like tokens, and not all of that was looked at"
            self.notes.append(Note(self._window.line(end), words))
        self._window.count(end)
        return self._handed_out()

    def _handed_out(self) -> list[Sighting]:
        """Return what was found; what ctrl+c keeps from being returned comes with the next call."""
        found, self._found = self._found, []
        return found

    def _advance(self, *, final: bool) -> None:
        if not self._sniffed:
            self._sniffed = True
            self._path = JsonPath() if is_document(self._window.data) else None
        window = self._window
        search = needles.Search(window.data, self._looked - window.origin)
        while hit := search.after(max(self._looked, self._used) - window.origin):
            seen, position, kind = hit
            self._looked = window.origin + seen
            if self._looked >= self._stop:
                break
            before = len(self._found)
            used = self._at(position, kind, final=final)
            if used is None:
                self._forget(window.origin + position)
                return
            if self._looked < self._start:
                del self._found[before:]
            self._used = max(self._used, used)
            self._looked += 1
        self._looked = max(self._looked, window.end - needles.OVERLAP)
        self._forget(self._looked)

    def _forget(self, needed: int) -> None:
        """Let go of what nothing needs that begins at this position or after it."""
        keep = needed - LOOK_BACK
        if self._path is not None and not self._path.broken:
            self._follow(keep)
            keep = min(keep, self._followed)
        self._window.forget(keep)

    def _follow(self, position: int) -> None:
        """Follow the document up to a position."""
        if self._path is not None and position > self._followed:
            origin = self._window.origin
            reached = self._path.advance(self._window.data, self._followed - origin, position - origin)
            self._followed = origin + reached

    def _at(self, at: int, kind: Kind, *, final: bool) -> int | None:
        """Look at one hit, and return the position up to which the text is used up; None where that has to wait."""
        data = self._window.data
        if kind == "token" and data[at - 1 : at] in _BLANKS:  # as most
            return self._compact(at, final=final)
        if kind == "base64":
            return _NOTHING if self._nested else self._inside("base64", encoded.base64_at(data, at, final=final))
        if kind == "object":
            return self._object(at, final=final)
        if data[at - 1 : at] == b".":  # a payload, perhaps behind a header that begins in no usual way
            at = self._before_dot(at)
        if data[at - 1 : at] in _LETTERS and not _may_begin(data, at):
            return _NOTHING
        match json_object.quotes_before(data, at):
            case b'"':
                return self._object(at, final=final)
            case b"%22":
                return self._in_quotes("URL encoding", encoded.value_at, at, final=final)
            case b'\\"':
                return self._in_quotes("JSON string", encoded.string_at, at, final=final)
        return self._compact(at, final=final)

    def _before_dot(self, at: int) -> int:
        """Return where the part before this one begins, if that may be a header, else this one."""
        before = self._window.data[max(at - _HEADER_CHARS, 0) : at - 1]
        start = at - 1 - (len(before) - len(before.rstrip(_ALPHABET)))
        return start if self._window.data.startswith(b"e", start) and self._window.origin + start >= self._used else at

    def _compact(self, at: int, *, final: bool) -> int | None:
        data, position = self._window.data, self._window.origin + at
        if position == self._refused:  # its payload leads back to it
            return _NOTHING
        spent = self._effort.reach(position)
        read = compact.read(data, at, self._effort, final=final)
        if read == "more" or (isinstance(read, compact.Compact) and read.exact):
            self._effort.take_back(spent)
        if read == "more":
            return None
        end = read.end if isinstance(read, compact.Compact) else compact.end_of_first(data, at)
        if data[end : end + 3] in _ENCODED_SIGNS and not self._nested:
            return self._inside("URL encoding", encoded.value_at(data, at, final=final))
        if isinstance(read, compact.Compact):
            self._seen(read.token.decode("ascii"), at, at)
            return self._window.origin + end
        self._refused = position
        if read == "cut":
            self.notes.append(Note(self._window.line(position), "the text ends in the middle of a token"))
        return _NOTHING

    def _object(self, at: int, *, final: bool) -> int | None:
        spent = self._effort.reach(self._window.origin + at)
        found = json_object.around(self._window.data, at, self._effort, final=final)
        if found == "more":
            self._effort.take_back(spent)
            return None
        if isinstance(found, str):
            return _NOTHING
        if found.start + self._window.origin >= self._used:
            self._seen(found.token, found.start, at, is_object=True)
        return self._window.origin + found.end

    def _in_quotes(self, how: str, decode: _Decoder, at: int, *, final: bool) -> int | None:
        """Harvest an encoded text around a header, unless that was done because of another header in it."""
        position = self._window.origin + at
        spent = self._effort.reach(position)
        if self._nested or position < self._decoded or not self._effort.spend(encoded.EFFORT):
            return _NOTHING
        decoded = decode(self._window.data, at, final=final)
        if isinstance(decoded, str):
            self._effort.take_back(spent)
            return None
        self._decoded = self._window.origin + decoded.end
        return self._inside(how, decoded, objects=True)

    def _inside(self, how: str, decoded: Decoded | Literal["more"], *, objects: bool = False) -> int | None:
        """Harvest a decoded text; with ``objects`` only from the first JSON serialization on."""
        if isinstance(decoded, str):
            return None
        found = harvest_nested(decoded.data) if len(decoded.data) >= _SHORTEST else []
        if objects:
            first = next((number for number, one in enumerate(found) if one.token.startswith("{")), len(found))
            found = found[first:]
        end = self._window.origin + decoded.end
        if not found:
            return _NOTHING if objects else end
        at = self._place(decoded.start, decoded.start)
        outer = f"{how} in {at.where}" if at.where else how
        self._found += [
            Sighting(token, at._replace(where=f"{place.where}, {outer}" if place.where else outer))
            for token, place in found
        ]
        return end

    def _seen(self, token: str, at: int, inside: int, *, is_object: bool = False) -> None:
        """Note a token that begins at ``at``; ``inside`` an object is where its header is."""
        self._found.append(Sighting(token, self._place(at, inside, is_object=is_object)))

    def _place(self, at: int, inside: int, *, is_object: bool = False) -> Place:
        position = self._window.origin + at
        return Place(self._window.line(position), position, self._where(at, inside, is_object=is_object))

    def _where(self, at: int, inside: int, *, is_object: bool) -> str:
        data = self._window.data
        floor = max(at - _CONTEXT, 0)
        line = data.rfind(b"\n", floor, at) + 1 or floor
        before = data[max(line, at - context.BYTES) : at].decode("utf-8", "replace")
        path = self._path
        if path is not None:
            self._follow(self._window.origin + inside)
        elif (
            data[line : line + 1] in {b"{", b"["}
            and data[line - 1 : line] in {b"\n", b""}
            and is_document(data[line:at])
        ):
            path = JsonPath()
            path.advance(data, line, inside)
        if path is not None and not path.broken:
            return context.of_document(path, before, is_object=is_object)
        words = context.of_line(before)
        if words.startswith("key ") or before.isspace():
            above = yaml_path.pointer_to_value(data[max(at - _CONTEXT, 0) : at].decode("utf-8", "replace"))
            return above or words
        return words


def _may_begin(data: bytes, at: int) -> bool:
    """Whether a token may begin here, behind what its own letters are made of: an escape, or a prefix and its end."""
    if data[at - 1 : at] in _ENDS_PREFIX:
        before = data[max(at - _PREFIX - 1, 0) : at]
        return len(before) - len(before.rstrip(_ALPHABET)) <= _PREFIX
    return _ESCAPE_BEFORE.search(data[max(at - _ESCAPE_BYTES, 0) : at]) is not None


def is_document(data: bytes) -> bool:
    """Whether a text begins as a JSON document that is longer than its first line; a log of JSON lines is none."""
    if not _DOCUMENT.match(data):
        return False
    first, _, rest = data.lstrip().partition(b"\n")
    if not rest.strip():
        return True
    path = JsonPath()
    path.advance(first, 0, len(first))
    return path.is_open and not path.broken


def harvest_nested(data: bytes) -> list[Sighting]:
    """Harvest a text that was decoded from another one; nothing encoded in it is looked at again."""
    harvester = Harvester(nested=True)
    return harvester.feed(data) + harvester.close()
