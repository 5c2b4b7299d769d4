"""The findings of the audit as text."""

from typing import TYPE_CHECKING

from jwtlens.audit.finding import Finding, Severity
from jwtlens.cli.styled import Line, Piece, Style

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection

_STYLE: dict[Severity, Style] = {
    Severity.CRITICAL: "strong bad",
    Severity.HIGH: "bad",
    Severity.MEDIUM: "warning",
    Severity.LOW: "warning",
    Severity.INFO: "quiet",
}


def audit(inspection: "Inspection") -> list[Line]:
    """Show each finding with its remedy, and what could not be looked at."""
    findings = inspection.findings or ()
    lines: list[Line] = [(Piece("audit", "strong"),)]
    column = max((len(finding.slug) for finding in findings), default=0)
    for finding in findings:
        lines += _finding(finding, column)
    if not findings:
        lines.append((Piece("  nothing found", "quiet"),))
    if unasked := inspection.not_checked:
        needs = ", ".join(dict.fromkeys(need for rule in unasked for need in rule.needs.split(" and ")))
        rules = "1 rule" if len(unasked) == 1 else f"{len(unasked)} rules"
        lines.append((Piece(f"  {rules} not checked; that needs {needs}", "quiet"),))
    return lines


def _finding(finding: Finding, column: int) -> list[Line]:
    word = finding.severity.name
    style = _STYLE[finding.severity]
    doubt = "" if finding.confidence == "certain" else " (a guess)"
    first = (Piece(f"  {word:<8}  ", style), Piece(f"{finding.slug:<{column}}  "), Piece(finding.message + doubt))
    return [first, (Piece(" " * (column + 14)), Piece(finding.remedy, "quiet"))]
