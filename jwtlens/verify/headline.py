"""The verdict in one line: the word, why, and what is known of the signature."""

from typing import NamedTuple

from jwtlens.verify.report import Report, Status, Verdict


class Headline(NamedTuple):
    """What the verdict bar says. ``signature`` is empty where ``why`` says it already."""

    verdict: Verdict
    why: str
    signature: str
    signature_status: Status


def headline(report: Report) -> Headline:
    """Sum a report up. A verdict always says what it rests on, and what was not checked."""
    signature = report.check("signature") or report.check("decryption")
    status = signature.status if signature else Status.NOT_CHECKED
    briefs = list(dict.fromkeys(check.brief for check in report.failed if check.brief))
    if report.verdict is Verdict.MALFORMED:
        return Headline(report.verdict, briefs[0] if briefs else "not a token", "", status)
    if report.verdict is Verdict.REJECTED:
        named = "signature-invalid" in {check.code for check in report.failed} or status is Status.FAILED
        return Headline(report.verdict, " · ".join(briefs), "" if named else _signature(report), status)
    if report.verdict is Verdict.NOT_VERIFIED:
        key = report.check("key")
        undone = "it was not decrypted" if report.check("decryption") else "the signature was not checked"
        why = f"{key.reason}: {undone}" if key and key.status is not Status.PASSED else undone
        content = report.check("content")
        if content and status is Status.PASSED:
            why = f"the content is {content.reason}" if content.code == "inner-token" else content.reason
        return Headline(report.verdict, f"{why}{_lifetime(report)}", "", status)
    inside = " · the token inside is accepted" if report.check("content") else ""
    why = _signature(report) + inside + _lifetime(report) + _open_questions(report)
    return Headline(report.verdict, why, "", status)


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
    names = [
        check.name for check in report.checks if check.name in {"iss", "aud"} and check.status is Status.NOT_CHECKED
    ]
    return f" · {' and '.join(names)} not checked" if names else ""
