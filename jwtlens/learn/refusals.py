"""Why a guard refuses a token: a short word for the caller, who may be an attacker, and the whole for the log."""

from typing import NamedTuple

from jwtlens.displayable import displayable
from jwtlens.verify.report import Report, Verdict

_DESCRIPTIONS = {
    "algorithm": "The algorithm is not allowed",
    "signature": "The signature is invalid",
    "key": "The key is unknown",
    "exp": "The token expired",
    "nbf": "The token is not valid yet",
    "iat": "The token is from the future",
    "iss": "The token is from another issuer",
    "aud": "The token is for another audience",
    "required": "A claim is missing",
}
"""By the name of the check that failed, in the order of what is told first."""


class Refusal(NamedTuple):
    """``description`` is for the caller and empty where there was no token; ``log`` is for the operator."""

    description: str
    code: str
    log: str


def refusal(report: Report) -> Refusal:
    """Say why a token is not accepted. The caller learns nothing that stands in the token or the configuration."""
    failed = {check.name: check for check in report.failed}
    log = "; ".join(f"{check.name}: {displayable(check.reason)}" for check in report.failed) or "could not be verified"
    if report.verdict is Verdict.MALFORMED:
        return Refusal("The token is malformed", "malformed", log)
    first = next((name for name in _DESCRIPTIONS if name in failed), None)
    if first is None:
        return Refusal("The token is invalid", "invalid", log)
    return Refusal(_DESCRIPTIONS[first], failed[first].code, log)
