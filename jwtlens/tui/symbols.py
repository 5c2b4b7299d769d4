"""Words and symbols of the screen: meaning is never carried by colour alone."""

from jwtlens.audit.finding import Severity
from jwtlens.notes import Tone
from jwtlens.verify.report import Status, Verdict

STATUS = {
    Status.PASSED: ("✓", "success"),
    Status.FAILED: ("✗", "error"),
    Status.NOT_CHECKED: ("?", "warning"),
    Status.NOT_APPLICABLE: ("–", "quiet"),
}
VERDICT = {
    Verdict.ACCEPTED: ("✓", "ACCEPTED", "success"),
    Verdict.REJECTED: ("✗", "REJECTED", "error"),
    Verdict.NOT_VERIFIED: ("?", "NOT VERIFIED", "warning"),
    Verdict.MALFORMED: ("✗", "MALFORMED", "error"),
}
TONE = {
    Tone.PLAIN: ("", "quiet"),
    Tone.GOOD: ("✓ ", "success"),
    Tone.WARNING: ("! ", "warning"),
    Tone.ERROR: ("✗ ", "error"),
}
SEVERITY = {
    Severity.CRITICAL: ("CRIT", "error"),
    Severity.HIGH: ("HIGH", "error"),
    Severity.MEDIUM: ("MED ", "warning"),
    Severity.LOW: ("LOW ", "warning"),
    Severity.INFO: ("INFO", "primary"),
}
MARK = {
    Severity.CRITICAL: "▲",
    Severity.HIGH: "◆",
    Severity.MEDIUM: "●",
    Severity.LOW: "○",
    Severity.INFO: "·",
}
"""Symbol of a severity: before its word in the audit, and alone beside a line of header or payload."""
