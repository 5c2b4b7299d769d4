"""The keys in hand as references, which is all that is ever saved of them; and references as keys again."""

import os
from typing import NamedTuple

from jwtlens.keys.read import SecretEncoding
from jwtlens.keys.secret import Secret
from jwtlens.settings.references import absolute, checked
from jwtlens.settings.workspace import SavedKey
from jwtlens.tui.keyring.key_text import KeyText
from jwtlens.tui.keyring.ring import Entry, Ring

_ENCODINGS: tuple[SecretEncoding, ...] = ("auto", "text", "base64", "base64url", "hex")


class Kept(NamedTuple):
    """What can be saved of a ring, and in words what cannot."""

    keys: tuple[SavedKey, ...]
    left_out: tuple[str, ...]


def kept(ring: Ring) -> Kept:
    """Return the references in the ring. A key that was typed, pasted or made has none, and is left out."""
    keys: list[SavedKey] = []
    missing: list[str] = []
    for entry in ring.entries:
        if entry.given.blank:
            continue
        reference = _reference(entry)
        if reference:
            keys.append(SavedKey(reference, entry.given.encoding))
        else:
            missing.append(_missing(entry))
        if reference and entry.given.passphrase is not None:
            missing.append("the passphrase of a key")
        if reference and entry.left_out:
            missing.append("that keys of a set were removed")
    return Kept(tuple(keys), tuple(dict.fromkeys(missing)))


def entry_of(key: SavedKey) -> Entry:
    """Read a file or variable that is referred to. Never raises; may take a while."""
    encoding = next(one for one in _ENCODINGS if one == key.encoding)
    given = KeyText(Secret(key.reference), encoding)
    return Entry(0, given, given.load())


def ring_of(entries: list[Entry], before: Ring) -> Ring:
    """Return a ring of these entries alone, the first of them chosen."""
    ring = before.start_over(entries[0])
    first = ring.number
    for entry in entries[1:]:
        ring = ring.add(entry)
    return ring._replace(number=first, at=0)


def _reference(entry: Entry) -> str:
    if entry.plan is not None:
        return entry.plan.url if entry.plan.kind == "jwks" else ""
    try:
        return absolute(checked(entry.given.source), os.getcwd())  # noqa: PTH109 - as in keys.save
    except ValueError:
        return ""


def _missing(entry: Entry) -> str:
    if entry.plan is not None:
        return "keys that were found by an issuer's document"
    keys = entry.keyring.keys
    secret = not keys or any(key.private for key in keys)
    return (
        "a key that was typed or made here, which is secret" if secret else "a public key that was typed or made here"
    )
