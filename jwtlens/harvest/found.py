"""What a harvest brings in: tokens, and the places where each of them stands."""

from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """Where a token stands. ``line`` counts from 1, ``offset`` is in bytes of UTF-8 from the beginning of the text.

    ``where`` is what the text around it says, in words or as a JSON Pointer: ``header Authorization``, ``cookie sid``,
    ``/data/token``, ``base64 in /data/token``; empty where it says nothing. It may hold anybody's text.
    """

    line: int
    offset: int
    where: str


class Sighting(NamedTuple):
    """One token at one place."""

    token: str
    place: Place


class Found(NamedTuple):
    """One token, and all places where it stands, in the order of the text."""

    token: str
    places: tuple[Place, ...]


def folded(sightings: Iterable[Sighting]) -> list[Found]:
    """Make one entry of a token that was seen several times; entries stand in the order of their first places."""
    places: dict[str, list[Place]] = {}
    for token, place in sightings:
        places.setdefault(token, []).append(place)
    return [Found(token, tuple(where)) for token, where in places.items()]
