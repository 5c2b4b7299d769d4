"""Which findings the screen shows: all but the guesses that the user has dismissed for this session."""

from collections import Counter
from collections.abc import Iterable

from jwtlens.audit.finding import Finding, Severity
from jwtlens.inspection import Inspection

Guess = tuple[str, str, str]
"""What was dismissed: rule, field and evidence. The same rule speaks up again where it sees something else."""


def guess_of(finding: Finding) -> Guess:
    """Name a guess, so that it is known again in the next inspection."""
    return finding.slug, finding.field, finding.evidence


def standing(inspection: Inspection, dismissed: frozenset[Guess]) -> list[Finding]:
    """Return the findings that were not dismissed, the worst first."""
    return [one for one in inspection.findings or () if not is_dismissed(one, dismissed)]


def is_dismissed(finding: Finding, dismissed: frozenset[Guess]) -> bool:
    """Whether the user has dismissed it; a certain finding cannot be."""
    return finding.confidence == "heuristic" and guess_of(finding) in dismissed


def counted(findings: Iterable[Finding]) -> str:
    """Count findings in words: ``1 critical, 2 medium``; empty for none."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[one]} {one.name.lower()}" for one in reversed(Severity) if counts[one])


def badge(findings: list[Finding]) -> str:
    """Say in a few cells how many there are, and whether one of them is bad."""
    if not findings:
        return ""
    worst = findings[0].severity
    return f" {len(findings)}" if worst < Severity.HIGH else f" {len(findings)}, {worst.name.lower()}!"
