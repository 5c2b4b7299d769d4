"""The report as one JSON object: for each token what ``verify --json`` answers, without what is to stay secret."""

from jwtlens.answers import SCHEMA, answer, dump
from jwtlens.inspection import Inspection
from jwtlens.reports import Options, Subject
from jwtlens.reports.content import WORST_FIRST, counts, position, sections, spelled
from jwtlens.reports.redaction import MASKED, Redaction


def write(subjects: tuple[Subject, ...], options: Options) -> str:
    """Return the object, in ASCII."""
    found = counts(sections(subjects, options))
    counted = {severity.name.lower(): found[severity] for severity in WORST_FIRST}
    tokens = [_token(subject, options) for subject in subjects]
    return dump({"schema": SCHEMA, "tokens": tokens, "counts": counted})


def _token(subject: Subject, options: Options) -> dict[str, object]:
    redaction = Redaction(subject.inspection, options)
    place: dict[str, object] = {"origin": subject.origin, "file": subject.path or None, "line": None}
    if subject.path and subject.span is not None:
        place["line"] = position(subject.text, subject.span.start)[0]
    return place | _masked(answer(subject.inspection), subject.inspection, redaction, options)


def _masked(
    found: dict[str, object], inspection: Inspection, redaction: Redaction, options: Options
) -> dict[str, object]:
    shown: dict[str, object] = {}
    findings = [redaction.finding(finding) for finding in inspection.findings or ()]
    for name, value in found.items():
        match name:
            case "header" | "payload":
                shown[name] = redaction.value(value, name)
            case "payload_b64url":
                shown[name] = value if options.personal and options.secrets else MASKED
            case "disclosures":
                shown[name] = _disclosures(inspection, redaction)
            case "findings":
                shown[name] = [one._asdict() | {"severity": one.severity.name.lower()} for one in findings]
            case "inner" if inspection.inner is not None:
                shown[name] = _masked(answer(inspection.inner), inspection.inner, redaction, options)
            case _:
                shown[name] = redaction.strings(value)
    return shown | {"search": _search(inspection, options)}


def _disclosures(inspection: Inspection, redaction: Redaction) -> list[dict[str, object]]:
    presentation = inspection.judgement.presentation
    if presentation is None:
        return []
    return [{"name": one.name, "value": redaction.disclosure(one.name, one.value)} for one in presentation.disclosures]


def _search(inspection: Inspection, options: Options) -> dict[str, object] | None:
    outcome = inspection.search
    if outcome is None:
        return None
    found = outcome.found
    return {
        "found": found is not None,
        "among": found.where if found else None,
        "secret": None if found is None else spelled(found.secret.reveal()) if options.secrets else MASKED,
        "tried": outcome.tried,
        "complete": outcome.complete,
        "words": outcome.words,
        "problems": outcome.problems,
    }
