"""The Verification pane: one line a check, with symbol, word and reason."""

from textual.message import Message
from textual.reactive import reactive

from jwtlens.explanation import Explanation
from jwtlens.inspection import Inspection
from jwtlens.parts import PartWords, parts
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.symbols import STATUS
from jwtlens.verify.report import Check, Status


class FieldChosen(Message):
    """The user wants to see the part that a check or a finding is about, named as ``part/json-pointer``."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class RemedyChosen(Message):
    """The user wants what the explanation of a failed signature proposes."""


class VerificationPane(LineList):
    """Lists the checks: failures first, what does not apply last."""

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """What is judged."""
    explanation: reactive[Explanation | None] = reactive(None, init=False, repaint=False)
    """Why the signature fails, once that was found out."""

    def __init__(self) -> None:
        super().__init__(empty="No token yet.", id="verification")
        write_title(self, "6 Verification")
        self._checks: tuple[Check, ...] = ()
        self._why: tuple[Line, ...] = ()

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Show the report."""
        if inspection is None:
            return
        report = inspection.report
        row = max(self.cursor - len(self._why), 0)
        chosen = next((check.name for check in self._checks[row : row + 1]), None)
        self._checks = tuple(sorted(report.checks, key=_rank)) if inspection.token.text else ()
        at = next((index for index, check in enumerate(self._checks) if check.name == chosen), None)
        self._why = _why(self.explanation) if self._checks else ()
        extra = () if inspection.token.encrypted else parts(inspection)
        column = max((len(check.name) for check in self._checks), default=0)
        checks = [_line(check, column) for check in self._checks]
        self.show([*self._why, *checks, *map(_part_line, extra)], at and at + len(self._why))
        if not self._checks:
            write_subtitle(self, "")
            return
        counted = (Status.PASSED, Status.FAILED, Status.NOT_CHECKED)
        write_subtitle(self, " · ".join(f"{report.count(status)} {status}" for status in counted))

    def watch_explanation(self) -> None:
        """Put the answer above the checks."""
        self.watch_inspection(self.inspection)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Lead to the field of the check, or do what the explanation proposes."""
        event.stop()
        index = event.index - len(self._why)
        if index < 0:
            self.post_message(RemedyChosen())
        elif index < len(self._checks):
            self.post_message(FieldChosen(self._checks[index].field))


def _why(explanation: Explanation | None) -> tuple[Line, ...]:
    """Draw the answer to "why?": one sentence, what to press, and what a Python program would get."""
    lines = []
    if explanation and explanation.diagnosis:
        found = explanation.diagnosis
        remedy = f" (ctrl+t: {found.remedy.words})" if found.remedy else ""
        lines.append(Line((("! ", "line--warning"),), f"why: {found.sentence}{remedy}", "line--warning", lead=4))
    if explanation and explanation.second_opinion:
        differs = f", unlike jwtlens: {explanation.difference}" if explanation.difference else ""
        lines.append(Line((("· ", "line--quiet"),), f"{explanation.second_opinion.words}{differs}", "line--quiet"))
    return tuple(lines)


def _rank(check: Check) -> int:
    """Failures come first and what does not apply last; between them the verifier's order stays."""
    return {Status.FAILED: 0, Status.NOT_APPLICABLE: 2}.get(check.status, 1)


def _line(check: Check, column: int) -> Line:
    symbol, colour = STATUS[check.status]
    body = {Status.FAILED: "line--error", Status.NOT_APPLICABLE: "line--quiet"}.get(check.status, "line--plain")
    return Line(((f"{symbol} ", f"line--{colour}"), (f"{check.name:<{column}} ", body)), check.reason, body)


def _part_line(part: PartWords) -> Line:
    """Draw one of several signatures, or one disclosure: a part of the token, below the checks of the whole."""
    symbol, colour = ("·", "quiet") if part.status is None else STATUS[part.status]
    return Line(
        ((f" {symbol} ", f"line--{colour}"),), f"{part.name}: {part.words}", "line--quiet", lead=len(part.name) + 1
    )
