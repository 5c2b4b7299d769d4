"""Positions at which a token may begin, found at the speed of the memory rather than of a regular expression.

Most needles have a character that is rare in ordinary text. Looking for that one byte costs a tenth of looking for the
needle. Where it turns out not to be rare, the needles themselves are looked for.
"""

import sys
from typing import Literal, NamedTuple

Kind = Literal["token", "base64", "object"]

_RARE = 256
"""One in so many bytes may be the rare character before looking for the whole needles is cheaper."""
_OBJECT_BYTES = 64 * 1024
"""Bytes before its alg in which the object of a JSON serialization may begin."""
_NOWHERE = sys.maxsize


class Needle(NamedTuple):
    """A text to look for. Its ``kind`` begins ``shift`` bytes after it; ``rare`` is the index of its rare character."""

    text: bytes
    kind: Kind
    rare: int
    shift: int = 0


class Hit(NamedTuple):
    """A needle was seen, and what it belongs to begins at ``position``, or is in the middle of an encoded text there.

    Both are indices of the text that was searched.
    """

    seen: int
    position: int
    kind: Kind


_NEEDLES: tuple[tuple[bytes, tuple[Needle, ...]], ...] = (
    # eyJ and the others are how base64url writes the beginning of a JSON object: {" or { and white space.
    # ZXlK, V5S and leU are how base64 writes eyJ; where its group of four begins depends on what stands before.
    (b"J", (Needle(b"eyJ", "token", 2), Needle(b"ewoJ", "token", 3), Needle(b"ewogICJ", "token", 6))),
    (b"K", (Needle(b"ew0K", "token", 3), Needle(b"ZXlK", "base64", 3))),
    (b"A", (Needle(b"eyA", "token", 2), Needle(b"ewogICA", "token", 6))),
    (b"V", (Needle(b"V5S", "base64", 0, -2),)),
    (b"U", (Needle(b"leU", "base64", 2, -3),)),
    # Stands as it is in a JSON serialization that protects no header; it has nothing rare.
    (b"", (Needle(b'"alg"', "object", 0),)),
)
OVERLAP = max(len(needle.text) for _, needles in _NEEDLES for needle in needles) - 1
"""Bytes before the end of a block that are to be searched again with the next one."""


class Search:
    """Goes through a text from hit to hit, and leaps over what a token has used up."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._tries = [(len(data) - start) // _RARE + 8 if rare else 0 for rare, _ in _NEEDLES]
        self._next = [self._find(number, start) for number in range(len(_NEEDLES))]

    def after(self, start: int) -> Hit | None:
        """Return the first hit that is seen at ``start`` or after it."""
        waiting = self._next
        for number, (seen, _) in enumerate(waiting):
            if seen < start:
                waiting[number] = self._find(number, start)
        seen, needle = min(waiting)
        return None if needle is None else Hit(seen, max(seen + needle.shift, 0), needle.kind)

    def _find(self, number: int, start: int) -> tuple[int, Needle | None]:
        rare, needles = _NEEDLES[number]
        data, tries = self._data, self._tries[number]
        if tries:
            at = data.find(rare, start)
            while at >= 0:
                for needle in needles:
                    seen = at - needle.rare
                    if seen >= start and data.startswith(needle.text, seen):
                        self._tries[number] = tries
                        return seen, needle
                tries -= 1
                if not tries:
                    break
                at = data.find(rare, at + 1)
            self._tries[number] = tries
            if at < 0:
                return _NOWHERE, None
        if not rare and data.find(b"{", max(start - _OBJECT_BYTES, 0)) < 0:
            return _NOWHERE, None
        found = ((data.find(needle.text, start), needle) for needle in needles)
        return min(((at, needle) for at, needle in found if at >= 0), default=(_NOWHERE, None))
