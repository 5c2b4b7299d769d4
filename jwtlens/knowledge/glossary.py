"""The glossary: what claims, header parameters, algorithms, checks and the like mean, for people who are learning.

It is data, in the JSON files beside this module: one for each standard, vendor or kind of thing. They are read when
something is asked for the first time (some 130 kB and a millisecond), which an ordinary start never does.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from jwtlens.knowledge.terms import CLAIM_TERMS, HEADER_TERMS

Part = Literal["claim", "header", "algorithm", "check", "part", "key", "field", "topic"]

PARTS: dict[Part, str] = {
    "claim": "claim",
    "header": "header parameter",
    "algorithm": "algorithm",
    "check": "check of the verification",
    "part": "part of a token",
    "key": "type of key",
    "field": "field of the screen",
    "topic": "what no token can tell",
}
"""The sorts of things that have entries, in the words of a heading."""

_FOLDER = Path(__file__).with_name("glossaries")


class Entry(NamedTuple):
    """What one name means.

    ``name`` may end in ``*``: then it is the beginning of names. ``type`` says what values it has, ``sources`` who
    defines it. ``inside`` is the member in whose value it stands, for a name that means something only there.
    ``vendor`` and ``kind`` say whose tokens, and which kind of them, it is about: empty for any. ``values`` explains
    single values, ``see`` names the topics ("what no token can tell") that belong to it.
    """

    part: Part
    name: str
    title: str
    type: str
    sources: tuple[str, ...]
    meaning: str
    watch: str
    inside: str = ""
    vendor: str = ""
    kind: str = ""
    values: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    see: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name with the member that it stands in: ``cnf.jkt``."""
        return f"{self.inside}.{self.name}" if self.inside else self.name

    @property
    def about(self) -> str:
        """Whose tokens it is about, in words; empty for any."""
        tokens = f"{self.kind}s" if self.kind else "tokens"
        vendor = self.vendor.removesuffix(" ID")
        return f"{vendor} {tokens}" if vendor else tokens if self.kind else ""


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry, file by file in alphabetical order."""
    return tuple(entry for path in sorted(_FOLDER.glob("*.json")) for entry in _read(path))


def named(name: str, parts: Iterable[Part], inside: str = "") -> tuple[Entry, ...]:
    """Return the entries for a name exactly as written, else those for its beginning."""
    found = _by_name().get((name, inside), ())
    wanted = tuple(entry for entry in found if entry.part in parts)
    if wanted:
        return wanted
    return tuple(
        entry
        for entry in _prefixes()
        if entry.part in parts and entry.inside == inside and name.startswith(entry.name[:-1])
    )


def fitting(found: Iterable[Entry], vendor: str, kind: str) -> tuple[Entry, ...]:
    """Put the entries first that fit a token of this vendor and kind; what is for others comes last, or alone."""
    return tuple(sorted(found, key=lambda entry: _distance(entry, vendor, kind)))


def fits(entry: Entry, vendor: str, kind: str) -> bool:
    """Whether an entry is about tokens of this vendor and kind, or about any."""
    return entry.vendor in {"", vendor} and entry.kind in {"", kind}


def everything_named(name: str) -> tuple[Entry, ...]:
    """Return all entries with a name, or with ``outer.name`` for one inside another, whatever they are about."""
    inside = tuple(entry for entry in entries() if name in {entry.label, entry.name})
    return inside or named(name, ("claim", "algorithm"))


def near(name: str, others: Iterable[str] = ()) -> tuple[str, ...]:
    """Return up to three names that are written much like this one, the nearest first; ``others`` are names too."""
    from difflib import get_close_matches  # noqa: PLC0415 - for misspelt names only

    known = {other.lower(): other for other in others}
    for entry in entries():
        known.setdefault(entry.name.lower(), entry.name)
    return tuple(known[match] for match in get_close_matches(name.lower(), known, cutoff=0.6))


def _distance(entry: Entry, vendor: str, kind: str) -> tuple[bool, bool, bool]:
    fits_it = fits(entry, vendor, kind)
    return not fits_it, not (fits_it and entry.vendor), not (fits_it and entry.kind)


@cache
def _by_name() -> dict[tuple[str, str], tuple[Entry, ...]]:
    found: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for entry in entries():
        place = entry.name, entry.inside
        found[place] = (*found.get(place, ()), entry)
    return found


@cache
def _prefixes() -> tuple[Entry, ...]:
    return tuple(entry for entry in entries() if entry.name.endswith("*"))


def _read(path: Path) -> Iterable[Entry]:
    book = json.loads(path.read_bytes())
    for row in book["entries"]:
        for name in row["names"]:
            for inside in row.get("inside", [""]):
                yield Entry(
                    book["part"],
                    name,
                    row.get("title") or _title(book["part"], name),
                    row["type"],
                    tuple(row["sources"]),
                    row["meaning"],
                    row["watch"],
                    inside,
                    book.get("vendor", ""),
                    book.get("kind", ""),
                    row.get("values", {}),
                    tuple(row.get("see", ())),
                )


def _title(part: Part, name: str) -> str:
    return (HEADER_TERMS if part == "header" else CLAIM_TERMS)[name]
