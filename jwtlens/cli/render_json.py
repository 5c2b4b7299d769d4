"""An inspection as one JSON object for programs. The README documents the fields; ``schema`` counts their versions."""

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jwtlens.jose import base64url
from jwtlens.problem import Problem
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Check, Report, Status, Verdict

if TYPE_CHECKING:
    from jwtlens.explanation import Explanation
    from jwtlens.inspection import Inspection
    from jwtlens.jose.jws import Token
    from jwtlens.jose.strict_json import JsonDocument

SCHEMA = 1
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""Members of a JWK that hold private or secret material (RFC 7518 section 6, RFC 9964)."""


def decoded(inspection: "Inspection") -> str:
    """Write what ``decode`` found: ``valid`` says that the token is well-formed, nothing about its signature."""
    malformed = inspection.report.verdict is Verdict.MALFORMED
    checks = [check for check in inspection.report.checks if check.name == "format"]
    return dump(
        {
            "schema": SCHEMA,
            "valid": not malformed,
            "verdict": Verdict.MALFORMED if malformed else Verdict.NOT_VERIFIED,
            "errors": _errors(inspection.token.problems),
            "checks": [_check(check) for check in checks],
            **_content(inspection),
        }
    )


def verified(inspection: "Inspection", explanation: "Explanation | None" = None) -> str:
    """Write what ``verify`` found, and the explanation where one was asked for."""
    found = answer(inspection)
    if explanation is not None:
        diagnosis, opinion = explanation.diagnosis, explanation.second_opinion
        found["diagnosis"] = diagnosis and {"code": diagnosis.code, "sentence": diagnosis.sentence}
        found["second_opinion"] = opinion and {
            "outcome": opinion.outcome,
            "words": opinion.words,
            "differs": explanation.difference,
        }
    return dump(found)


def answer(inspection: "Inspection") -> dict[str, object]:
    """Return what ``verify`` found as an object; where tokens are inside one another, ``inner`` has the same fields."""
    report, judgement = inspection.report, inspection.judgement
    found: dict[str, object] = {
        "schema": SCHEMA,
        "valid": report.verdict is Verdict.ACCEPTED,
        "verdict": report.verdict,
        "summary": headline(report).why,
        "at": inspection.now,
        "kind": inspection.token.serialization,
        "errors": _errors(_problems(report, inspection.token)),
        "checks": [_check(check) for check in report.checks],
        **_content(inspection),
        "findings": [
            finding._asdict() | {"severity": finding.severity.name.lower()} for finding in inspection.findings or ()
        ],
        "not_checked": [rule._asdict() for rule in inspection.not_checked],
    }
    if report.signatures:
        found["signatures"] = [_check(check) for check in report.signatures]
    if judgement.presentation:
        found["disclosures"] = [
            {"name": one.name, "value": one.value, "text": one.text} for one in judgement.presentation.disclosures
        ]
    if inspection.inner:
        found["inner"] = answer(inspection.inner)
    return found


def refused(problem: Problem) -> str:
    """Write why a call could not be carried out at all, with the fields that every answer has."""
    found = {"schema": SCHEMA, "valid": False, "verdict": Verdict.NOT_VERIFIED, "errors": _errors([problem])}
    return dump(found | {"checks": [], "header": None, "payload": None, "payload_b64url": ""})


def _content(inspection: "Inspection") -> dict[str, object]:
    """Return header and payload; the payload is that of the innermost token, with what an SD-JWT discloses in it."""
    inner = inspection.innermost
    processed = inner.judgement.processed
    payload = _value(inner.token.payload) if processed is None else processed.payload
    data = inner.token.segment("payload").data if processed is None else json.dumps(payload).encode()
    return {
        "header": _masked(_value(inspection.token.header)),
        "payload": payload,
        "payload_b64url": base64url.encode(data),
        "removed": inspection.pasted.removed,
    }


def _masked(header: object) -> object:
    """Return the header without the private members that a key in it should not have, and sometimes has."""
    jwk = header.get("jwk") if isinstance(header, dict) else None
    if not isinstance(header, dict) or not isinstance(jwk, dict):
        return header
    return header | {"jwk": {name: "(private)" if name in _PRIVATE else value for name, value in jwk.items()}}


def _value(document: "JsonDocument") -> object:
    return document.value if document.readable else document.text or None


def _problems(report: Report, token: "Token") -> list[Problem]:
    """Everything that keeps the token from being accepted; where nothing failed, what was missing to decide."""
    found = list(token.problems) if report.verdict is Verdict.MALFORMED else []
    found += [Problem(check.code, check.reason, check.field) for check in report.failed if check.name != "format"]
    if report.verdict is Verdict.NOT_VERIFIED:
        deciding = [report.check(name) for name in ("key", "signature", "decryption", "sender", "content", "claims")]
        missing = next(check for check in deciding if check and check.status is Status.NOT_CHECKED)
        found.append(Problem(missing.code, missing.reason, missing.field))
    return found


def _errors(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"code": problem.code, "message": problem.message, "field": problem.field} for problem in problems]


def _check(check: Check) -> dict[str, str]:
    return {
        "name": check.name,
        "status": check.status,
        "reason": check.reason,
        "code": check.code,
        "field": check.field,
    }


def dump(found: dict[str, object], indent: int | None = 2) -> str:
    """Write ASCII only, and JSON that every parser takes: DEL is escaped too, and NaN never appears."""
    try:
        text = json.dumps(found, indent=indent, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(found), indent=indent, allow_nan=False)
    return text.replace("\x7f", "\\u007f") + "\n"


def _finite(value: object) -> object:
    """Return the value with numbers that JSON cannot carry as text; the nesting is bounded by the reader's limit."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    return [_finite(element) for element in value] if isinstance(value, list | tuple) else value
