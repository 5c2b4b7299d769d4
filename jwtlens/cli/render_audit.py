"""The findings of the audit as the last part of what ``verify`` prints."""

from typing import TYPE_CHECKING

from jwtlens.reports.content import not_checked_words
from jwtlens.reports.text_report import finding_lines
from jwtlens.styled import Line, Piece

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection


def audit(inspection: "Inspection") -> list[Line]:
    """Show each finding with its remedy, and what could not be looked at."""
    findings = inspection.findings or ()
    lines: list[Line] = [(Piece("audit", "strong"),)]
    column = max((len(finding.slug) for finding in findings), default=0)
    for finding in findings:
        lines += finding_lines(finding, finding.severity, column)
    if not findings:
        lines.append((Piece("  nothing found", "quiet"),))
    if words := not_checked_words(inspection):
        lines.append((Piece(f"  {words}", "quiet"),))
    return lines
