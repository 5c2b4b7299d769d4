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


class _Group(NamedTuple):
    """Needles with one rare character, and the bytes that stand before it (or after, where it is the first)."""

    rare: bytes
    needles: tuple[Needle, ...]
    beside: frozenset[int] = frozenset()
    side: int = -1


_GROUPS = (
    # eyJ and the others are how base64url writes the beginning of a JSON object: {" or { and white space.
    # ZXlK, V5S and leU are how base64 writes eyJ; where its group of four begins depends on what stands before.
    _Group(
        b"J",
        (Needle(b"eyJ", "token", 2), Needle(b"ewoJ", "token", 3), Needle(b"ewogICJ", "token", 6)),
        frozenset(b"yoC"),
    ),
    _Group(b"K", (Needle(b"ew0K", "token", 3), Needle(b"ZXlK", "base64", 3)), frozenset(b"0l")),
    _Group(b"A", (Needle(b"eyA", "token", 2), Needle(b"ewogICA", "token", 6)), frozenset(b"yC")),
    _Group(b"V", (Needle(b"V5S", "base64", 0, -2),), frozenset(b"5"), 1),
    _Group(b"U", (Needle(b"leU", "base64", 2, -3),), frozenset(b"e")),
    # Stands as it is in a JSON serialization that protects no header; it has nothing rare.
    _Group(b"", (Needle(b'"alg"', "object", 0),)),
)
OVERLAP = max(len(needle.text) for group in _GROUPS for needle in group.needles) - 1
"""Bytes before the end of a block that are to be searched again with the next one."""


class Search:
    """Goes through a text from hit to hit, and leaps over what a token has used up.

    Most of what is rare stands in tokens. So the first group leads, and the others look no farther than its next hit.
    """

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._tries = [(len(data) - start) // _RARE + 8 if group.rare else 0 for group in _GROUPS]
        self._next: list[_Seen | None] = [None] * len(_GROUPS)
        self._searched = [start] * len(_GROUPS)
        self._plain: dict[Needle, int] = {}

    def after(self, start: int) -> Hit | None:
        """Return the first hit that is seen at ``start`` or after it."""
        limit = len(self._data)
        first: _Seen | None = None
        for number in range(len(_GROUPS)):
            found = self._next[number]
            if found is not None and found[0] < start:
                found = None
            if found is None and self._searched[number] < limit:
                begin = max(start, self._searched[number])
                found = self._find(number, begin, limit) if begin < limit else None
                self._searched[number] = limit if found is None else found[0] + 1
            self._next[number] = found
            if found is not None and found[0] < limit:
                first, limit = found, found[0]
        return None if first is None else Hit(first[0], max(first[0] + first[1].shift, 0), first[1].kind)

    def _find(self, number: int, start: int, limit: int) -> "_Seen | None":
        """Return the first needle of a group that begins in this range."""
        rare, needles, beside, side = _GROUPS[number]
        data, tries = self._data, self._tries[number]
        end = min(limit + OVERLAP, len(data))
        if tries:
            at = data.find(rare, start, end)
            while at >= 0:
                if at in {0, end - 1} or data[at + side] in beside:
                    for needle in needles:
                        seen = at - needle.rare
                        if start <= seen < limit and data.startswith(needle.text, seen):
                            self._tries[number] = tries
                            return seen, needle
                tries -= 1
                if not tries:
                    break
                at = data.find(rare, at + 1, end)
            self._tries[number] = tries
            if at < 0:
                return None
        elif not rare and data.find(b"{", max(start - _OBJECT_BYTES, 0), end) < 0:
            return None
        found = min((self._plainly(needle, start), needle) for needle in needles)
        return found if found[0] < limit else None

    def _plainly(self, needle: Needle, start: int) -> int:
        """Return where a needle comes next; what was found once is not looked for again."""
        at = self._plain.get(needle, -1)
        if at < start:
            at = self._data.find(needle.text, start)
            self._plain[needle] = at = _NOWHERE if at < 0 else at
        return at


_Seen = tuple[int, Needle]
