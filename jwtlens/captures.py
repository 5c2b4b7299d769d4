"""Texts that may hold several tokens: where they are read from, and what is found while they stream by."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from jwtlens.harvest.found import Place

MOST_TOKENS = 20_000
"""Different tokens that one list holds; ``jwtlens scan`` has no such cap."""
MOST_CHARS = 48 * 1024 * 1024
"""Characters of tokens that one list holds."""
MOST_BYTES = 1024 * 1024 * 1024
"""Bytes of a text that are looked through for one list."""
MOST_PLACES = 100
"""Places that are listed for one token; all are counted."""
LARGE = 64 * 1024
"""Characters of a text from which on nothing is shown before its tokens are found."""
_STEP = 128 * 1024
"""Bytes that are looked through at once: half a millisecond, in which a screen cannot be drawn."""
_BARE = lazy_pattern(r"\s*+[A-Za-z0-9_=+/~.%-]*+\s*+\Z")


class Capture(NamedTuple):
    """A text to look for tokens in. ``name`` is what to call it in a sentence (displayable).

    ``blocks`` reads it from the beginning, in a thread. It raises ValueError, with a sentence, where it cannot.
    """

    name: str
    blocks: Callable[[], Iterator[bytes]]


class FoundToken(NamedTuple):
    """A token of a capture, how often it was seen, and where first."""

    token: str
    seen: int
    places: "tuple[Place, ...]"


class Gathered(NamedTuple):
    """What one step brought: the numbers of tokens seen again, and new ones. ``problem`` is a sentence, at the end."""

    new: int
    bytes_read: int
    problem: str = ""


class Gathering:
    """The tokens of a capture in the order in which they were first seen, while it is read."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        self._places: dict[str, list[Place]] = {}
        self._more: dict[str, int] = {}
        self._chars = 0
        self._read = 0

    def __len__(self) -> int:
        return len(self._places)

    def found(self) -> tuple[FoundToken, ...]:
        """Return what was found so far."""
        return tuple(
            FoundToken(token, len(places) + self._more.get(token, 0), tuple(places))
            for token, places in self._places.items()
        )

    def steps(self) -> Iterator[Gathered]:
        """Read and look, a little at a time. Never raises for what the text is."""
        from jwtlens.harvest.harvester import Harvester  # noqa: PLC0415 - a screen with one token does without

        harvester = Harvester()
        problem = ""
        try:
            for piece in _pieces(self.capture.blocks()):
                new = self._add(harvester.feed(piece))
                self._read += len(piece)
                yield Gathered(new, self._read)
                if problem := self._cap():
                    break
        except ValueError as error:
            problem = str(error)
        new = self._add(harvester.close())
        notes = [f"line {line:,}: {words}" for line, words in harvester.notes]
        sentences = ". ".join(filter(None, [problem, *notes[:1]]))
        yield Gathered(new, self._read, sentences)

    def _cap(self) -> str:
        """Say why no more is read, if that is so."""
        if len(self._places) >= MOST_TOKENS or self._chars >= MOST_CHARS:
            return f"these are the first {len(self._places):,} tokens; “jwtlens scan” lists all of them"
        if self._read >= MOST_BYTES:
            return f"this is the first {MOST_BYTES // 1024**3} GiB; “jwtlens scan” reads all of it"
        return ""

    def _add(self, sightings: "Iterable[tuple[str, Place]]") -> int:
        before = len(self._places)
        for token, place in sightings:
            places = self._places.get(token)
            if places is None:
                self._places[token] = [place]
                self._chars += len(token)
            elif len(places) < MOST_PLACES:
                places.append(place)
            else:
                self._more[token] = self._more.get(token, 0) + 1
        return len(self._places) - before


def of_text(name: str, text: str) -> Capture:
    """Return the capture of a text that is here already."""
    return Capture(name, lambda: iter([text.encode("utf-8", "surrogateescape")]))


def of_file(path: str) -> Capture:
    """Return the capture of a file that is a plain text."""
    return Capture(quoted(path), lambda: _read(path))


def is_bare(text: str) -> bool:
    """Whether a text is nothing but one word that may be a token: there is nothing else to be found in it."""
    return _BARE.match(text) is not None


def _read(path: str) -> Iterator[bytes]:
    try:
        with Path(path).expanduser().open("rb") as file:
            while block := file.read(_STEP):
                yield block
    except OSError as error:
        raise ValueError(f"{quoted(path)} cannot be read: {error.strerror}") from None


def _pieces(blocks: Iterator[bytes]) -> Iterator[bytes]:
    for block in blocks:
        for at in range(0, len(block), _STEP):
            yield block[at : at + _STEP]
