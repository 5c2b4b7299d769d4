"""Why a signature does not verify, and what PyJWT would do: for those who ask, since both cost more than a look."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.inspection import Inspection
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import text_behind
from jwtlens.verify import signature
from jwtlens.verify.report import Status
from jwtlens.verify.selection import select

if TYPE_CHECKING:
    from jwtlens.verify.diagnosis import Diagnosis
    from jwtlens.verify.second_opinion import SecondOpinion

_MOST_KEYS = 16
"""Keys that are tried on behalf of a program where our own rules select none."""


class Explanation(NamedTuple):
    """The answer to "why?". ``difference`` says why PyJWT comes to another verdict; empty where it does not."""

    diagnosis: "Diagnosis | None"
    second_opinion: "SecondOpinion | None"
    difference: str = ""

    @property
    def laxer(self) -> bool:
        """Whether PyJWT accepts what we do not: on such a token somebody may live."""
        return bool(self.difference) and self.second_opinion is not None and self.second_opinion.accepts

    @property
    def opinion(self) -> str:
        """PyJWT's answer beside ours, in one sentence; empty where it was not asked."""
        if self.second_opinion is None:
            return ""
        if self.difference:
            return f"{self.second_opinion.words}, unlike jwtlens: {self.difference}"
        return self.second_opinion.words.replace("accepts it", "accepts it too", 1)


def is_explained(inspection: Inspection) -> bool:
    """Whether there is anything to explain: a token that is not encrypted, and a key."""
    return bool(inspection.keyring.keys) and bool(inspection.token.text) and not inspection.token.encrypted


def explain(
    inspection: Inspection, key_text: Secret[str] | None, cancelled: Callable[[], bool] | None = None
) -> Explanation:
    """Diagnose a signature that failed and ask PyJWT. ``key_text`` is what the key was read from, where it was text."""
    from jwtlens.verify.diagnosis import diagnose, never  # noqa: PLC0415 - 4 ms, which the first frame does without

    cancelled = cancelled or never
    token, check = inspection.token, inspection.report.check("signature")
    diagnosis = None
    is_in_order = check is None or (check.status is Status.PASSED and not token.problems)
    if inspection.keyring.keys and not is_in_order:
        behind = text_behind(key_text.reveal()) if key_text else None
        diagnosis = diagnose(token, inspection.keyring, key_text, behind, cancelled=cancelled)
    if cancelled():
        return Explanation(diagnosis, None)
    return compare(inspection)._replace(diagnosis=diagnosis)


def compare(inspection: Inspection) -> Explanation:
    """Ask PyJWT alone. It gets the key that verifies, or else the one that a program would have chosen."""
    from jwtlens.verify.second_opinion import second_opinion  # noqa: PLC0415 - as above

    policy, now, detached = inspection.policy, inspection.now, inspection.detached
    opinion = second_opinion(inspection.token, _chosen_by_a_program(inspection), policy, now, detached)
    return Explanation(None, opinion, opinion.differs(inspection.report) if opinion else "")


def _chosen_by_a_program(inspection: Inspection) -> Key | None:
    """Return the key that verifies, in spite of its kid and use if need be, else the first selected, else an only one.

    A program that passes a key does not ask what the key says of itself, and that is where the verdicts come apart.
    """
    from jwtlens.verify.diagnosis_case import serves  # noqa: PLC0415 - as above

    token, keys = inspection.token, inspection.keyring.keys
    selected = select(token, inspection.keyring).candidates
    algorithm = SIGNATURE_ALGORITHMS.get(token.alg)
    check = inspection.report.check("signature")
    if selected and check is not None and check.status is Status.FAILED:
        return selected[0]  # all of them were tried
    if algorithm is not None and not token.encrypted:
        able = selected or [key for key in keys if serves(key, algorithm)][:_MOST_KEYS]
        message, made = token.signing_input, token.segment("signature").data
        if right := next((key for key in able if signature.verifies(algorithm, key, message, made)), None):
            return right
    return selected[0] if selected else keys[0] if len(keys) == 1 else None
