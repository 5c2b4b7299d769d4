"""What every report says, before it takes a form: one section for each token, those inside others included."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens import editing, notes, times
from jwtlens.audit.finding import Finding, Need, Severity
from jwtlens.displayable import displayable, shorten
from jwtlens.jose import json_layout
from jwtlens.meaning.likeness import in_words, likeness
from jwtlens.problem import Span
from jwtlens.reports import Options, Subject
from jwtlens.reports.redaction import Redaction, chain
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection

PartName = Literal["header", "payload"]
PARTS: tuple[PartName, ...] = ("header", "payload")
MOST_LINES = 400
"""Lines of a header or payload that a report shows; nobody reads more."""

MOST_CHARS = 400
"""Characters of such a line that a report shows."""

_MOST_NEEDS = 6
"""Things that rules lacked, named in one line."""

WORST_FIRST = tuple(sorted(Severity, reverse=True))


class Line(NamedTuple):
    """One line of a header or payload: its text, displayable, a note beside it, and the worst finding about it."""

    text: str
    note: str = ""
    severity: Severity | None = None


class Section(NamedTuple):
    """One token. Every text is displayable and without what the options hide, except ``origin``."""

    origin: str
    subject: Subject
    inspection: "Inspection"
    depth: int
    verdict: Verdict
    why: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    not_checked: str
    secret: str
    redaction: Redaction

    def lines(self, part: PartName) -> list[Line]:
        """Lay header or payload out, or say why there is nothing to see."""
        return _lines(self, part)


def sections(subjects: tuple[Subject, ...], options: Options) -> list[Section]:
    """Return the sections in the order of the tokens, each followed by the tokens inside it."""
    found = []
    for number, subject in enumerate(subjects, 1):
        redaction = Redaction(subject.inspection, options)
        for depth, inspection in enumerate(chain(subject.inspection)):
            found.append(_section(subject, inspection, redaction, options, (number, depth)))
    return found


def counts(sections: list[Section]) -> Counter[Severity]:
    """Count the findings of each severity."""
    return Counter(finding.severity for section in sections for finding in section.findings)


def count_words(found: Counter[Severity]) -> str:
    """Say the counts, the worst first: "1 critical · 3 info", or "nothing found"."""
    words = [f"{found[severity]:,} {severity.name.lower()}" for severity in WORST_FIRST if found[severity]]
    return " · ".join(words) or "nothing found"


def shown_words(sections: list[Section]) -> str:
    """Say how many tokens there are: "1 token", "3 tokens"."""
    return "1 token" if len(sections) == 1 else f"{len(sections):,} tokens"


def by_severity(findings: tuple[Finding, ...]) -> Iterator[tuple[Severity, list[Finding]]]:
    """Group findings, the worst first; severities without any are left out."""
    for severity in WORST_FIRST:
        if group := [finding for finding in findings if finding.severity is severity]:
            yield severity, group


def where(subject: Subject) -> str:
    """Say where a token is from: a file or another origin, and the line where it is one of several there."""
    name = subject.path or subject.origin
    if subject.span is None or subject.span == (0, len(subject.text)):
        return name
    line = position(subject.text, subject.span.start)[0]
    return f"{name}:{line}" if subject.path else f"{name}, line {line}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of a character, both from 1, as editors count: lines end at line feeds."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _section(
    subject: Subject, inspection: "Inspection", redaction: Redaction, options: Options, place: tuple[int, int]
) -> Section:
    report, (number, depth) = inspection.report, place
    said = headline(report)
    why = f"{said.why} · {said.signature}" if said.signature else said.why
    return Section(
        origin=("the token inside " * depth + where(subject)) or f"token {number}",
        subject=subject,
        inspection=inspection,
        depth=depth,
        verdict=report.verdict,
        why=redaction.text(displayable(why)),
        facts=tuple((name, redaction.text(displayable(words))) for name, words in _facts(inspection)),
        findings=tuple(redaction.finding(finding) for finding in inspection.findings or ()),
        not_checked=not_checked_words(inspection),
        secret=_secret(inspection, options),
        redaction=redaction,
    )


def _facts(inspection: "Inspection") -> Iterator[tuple[str, str]]:
    token = inspection.token
    kind = f"{token.serialization}, {token.alg}" if token.alg else token.serialization
    alike = in_words(likeness(inspection))
    yield "kind", f"{kind}; {alike}" if alike else kind
    if not token.encrypted:
        size = len(token.segment("signature").data)
        yield "signature", f"{size:,} bytes, left out of this report" if size else "none"
    yield "judged as of", times.utc(inspection.now)
    if inspection.keyring.words:
        yield "key", inspection.keyring.words
    if inspection.pasted.removed:
        yield "removed from the text", ", ".join(inspection.pasted.removed)
    if inspection.search is not None:
        yield "search for the secret", " ".join((inspection.search.words, *inspection.search.problems))


def not_checked_words(inspection: "Inspection") -> str:
    """Say how many rules could not be asked, and what that needs; empty where all were."""
    unasked = inspection.not_checked
    if not unasked:
        return ""
    needs = [*dict.fromkeys(need for rule in unasked for need in rule.needs.split(" and "))]
    if Need.KEY in needs and Need.KEY_MATERIAL in needs:
        needs.remove(Need.KEY_MATERIAL)  # a key is that, too
    more = f" … and {len(needs) - _MOST_NEEDS} more" if len(needs) > _MOST_NEEDS else ""
    rules = "1 rule" if len(unasked) == 1 else f"{len(unasked)} rules"
    return f"{rules} not checked; that needs {', '.join(needs[:_MOST_NEEDS])}{more}"


def _secret(inspection: "Inspection", options: Options) -> str:
    """Return the secret that was found, or that it is masked; empty where none was."""
    if inspection.search is None or inspection.search.found is None:
        return ""
    return spelled(inspection.search.found.secret.reveal()) if options.secrets else MASKED_SECRET


MASKED_SECRET = "found, and masked here"


def spelled(secret: bytes) -> str:
    """Write a secret as ``--key`` reads it: as text where it is printable, as ``hex:…`` where it is not."""
    try:
        text = secret.decode()
    except UnicodeDecodeError:
        return f"hex:{secret.hex()}"
    if not text or displayable(text) != text:
        return f"hex:{secret.hex()}"
    plain = not text.startswith(("@", "env:", "text:", "base64:", "base64url:", "hex:", "{", "-"))
    return text if plain else f"text:{text}"


def _lines(section: Section, part: PartName) -> list[Line]:
    inspection, redaction = section.inspection, section.redaction
    shown = editing.shown_part(inspection, part)
    if shown.mode == "empty":
        encrypted = inspection.token.encrypted and part == "payload"
        return [Line("(not known: the content is encrypted)" if encrypted else "(nothing)")]
    if shown.mode != "json":
        size = len(inspection.token.segment(part).data)
        return [Line(f"({size:,} bytes that are no JSON, left out of this report)")]
    rows = redaction.layout(shown.text, part).split("\n")
    beside, marks = _beside(shown.text, inspection, part)
    lines = []
    for at, row in enumerate(rows[:MOST_LINES]):
        note = beside.get(at)
        shown_row = displayable(shorten(redaction.without_addresses(row), MOST_CHARS))
        lines.append(Line(shown_row, redaction.text(displayable(note)) if note else "", marks.get(at)))
    if len(rows) > MOST_LINES:
        lines.append(Line(f"({len(rows) - MOST_LINES:,} more lines, left out of this report)"))
    return lines


def _beside(text: str, inspection: "Inspection", part: PartName) -> tuple[dict[int, str], dict[int, Severity]]:
    """Return the note and the worst severity for each line where a member begins."""
    by_pointer = notes.notes(inspection, part)
    worst = _worst(inspection, part)
    beside: dict[int, str] = {}
    marks: dict[int, Severity] = {}
    for member in json_layout.members(text):
        if member.pointer in by_pointer or member.pointer in worst:
            row = _row(text, member.name)
            if member.pointer in by_pointer:
                beside[row] = by_pointer[member.pointer].text
            if member.pointer in worst:
                marks[row] = max(worst[member.pointer], marks.get(row, Severity.INFO))
    return beside, marks


def _worst(inspection: "Inspection", part: PartName) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for finding in inspection.findings or ():
        about, slash, rest = finding.field.partition("/")
        if about == part and slash:
            found[f"/{rest}"] = max(finding.severity, found.get(f"/{rest}", Severity.INFO))
    return found


def _row(text: str, span: Span) -> int:
    return text.count("\n", 0, span.start)
