"""One token and its places as one line of JSON: what ``scan --json`` writes, and the screen's list of tokens saves."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from jwtlens import answers
from jwtlens.verify.headline import headline

if TYPE_CHECKING:
    from jwtlens.audit.finding import Finding
    from jwtlens.inspection import Inspection


class Where(NamedTuple):
    """Where a token stands: the name of the file as JSON can carry it, the line from 1, and what is around it."""

    file: str
    line: int
    where: str


def line(token: str, inspection: "Inspection", places: Iterable[Where], seen: int) -> str:
    """Write one line, with its line break. ``seen`` counts also the places that are not listed."""
    report = inspection.report
    found: dict[str, object] = {
        "schema": answers.SCHEMA,
        "token": token,
        "kind": inspection.token.serialization,
        "verdict": report.verdict,
        "summary": headline(report).why,
        **answers.header_and_payload(inspection),
        "checks": [answers.check_object(check) for check in report.checks],
        "findings": [_finding(one) for one in inspection.findings or ()],
        "count": seen,
        "places": [place._asdict() for place in places],
    }
    return answers.dump(found, indent=None)


def _finding(finding: "Finding") -> dict[str, object]:
    """Return what is particular about a finding; why its rule matters and what helps is the same for all tokens."""
    told = {name: getattr(finding, name) for name in ("slug", "title", "confidence", "field", "evidence", "message")}
    return {"severity": finding.severity.name.lower(), **told}
