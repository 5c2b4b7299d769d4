"""What a search came to: the secret that it found, or how far it got without one."""

from typing import NamedTuple

from jwtlens.keys.secret import Secret
from jwtlens.knowledge.published_secrets import published_secrets
from jwtlens.search.sources import Source


class Found(NamedTuple):
    """The secret that makes the signature, and among what it was, in displayable words."""

    secret: Secret[bytes]
    where: str


class Outcome(NamedTuple):
    """The result of a search. ``tried`` counts candidates.

    ``complete`` only where everything was tried that should be; ``problems`` says in sentences what was left out.
    """

    found: Found | None = None
    tried: int = 0
    complete: bool = False
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The outcome as a sentence: a miss says what was tried, never that the secret is strong."""
        if self.found is not None:
            return f"The secret is found, among {self.found.where}."
        if self.complete:
            return f"Not in this list: {self.tried:,} candidates tried. That says nothing about a longer one."
        return f"Stopped: {self.tried:,} candidates tried, none is the secret so far."


def found_in(source: Source, secret: Secret[bytes]) -> Found:
    """Say where a secret was found; one that was published in another spelling has that said as well."""
    spelling = published_secrets()[secret.reveal()] if source.kind == "published" else "text"
    return Found(secret, source.words if spelling == "text" else f"{source.words}, read as {spelling}")
