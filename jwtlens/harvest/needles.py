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


Hit = tuple[int, int, Kind]
"""Where a needle was seen, and where what it belongs to begins, or is in the middle of an encoded text.

Both are indices of the text that was searched.
"""


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


class _Lookout:
    """What is known of one group: it has no needle before ``at``, and one there if there is a ``hit``.

    ``tries`` counts down to where its rare character is not rare enough; at 0 the needles themselves are looked for.
    """

    __slots__ = ("at", "group", "hit", "rare", "tries")

    def __init__(self, group: _Group, at: int, tries: int) -> None:
        self.group = group
        self.rare = group.rare
        self.tries = tries if group.rare else 0
        self.at = at
        self.hit: Hit | None = None


class Search:
    """Goes through a text from hit to hit, and leaps over what a token has used up.

    Most of what is rare stands in tokens. So the first group leads, and the others look no farther than its next hit.
    """

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._lookouts = [_Lookout(group, start, (len(data) - start) // _RARE + 8) for group in _GROUPS]
        self._plain: dict[Needle, int] = {}
        self._brace = -1

    def after(self, start: int) -> Hit | None:
        """Return the first hit that is seen at ``start`` or after it; never go back."""
        data = self._data
        limit = len(data)
        first: Hit | None = None
        for lookout in self._lookouts:
            hit, at = lookout.hit, lookout.at
            if at < start:
                hit, at = None, start
            if hit is None and at < limit:
                if not lookout.tries:
                    hit = self._by_text(lookout, at, limit)
                elif (rare := data.find(lookout.rare, at, limit + OVERLAP)) >= 0:
                    hit = self._by_rare(lookout, rare, at, limit)
                lookout.hit = hit
                lookout.at = at = limit if hit is None else hit[0]
            if hit is not None and at < limit:
                first, limit = hit, at
        return first

    def _by_rare(self, lookout: _Lookout, at: int, start: int, limit: int) -> Hit | None:
        """Return the first needle that begins in a range, of a group whose rare character comes first at ``at``."""
        rare, needles, beside, side = lookout.group
        data = self._data
        end = min(limit + OVERLAP, len(data))
        while at >= 0:
            if at in {0, end - 1} or data[at + side] in beside:
                for needle in needles:
                    seen = at - needle.rare
                    if start <= seen < limit and data.startswith(needle.text, seen):
                        return seen, max(seen + needle.shift, 0), needle.kind
            lookout.tries -= 1
            if not lookout.tries:
                return self._by_text(lookout, start, limit)
            at = data.find(rare, at + 1, end)
        return None

    def _by_text(self, lookout: _Lookout, start: int, limit: int) -> Hit | None:
        """Return the first needle of a group that begins in a range."""
        if not lookout.rare and not self._has_brace(max(start - _OBJECT_BYTES, 0), limit):
            return None
        seen, needle = min((self._plainly(needle, start), needle) for needle in lookout.group.needles)
        return (seen, max(seen + needle.shift, 0), needle.kind) if seen < limit else None

    def _has_brace(self, start: int, end: int) -> bool:
        """Whether an object may begin in this range; ranges never go back."""
        if self._brace < start:
            at = self._data.find(b"{", start)
            self._brace = _NOWHERE if at < 0 else at
        return self._brace < end

    def _plainly(self, needle: Needle, start: int) -> int:
        """Return where a needle comes next; what was found once is not looked for again."""
        at = self._plain.get(needle, -1)
        if at < start:
            at = self._data.find(needle.text, start)
            self._plain[needle] = at = _NOWHERE if at < 0 else at
        return at
