"""The report as text for a terminal or a mail: findings by severity, and a line that sums up."""

from jwtlens import styled
from jwtlens.audit.finding import Finding, Severity
from jwtlens.reports import Options, Subject
from jwtlens.reports.content import Section, by_severity, count_words, counts, sections, shown_words
from jwtlens.styled import Line, Piece, Style
from jwtlens.verify.report import Verdict

SEVERITY_STYLE: dict[Severity, Style] = {
    Severity.CRITICAL: "strong bad",
    Severity.HIGH: "bad",
    Severity.MEDIUM: "warning",
    Severity.LOW: "warning",
    Severity.INFO: "quiet",
}
_VERDICT_STYLE: dict[Verdict, Style] = {
    Verdict.ACCEPTED: "good",
    Verdict.REJECTED: "bad",
    Verdict.NOT_VERIFIED: "warning",
    Verdict.MALFORMED: "strong bad",
}


def write(subjects: tuple[Subject, ...], options: Options) -> str:
    """Return the report; with colour where the options say so."""
    found = sections(subjects, options)
    lines: list[Line] = []
    for section in found:
        lines += [*_section(section), ()]
    lines.append((Piece(shown_words(found), "strong"), Piece(f"  {count_words(counts(found))}")))
    return styled.render(lines, colour=options.colour)


def _section(section: Section) -> list[Line]:
    lines: list[Line] = [
        (Piece(section.origin, "strong"), Piece(f"  {dict(section.facts)['kind']}", "quiet")),
        (Piece(f"{section.verdict}: {section.why}", _VERDICT_STYLE[section.verdict]),),
    ]
    facts = [(name, words) for name, words in section.facts if name in _SHOWN]
    if section.secret:
        facts.append(("secret", section.secret))
    lines += [(Piece(f"{name}: ", "quiet"), Piece(words)) for name, words in facts]
    column = max((len(finding.slug) for finding in section.findings), default=0)
    for severity, group in by_severity(section.findings):
        lines.append(())
        for finding in group:
            lines += finding_lines(finding, severity, column)
    if not section.findings:
        lines += [(), (Piece("  nothing found", "quiet"),)]
    if section.not_checked:
        lines += [(), (Piece(f"  {section.not_checked}", "quiet"),)]
    return lines


_SHOWN = frozenset({"removed from the text", "search for the secret"})


def finding_lines(finding: Finding, severity: Severity, column: int) -> list[Line]:
    """Return a finding and its remedy, the slug padded to ``column`` characters."""
    doubt = "" if finding.confidence == "certain" else " (a guess)"
    first = (
        Piece(f"  {severity.name:<8}  ", SEVERITY_STYLE[severity]),
        Piece(f"{finding.slug:<{column}}  "),
        Piece(finding.message + doubt),
    )
    return [first, (Piece(" " * (column + 14)), Piece(finding.remedy, "quiet"))]
