"""The keys in hand as the screen has them: texts, what was read from each, and which one is chosen. Pure values."""

from collections import Counter
from collections.abc import Callable
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.keys.key import Key, Keyring
from jwtlens.tui.keyring.key_text import KeyText

if TYPE_CHECKING:
    from jwtlens.network.plan import Plan


class Entry(NamedTuple):
    """One text and the keys in it.

    ``number`` is its own for as long as it lives. ``known`` is false while ``keyring`` is not yet that of the text.
    ``names`` are the user's for keys by their index, ``left_out`` the indices of keys that were removed from a set.
    ``plan`` is what was asked of an issuer to get the text.
    """

    number: int
    given: KeyText = KeyText()
    keyring: Keyring = Keyring()
    known: bool = True
    names: tuple[tuple[int, str], ...] = ()
    left_out: frozenset[int] = frozenset()
    plan: "Plan | None" = None

    @property
    def kept(self) -> list[tuple[int, Key]]:
        """The keys that are in force with their indices, under the names that the user gave them."""
        names = dict(self.names)
        keys = enumerate(self.keyring.keys)
        return [(at, key._replace(name=names.get(at, key.name))) for at, key in keys if at not in self.left_out]


class Row(NamedTuple):
    """One line of the table: a key of an entry, or an entry in which no key could be read (then ``key`` is None)."""

    entry: Entry
    at: int
    key: Key | None


class Removed(NamedTuple):
    """What was taken out last, and where it was."""

    position: int
    entry: Entry


class Ring(NamedTuple):
    """The entries in the order in which they came. ``number`` and ``at`` say which key is chosen."""

    entries: tuple[Entry, ...] = (Entry(0),)
    number: int = 0
    at: int = 0
    removed: tuple[Removed, ...] = ()

    @property
    def chosen(self) -> Entry:
        """The entry whose text is in the field."""
        return next(entry for entry in self.entries if entry.number == self.number)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every key, and every entry without one; equal labels are numbered, so that each key can be named."""
        found: list[Row] = []
        for entry in self.entries:
            found += [Row(entry, at, key) for at, key in entry.kept]
            if not entry.keyring.keys:
                found.append(Row(entry, 0, None))
        seen: Counter[str] = Counter()
        for at, row in enumerate(found):
            if row.key is None:
                continue
            label = row.key.label
            seen[label] += 1
            if seen[label] > 1:
                found[at] = row._replace(key=row.key._replace(name=f"{label} ({seen[label]})"))
        return tuple(found)

    @property
    def row(self) -> Row | None:
        """The row that is chosen; None where its entry has no keys any more."""
        mine = [row for row in self.rows if row.entry.number == self.number]
        return next((row for row in mine if row.at == self.at), mine[0] if mine else None)

    @property
    def keyring(self) -> Keyring:
        """The keys to verify and sign with. The chosen one comes first: it is tried first, and signs if it can."""
        chosen = self.row
        rows = sorted(self.rows, key=lambda row: row != chosen)
        keys = tuple(row.key for row in rows if row.key is not None)
        if len(self.entries) == 1 and not self.chosen.left_out:
            return self.chosen.keyring._replace(keys=keys)
        problems = tuple(problem for entry in self.entries for problem in entry.keyring.problems)
        is_set = len(keys) > 1 or any(entry.keyring.is_set for entry in self.entries)
        words = keys[0].words if len(keys) == 1 else f"{len(keys)} keys"
        collected = sum(bool(entry.kept) for entry in self.entries) > 1
        return Keyring(keys, problems, is_set, words, collected)

    def put(self, entry: Entry) -> "Ring":
        """Return the ring with another state of one of its entries; an entry that is gone stays gone."""
        return self._replace(entries=tuple(entry if one.number == entry.number else one for one in self.entries))

    def find(self, number: int) -> Entry | None:
        """Return the entry of that number, if it is still there."""
        return next((entry for entry in self.entries if entry.number == number), None)

    def add(self, entry: Entry) -> "Ring":
        """Return the ring with one more entry, chosen; it takes the place of the chosen one if that is blank."""
        entry = entry._replace(number=self._next_number)
        entries = tuple(one for one in self.entries if one.number != self.number or not one.given.blank)
        return self._replace(entries=(*entries, entry), number=entry.number, at=0)

    def start_over(self, entry: Entry) -> "Ring":
        """Return a ring of this entry alone; where there were several, they can be restored."""
        gone = tuple(starmap(Removed, enumerate(self.entries))) if len(self.entries) > 1 else ()
        number = self._next_number
        return Ring((entry._replace(number=number),), number, removed=(*self.removed, *gone))

    def without(self, unwanted: Callable[[Entry], bool]) -> "Ring":
        """Return the ring without some of its entries, for good."""
        entries = tuple(entry for entry in self.entries if not unwanted(entry))
        return _settled(self._replace(entries=entries or (Entry(self._next_number),)))

    def choose(self, row: Row) -> "Ring":
        """Return the ring with that row chosen; a blank entry that is left for it goes."""
        entries = tuple(one for one in self.entries if one.number == row.entry.number or not one.given.blank)
        return self._replace(entries=entries, number=row.entry.number, at=row.at)

    def remove(self, row: Row) -> "Ring":
        """Return the ring without that row: a key of a set is left out, any other goes with its text."""
        position = [one.number for one in self.entries].index(row.entry.number)
        gone = () if row.entry.given.blank else (Removed(position, row.entry),)
        removed = (*self.removed, *gone)
        if len(row.entry.kept) > 1:
            left = row.entry._replace(left_out=row.entry.left_out | {row.at})
            return _settled(self.put(left)._replace(removed=removed))
        others = tuple(one for one in self.entries if one.number != row.entry.number)
        entries = others or (Entry(self._next_number),)
        return _settled(self._replace(entries=entries, removed=removed), position)

    def restore(self) -> "Ring":
        """Return the ring with what was removed last, chosen. Nothing that was written since is lost for it."""
        if not self.removed:
            return self
        *earlier, (position, entry) = self.removed
        now = self.find(entry.number)
        if now is not None and now.given.text == entry.given.text:
            entry = now._replace(left_out=entry.left_out)
        elif now is not None:  # another key was written in its place: that one stays as well
            entry = entry._replace(number=self._next_number)
        without = [one for one in self.entries if one.number != entry.number and not one.given.blank]
        entries = (*without[:position], entry, *without[position:])
        return _settled(self._replace(entries=entries, number=entry.number, removed=tuple(earlier)))

    def rename(self, row: Row, name: str) -> "Ring":
        """Return the ring with a key under another name; an empty one gives it its own again."""
        names = {**dict(row.entry.names), row.at: name.strip()}
        return self.put(row.entry._replace(names=tuple((at, one) for at, one in names.items() if one)))

    @property
    def _next_number(self) -> int:
        return 1 + max([*(one.number for one in self.entries), *(gone.entry.number for gone in self.removed)])


def _settled(ring: Ring, position: int = 0) -> Ring:
    """Choose something that is there."""
    number = ring.number if ring.find(ring.number) else ring.entries[min(position, len(ring.entries) - 1)].number
    kept = [row.at for row in ring.rows if row.entry.number == number]
    index = ring.at if ring.at in kept else next(iter(kept), 0)
    return ring._replace(number=number, at=index)
