"""Rules about characters that are not seen: they reorder, hide, or drive a terminal."""

import re
from collections.abc import Iterator

from jwtlens.audit.case import Case, shown
from jwtlens.audit.finding import Family, Hit, Severity
from jwtlens.lazy_pattern import lazy_pattern

FAMILY = Family()

_OVERRIDES = lazy_pattern("[\u202a-\u202e\u2066-\u2069]")
_MARKS = lazy_pattern("[\u200e\u200f\u061c]")
_CONTROLS = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_CONTROLS = lazy_pattern("[\t\n\r]")
_INVISIBLE = lazy_pattern("[\u200b-\u200d\u2060\ufeff\xad]")


def _points(pattern: re.Pattern[str], value: str) -> str:
    """Name the characters found: ``U+202E``."""
    return ", ".join(dict.fromkeys(f"U+{ord(char):04X}" for char in pattern.findall(value)[:20]))


@FAMILY.rule(
    "bidi-control",
    "Bidirectional override",
    Severity.MEDIUM,
    why="The text shows in another order than it is compared in.",
    remedy="Strip such characters, or show them escaped.",
    source="CVE-2021-42574; UTS #55; RFC 7515 §10.13",
    confidence="heuristic",
)
def _bidi(case: Case) -> Iterator[Hit]:
    for odd in case.odd_texts:
        pattern = next((one for one in (_OVERRIDES, _MARKS) if one.search(odd.text)), None)
        if pattern is _OVERRIDES or (pattern is _MARKS and odd.is_identifier):
            message = f"A {odd.what} has characters that turn the reading order round ({_points(pattern, odd.text)})"
            yield Hit(odd.field, shown(odd.text), f"{message}, so it may not be what it looks like.")


@FAMILY.rule(
    "control-chars",
    "Control characters",
    Severity.MEDIUM,
    why="Printed as they are, they move the cursor, rewrite the screen, or forge lines of a log.",
    remedy="Refuse them, and print everything escaped.",
    source="RFC 8259 §7; CWE-150; RFC 8725 §3.10",
)
def _control(case: Case) -> Iterator[Hit]:
    for odd in case.odd_texts:
        pattern = next((one for one in (_CONTROLS, _LINE_CONTROLS) if one.search(odd.text)), None)
        if pattern is _CONTROLS or (pattern is _LINE_CONTROLS and odd.is_identifier):
            yield Hit(
                odd.field, shown(odd.text), f"A {odd.what} has control characters ({_points(pattern, odd.text)})."
            )


@FAMILY.rule(
    "invisible-chars",
    "Invisible characters in an identifier",
    Severity.LOW,
    why="Two different identifiers look the same.",
    remedy="Normalise identifiers, or refuse such characters.",
    source="RFC 7515 §10.13; RFC 8264",
    confidence="heuristic",
)
def _invisible(case: Case) -> Iterator[Hit]:
    for odd in case.odd_texts:
        if odd.is_identifier and _INVISIBLE.search(odd.text):
            points = _points(_INVISIBLE, odd.text)
            yield Hit(odd.field, shown(odd.text), f"A {odd.what} looks shorter than it is: there is {points} inside.")
