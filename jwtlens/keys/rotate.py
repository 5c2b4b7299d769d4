"""Rotation as a team does it: a new key of the same kind, both keys in the set, new tokens that name the new one."""

import json
from typing import NamedTuple

from jwtlens.jose import json_layout, strict_json
from jwtlens.keys.generate import KINDS, SIZES, generate
from jwtlens.keys.key import Key, Keyring


class Rotated(NamedTuple):
    """What to put in force: the ring with the new key first, then all the old ones; the new key; the header for it.

    ``editing.edit(inspection, header=rotated.header, resign_with=rotated.keyring)`` signs the token with it.
    """

    keyring: Keyring
    key: Key
    header: str


def rotate(keyring: Keyring, old: Key, header: str) -> Rotated:
    """Replace ``old``, a key of the ring, by a new one of its kind, whose ``kid`` is its thumbprint.

    ``header`` is the JSON text of the token's header, in any layout; only its ``kid`` changes. Use, operations and
    ``alg`` are those of the old key; a size too small for today is raised. Raises ValueError, with a sentence for the
    user, for a kind of key that cannot be made and for a header that is no JSON object.
    """
    new = _successor(old)
    keys = (new, *keyring.keys)
    words = f"{len(keys)} keys, {new.kind} rotated"
    return Rotated(keyring._replace(keys=keys, is_set=True, words=words), new, with_kid(header, new.kid or ""))


def with_kid(header: str, kid: str) -> str:
    """Return the JSON text of an object with this ``kid`` in it, and nothing else changed. Raises ValueError."""
    document = strict_json.parse_text(header, "header")
    if not document.readable or not isinstance(document.value, dict):
        raise ValueError("the header is not a JSON object, so no kid can be put into it. Correct the header first")
    literal = json.dumps(kid)
    members = [member for member in json_layout.members(header) if member.pointer.count("/") == 1]
    if not members:
        at = header.index("{") + 1
        return f'{header[:at]}"kid":{literal}{header[at:]}'
    named = [member for member in members if member.pointer == "/kid"]
    for member in reversed(named):  # a name that stands twice is replaced twice, so that all parsers agree
        header = header[: member.value.start] + literal + header[member.value.end :]
    return header if named else _appended(header, members, literal)


def _appended(header: str, members: list[json_layout.Member], literal: str) -> str:
    """Add the member at the end, with the white space that the first one has."""
    first, end = members[0], members[-1].value.end
    before = header[header.index("{") + 1 : first.name.start]
    between = header[first.name.end : first.value.start]
    return f'{header[:end]},{before}"kid"{between}{literal}{header[end:]}'


def _successor(old: Key) -> Key:
    kind = old.curve or old.kty
    if kind not in KINDS:
        raise ValueError(f"jwtlens cannot make keys of the kind {old.kind}, so it cannot rotate this one")
    bits = None
    if kind in SIZES:
        least, most = SIZES[kind]
        bits = min(max(old.bits + -old.bits % 8, 256 if kind == "oct" else least), most)
    new = generate(kind, bits=bits)
    operations = old.key_ops if old.private else None  # those of a public key would forbid the new one to sign
    return new._replace(use=old.use, key_ops=operations, alg=old.alg or new.alg)
