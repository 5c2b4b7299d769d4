"""What a scan holds in memory: each token once, with the places where it stands, up to a number of both."""

from typing import NamedTuple

from jwtlens.cli.scan_reading import Harvested

MOST_TOKENS = 150_000
"""Different tokens that are held before they are judged and written; one that is seen again later comes again."""
MOST_BYTES = 48 * 1024 * 1024
"""Characters of tokens that are held."""
MOST_PLACES = 100
"""Places that are listed for one token; all are counted."""


class Place(NamedTuple):
    """Where a token stands: the name of the file, the line from 1, and what the text around it says."""

    file: str
    line: int
    where: str


class Entry(NamedTuple):
    """A token, how often it was seen, and where first."""

    token: str
    seen: int
    places: list[Place]


class Collection:
    """Tokens in the order in which they were first seen."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Place]] = {}
        self._more: dict[str, int] = {}
        self._bytes = 0
        self.places = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def is_full(self) -> bool:
        """Whether it is time to judge what is here."""
        return len(self._entries) >= MOST_TOKENS or self._bytes >= MOST_BYTES

    def add(self, harvested: Harvested, lines_before: int) -> None:
        """Take in what a piece brought; ``lines_before`` are the lines of its file before it."""
        name = harvested.path
        self.places += len(harvested.sighted)
        for token, line, where in harvested.sighted:
            place = Place(name, line + lines_before, where)
            places = self._entries.get(token)
            if places is None:
                self._entries[token] = [place]
                self._bytes += len(token)
            elif len(places) < MOST_PLACES:
                places.append(place)
            else:
                self._more[token] = self._more.get(token, 0) + 1

    def take(self) -> list[Entry]:
        """Hand out everything, and be empty again."""
        entries = [
            Entry(token, len(places) + self._more.get(token, 0), places) for token, places in self._entries.items()
        ]
        self._entries, self._more, self._bytes = {}, {}, 0
        return entries
