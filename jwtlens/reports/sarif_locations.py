"""Where a finding is, as SARIF says it: the file, line and column of the text, and the member of the token."""

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from jwtlens.displayable import displayable
from jwtlens.jose.json_pointer import split
from jwtlens.problem import Span
from jwtlens.reports import Subject
from jwtlens.reports.content import Section, position

if TYPE_CHECKING:
    from jwtlens.jose.jws import Segment, Token

_TOKEN_PARTS = {"header", "payload", "signature"}


def address(subject: Subject, number: int) -> str:
    """Return the URI of the artifact: that of the file, or a name for a text that was in none.

    Services that show results in code take none without an artifact, and every text came from somewhere.
    """
    if not subject.path:
        return quote(displayable(subject.origin).replace(" ", "-"), safe="-") or f"token-{number}"
    path = _bytes(subject.path.replace(os.sep, "/"))
    return ("file://" if path.startswith(b"/") else "") + quote(path, safe="/")


def _bytes(path: str) -> bytes:
    """Return the name as the system has it; what no name on this system can be is only to be shown."""
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:
        return displayable(path).encode()


def location(section: Section, field: str, artifact: tuple[str, int]) -> dict[str, object]:
    """Return the SARIF location of a field (``part/json-pointer``) of the section's token."""
    physical: dict[str, object] = {"artifactLocation": {"uri": artifact[0], "index": artifact[1]}}
    if section.subject.span is not None:
        physical["region"] = _region(section, field)
    return {"physicalLocation": physical, "logicalLocations": [_member(field)]}


def _member(field: str) -> dict[str, object]:
    part, slash, rest = field.partition("/")
    name = split(f"/{rest}")[-1] if slash else part
    found: dict[str, object] = {"name": displayable(name), "fullyQualifiedName": displayable(field)}
    return found | ({"kind": "property"} if slash else {})


def _region(section: Section, field: str) -> dict[str, int]:
    """Return lines and columns from 1; the end is the column after the last character."""
    subject, outer = section.subject, section.subject.inspection
    part = "payload" if section.depth else field.partition("/")[0]
    where = outer.in_source(_span(outer.token, part) or Span(0, len(outer.pasted.token)))
    within = where.shifted(subject.span.start if subject.span else 0)
    first, last = position(subject.text, within.start), position(subject.text, within.end)
    return {"startLine": first[0], "startColumn": first[1], "endLine": last[0], "endColumn": last[1]}


def _span(token: "Token", part: str) -> Span | None:
    """Return where the part stands in the token; None for what is no part, and where it stands in no one place."""
    if part not in _TOKEN_PARTS:
        return None
    names = ("ciphertext",) if token.encrypted and part == "payload" else (part,)
    return next((one.span for one in map(token.segment, names) if _is_there(token, one)), None)


def _is_there(token: "Token", segment: "Segment") -> bool:
    return bool(segment.text) and token.text[segment.span.start : segment.span.end] == segment.text
