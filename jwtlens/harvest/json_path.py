"""Where in a JSON document a position lies, told while the document streams by."""

import json
import re

from jwtlens.jose.json_pointer import pointer

_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\],:]', re.DOTALL)
_INSIDE = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_NAME_BYTES = 256
"""Longest member name, or value of a member ``name``, that is remembered, in bytes; more is cut off."""
_LEVELS = 512
"""Deepest nesting that is followed."""
_LABELS = frozenset({b"name", b"key"})


class _Level:
    """One open object or array; ``label`` is the value of its member ``name`` or ``key``."""

    __slots__ = ("index", "is_object", "label", "name", "wants_name")

    def __init__(self, *, is_object: bool) -> None:
        self.is_object = is_object
        self.wants_name = is_object
        self.name = b""
        self.label = b""
        self.index = 0


class JsonPath:
    """Follows one document. ``broken`` where it is no JSON after all; then nothing else here means anything."""

    def __init__(self) -> None:
        self.broken = False
        self._levels: list[_Level] = []
        self._in_string = False
        self._string = b""

    @property
    def is_open(self) -> bool:
        """Whether the document has not come to its end."""
        return bool(self._levels) or self._in_string

    @property
    def label(self) -> str:
        """What the object around the position calls itself: the value of its ``name`` or ``key``."""
        top = self._levels[-1] if self._levels else None
        return _text(top.label) if top is not None and top.name not in _LABELS else ""

    @property
    def pointer(self) -> str:
        """JSON Pointer to the value at the position."""
        return pointer(*(_text(level.name) if level.is_object else level.index for level in self._levels))

    def advance(self, data: bytes, start: int, end: int) -> int:
        """Go on from ``start``, where it stopped before, toward ``end``; return where it stopped now."""
        if self._in_string:
            start = self._rest_of_string(data, start, end)
        if self._in_string or self.broken:
            return start
        for found in _STRUCTURE.finditer(data, start, end):
            sign = found[0]
            if sign[0] == 0x22:
                if len(sign) > 1:
                    self._end_string(sign[1 : _NAME_BYTES + 1] if len(sign) > _NAME_BYTES else sign[1:-1])
                    continue
                self._in_string, self._string = True, b""
                return self._rest_of_string(data, found.end(), end)
            self._structure(sign)
            if self.broken:
                break
        return end

    def _structure(self, sign: bytes) -> None:
        top = self._levels[-1] if self._levels else None
        if sign in b"{[":
            self._levels.append(_Level(is_object=sign == b"{"))
            self.broken = len(self._levels) > _LEVELS
        elif top is None:
            self.broken = True
        elif sign in b"}]":
            self.broken = top.is_object is not (sign == b"}")
            self._levels.pop()
        elif sign == b",":
            top.index += 1
            top.wants_name = top.is_object

    def _rest_of_string(self, data: bytes, start: int, end: int) -> int:
        """Read on in a string that was not over; return where the reading stopped."""
        match = _INSIDE.match(data, start, end)
        stop = match.end() if match else start
        room = _NAME_BYTES - len(self._string)
        if room > 0:
            self._string += data[start : min(stop, start + room)]
        if stop < end and data[stop] == 0x22:
            self._in_string = False
            self._end_string(self._string)
            return stop + 1
        return stop

    def _end_string(self, text: bytes) -> None:
        top = self._levels[-1] if self._levels else None
        if top is None:
            self.broken = True
        elif top.wants_name:
            top.wants_name, top.name = False, text
        elif top.is_object and top.name in _LABELS:
            top.label = text


def _text(literal: bytes) -> str:
    text = literal.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:  # cut off inside an escape
        return text
