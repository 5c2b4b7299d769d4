"""Keys as a table for people and as JSON for programs; nothing here ever looks at private material."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jwtlens import styled
from jwtlens.cli import output, render_json
from jwtlens.displayable import displayable
from jwtlens.keys.abilities import abilities
from jwtlens.keys.described import half, thumbprint_of
from jwtlens.keys.key import Key
from jwtlens.styled import Line, Piece

if TYPE_CHECKING:
    from jwtlens.cli.key_answer import Answer

_COLUMNS = ("label", "kind", "half", "use", "alg", "can", "from", "kid", "thumbprint")


def table(keys: Sequence[Key]) -> list[Line]:
    """One row a key and a column for whatever one of them has; on a terminal too narrow for that, a block a key."""
    cells = [[displayable(cell) for cell in _cells(key)] for key in keys]
    used = [index for index in range(len(_COLUMNS)) if any(row[index] for row in cells)]
    if all(key.kid is not None for key in keys):
        used.remove(_COLUMNS.index("label"))  # it would say the kid again
    rows = [[row[index] or "–" for index in used] for row in ([*_COLUMNS], *cells)]
    widths = [max(styled.width(row[index]) for row in rows) for index in range(len(used))]
    if sum(widths) + 2 * len(widths) > output.room():
        return _blocks(rows)
    lines = [[cell + " " * (size - styled.width(cell)) for cell, size in zip(row, widths, strict=True)] for row in rows]
    return [(Piece("  ".join(line).rstrip(), "" if index else "strong"),) for index, line in enumerate(lines)]


def as_json(answer: "Answer", *, complete: bool) -> str:
    """Write the answer: ``keys`` describe, ``content`` is the text that was asked for, private where that is."""
    value: dict[str, object] = {
        "schema": render_json.SCHEMA,
        "valid": complete,
        "errors": [{"code": one.code, "message": one.message, "field": one.field} for one in answer.problems],
        "keys": [described(key) for key in answer.keys],
        **dict(answer.about),
    }
    if answer.content is not None:
        value["content"] = answer.content.reveal()
    return json.dumps(value, indent=2).replace("\x7f", "\\u007f") + "\n"


def described(key: Key) -> dict[str, object]:
    """Return a key as an object, without anything of its private material."""
    return {
        "label": key.label,
        "kind": key.kind,
        "kty": key.kty,
        "crv": key.curve if key.kty in {"EC", "OKP"} else None,
        "bits": key.bits,
        "kid": key.kid,
        "thumbprint": thumbprint_of(key) or None,
        "use": key.use,
        "key_ops": key.key_ops,
        "alg": key.alg,
        "private": key.private,
        "can": abilities(key),
        "algorithms": key.algorithms(),
        "read_as": key.words,
        "origin": key.origin,
    }


def _cells(key: Key) -> tuple[str, ...]:
    mark = thumbprint_of(key)
    if mark and mark == key.kid:
        mark = "is the kid"
    can = ", ".join(abilities(key)) or "nothing"
    return (key.label, key.kind, half(key), key.use or "", key.alg or "", can, key.origin, key.kid or "", mark)


def _blocks(rows: list[list[str]]) -> list[Line]:
    titles, *keys = rows
    column = max(map(len, titles))
    lines: list[Line] = []
    for key in keys:
        lines += [()] if lines else []
        lines += [
            (Piece(f"{title:<{column}}  ", "quiet"), Piece(cell)) for title, cell in zip(titles, key, strict=True)
        ]
    return lines
