"""What is said beside a line of header or payload: what it means, when it is, what a failed check holds against it."""

from enum import StrEnum
from typing import NamedTuple

from jwtlens import times
from jwtlens.inspection import Inspection
from jwtlens.jose import jwa
from jwtlens.jose.json_pointer import pointer
from jwtlens.knowledge.terms import CLAIM_TERMS, HEADER_TERMS, TIME_CLAIMS
from jwtlens.verify.report import Status


class Tone(StrEnum):
    """How a note is meant; front ends add a symbol and perhaps a colour."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


class Note(NamedTuple):
    """A few words about one member."""

    text: str
    tone: Tone = Tone.PLAIN


def notes(inspection: Inspection, part: str) -> dict[str, Note]:
    """Notes for the top-level members of ``header`` or ``payload``, by JSON Pointer."""
    members = inspection.token.header.members if part == "header" else inspection.claims
    terms = HEADER_TERMS if part == "header" else CLAIM_TERMS
    found = {pointer(name): Note(terms[name]) for name in members if name in terms}
    if part == "header":
        found |= _algorithm(inspection)
    else:
        found |= _instants(inspection)
    return found | _failures(inspection, part)


def _algorithm(inspection: Inspection) -> dict[str, Note]:
    found = _encryption(inspection) if inspection.token.encrypted else {}
    if known := jwa.SIGNATURE_ALGORITHMS.get(inspection.token.alg):
        found["/alg"] = Note(known.words + ("; a deprecated name" if known.status == "Deprecated" else ""))
    key = inspection.report.check("key")
    if "kid" in inspection.token.header.members and key and key.status is Status.PASSED:
        found["/kid"] = Note(key.reason)
    return found


def _encryption(inspection: Inspection) -> dict[str, Note]:
    from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT  # noqa: PLC0415 - for JWE only

    found = {}
    if management := KEY_MANAGEMENT.get(inspection.token.alg):
        found["/alg"] = Note(management.words)
    enc = inspection.token.header.members.get("enc")
    if isinstance(enc, str) and enc in CONTENT_ENCRYPTION:
        found["/enc"] = Note(CONTENT_ENCRYPTION[enc].words)
    return found


def _instants(inspection: Inspection) -> dict[str, Note]:
    found = {}
    for name in TIME_CLAIMS & inspection.claims.keys():
        seconds = times.numeric_date(inspection.claims[name])
        if seconds is None:
            continue
        tone = Tone.WARNING if times.looks_like_milliseconds(seconds) else Tone.PLAIN
        found[pointer(name)] = Note(" · ".join(_instant(seconds, inspection.now)), tone)
    return found


def _instant(seconds: float, now: float) -> list[str]:
    """Say when it is, the most telling first: a narrow pane cuts the end."""
    if times.looks_like_milliseconds(seconds):
        return [f"milliseconds? then {times.brief(seconds / 1000)}", times.brief(seconds)]
    return [times.relative(seconds, now), *_dates(seconds)]


def _dates(seconds: float) -> list[str]:
    return times.shown_parts(seconds)


def _failures(inspection: Inspection, part: str) -> dict[str, Note]:
    found = {}
    for check in inspection.report.failed:
        where, slash, rest = check.field.partition("/")
        if where == part and slash:
            instant = times.numeric_date(inspection.claims.get(rest)) if part == "payload" else None
            dates = _dates(instant) if instant is not None and rest in TIME_CLAIMS else []
            found[f"/{rest}"] = Note(" · ".join([check.reason, *dates]), Tone.ERROR)
    return found
