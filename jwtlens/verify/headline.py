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
    signature = report.check("signature")
    status = signature.status if signature else Status.NOT_CHECKED
    briefs = list(dict.fromkeys(check.brief for check in report.failed if check.brief))
    if report.verdict is Verdict.MALFORMED:
        return Headline(report.verdict, briefs[0] if briefs else "not a token", "", status)
    if report.verdict is Verdict.REJECTED:
        named = "signature-invalid" in {check.code for check in report.failed} or status is Status.FAILED
        return Headline(report.verdict, " · ".join(briefs), "" if named else _signature(report), status)
    if report.verdict is Verdict.NOT_VERIFIED:
        key = report.check("key")
        why = f"{key.reason}: the signature was not checked" if key else "the signature was not checked"
        return Headline(report.verdict, f"{why}{_lifetime(report)}", "", status)
    return Headline(report.verdict, _signature(report) + _lifetime(report) + _open_questions(report), "", status)


def _signature(report: Report) -> str:
    check = report.check("signature")
    if check is None:
        return ""
    if check.status is Status.PASSED:
        return f"signature {check.reason}"
    return "signature not checked"


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
