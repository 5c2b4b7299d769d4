"""The members of a request of ``jwtlens batch``, each of the type that it must have, and none that means nothing.

A member that is null is the same as one that is absent. One that is unknown, of the wrong type, or there twice is an
error and never passed over: an expectation that was not understood must not look as if the token had met it.
"""

import json
import math
from typing import Any

from jwtlens.displayable import quoted
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret

Id = str | int | float | None

_FARTHEST = 1e15
"""Seconds; no clock goes farther, in either direction."""


class RequestError(Exception):
    """A request that cannot be served; ``id`` is the request's, if that could be read."""

    def __init__(self, code: str, message: str, id: Id = None) -> None:  # noqa: A002 - the protocol's name
        super().__init__(message)
        self.code, self.id = code, id


def read_object(line: bytes) -> tuple[Id, dict[str, Any]]:
    """Read one line as a JSON object with an id. Raises RequestError."""
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice.append(next(name for name in found if names.count(name) > 1))
        return found

    try:
        found = json.loads(line, object_pairs_hook=members)
    except (ValueError, RecursionError):
        raise RequestError("request-json", "the line is not one JSON object") from None
    if not isinstance(found, dict):
        raise RequestError("request-json", "the line is JSON, but not an object")
    id_ = found.get("id")
    if not isinstance(id_, str | int | float | None) or (isinstance(id_, float) and not math.isfinite(id_)):
        raise RequestError("request-id", "id must be a string or a number")
    if twice:
        told = None if "id" in twice else id_
        raise RequestError("request-duplicate", f"{quoted(twice[-1])} stands twice in one object", told)
    return id_, found


class Members:
    """The members of a request, or of an object inside it. Every method raises RequestError for another type."""

    def __init__(self, members: dict[str, Any], known: frozenset[str], name: str = "") -> None:
        self._members, self._of = members, f"{name}." if name else ""
        unknown = next((one for one in members if one not in known), None)
        if unknown is not None:
            message = f"{quoted(self._of + unknown)} is not a member that jwtlens knows"
            raise RequestError("request-unknown", message)

    def wrong(self, name: str, wanted: str) -> RequestError:
        """Return the error for a member that is not what it must be."""
        return RequestError("request-member", f"{self._of}{name} must be {wanted}")

    @property
    def said(self) -> frozenset[str]:
        """The members that say something."""
        return frozenset(name for name, value in self._members.items() if value is not None)

    def raw(self, name: str) -> Any:  # noqa: ANN401 - whatever the request says
        """Return the member as it is, or None."""
        return self._members.get(name)

    def text(self, name: str) -> str | None:
        """Return a string, which may be empty."""
        value = self.raw(name)
        if value is None or isinstance(value, str):
            return value
        raise self.wrong(name, "a string")

    def expected(self, name: str) -> str | None:
        """Return a string that says something."""
        value = self.text(name)
        if value == "":
            raise self.wrong(name, "a string that is not empty")
        return value

    def secret(self, name: str) -> Secret[str] | None:
        """Return a string that is nobody else's business."""
        value = self.expected(name)
        return None if value is None else Secret(value)

    def flag(self, name: str) -> bool | None:
        """Return true or false."""
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(name, "true or false")

    def number(self, name: str) -> float | None:
        """Return a number of seconds since 1970."""
        value = self.raw(name)
        if value is None:
            return None
        if not _is_number(value) or not abs(value) <= _FARTHEST:  # NaN is not less than anything
            raise self.wrong(name, "a number of seconds")
        return float(value)

    def count(self, name: str, most: int, what: str) -> int | None:
        """Return a whole number from 0 to ``most``; ``what`` says of what."""
        value = self.raw(name)
        if value is None:
            return None
        if not _is_number(value) or not 0 <= value <= most or value != int(value):
            raise self.wrong(name, f"a whole number of {what}, from 0 to {most:,}")
        return int(value)

    def names(self, name: str) -> tuple[str, ...] | None:
        """Return a string or an array of strings; an expectation that names nobody is a mistake, and no check."""
        value = self.raw(name)
        if value is None:
            return None
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self.wrong(name, "a string or an array of strings")
        if not listed:
            raise self.wrong(name, "a string or an array of strings; an empty one names nobody")
        return tuple(listed)

    def inside(self, name: str, known: frozenset[str]) -> "Members":
        """Return the members of an object inside; where there is none, no members."""
        value = self.raw(name)
        if value is not None and not isinstance(value, dict):
            raise self.wrong(name, "an object")
        return Members(value or {}, known, name)

    def key_text(self, name: str) -> Secret[str] | None:
        """Return the text of a key: of a JWK or JWK Set as an object, or any that the key field takes as a string."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, str | dict | list):
            raise self.wrong(name, "a JWK, a JWK Set or a text")
        text = value if isinstance(value, str) else json.dumps(value)
        return Secret(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))

    def keys(self, name: str) -> Keyring | None:
        """Read a key."""
        text = self.key_text(name)
        return None if text is None else read_keys(text, origin="the request")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
