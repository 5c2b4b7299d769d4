"""An inspection as one object for programs: what ``--json``, batch and reports answer. The README has the fields."""

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jwtlens.jose import base64url
from jwtlens.meaning.likeness import is_told, likeness
from jwtlens.problem import Problem
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Check, Report, Status, Verdict

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection
    from jwtlens.jose.jws import Token
    from jwtlens.jose.strict_json import JsonDocument
    from jwtlens.knowledge.kinds import Kind

SCHEMA = 1
"""Version of the fields."""

_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""Members of a JWK that hold private or secret material (RFC 7518 section 6, RFC 9964)."""


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
        "errors": errors(_problems(report, inspection.token)),
        "checks": [check_object(check) for check in report.checks],
        **content(inspection),
        "findings": findings(inspection),
        "not_checked": [rule._asdict() for rule in inspection.not_checked],
    }
    if report.signatures:
        found["signatures"] = [check_object(check) for check in report.signatures]
    if judgement.presentation:
        found["disclosures"] = [
            {"name": one.name, "value": one.value, "text": one.text} for one in judgement.presentation.disclosures
        ]
    if inspection.inner:
        found["inner"] = answer(inspection.inner)
    return found


def findings(inspection: "Inspection") -> list[dict[str, object]]:
    """Return the findings as objects, the worst first."""
    return [one._asdict() | {"severity": one.severity.name.lower()} for one in inspection.findings or ()]


def content(inspection: "Inspection") -> dict[str, object]:
    """Return header and payload; the payload is that of the innermost token, with what an SD-JWT discloses in it."""
    inner = inspection.innermost
    processed = inner.judgement.processed
    alike = likeness(inner)
    payload = _value(inner.token.payload) if processed is None else processed.payload
    data = inner.token.segment("payload").data if processed is None else json.dumps(payload).encode()
    return {
        "header": _masked(_value(inspection.token.header)),
        "payload": payload,
        "payload_b64url": base64url.encode(data),
        "looks_like": _alike(alike) if is_told(alike) else None,
        "removed": inspection.pasted.removed,
    }


def _alike(kind: "Kind") -> dict[str, object]:
    return {"vendor": kind.vendor, "kind": kind.name, "by_type": kind.explicit}


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


def errors(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return problems as objects."""
    return [{"code": problem.code, "message": problem.message, "field": problem.field} for problem in problems]


def check_object(check: Check) -> dict[str, str]:
    """Return a check as an object."""
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
