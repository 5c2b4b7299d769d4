"""An inspection as one JSON object for programs. The README documents the fields; ``schema`` counts their versions."""

from typing import TYPE_CHECKING

from jwtlens.answers import SCHEMA, answer, check_object, content, dump, errors
from jwtlens.problem import Problem
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.explanation import Explanation
    from jwtlens.inspection import Inspection

__all__ = ["SCHEMA", "answer", "decoded", "dump", "refused", "verified"]


def decoded(inspection: "Inspection") -> str:
    """Write what ``decode`` found: ``valid`` says that the token is well-formed, nothing about its signature."""
    malformed = inspection.report.verdict is Verdict.MALFORMED
    checks = [check for check in inspection.report.checks if check.name == "format"]
    return dump(
        {
            "schema": SCHEMA,
            "valid": not malformed,
            "verdict": Verdict.MALFORMED if malformed else Verdict.NOT_VERIFIED,
            "errors": errors(inspection.token.problems),
            "checks": [check_object(check) for check in checks],
            **content(inspection),
        }
    )


def verified(
    inspection: "Inspection", explanation: "Explanation | None" = None, *, with_diagnosis: bool = False
) -> str:
    """Write what was found, with PyJWT's answer where it was asked, and the diagnosis where that is wanted."""
    found = answer(inspection)
    if explanation is None:
        return dump(found)
    diagnosis, opinion = explanation.diagnosis, explanation.second_opinion
    if with_diagnosis:
        found["diagnosis"] = diagnosis and {"code": diagnosis.code, "sentence": diagnosis.sentence}
    found["second_opinion"] = opinion and {
        "outcome": opinion.outcome,
        "words": opinion.words,
        "detail": opinion.detail,
        "differs": explanation.difference,
    }
    return dump(found)


def refused(problem: Problem) -> str:
    """Write why a call could not be carried out at all, with the fields that every answer has."""
    found = {"schema": SCHEMA, "valid": False, "verdict": Verdict.NOT_VERIFIED, "errors": errors([problem])}
    return dump(found | {"checks": [], "header": None, "payload": None, "payload_b64url": ""})
