"""All checks on one token, in the order in which a verifier makes them; every failure is listed, not the first."""

from jwtlens.jose import header
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Keyring
from jwtlens.verify import claims_checks, jose_checks
from jwtlens.verify.policy import Policy, Possession, Profile
from jwtlens.verify.report import Check, Report, verdict_of
from jwtlens.verify.views import View, as_decided, decisive, views

_NO_PROFILE, _NO_POSSESSION = Profile(), Possession()


def verify(token: Token, keyring: Keyring, policy: Policy, now: float) -> Report:
    """Judge a signed token; ``now`` is a Unix time in seconds. Never raises for a bad token."""
    found = views(token, keyring, policy, now)
    return report(as_decided(token, found), found, policy, now)


def report(token: Token, found: list[View], policy: Policy, now: float) -> Report:
    """Report on a token, seen by the signature that decides, whose signatures were judged."""
    deciding, several = decisive(found), len(found) > 1
    counted = [_counted(check, found) if several else check for check in deciding.checks]
    checks = [jose_checks.format_check(token), *counted]
    if policy.check_claims:
        checks += claims(token, policy, now)
    signatures = tuple(view.named(number) for number, view in enumerate(found, 1)) if several else ()
    made = tuple(checks)
    return Report(verdict_of(made), made, signatures)


def _counted(check: Check, found: list[View]) -> Check:
    if check.name != "signature":
        return check
    valid = sum(view.verifies for view in found)
    return check._replace(reason=f"{valid} of {len(found)} signatures verify; {check.reason}")


def at_another_time(report: Report, token: Token, policy: Policy, now: float) -> Report:
    """Move the clock of a report: only the time checks are made again."""
    if not policy.check_claims:
        return report
    timed = claims_checks.time_checks(token, policy, now)
    if policy.profile.max_age is not None:
        from jwtlens.verify.profile_checks import login_check  # noqa: PLC0415 - for an expected profile only

        timed += [check for check in [login_check(token, policy, now)] if check is not None]
    fresh = {check.name: check for check in timed}
    checks = tuple(fresh.get(check.name, check) for check in report.checks)
    return report._replace(verdict=verdict_of(checks), checks=checks)


def claims(token: Token, policy: Policy, now: float) -> list[Check]:
    """Make the checks on the claims set of a token whose payload is known."""
    found = [
        claims_checks.claims_check(token),
        *claims_checks.time_checks(token, policy, now),
        claims_checks.issuer_check(token, policy),
        claims_checks.audience_check(token, policy),
        claims_checks.required_check(token, policy),
        claims_checks.replay_check(token),
    ]
    if header.media_type(token.header.members.get("typ")).endswith(("event+jwt", "logout+jwt")):
        from jwtlens.verify.events import events_check  # noqa: PLC0415 - few tokens are about events

        about_events = events_check(token)
        found += [about_events] if about_events else []
    if policy.profile == _NO_PROFILE and policy.possession == _NO_POSSESSION:
        return found
    from jwtlens.verify.profile_checks import profile_checks  # noqa: PLC0415 - as above

    return found + profile_checks(token, policy, now)
