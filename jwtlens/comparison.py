"""Two tokens side by side: what was added, removed and changed, and whether key and signature are the same."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Literal, NamedTuple, cast

from jwtlens import times
from jwtlens.answers import header_and_payload
from jwtlens.inspection import Inspection
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.keys.key import Key
from jwtlens.knowledge.terms import TIME_CLAIMS
from jwtlens.verify.embedded import is_right
from jwtlens.verify.report import Status

PartName = Literal["header", "payload"]
_VERBS = {"exp": "expires", "nbf": "becomes valid", "iat": "was issued", "auth_time": "logged in"}


class Kind(StrEnum):
    """What happened to a member on the way from the first token to the second."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(NamedTuple):
    """One difference. ``field`` is ``part/json-pointer``; ``words`` say more where there is more to say.

    ``before`` and ``after`` are JSON values; None where there was nothing, which ``kind`` tells from null.
    """

    kind: Kind
    field: str
    before: object
    after: object
    words: str = ""


class Answer(NamedTuple):
    """Whether something is the same; None where that is not known. ``words`` say why, as a sentence without end."""

    same: bool | None
    words: str


class Comparison(NamedTuple):
    """How two tokens differ. ``identical`` says that they are the same characters."""

    identical: bool
    changes: tuple[Change, ...]
    key: Answer
    signature: Answer


def compare(one: Inspection, other: Inspection, instant: Callable[[float], str] = times.utc) -> Comparison:
    """Compare two inspections made with the same keys and expectations. Judges nothing that they do not say.

    ``instant`` writes a Unix time in seconds; for people, :func:`jwtlens.times.shown` does it as they set it.
    """
    parts: tuple[PartName, ...] = ("header", "payload")
    changes = [*_kinds(one, other), *(change for part in parts for change in _parts(one, other, part, instant))]
    identical = one.token.text == other.token.text
    return Comparison(identical, tuple(changes), _key(one, other), _signature(one, other))


def _kinds(one: Inspection, other: Inspection) -> list[Change]:
    before, after = one.token.serialization, other.token.serialization
    return [] if before == after else [Change(Kind.CHANGED, "token", before, after, "another kind of token")]


def _parts(one: Inspection, other: Inspection, part: PartName, instant: Callable[[float], str]) -> list[Change]:
    before, after = _document(one, part), _document(other, part)
    if isinstance(before, dict) and isinstance(after, dict):
        found: list[Change] = []
        _walk(before, after, part, (), found)
        found = [change._replace(words=change.words or _instant(change, instant)) for change in found]
        if not found and _bytes(one, part) != _bytes(other, part):
            words = "the same members, written with other bytes: order, white space or escapes"
            found.append(Change(Kind.CHANGED, part, None, None, words))
        return found
    return [] if _equal(before, after) else [Change(Kind.CHANGED, part, before, after)]


def _document(inspection: Inspection, part: PartName) -> object:
    """Return the members that a verifier reads; the text where that is no JSON."""
    if part == "header":
        return header_and_payload(inspection)["header"]  # without the private members of a key that should not be there
    innermost = inspection.innermost
    return innermost.claims or _value(innermost.token.payload)


def _value(document: JsonDocument) -> object:
    return document.value if document.readable else document.text


def _bytes(inspection: Inspection, part: PartName) -> bytes:
    return (inspection if part == "header" else inspection.innermost).token.segment(part).data


def _walk(before: object, after: object, part: str, path: tuple[str | int, ...], found: list[Change]) -> None:
    """Write down what differs below a path. JSON is not nested deeper than its reader allows."""
    here, there = _entries(before), _entries(after)
    if here is None or there is None or type(before) is not type(after):
        if not _equal(before, after):
            found.append(Change(Kind.CHANGED, part + pointer(*path), before, after, _moved(path, before, after)))
        return
    for name in dict.fromkeys([*here, *there]):
        below = (*path, name)
        if name not in there:
            found.append(Change(Kind.REMOVED, part + pointer(*below), here[name], None))
        elif name not in here:
            found.append(Change(Kind.ADDED, part + pointer(*below), None, there[name]))
        else:
            _walk(here[name], there[name], part, below, found)


def _entries(value: object) -> dict[str | int, object] | None:
    """Return the members of an object, or the elements of an array by their index; None for any other value."""
    if isinstance(value, dict):
        return cast("dict[str | int, object]", value)
    return dict(enumerate(value)) if isinstance(value, list) else None


def _equal(before: object, after: object) -> bool:
    """Whether two JSON values are the same text: true is not 1, and 1 is not 1.0."""
    return json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)


def _instant(change: Change, instant: Callable[[float], str]) -> str:
    """Say when a claim is that was added."""
    name = change.field.partition("/")[2]
    seconds = times.numeric_date(change.after) if change.kind is Kind.ADDED and name in TIME_CLAIMS else None
    return "" if seconds is None else instant(seconds)


def _moved(path: tuple[str | int, ...], before: object, after: object) -> str:
    """Say how an instant moved: ``expires 15 min later``."""
    name = path[-1] if len(path) == 1 else ""
    first, second = times.numeric_date(before), times.numeric_date(after)
    if name not in TIME_CLAIMS or first is None or second is None:
        return ""
    by = second - first
    verb = _VERBS.get(str(name), str(name))
    return f"{verb} {times.duration(by)} {'later' if by > 0 else 'earlier'}" if abs(by) >= 1 else ""


def _key(one: Inspection, other: Inspection) -> Answer:
    """Say whether one of the keys that were given made both; a signature that fails may be of any key, or damaged."""
    if not one.keyring.keys:
        return Answer(None, "not known: no key was given")
    if one.token.encrypted or other.token.encrypted:
        opened = _passed(one, "decryption") and _passed(other, "decryption") and len(one.keyring.keys) == 1
        return Answer(True, "both were decrypted with it") if opened else Answer(None, "not known for encrypted tokens")
    first, second = _makers(one), _makers(other)
    if both := [key for key in first if key in second]:
        return Answer(True, f"both signatures are valid for {both[0].label}")
    if first and second:
        return Answer(False, f"the first is valid for {first[0].label}, the second for {second[0].label}")
    if not first and not second:
        return Answer(None, "not known: neither signature is valid for what was given")
    which, label = ("first", first[0].label) if first else ("second", second[0].label)
    return Answer(None, f"only the {which} signature is valid for {label}; the other is of another key, or damaged")


def _passed(inspection: Inspection, name: str) -> bool:
    check = inspection.report.check(name)
    return check is not None and check.status is Status.PASSED


def _makers(inspection: Inspection) -> list[Key]:
    """Return the keys for which the signature is valid, where the verification found it so."""
    token = inspection.token
    if not _passed(inspection, "signature"):
        return []
    return [key for key in inspection.keyring.keys if token.alg in key.algorithms() and is_right(token, key)]


def _signature(one: Inspection, other: Inspection) -> Answer:
    name = "tag" if one.token.encrypted and other.token.encrypted else "signature"
    before, after = one.token.segment(name).data, other.token.segment(name).data
    if not before and not after:
        return Answer(True, "neither token is signed")
    if before == after:
        return Answer(True, f"{len(before):,} bytes")
    if not before or not after:
        return Answer(False, f"only the {'first' if before else 'second'} token has one")
    return Answer(False, f"{len(before):,} bytes and {len(after):,} other bytes")
