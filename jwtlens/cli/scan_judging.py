"""Judging the tokens of a scan, many at once, in any process; what comes back is ready to be written."""

import json
from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens import token_lines
from jwtlens.inspection import Apart, inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection

Form = Literal["json", "table", "sarif"]


class Circumstances(NamedTuple):
    """What all tokens of a scan are judged by. ``now`` is a Unix time in seconds; ``as_of`` that the user chose it."""

    keyring: Keyring
    policy: Policy
    now: float
    as_of: bool
    apart: Apart
    with_audit: bool
    form: Form


class Row(NamedTuple):
    """A token in the table; the texts may be anybody's. ``expires`` is a Unix time in seconds."""

    verdict: Verdict
    why: str
    kind: str
    algorithm: str
    issuer: str
    subject: str
    expires: float | None
    findings: str


class Judged(NamedTuple):
    """A verdict, and the token in one of the forms: members of a JSON object, a row, or a log of SARIF as JSON."""

    accepted: bool
    shown: str | Row


_circumstances: list[Circumstances] = []
"""What holds in this process, and in those that are forked from it: keys cannot be sent to another."""


def prepare(circumstances: Circumstances) -> None:
    """Say by what tokens are judged from now on, before any process is started."""
    _circumstances[:] = [circumstances]


def judge(tokens: list[str]) -> list[Judged]:
    """Judge tokens as they are, by what :func:`prepare` was told."""
    return [_judged(token, _circumstances[0]) for token in tokens]


def _judged(token: str, by: Circumstances) -> Judged:
    inspection = inspect(
        token,
        by.keyring,
        by.policy,
        now=by.now,
        with_audit=by.with_audit,
        as_of=by.as_of,
        as_pasted=False,
        apart=by.apart,
    )
    accepted = inspection.report.verdict is Verdict.ACCEPTED
    if by.form == "table":
        return Judged(accepted, _row(inspection))
    return Judged(accepted, token_lines.members(token, inspection) if by.form == "json" else _sarif(inspection))


def _row(inspection: "Inspection") -> Row:
    from jwtlens import times  # noqa: PLC0415 - JSON pays for JSON only

    claims = inspection.innermost.claims
    issuer, subject = (value if isinstance(value := claims.get(name), str) else "" for name in ("iss", "sub"))
    severities = [one.severity.name.lower() for one in inspection.findings or ()]
    worst = severities[0] if severities else ""
    counted = f"{severities.count(worst)} {worst}" if worst else "none"
    return Row(
        inspection.report.verdict,
        headline(inspection.report, times.brief).why,
        inspection.token.serialization,
        inspection.token.alg,
        issuer,
        subject,
        times.numeric_date(claims.get("exp")),
        counted,
    )


def _sarif(inspection: "Inspection") -> str:
    from jwtlens import reports  # noqa: PLC0415 - as above

    return json.dumps(json.loads(reports.write("sarif", (reports.Subject(inspection, "the scan"),)))["runs"][0])
