"""All checks on one token, in the order in which a verifier makes them; every failure is listed, not the first."""

from jwtlens.jose.jws import Token
from jwtlens.keys.key import Keyring
from jwtlens.verify import claims_checks, jose_checks
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Report, verdict_of
from jwtlens.verify.selection import select


def verify(token: Token, keyring: Keyring, policy: Policy, now: float) -> Report:
    """Judge a token; ``now`` is a Unix time in seconds. Never raises for a bad token."""
    selection = select(token, keyring)
    algorithm = jose_checks.algorithm_check(token, keyring, policy)
    checks = [
        jose_checks.format_check(token),
        algorithm,
        jose_checks.key_check(token, keyring, selection),
        jose_checks.signature_check(token, keyring, selection, algorithm),
        jose_checks.crit_check(token),
        jose_checks.typ_check(token, policy),
    ]
    if policy.check_claims:
        checks += _claims(token, policy, now)
    return _report(checks)


def at_another_time(report: Report, token: Token, policy: Policy, now: float) -> Report:
    """Move the clock of a report: only the time checks are made again."""
    if not policy.check_claims:
        return report
    fresh = {check.name: check for check in claims_checks.time_checks(token, policy, now)}
    return _report([fresh.get(check.name, check) for check in report.checks])


def _claims(token: Token, policy: Policy, now: float) -> list[Check]:
    return [
        claims_checks.claims_check(token),
        *claims_checks.time_checks(token, policy, now),
        claims_checks.issuer_check(token, policy),
        claims_checks.audience_check(token, policy),
        claims_checks.required_check(token, policy),
        claims_checks.replay_check(token),
    ]


def _report(checks: list[Check]) -> Report:
    return Report(verdict_of(tuple(checks)), tuple(checks))
