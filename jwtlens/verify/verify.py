"""All checks on one token, in the order in which a verifier makes them; every failure is listed, not the first."""

from jwtlens.jose.jws import Token
from jwtlens.keys.key import Keyring
from jwtlens.verify import claims_checks, jose_checks
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Report, Status, verdict_of
from jwtlens.verify.selection import select


def verify(token: Token, keyring: Keyring, policy: Policy, now: float) -> Report:
    """Judge a signed token; ``now`` is a Unix time in seconds. Never raises for a bad token."""
    views = [_jose_checks(view, keyring, policy) for view in token.signatures or (token,)]
    deciding = next((view for view in views if _verifies(view)), views[0])
    signatures: tuple[Check, ...] = ()
    if len(views) > 1:
        signatures = tuple(_named(view, number) for number, view in enumerate(views, 1))
        deciding = [_counted(check, views) for check in deciding]
    checks = [jose_checks.format_check(token), *deciding]
    if policy.check_claims:
        checks += claims(token, policy, now)
    return Report(verdict_of(tuple(checks)), tuple(checks), signatures)


def decisive(token: Token, keyring: Keyring, policy: Policy) -> Token:
    """Return the token as the signature sees it that decides: the first that verifies, or else the first.

    What is shown, and what the header says about the content, must be what that signature covers.
    """
    verifying = (view for view in token.signatures if _verifies(_jose_checks(view, keyring, policy)))
    view = next(verifying, token)
    return token._replace(header=view.header, segments=view.segments, payload=view.payload)


def _jose_checks(token: Token, keyring: Keyring, policy: Policy) -> list[Check]:
    selection = select(token, keyring)
    algorithm = jose_checks.algorithm_check(token, keyring, policy)
    return [
        algorithm,
        jose_checks.key_check(token, keyring, selection),
        jose_checks.signature_check(token, keyring, selection, algorithm),
        jose_checks.crit_check(token),
        jose_checks.typ_check(token, policy),
    ]


def _verifies(checks: list[Check]) -> bool:
    passed = any(check.name == "signature" and check.status is Status.PASSED for check in checks)
    return passed and not any(check.status is Status.FAILED for check in checks)


def _named(checks: list[Check], number: int) -> Check:
    """Return what decided about one of several signatures: its first failure, or its signature check."""
    decided = next((check for check in checks if check.status is Status.FAILED), checks[2])
    return decided._replace(name=f"signature {number}")


def _counted(check: Check, views: list[list[Check]]) -> Check:
    if check.name != "signature":
        return check
    valid = sum(_verifies(view) for view in views)
    return check._replace(reason=f"{valid} of {len(views)} signatures verify; {check.reason}")


def at_another_time(report: Report, token: Token, policy: Policy, now: float) -> Report:
    """Move the clock of a report: only the time checks are made again."""
    if not policy.check_claims:
        return report
    fresh = {check.name: check for check in claims_checks.time_checks(token, policy, now)}
    checks = tuple(fresh.get(check.name, check) for check in report.checks)
    return report._replace(verdict=verdict_of(checks), checks=checks)


def claims(token: Token, policy: Policy, now: float) -> list[Check]:
    """Make the checks on the claims set of a token whose payload is known."""
    return [
        claims_checks.claims_check(token),
        *claims_checks.time_checks(token, policy, now),
        claims_checks.issuer_check(token, policy),
        claims_checks.audience_check(token, policy),
        claims_checks.required_check(token, policy),
        claims_checks.replay_check(token),
    ]
