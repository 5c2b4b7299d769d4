"""A secret that a search found."""

from typing import NamedTuple

from jwtlens.keys.secret import Secret
from jwtlens.knowledge.published_secrets import published_secrets
from jwtlens.search.sources import Source


class Found(NamedTuple):
    """The secret that makes the signature, and among what it was, in displayable words."""

    secret: Secret[bytes]
    where: str


def found_in(source: Source, secret: Secret[bytes]) -> Found:
    """Say where a secret was found; one that was published in another spelling has that said as well."""
    spelling = published_secrets()[secret.reveal()] if source.kind == "published" else "text"
    return Found(secret, source.words if spelling == "text" else f"{source.words}, read as {spelling}")
