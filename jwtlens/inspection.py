"""The program: one pure function from text, keys, expectations and a clock to everything that any front end shows."""

from typing import TYPE_CHECKING, NamedTuple

from jwtlens import paste
from jwtlens.editing import Edited, edit
from jwtlens.jose import jws
from jwtlens.keys.key import Keyring
from jwtlens.paste import Pasted
from jwtlens.problem import Span
from jwtlens.verify import verify
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from jwtlens.audit.finding import Finding, NotChecked
    from jwtlens.jose.jws import Token
    from jwtlens.verify.report import Report

__all__ = ["Edited", "Inspection", "at_another_time", "edit", "inspect"]


class Inspection(NamedTuple):
    """Everything there is to show about one text. Compared by value.

    ``now`` is the instant of judgement as a Unix time in seconds. ``findings`` is None where no audit was asked for.
    """

    pasted: Pasted
    token: "Token"
    keyring: Keyring
    policy: Policy
    now: float
    report: "Report"
    findings: "tuple[Finding, ...] | None" = None
    not_checked: "tuple[NotChecked, ...]" = ()

    def in_source(self, span: Span) -> Span:
        """Translate a range of the token into the range of the inspected text that it came from."""
        return self.pasted.in_source(span)


def inspect(
    source: str,
    keyring: Keyring = Keyring(),
    policy: Policy = Policy(),
    *,
    now: float,
    with_audit: bool = True,
    as_pasted: bool = True,
) -> Inspection:
    """Inspect a text that holds a token.

    ``now`` is a Unix time in seconds. With ``as_pasted`` the text may have wrappings (``Bearer``, quotes, line breaks),
    which are removed and reported; without, it is the token and nothing else. Never raises for a bad token, reads no
    file, no clock and no network.
    """
    pasted = paste.extract(source) if as_pasted else Pasted(source, (), (Span(0, len(source)),))
    token = jws.parse(pasted.token)
    report = verify.verify(token, keyring, policy, now)
    inspection = Inspection(pasted, token, keyring, policy, now, report)
    return _audited(inspection) if with_audit else inspection


def at_another_time(inspection: Inspection, now: float) -> Inspection:
    """Move the clock of an inspection; no signature is computed again."""
    report = verify.at_another_time(inspection.report, inspection.token, inspection.policy, now)
    moved = inspection._replace(now=now, report=report)
    return moved if inspection.findings is None else _audited(moved)


def _audited(inspection: Inspection) -> Inspection:
    from jwtlens.audit.engine import audit  # noqa: PLC0415 - decode and verify do not pay for the rules
    from jwtlens.audit.finding import Subject  # noqa: PLC0415

    token, keyring, policy, now = inspection.token, inspection.keyring, inspection.policy, inspection.now
    result = audit(Subject(token, keyring, policy, now, inspection.report, inspection.pasted.removed))
    return inspection._replace(findings=result.findings, not_checked=result.not_checked)
