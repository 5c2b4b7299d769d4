"""The audit: every rule of the catalogue, asked once about one token."""

from itertools import islice
from typing import TYPE_CHECKING

from jwtlens.audit import (
    algorithm,
    algorithm_key,
    audience,
    data,
    data_text,
    expected,
    header,
    header_jwk,
    header_kid,
    header_typ,
    header_urls,
    header_x5c,
    identity,
    json_text,
    jwe,
    key_rsa,
    key_secret,
    key_set,
    policy,
    profile,
    sd_jwt,
    serialization,
    signature,
    time,
)
from jwtlens.audit.case import Case
from jwtlens.audit.finding import AuditResult, Finding, Hit, NotChecked, Rule, Severity, Subject
from jwtlens.keys.secret import Secret

if TYPE_CHECKING:
    from jwtlens.search.found import Outcome

_FAMILIES = (
    serialization,
    json_text,
    algorithm,
    algorithm_key,
    signature,
    header_kid,
    header_urls,
    header_jwk,
    header_x5c,
    header,
    header_typ,
    jwe,
    key_secret,
    key_rsa,
    key_set,
    time,
    identity,
    audience,
    profile,
    expected,
    sd_jwt,
    data,
    data_text,
    policy,
)

RULES: tuple[Rule, ...] = tuple(rule for family in _FAMILIES for rule in family.FAMILY.rules)
"""The catalogue, in its order."""

_NEEDS = tuple(dict.fromkeys(rule.needs for rule in RULES))
_PLAN = tuple((rule, _NEEDS.index(rule.needs)) for rule in RULES)

_PLACES = {rule.slug: place for place, rule in enumerate(RULES)}
_CLOCK = tuple(rule for rule in RULES if rule.clock)
_CLOCK_SLUGS = frozenset(rule.slug for rule in _CLOCK)

_KNOWN_SECRET = "hmac-secret-known"

HITS_PER_RULE = 10
"""Most findings of one rule on one token; the thousandth says nothing that the tenth did not."""


def audit(subject: Subject) -> AuditResult:
    """Ask every rule. Never raises for any token; a rule whose needs are not met is not checked, never passed."""
    case = Case(subject)
    missing = case.missing
    lacking = [" and ".join(need for need in needs if need in missing) for needs in _NEEDS]
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    for rule, needs in _PLAN:
        if lacking[needs]:
            not_checked.append(NotChecked(rule.slug, rule.title, lacking[needs]))
            continue
        if hits := [*islice(rule.find(case), HITS_PER_RULE + 1)]:
            findings += _findings(rule, hits)
    findings.sort(key=lambda finding: -finding.severity)  # stable: within a severity the catalogue's order stays
    return AuditResult(tuple(findings), tuple(not_checked))


def audit_again(subject: Subject, previous: AuditResult) -> AuditResult:
    """Return what :func:`audit` would, given its result on the same subject at another time.

    Only the rules that look at the clock or the report are asked; what a rule needs depends on neither.
    """
    case = Case(subject)
    findings = [finding for finding in previous.findings if finding.slug not in _CLOCK_SLUGS]
    for rule in _CLOCK:
        if case.missing.isdisjoint(rule.needs):
            findings += _findings(rule, [*islice(rule.find(case), HITS_PER_RULE + 1)])
    findings.sort(key=_order)
    return previous._replace(findings=tuple(findings))


def finding_for_hit(secret: Secret[bytes], where: str) -> Finding:
    """Return the finding for a secret that a search found; ``where`` is displayable and follows "among"."""
    size = len(secret.reveal())
    evidence = f"{size:,} byte{'s' * (size != 1)}"
    message = f"The signature is made with a secret of {evidence} that is among {where}."
    return _finding(RULES[_PLACES[_KNOWN_SECRET]], Hit("signature", evidence, message))


def with_search(result: AuditResult, outcome: "Outcome") -> AuditResult:
    """Enter what a search for the secret came to. After a whole search the rule about known secrets is not unasked."""
    if outcome.found is not None:
        return with_finding(result, finding_for_hit(outcome.found.secret, outcome.found.where))
    if not outcome.complete:
        return result
    asked = tuple(lack for lack in result.not_checked if lack.slug != _KNOWN_SECRET)
    return result._replace(not_checked=asked)


def with_finding(result: AuditResult, finding: Finding) -> AuditResult:
    """Put one more finding where it belongs; one of the same rule about the same field makes room for it."""
    others = [one for one in result.findings if (one.slug, one.field) != (finding.slug, finding.field)]
    findings = sorted([*others, finding], key=_order)
    not_checked = tuple(lack for lack in result.not_checked if lack.slug != finding.slug)
    return AuditResult(tuple(findings), not_checked)


def worst(result: AuditResult) -> Severity | None:
    """Return the highest severity found, or None where nothing was."""
    return result.findings[0].severity if result.findings else None


def _order(finding: Finding) -> tuple[int, int]:
    return -finding.severity, _PLACES[finding.slug]


def _findings(rule: Rule, hits: list[Hit]) -> list[Finding]:
    found = [_finding(rule, hit) for hit in hits[:HITS_PER_RULE]]
    if len(hits) > HITS_PER_RULE:
        found[-1] = found[-1]._replace(message=f"{found[-1].message} There are more of these, not listed.")
    return found


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        rule.slug,
        rule.title,
        rule.severity if hit.severity is None else hit.severity,
        hit.confidence or rule.confidence,
        hit.field,
        hit.evidence,
        hit.message,
        rule.why,
        rule.remedy,
        rule.source,
    )
