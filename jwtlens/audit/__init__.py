"""What is weak or odd about a token, whatever a verifier says about it: :func:`audit` and its catalogue of rules."""

from typing import TYPE_CHECKING

from jwtlens.audit.finding import AuditResult, Finding, NotChecked, Rule, Severity, Subject

if TYPE_CHECKING:
    from jwtlens.audit.engine import RULES, audit, audit_again, worst

__all__ = [
    "RULES",
    "AuditResult",
    "Finding",
    "NotChecked",
    "Rule",
    "Severity",
    "Subject",
    "audit",
    "audit_again",
    "worst",
]


def __getattr__(name: str) -> object:
    """Import the rules on first use: whoever only draws a finding must not pay for all of them."""
    if name in {"RULES", "audit", "audit_again", "worst"}:
        from jwtlens.audit import engine  # noqa: PLC0415 - the point of this function

        return getattr(engine, name)
    raise AttributeError(name)
