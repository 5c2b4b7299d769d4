"""An inspection as text for people: what stands in the token with notes beside it, the verdict, checks and findings."""

from itertools import islice
from typing import TYPE_CHECKING

from jwtlens import editing, times
from jwtlens.jose import json_layout
from jwtlens.meaning.likeness import in_words, likeness
from jwtlens.notes import Note, Tone, notes
from jwtlens.parts import parts
from jwtlens.problem import Problem
from jwtlens.styled import Line, Piece, Style, width
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Check, Report, Status, Verdict

if TYPE_CHECKING:
    from jwtlens.explanation import Explanation
    from jwtlens.inspection import Inspection

_STATUS: dict[Status, tuple[str, Style]] = {
    Status.PASSED: ("✓", "good"),
    Status.FAILED: ("✗", "bad"),
    Status.NOT_CHECKED: ("?", "warning"),
    Status.NOT_APPLICABLE: ("–", "quiet"),
}
_VERDICT: dict[Verdict, tuple[str, Style]] = {
    Verdict.ACCEPTED: ("✓ ACCEPTED", "strong good"),
    Verdict.REJECTED: ("✗ REJECTED", "strong bad"),
    Verdict.NOT_VERIFIED: ("? NOT VERIFIED", "strong warning"),
    Verdict.MALFORMED: ("✗ MALFORMED", "strong bad"),
}
_TONE: dict[Tone, tuple[str, Style]] = {
    Tone.PLAIN: ("", "quiet"),
    Tone.GOOD: ("✓ ", "good"),
    Tone.WARNING: ("! ", "warning"),
    Tone.ERROR: ("✗ ", "bad"),
}
_NOTE_COLUMN = 48
"""Notes start in one column, at most here; what is longer pushes its note aside."""
_PROBLEMS = 10
"""Problems of a malformed token listed one by one."""


def decoded(inspection: "Inspection") -> list[Line]:
    """Show what is in the token; a token that is malformed says so first."""
    lines = [*_part(inspection, "header"), (), *_parts(inspection), *_part(inspection, "payload"), ()]
    if not inspection.token.encrypted:
        size = len(inspection.token.segment("signature").data)
        words = f"{size} bytes, not checked: decoding is not verifying" if size else "none"
        lines.append((Piece("signature", "strong"), Piece(f"  {words}", "quiet")))
    if inspection.inner is not None:
        lines += [(), (Piece("the token inside", "strong"),), (), *decoded(inspection.inner)]
    first = _removed(inspection)
    if inspection.report.verdict is Verdict.MALFORMED:
        first = [_verdict(inspection.report), *_malformations(inspection), *first]
    return [*first, (), *lines] if first else lines


def verified(inspection: "Inspection", explanation: "Explanation | None" = None) -> list[Line]:
    """Show the verdict, the token, every check and every finding; then the same of a token inside."""
    lines = [_verdict(inspection.report), *_removed(inspection), ()]
    lines += [*_part(inspection, "header"), (), *_parts(inspection), *_part(inspection, "payload"), ()]
    lines += _verification(inspection)
    if explanation is not None:
        lines += _explanation(explanation)
    if inspection.findings is not None:
        from jwtlens.cli.render_audit import audit  # noqa: PLC0415 - decode has no findings

        lines += [(), *audit(inspection)]
    if inspection.inner is not None:
        lines += [(), (Piece("the token inside", "strong"),), (), *verified(inspection.inner)]
    return lines


def _verdict(report: Report) -> Line:
    said = headline(report, times.shown)
    word, style = _VERDICT[said.verdict]
    line = [Piece(word, style), Piece(f"  {said.why}")]
    if said.signature:
        symbol, tone = _STATUS[said.signature_status]
        line.append(Piece(f"  {symbol} {said.signature}", tone))
    return tuple(line)


def _removed(inspection: "Inspection") -> list[Line]:
    removed = inspection.pasted.removed
    return [(Piece(f"removed from the text: {', '.join(removed)}", "warning"),)] if removed else []


def _malformations(inspection: "Inspection") -> list[Line]:
    problems = inspection.token.problems
    lines: list[Line] = [(Piece(f"  {_located(problem)}", "bad"),) for problem in problems[1:_PROBLEMS]]
    if len(problems) > _PROBLEMS:
        lines.append((Piece(f"  and {len(problems) - _PROBLEMS} more", "bad"),))
    return lines


def _located(problem: Problem) -> str:
    """Say where in the token it is; problems of JSON say it themselves."""
    if problem.span is None or not problem.code.startswith("base64-"):
        return problem.message
    return f"{problem.message} (character {problem.span.start + 1})"


def _parts(inspection: "Inspection") -> list[Line]:
    """List what a token is made of that is more than header, payload and signature."""
    found = parts(inspection)
    if not found:
        return []
    column = max(len(one.name) for one in found)
    lines: list[Line] = [(Piece("parts", "strong"), Piece(f"  {inspection.token.serialization}", "quiet"))]
    for one in found:
        mark = Piece("    ") if one.status is None else Piece(f"  {_STATUS[one.status][0]} ", _STATUS[one.status][1])
        lines.append((mark, Piece(f"{one.name:<{column}}  "), Piece(one.words, "quiet")))
    return [*lines, ()]


def _part(inspection: "Inspection", name: editing.Part) -> list[Line]:
    """Show header or payload: JSON with notes, text as it is, bytes in hexadecimal."""
    token = inspection.token
    segment = token.segment(name)
    shown = editing.shown_part(inspection, name)
    if shown.mode == "json":
        return [_title(inspection, name), *_noted(shown.text, notes(inspection, name))]
    nothing = "not known: the content is encrypted" if token.encrypted and name == "payload" else "nothing"
    kind = {"text": "text, not JSON", "hex": "bytes that are not text", "empty": nothing}[shown.mode]
    words = kind if shown.mode == "empty" else f"{len(segment.data):,} bytes, {kind}"
    title = (Piece(name, "strong"), Piece(f"  {words}", "quiet"))
    return [title, *((Piece(f"  {line}"),) for line in shown.text.split("\n") if line)]


def _title(inspection: "Inspection", name: editing.Part) -> Line:
    """Name a part; beside the payload, whose token it looks like."""
    words = in_words(likeness(inspection)) if name == "payload" else ""
    return (Piece(name, "strong"), Piece(f"  {words}", "quiet")) if words else (Piece(name, "strong"),)


def _noted(text: str, by_pointer: dict[str, Note]) -> list[Line]:
    """Put each note beside the line where its member begins."""
    rows = text.split("\n")
    beside: dict[int, Note] = {}
    if by_pointer:
        for member in json_layout.members(text):
            if note := by_pointer.get(member.pointer):
                beside[text.count("\n", 0, member.name.start)] = note
    column = max((width(rows[row]) for row in beside if width(rows[row]) <= _NOTE_COLUMN), default=0)
    return [(Piece("  "), *_json(row), *_note(beside.get(at), column - width(row))) for at, row in enumerate(rows)]


def _json(row: str) -> list[Piece]:
    name, colon = ([*islice(json_layout.tokens(row), 2)] + [("", 0, 0)] * 2)[:2]
    if colon[0] != ":" or not name[0].startswith('"'):
        return [Piece(row)]
    return [Piece(row[: name[1]]), Piece(name[0], "name"), Piece(row[name[2] :])]


def _note(note: Note | None, gap: int) -> list[Piece]:
    if note is None:
        return []
    symbol, style = _TONE[note.tone]
    return [Piece(" " * (max(gap, 0) + 3)), Piece(symbol + note.text, style)]


def _verification(inspection: "Inspection") -> list[Line]:
    report, keys = inspection.report, inspection.keyring
    context = f"  as of {times.shown(inspection.now)}" + (f", with {keys.words}" if keys.words else "")
    lines: list[Line] = [(Piece("verification", "strong"), Piece(context, "quiet"))]
    column = max(len(check.name) for check in report.checks)
    for check in report.checks:
        lines.append(_check(check, column))
        if check.name == "format" and check.status is Status.FAILED:
            lines += [(Piece(" " * (column + 4)), *line) for line in _malformations(inspection)]
    counts = [f"{report.count(status)} {status}" for status in Status if report.count(status)]
    lines.append((Piece(f"  {' · '.join(counts)}", "quiet"),))
    return lines


def _explanation(explanation: "Explanation") -> list[Line]:
    lines: list[Line] = []
    if explanation.diagnosis is not None:
        lines += [(), (Piece("why  ", "strong"), Piece(explanation.diagnosis.sentence))]
        if explanation.diagnosis.remedy is not None:
            lines.append((Piece("     "), Piece(f"remedy: {explanation.diagnosis.remedy.words}", "good")))
    if explanation.second_opinion is not None:
        style: Style = "warning" if explanation.laxer else ""
        lines += [(), (Piece("second opinion  ", "strong"), Piece(explanation.opinion, style))]
        if explanation.second_opinion.detail:
            lines.append((Piece(f"                It says: {explanation.second_opinion.detail}", "quiet"),))
    return lines


def _check(check: Check, column: int) -> Line:
    symbol, style = _STATUS[check.status]
    reason: Style = style if check.status is not Status.PASSED else ""
    return (Piece(f"  {symbol} ", style), Piece(f"{check.name:<{column}}  ", style), Piece(check.reason, reason))
