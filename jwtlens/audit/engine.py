"""The audit: every rule of the catalogue, asked once about one token."""

from collections.abc import Iterable
from itertools import chain, islice
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
from jwtlens.audit.case import Case, HeaderCase
from jwtlens.audit.finding import AuditResult, Concerns, Finding, Hit, Need, NotChecked, Rule, Severity, Subject
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify.by_header import ByHeader
from jwtlens.verify.policy import Policy

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

_PLACES = {rule.slug: place for place, rule in enumerate(RULES)}
_CLOCK = tuple(rule for rule in RULES if rule.clock)
_CLOCK_SLUGS = frozenset(rule.slug for rule in _CLOCK)

_KNOWN_SECRET = "hmac-secret-known"

HITS_PER_RULE = 10
"""Most findings of one rule on one token; the thousandth says nothing that the tenth did not."""


def audit(subject: Subject) -> AuditResult:
    """Ask every rule that may have something to say about this token. Never raises for any token.

    A rule whose needs are not met is not checked, never passed.
    """
    case = Case(subject)
    if not case.is_ordinary:
        return audit_everything(case)
    settled = _settled(subject.token, subject.keyring, subject.policy)
    findings = [*settled.findings]
    for rule in settled.rules(case.claims):
        hits = rule.find(case)
        if (first := next(hits, None)) is not None:  # nearly always None: then this takes half the time of a list
            findings += _findings(rule, chain([first], hits))
    findings.sort(key=_order)
    return AuditResult(tuple(findings), settled.not_checked)


def audit_everything(case: Case) -> AuditResult:
    """Ask every rule of the catalogue, whatever it is about."""
    findings = [
        one for rule in RULES if case.missing.isdisjoint(rule.needs) for one in _findings(rule, rule.find(case))
    ]
    return AuditResult(tuple(sorted(findings, key=_order)), _not_checked(case.missing))


class _Settled:
    """What header, keys and expectations settle about an ordinary token, and the rules that look at the rest of it."""

    def __init__(self, findings: list[Finding], not_checked: tuple[NotChecked, ...], remaining: list[Rule]) -> None:
        self.findings, self.not_checked = findings, not_checked
        self._remaining = remaining
        self._by_names: dict[frozenset[str], list[Rule]] = {}

    def rules(self, claims: dict[str, object]) -> list[Rule]:
        """Return the rules to ask about a token with claims of these names; 30 us for names that were not seen yet."""
        names = _CLAIMS_OF_CONCERN.intersection(claims)
        found = self._by_names.get(names)
        if found is None:
            if len(self._by_names) >= _MOST_NAMES:
                self._by_names.clear()
            found = self._by_names[names] = [rule for rule in self._remaining if _is_about(rule.concerns, names)]
        return found


_CLAIMS_OF_CONCERN = frozenset(name for rule in RULES for name in rule.concerns.present | rule.concerns.absent)
_MOST_NAMES = 64
"""Sets of names that are kept."""


def _is_about(concerns: Concerns, names: frozenset[str]) -> bool:
    is_there = not concerns.present or not concerns.present.isdisjoint(names)
    return is_there and (not concerns.absent or not concerns.absent <= names)


def _settle(token: Token, keyring: Keyring, policy: Policy) -> _Settled:
    case = HeaderCase(token, keyring, policy)
    findings: list[Finding] = []
    remaining = []
    for rule in RULES:
        if not case.missing.isdisjoint(rule.needs):
            continue
        if rule.find_in_header is not None:
            findings += _findings(rule, rule.find_in_header(case))
        elif rule.concerns.when is None or rule.concerns.when(case):
            remaining.append(rule)
    return _Settled(findings, _not_checked(case.missing), remaining)


_settled = ByHeader(_settle)
"""0.7 us for the header of the token before, 200 us for a new one."""


def _not_checked(missing: frozenset[Need]) -> tuple[NotChecked, ...]:
    return tuple(
        NotChecked(rule.slug, rule.title, " and ".join(need for need in rule.needs if need in missing))
        for rule in RULES
        if not missing.isdisjoint(rule.needs)
    )


def audit_again(subject: Subject, previous: AuditResult) -> AuditResult:
    """Return what :func:`audit` would, given its result on the same subject at another time.

    Only the rules that look at the clock or the report are asked; what a rule needs depends on neither.
    """
    case = Case(subject)
    findings = [finding for finding in previous.findings if finding.slug not in _CLOCK_SLUGS]
    for rule in _CLOCK:
        if case.missing.isdisjoint(rule.needs):
            findings += _findings(rule, rule.find(case))
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


def _findings(rule: Rule, hits_of_rule: Iterable[Hit]) -> list[Finding]:
    hits = [*islice(hits_of_rule, HITS_PER_RULE + 1)]
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
