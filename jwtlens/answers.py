"""An inspection as one object for programs: what ``--json``, batch and reports answer. The README has the fields."""

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jwtlens.by_identity import ByIdentity
from jwtlens.jose import base64url, strict_json
from jwtlens.jose.strict_json import is_text
from jwtlens.lazy_pattern import lazy_pattern
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

_PRIVATE_PEM = lazy_pattern(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""Members of a JWK that hold private or secret material (RFC 7518 section 6, RFC 9964)."""

_KEYS = frozenset({"jwk", "epk"})
"""Parameters of the header that hold a key, even where it does not say of what type."""


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
    parts = header_and_payload(inspection)
    data = inner.token.segment("payload").data if processed is None else json.dumps(parts["payload"]).encode()
    return {
        **parts,
        "payload_b64url": base64url.encode(data),
        "looks_like": _alike(alike) if is_told(alike) else None,
        "removed": inspection.pasted.removed,
    }


def header_and_payload(inspection: "Inspection") -> dict[str, object]:
    """Return both as JSON values, without private members of a key in the header; the payload as in ``content``."""
    inner = inspection.innermost
    processed = inner.judgement.processed
    payload = _value(inner.token.payload) if processed is None else processed.payload
    return {"header": _masked(_value(inspection.token.header)), "payload": payload}


def written_header_and_payload(inspection: "Inspection") -> tuple[str, str]:
    """Return what ``header_and_payload`` does as JSON texts. Of headers that tokens share the text is made once."""
    document, processed = inspection.token.header, inspection.innermost.judgement.processed
    payload = _value(inspection.innermost.token.payload) if processed is None else processed.payload
    return _written_header(document), _written(payload)


def _header_text(document: "JsonDocument") -> str:
    return _written(_masked(_value(document)))


_written_header = ByIdentity(_header_text, 64)
"""0.3 us for a header that was written before, 6 us for another."""


def _alike(kind: "Kind") -> dict[str, object]:
    return {"vendor": kind.vendor, "kind": kind.name, "by_type": kind.explicit}


def _masked(value: object, *, is_key: bool = False) -> object:
    """Return a header without the private members that a key anywhere in it should not have, and sometimes has."""
    if isinstance(value, list):
        return [_masked(one) for one in value]
    if is_text(value) and _is_private_text(value):
        return "(private)"
    if not isinstance(value, dict):
        return value
    is_key = is_key or "kty" in value
    return {
        name: "(private)" if is_key and name in _PRIVATE else _masked(one, is_key=name in _KEYS)
        for name, one in value.items()
    }


def _is_private_text(text: str) -> bool:
    """Whether a text is, or holds, a private key: as PEM, or as the JSON of a JWK or JWK Set."""
    if _PRIVATE_PEM.search(text):
        return True
    if '"' not in text:
        return False
    document = strict_json.parse_text(text, "header")
    return isinstance(document.value, dict | list) and _masked(document.value) != document.value


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
    return _written(found, indent) + "\n"


def _written(value: object, indent: int | None = None) -> str:
    encoder = _ON_ONE_LINE if indent is None else json.JSONEncoder(allow_nan=False, indent=indent)
    try:
        text = encoder.encode(value)
    except ValueError:
        text = encoder.encode(_finite(value))
    return text.replace("\x7f", "\\u007f")


_ON_ONE_LINE = json.JSONEncoder(allow_nan=False)


def _finite(value: object) -> object:
    """Return the value with numbers that JSON cannot carry as text; the nesting is bounded by the reader's limit."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    return [_finite(element) for element in value] if isinstance(value, list | tuple) else value
