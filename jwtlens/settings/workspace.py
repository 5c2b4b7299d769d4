"""A workspace in a file, saved on request only: the token, what is expected of it, and which keys, by reference.

A file may come from anybody. Reading it does nothing but read it: the keys that it refers to are for the user to allow.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose import strict_json
from jwtlens.limits import SOURCE_CHARS
from jwtlens.settings import profile_members
from jwtlens.settings.near import near
from jwtlens.settings.references import absolute, checked
from jwtlens.verify.policy import Policy

FORMAT, VERSION = "jwtlens-workspace", 1
MOST_BYTES = 3 * SOURCE_CHARS
_BEGINS = re.compile(rb'\s*\{\s*"format"\s*:\s*"jwtlens-workspace"')
_MEMBERS = ("format", "version", "token", "opened", "at", "resign", "expectations", "keys")
_KEY_MEMBERS = ("reference", "encoding")
_MOST_KEYS = 50
_FARTHEST = 1e15
"""Seconds; as in requests of ``batch``."""


class SavedKey(NamedTuple):
    """Where a key is, and how a shared secret there is read."""

    reference: str
    encoding: str = "auto"


class SavedWorkspace(NamedTuple):
    """What lay on the bench: the token as it was and as it was ``opened``, the instant ``at`` (None: now), the rest."""

    token: str
    opened: str
    policy: Policy = Policy()
    keys: tuple[SavedKey, ...] = ()
    at: float | None = None
    resign: bool = True


def is_workspace(beginning: bytes) -> bool:
    """Whether a file that begins like this is a workspace."""
    return _BEGINS.match(beginning) is not None


def write(saved: SavedWorkspace) -> str:
    """Return the content of the file. What the expectations hold beyond members of a profile is not in it."""
    book: dict[str, Any] = {"format": FORMAT, "version": VERSION, "token": saved.token}
    if saved.opened != saved.token:
        book["opened"] = saved.opened
    if saved.at is not None:
        book["at"] = saved.at
    if not saved.resign:
        book["resign"] = False
    book["expectations"] = profile_members.members_of(saved.policy)
    book["keys"] = [
        {"reference": key.reference, **({"encoding": key.encoding} if key.encoding != "auto" else {})}
        for key in saved.keys
    ]
    return json.dumps(book, indent=2) + "\n"


def read(data: bytes, folder: str) -> SavedWorkspace:
    """Read the file; paths of keys that are not absolute start in its ``folder``. Raises ValueError with a sentence."""
    if len(data) > MOST_BYTES:
        raise ValueError("the workspace is larger than any token that jwtlens reads")
    document = strict_json.parse(data, "workspace")
    if document.problems or not isinstance(document.value, dict):
        reason = document.problems[0].message if document.problems else "it is no JSON object"
        raise ValueError(f"this is no workspace: {reason}")
    book = document.members
    version = book.get("version")
    if book.get("format") != FORMAT or isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError("this is no workspace: format or version is not that of jwtlens")
    if version > VERSION:
        raise ValueError(f"this workspace is of version {version}, of a newer jwtlens; this one reads {VERSION}")
    _known(book, _MEMBERS, "a workspace")
    token = _text(book, "token", "")
    return SavedWorkspace(
        token,
        _text(book, "opened", token),
        _policy(book.get("expectations", {})),
        _keys(book.get("keys", []), folder),
        _instant(book.get("at")),
        _flag(book.get("resign", True)),
    )


def _known(book: Mapping[str, object], names: tuple[str, ...], what: str) -> None:
    for name in book:
        if name not in names:
            raise ValueError(f"{what} has no member {quoted(name)}{near(name, names)}")


def _text(book: Mapping[str, object], name: str, otherwise: str) -> str:
    value = book.get(name, otherwise)
    if not isinstance(value, str) or len(value) > SOURCE_CHARS:
        raise ValueError(f"{name} is no text, or longer than {SOURCE_CHARS:,} characters")
    return str(value)


def _policy(value: object) -> Policy:
    if not isinstance(value, dict):
        raise ValueError("expectations is no object")  # noqa: TRY004 - one exception for every fault
    known = [name for name in profile_members.MEMBERS if not name.startswith("key")]
    _known(value, tuple(known), "expectations")
    found = {}
    for name, one in value.items():
        try:
            found[name] = profile_members.MEMBERS[name].read(one)
        except ValueError as error:
            raise ValueError(f"expectations.{name}: {error}") from None
    return profile_members.policy_of(found)


def _keys(value: object, folder: str) -> tuple[SavedKey, ...]:
    if not isinstance(value, list) or len(value) > _MOST_KEYS:
        raise ValueError(f"keys is no list of at most {_MOST_KEYS} objects")
    found = []
    for one in value:
        if not isinstance(one, dict):
            raise ValueError("each of the keys is an object with a reference")  # noqa: TRY004 - one exception for every fault
        try:
            reference = absolute(checked(one.get("reference")), folder)
        except ValueError as error:
            raise ValueError(f"keys: {error}") from None
        _known(one, _KEY_MEMBERS, "a key")
        encoding = one.get("encoding", "auto")
        if encoding not in profile_members.ENCODINGS:
            raise ValueError(f"keys: encoding is one of {', '.join(profile_members.ENCODINGS)}")
        found.append(SavedKey(reference, str(encoding)))
    return tuple(found)


def _instant(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _FARTHEST:
        raise ValueError("at is no Unix time in seconds")
    return float(value) if math.isfinite(value) else None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("resign is true or false")  # noqa: TRY004 - one exception for every fault
    return value
