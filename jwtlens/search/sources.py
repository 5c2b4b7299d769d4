"""Where candidates come from: lists that come with the program, and files of the user."""

import stat
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from jwtlens.displayable import displayable, shorten
from jwtlens.knowledge.published_secrets import published_secrets
from jwtlens.search.guesses import guesses


class Source(NamedTuple):
    """One list to try. ``path`` is empty except for a file."""

    kind: Literal["published", "guesses", "common", "file"]
    path: str = ""

    @property
    def words(self) -> str:
        """What a sentence calls its candidates, after "among". Displayable."""
        match self.kind:
            case "published":
                return "published secrets"
            case "guesses":
                return "guesses from the names in the token"
            case "common":
                return "common passwords"
            case "file":
                return f"the lines of {displayable(shorten(Path(self.path).name))}"


BUNDLED = (Source("published"), Source("guesses"), Source("common"))
"""What is tried without being asked, the likeliest first."""


def wordlist(path: str) -> Source:
    """Return a file of the user as a source: one candidate in each line, of any size.

    OSError where it cannot be opened, ValueError with a sentence where it cannot be searched by several processes.
    """
    if not stat.S_ISREG(Path(path).stat().st_mode):  # before it is opened: a pipe would wait for a writer
        raise ValueError("a word list must be an ordinary file, because several processes read it at once")
    with Path(path).open("rb") as file:
        start = file.read(2)
    if start in {b"\xff\xfe", b"\xfe\xff"}:
        raise ValueError("the word list is UTF-16; convert it to UTF-8 first")
    return Source("file", str(Path(path).absolute()))


def candidates(source: Source, names: tuple[str, ...]) -> list[bytes]:
    """Return the candidates of a list that comes with the program; ``names`` are those in the token."""
    match source.kind:
        case "published":
            return [*published_secrets()]
        case "guesses":
            return [*dict.fromkeys(guesses(names))]
        case "common":
            return [*common_passwords()]
        case "file":
            raise ValueError("a file is read in blocks")


@cache
def common_passwords() -> tuple[bytes, ...]:
    """Return the lists of the zxcvbn package, passwords first, then words and names that people use as passwords."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - costs 0.1 s, in the processes that search

    lists: dict[str, list[str]] = FREQUENCY_LISTS
    in_order = [lists["passwords"], *(words for name, words in lists.items() if name != "passwords")]
    return tuple(dict.fromkeys(word.encode() for words in in_order for word in words))
