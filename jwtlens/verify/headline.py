"""The verdict in one line: the word, why, and what is known of the signature."""

from collections.abc import Callable
from typing import NamedTuple

from jwtlens import times
from jwtlens.verify.report import Check, Report, Status, Verdict

_ASKED = frozenset({"iss", "aud", "token type", "at_hash", "c_hash"})
"""Checks without which "accepted" needs a word more; the last three are there only if the user asked for them."""


class Headline(NamedTuple):
    """What the verdict bar says. ``signature`` is empty where ``why`` says it already."""

    verdict: Verdict
    why: str
    signature: str
    signature_status: Status


def headline(report: Report, instant: Callable[[float], str] = times.utc) -> Headline:
    """Sum a report up: what the verdict rests on, what was not checked, and at which instant, where that is not now.

    ``instant`` writes a Unix time in seconds; for people, :func:`jwtlens.times.shown` does it as they set it.
    """
    line = _headline(report)
    return line if report.as_of is None else line._replace(why=f"as of {instant(report.as_of)}: {line.why}")


def _headline(report: Report) -> Headline:
    signature = report.check("signature") or report.check("decryption")
    status = signature.status if signature else Status.NOT_CHECKED
    if report.verdict is Verdict.MALFORMED:
        return Headline(report.verdict, next(iter(_briefs(report)), "not a token"), "", status)
    if report.verdict is Verdict.REJECTED:
        named = "signature-invalid" in {check.code for check in report.failed} or status is Status.FAILED
        return Headline(report.verdict, " · ".join(_briefs(report)), "" if named else _signature(report), status)
    if report.verdict is Verdict.NOT_VERIFIED:
        why = _unread(report) if status is Status.PASSED else _undone(report)
        return Headline(report.verdict, f"{why}{_lifetime(report)}", "", status)
    inside = " · the token inside is accepted" if report.check("content") else ""
    why = _signature(report) + inside + _lifetime(report) + _open_questions(report)
    return Headline(report.verdict, why, "", status)


def _briefs(report: Report) -> list[str]:
    return list(dict.fromkeys(check.brief for check in report.failed if check.brief))


def _undone(report: Report) -> str:
    """Say what was not done, and, in the first sentence of it, why there was no key for it."""
    undone = "it was not decrypted" if report.check("decryption") else "the signature was not checked"
    key = report.check("key")
    return f"{key.reason.partition('. ')[0]}: {undone}" if key and key.status is not Status.PASSED else undone


def _unread(report: Report) -> str:
    """Say which part of a token that is signed or decrypted all right could not be judged."""
    missing = next((one for one in report.checks if one.name in {"sender", "content", "claims"} and _open(one)), None)
    if missing is None:
        return "not everything was checked"
    return f"the content is {missing.reason}" if missing.code == "inner-token" else missing.reason


def _open(check: Check) -> bool:
    return check.status is Status.NOT_CHECKED


def _signature(report: Report) -> str:
    if decryption := report.check("decryption"):
        return decryption.reason if decryption.status is Status.PASSED else "not decrypted"
    check = report.check("signature")
    if check is None:
        return ""
    return f"signature {check.reason}" if check.status is Status.PASSED else "signature not checked"


def _lifetime(report: Report) -> str:
    check = report.check("exp")
    if check is None:
        return ""
    return " · never expires" if check.code == "exp-missing" else f" · {check.reason}"


def _open_questions(report: Report) -> str:
    names = [check.name for check in report.checks if check.name in _ASKED and check.status is Status.NOT_CHECKED]
    if report.check("claims") is None and report.check("content") is None:
        names = ["claims"]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 2 else names)
    return f" · {listed} not checked" if names else ""
