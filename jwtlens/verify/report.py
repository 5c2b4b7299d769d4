"""The verification report: one line a check, and the verdict over them."""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jwtlens.keys.key import Key

_DECISIVE = frozenset({"signature", "decryption", "sender", "content", "claims"})

INNER_MALFORMED = "inner-malformed"
"""Code of a check that found the content, which should be a token, malformed: then the whole is."""


class Status(StrEnum):
    """Outcome of one check: ``NOT_CHECKED`` lacks something to decide with, ``NOT_APPLICABLE`` something to decide."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not checked"
    NOT_APPLICABLE = "not applicable"

    __hash__ = str.__hash__  # a plain string that is equal has the same; and enumerations make theirs in Python


class Verdict(StrEnum):
    """Would a verifier with this key, these expectations and this clock accept the token?"""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_VERIFIED = "not verified"
    MALFORMED = "malformed"

    __hash__ = str.__hash__


class Check(NamedTuple):
    """One question asked of the token, and its answer.

    ``name`` is short ("exp"), ``code`` stable and made for programs ("expired"), ``reason`` a sentence in plain words,
    ``brief`` the few words for the verdict bar, ``field`` the part it is about as ``part/json-pointer``. ``key`` is the
    key that a signature was found valid for.
    """

    name: str
    status: Status
    reason: str
    code: str = ""
    field: str = "token"
    brief: str = ""
    key: "Key | None" = None


class Report(NamedTuple):
    """Every check, in the order in which a verifier makes them.

    ``signatures`` has one line for each signature of a token that has several; one valid signature is enough. ``as_of``
    is the instant of judgement as a Unix time in seconds, where the user chose one; None is the present.
    """

    verdict: Verdict
    checks: tuple[Check, ...]
    signatures: tuple[Check, ...] = ()
    as_of: float | None = None

    def check(self, name: str) -> Check | None:
        """Return the first check of that name."""
        for check in self.checks:
            if check.name == name:
                return check
        return None

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed; there may be several, and all of them count."""
        return tuple([check for check in self.checks if check.status is Status.FAILED])

    def count(self, status: Status) -> int:
        """Return how many checks ended that way."""
        return sum(check.status is status for check in self.checks)


def verdict_of(checks: tuple[Check, ...]) -> Verdict:
    """Judge: a malformed token cannot be accepted, one failed check rejects, what was not checked decides nothing.

    What has to pass is the signature, or the decryption, and, where the content is a token again, that token; claims
    that could not be read decide nothing either.
    """
    failed = [check for check in checks if check.status is Status.FAILED]
    if failed and any(check.name == "format" or check.code == INNER_MALFORMED for check in failed):
        return Verdict.MALFORMED
    if failed:
        return Verdict.REJECTED
    decisive = {check.status for check in checks if check.name in _DECISIVE}
    return Verdict.ACCEPTED if decisive == _PASSED else Verdict.NOT_VERIFIED


_PASSED = {Status.PASSED}
