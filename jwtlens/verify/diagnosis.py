"""Why does the signature fail? What goes wrong in practice is tried, and the try that verifies is named.

Nothing here decides about a token: a diagnosis explains a rejection and never lifts it. Tries end at the caps below,
and the answer then says so.
"""

from collections.abc import Callable, Iterator

from jwtlens.jose import jwa
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify import (
    diagnosis_confusion,
    diagnosis_form,
    diagnosis_keys,
    diagnosis_message,
    diagnosis_secret,
    signature,
)
from jwtlens.verify.diagnosis_case import Case, Diagnosis, Remedy, Step, Try, case_of
from jwtlens.verify.selection import select

__all__ = ["MOST_BYTES", "MOST_TRIES", "Diagnosis", "Remedy", "diagnose", "never"]

MOST_TRIES = 500
"""Signatures checked for one diagnosis; the slowest, RSA of 16384 bits, takes 1.4 ms."""

MOST_BYTES = 32 * 1024 * 1024
"""Bytes hashed for one diagnosis, about a tenth of a second; an ordinary token needs a few hundred kilobytes."""

_STEPS: tuple[Callable[[Case], Iterator[Step]], ...] = (
    diagnosis_message.swapped_parts,
    diagnosis_confusion.tries,
    diagnosis_secret.tries,
    diagnosis_keys.other_keys,
    diagnosis_form.other_forms,
    diagnosis_message.microsoft,
    diagnosis_keys.other_algorithms,
    diagnosis_keys.brought_along,
    diagnosis_form.cut_or_longer,
    diagnosis_message.other_inputs,
    diagnosis_message.rewritten,
    diagnosis_form.wrong_length,
)
"""The cheapest and most likely first; what is certain but says less comes last."""


_AT_A_CUT = {"base64-length", "base64-spare-bits"}
"""What base64url suffers where it is cut; after any other problem the text is not what was written."""


def never() -> bool:
    """Cancel nothing."""
    return False


def diagnose(
    token: Token,
    keyring: Keyring,
    key_text: Secret[str] | None = None,
    behind: Secret[str] | None = None,
    *,
    cancelled: Callable[[], bool] = never,
) -> Diagnosis | None:
    """Explain why the signature of this token cannot be verified. Never raises for bad input.

    First the signature is checked once more with the keys that the verification selects, so that none is accused.

    ``key_text`` is what stands in the key field, from which a secret was read, and ``behind`` the text of the file or
    variable that it names, if it names one. None for a token whose signature is
    right and rightly written, for an encrypted one, where there is nothing to say, and as soon as ``cancelled``.
    """
    views = token.signatures or (token,)
    if token.encrypted or jwa.is_none(token.alg):
        return None
    cases = [case_of(view, keyring, key_text, behind) for view in views]
    if any(_is_right(case) for case in cases):
        return diagnosis_form.misspelled(cases[0]) if len(cases) == 1 else None
    trial = _Trial(cancelled)
    for number, case in enumerate(cases, 1):
        found = _structure(case) or trial.of(case)
        if found:
            named = f"signature {number}: {found.sentence}"
            return found._replace(sentence=named) if len(cases) > 1 else found
    return None if trial.was_cancelled else _unexplained(cases, trial)


def _is_right(case: Case) -> bool:
    """Whether the verification itself finds a key; the keys of a case may be fewer."""
    candidates = select(case.token, case.keyring).candidates if case.algorithm else ()
    return any(
        signature.verifies(case.algorithm, key, case.message, case.signature) for key in candidates if case.algorithm
    )


def _structure(case: Case) -> Diagnosis | None:
    """Say what is certain from the form alone, before any try."""
    token = case.token
    if not token.serialization.startswith("JWS"):
        return None
    for part, document in (("header", token.header), ("payload", token.payload)):
        codes = {problem.code for problem in token.segment(part).problems}
        if codes <= _AT_A_CUT and _ends_early(document):
            sentence = f"the {part} ends in the middle of its JSON: a piece of the token is missing, so copy it again"
            return Diagnosis("token-cut", sentence, confident=True)
    if not token.header.readable:
        return None
    if token.segment_count < 3 and not token.text.startswith("{"):
        last = "payload" if token.segment_count == 2 else "header"
        sentence = f"the token ends after its {last}: the signature was cut off, or it was never signed"
        return Diagnosis("signature-missing", sentence, confident=True)
    if not token.segment("signature").text:
        sentence = "the signature is empty: it was cut off, or the token was never signed"
        return Diagnosis("signature-empty", sentence, confident=True)
    return None


def _ends_early(document: JsonDocument) -> bool:
    """Whether a text begins as JSON and ends where it could go on."""
    text = document.text.rstrip()
    closing = {"{": "}", "[": "]"}.get(text.lstrip()[:1])
    if document.readable or closing is None:
        return False
    problem = document.problems[0]
    at_end = problem.code == "json-syntax" and problem.span is not None and problem.span.start >= len(text)
    return not text.endswith(closing) or at_end


def _unexplained(cases: list[Case], trial: "_Trial") -> Diagnosis | None:
    """Say what was not found, where a check was made: a token without a fitting key has been told so already."""
    if not any(case.selected for case in cases):
        return None
    if trial.exhausted:
        reason = f"the first {trial.tries:,} usual mistakes do not explain it, and jwtlens stops there"
    else:
        reason = f"none of {trial.tries:,} usual mistakes explains it"
    sentence = f"{reason}: the key is another one, or the token was changed after signing, and nobody can tell which"
    return Diagnosis("unexplained", sentence, confident=False)


class _Trial:
    """The tries of one diagnosis, and what they have cost."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self.cancelled = cancelled
        self.tries = self.spent = 0
        self.exhausted = self.was_cancelled = False

    def of(self, case: Case) -> Diagnosis | None:
        """Take the steps in order up to the first that explains the signature."""
        for steps in _STEPS:
            for step in steps(case):
                if self._cancelled():
                    return None
                if isinstance(step, Diagnosis):
                    return step
                if self._exhausted():
                    break  # what follows may still be certain without a try
                if self._verifies(step):
                    return step.found
        return None

    def _cancelled(self) -> bool:
        self.was_cancelled = self.was_cancelled or self.cancelled()
        return self.was_cancelled

    def _exhausted(self) -> bool:
        self.exhausted = self.tries >= MOST_TRIES or self.spent >= MOST_BYTES
        return self.exhausted

    def _verifies(self, step: Try) -> bool:
        self.tries += 1
        self.spent += len(step.message) + len(step.signature)
        return signature.verifies(step.algorithm, step.key, step.message, step.signature)
