"""Why a signature does not verify, and what PyJWT would do: for those who ask, since both cost more than a look."""

from collections.abc import Callable
from typing import NamedTuple

from jwtlens.inspection import Inspection
from jwtlens.keys.secret import Secret
from jwtlens.verify.diagnosis import Diagnosis, diagnose, never
from jwtlens.verify.report import Status
from jwtlens.verify.second_opinion import SecondOpinion, second_opinion
from jwtlens.verify.selection import select


class Explanation(NamedTuple):
    """The answer to "why?". ``difference`` says why PyJWT comes to another verdict; empty where it does not."""

    diagnosis: Diagnosis | None
    second_opinion: SecondOpinion | None
    difference: str = ""


def explain(inspection: Inspection, key_text: Secret[str] | None, cancelled: Callable[[], bool] = never) -> Explanation:
    """Diagnose a signature that failed and ask PyJWT. ``key_text`` is what the key was read from, where it was text."""
    token, report = inspection.token, inspection.report
    signature = report.check("signature")
    diagnosis = None
    if signature is not None and signature.status is not Status.PASSED and inspection.keyring.keys:
        diagnosis = diagnose(token, inspection.keyring, key_text, cancelled=cancelled)
    if token.encrypted or not inspection.keyring.keys:
        return Explanation(diagnosis, None)
    chosen = select(token, inspection.keyring).candidates
    key = chosen[0] if chosen else None
    text, policy = inspection.pasted.token, inspection.policy
    opinion = second_opinion(text, token, key, policy.algorithms, policy, inspection.now)
    return Explanation(diagnosis, opinion, opinion.differs(report) if opinion else "")
