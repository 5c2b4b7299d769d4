"""The report as SARIF 2.1.0 (OASIS), which code-scanning services and editors take."""

import hashlib
from typing import TYPE_CHECKING

from jwtlens import __version__
from jwtlens.answers import dump
from jwtlens.audit.finding import Finding, Severity
from jwtlens.displayable import displayable
from jwtlens.reports import Options, Subject
from jwtlens.reports.citations import citations
from jwtlens.reports.content import Section, sections
from jwtlens.reports.sarif_locations import address, location

if TYPE_CHECKING:
    from jwtlens.audit.finding import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SCORE = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.5",
    Severity.INFO: "0.0",
}
"""What code-scanning services read as ``security-severity``; their borders are those of CVSS."""

_RANK = {Severity.CRITICAL: 95, Severity.HIGH: 80, Severity.MEDIUM: 55, Severity.LOW: 30, Severity.INFO: 10}
"""Importance from 0 to 100; a guess counts for somewhat less."""

_GUESS = 5


def write(subjects: tuple[Subject, ...], options: Options) -> str:
    """Return the log, in ASCII."""
    found = sections(subjects, options)
    artifacts = _artifacts(subjects)
    rules = _rules(found)
    places = {rule.slug: index for index, rule in enumerate(rules)}
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "jwtlens",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": "jwtlens/audit/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(found)],
        "artifacts": [_artifact(uri, subject) for uri, subject in artifacts.items()],
        "results": [result for section in found for result in _results(section, [*artifacts], subjects, places)],
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _artifacts(subjects: tuple[Subject, ...]) -> dict[str, Subject]:
    """Return each file once, by its address, in the order of the tokens."""
    found: dict[str, Subject] = {}
    for number, subject in enumerate(subjects, 1):
        found.setdefault(address(subject, number), subject)
    return found


def _artifact(uri: str, subject: Subject) -> dict[str, object]:
    words = {} if subject.path else {"description": {"text": _plain(f"a token from {subject.origin}")}}
    return {"location": {"uri": uri, **words}, "roles": ["analysisTarget"]}


def _rules(found: list[Section]) -> "list[Rule]":
    """Return the catalogue entries of which there is a finding, in catalogue order."""
    from jwtlens.audit.engine import RULES  # noqa: PLC0415 - a report without findings names none

    slugs = {finding.slug for section in found for finding in section.findings}
    return [rule for rule in RULES if rule.slug in slugs]


def _rule(rule: "Rule") -> dict[str, object]:
    cited = citations(rule.source)
    linked = ", ".join(f"[{one.name}]({one.address})" for one in cited)
    entry: dict[str, object] = {
        "id": rule.slug,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why} Remedy: {rule.remedy} Source: {rule.source}.",
            "markdown": f"{rule.why}\n\n**Remedy:** {rule.remedy}\n\n**Source:** {rule.source}"
            + (f"\n\nRead: {linked}" if linked else ""),
        },
        "defaultConfiguration": {"level": _LEVEL[rule.severity], "rank": _rank(rule.severity, rule.confidence)},
        "properties": {
            "security-severity": _SCORE[rule.severity],
            "precision": "very-high" if rule.confidence == "certain" else "medium",
            "tags": ["security", "jwt", rule.severity.name.lower()],
        },
    }
    return entry | ({"helpUri": cited[0].address} if cited else {})


def _results(
    section: Section, artifacts: list[str], subjects: tuple[Subject, ...], places: dict[str, int]
) -> list[dict[str, object]]:
    uri = address(section.subject, subjects.index(section.subject) + 1)
    artifact = (uri, artifacts.index(uri))
    results = []
    for number, finding in enumerate(section.findings):
        same = sum((one.slug, one.field) == (finding.slug, finding.field) for one in section.findings[:number])
        results.append(
            {
                "ruleId": finding.slug,
                "ruleIndex": places[finding.slug],
                "level": _LEVEL[finding.severity],
                "message": {"text": _plain(f"{finding.message} {finding.remedy}")},
                "locations": [location(section, finding.field, artifact)],
                "partialFingerprints": {"jwtlensFinding/v1": _fingerprint(uri, section, finding, same)},
                "rank": _rank(finding.severity, finding.confidence),
                "properties": {
                    "severity": finding.severity.name.lower(),
                    "security-severity": _SCORE[finding.severity],
                    "confidence": finding.confidence,
                    "evidence": finding.evidence,
                    "source": finding.source,
                },
            }
        )
    return results


def _rank(severity: Severity, confidence: str) -> float:
    return float(_RANK[severity] - (0 if confidence == "certain" else _GUESS))


def _fingerprint(uri: str, section: Section, finding: Finding, same: int) -> str:
    """Return what stays the same while the token does, wherever in its file it moves."""
    token = hashlib.sha256(section.inspection.token.text.encode("utf-8", "surrogatepass")).hexdigest()
    what = f"{uri}\n{finding.slug}\n{finding.field}\n{same}\n{token}"
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _invocation(found: list[Section]) -> dict[str, object]:
    """Say what was left unasked, which is not the same as found in order."""
    told = []
    whole = True
    for section in found:
        search = section.inspection.search
        whole = whole and (search is None or search.complete or search.found is not None)
        facts = dict(section.facts)
        words = [f"{section.verdict}: {section.why}.", facts.get("search for the secret", ""), section.not_checked]
        told.append(
            {"level": "note", "message": {"text": _plain(f"{section.origin}: {' '.join(filter(None, words))}")}}
        )
    return {"executionSuccessful": whole, "toolExecutionNotifications": told}


def _plain(text: str) -> str:
    """Write foreign text so that it is neither a link nor a placeholder (SARIF sections 3.11.5 and 3.11.6)."""
    return displayable(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
