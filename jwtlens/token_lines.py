"""One token and its places as one line of JSON: what ``scan --json`` writes, and the screen's list of tokens saves."""

from collections.abc import Iterable
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted
from typing import TYPE_CHECKING, NamedTuple

from jwtlens import answers
from jwtlens.verify.headline import headline

if TYPE_CHECKING:
    from jwtlens.audit.finding import Finding
    from jwtlens.inspection import Inspection
    from jwtlens.verify.report import Check


class Where(NamedTuple):
    """Where a token stands: the name of the file as JSON can carry it, the line from 1, and what is around it."""

    file: str
    line: int
    where: str


def members(token: str, inspection: "Inspection") -> str:
    """Write the members of the object up to those that say where the token stands, without the braces."""
    report = inspection.report
    header, payload = answers.written_header_and_payload(inspection)
    checks = ", ".join(map(_check, report.checks))
    findings = ", ".join(map(_finding, inspection.findings or ()))
    return (
        f'"schema": {answers.SCHEMA}, "token": {_quoted(token)}, "kind": {_quoted(inspection.token.serialization)}, '
        f'"verdict": "{report.verdict}", "summary": {_quoted(headline(report).why)}, "header": {header}, '
        f'"payload": {payload}, "checks": [{checks}], "findings": [{findings}]'
    )


def line(written: str, places: Iterable[Where], seen: int) -> str:
    """Write the line of what :func:`members` wrote, with its line break; ``seen`` counts unlisted places too."""
    there = ", ".join(
        f'{{"file": {_file(place.file)}, "line": {place.line}, "where": {_quoted(place.where)}}}' for place in places
    )
    return f'{{{written}, "count": {seen}, "places": [{there}]}}\n'


_file = lru_cache(maxsize=64)(_quoted)


@lru_cache(maxsize=4096)
def _check(check: "Check") -> str:
    return answers.dump(dict(answers.check_object(check)), indent=None)[:-1]


@lru_cache(maxsize=4096)
def _finding(finding: "Finding") -> str:
    """Write what is particular about a finding; why its rule matters and what helps is the same for all tokens."""
    told = {name: getattr(finding, name) for name in ("slug", "title", "confidence", "field", "evidence", "message")}
    return answers.dump({"severity": finding.severity.name.lower(), **told}, indent=None)[:-1]
