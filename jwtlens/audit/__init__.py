"""What is weak or odd about a token, whatever a verifier says about it: :func:`audit` and its catalogue of rules."""

from jwtlens.audit.engine import RULES, audit, worst
from jwtlens.audit.finding import AuditResult, Finding, NotChecked, Rule, Severity, Subject

__all__ = ["RULES", "AuditResult", "Finding", "NotChecked", "Rule", "Severity", "Subject", "audit", "worst"]
