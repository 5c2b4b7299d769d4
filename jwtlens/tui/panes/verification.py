"""The Verification pane: one line a check, with symbol, word and reason."""

from textual.message import Message
from textual.reactive import reactive

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


class VerificationPane(LineList):
    """Lists the checks: failures first, what does not apply last."""

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """What is judged."""

    def __init__(self) -> None:
        super().__init__(empty="No token yet.", id="verification")
        write_title(self, "6 Verification")
        self._checks: tuple[Check, ...] = ()

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Show the report."""
        if inspection is None:
            return
        report = inspection.report
        chosen = next((check.name for check in self._checks[self.cursor : self.cursor + 1]), None)
        self._checks = tuple(sorted(report.checks, key=_rank)) if inspection.token.text else ()
        at = next((index for index, check in enumerate(self._checks) if check.name == chosen), None)
        extra = () if inspection.token.encrypted else parts(inspection)
        self.show([*map(_line, self._checks), *map(_part_line, extra)], at)
        if not self._checks:
            write_subtitle(self, "")
            return
        counted = (Status.PASSED, Status.FAILED, Status.NOT_CHECKED)
        write_subtitle(self, " · ".join(f"{report.count(status)} {status}" for status in counted))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Lead to the field of the check."""
        event.stop()
        if event.index < len(self._checks):
            self.post_message(FieldChosen(self._checks[event.index].field))


def _rank(check: Check) -> int:
    """Failures come first and what does not apply last; between them the verifier's order stays."""
    return {Status.FAILED: 0, Status.NOT_APPLICABLE: 2}.get(check.status, 1)


def _line(check: Check) -> Line:
    symbol, colour = STATUS[check.status]
    body = {Status.FAILED: "line--error", Status.NOT_APPLICABLE: "line--quiet"}.get(check.status, "line--plain")
    return Line(((f"{symbol} ", f"line--{colour}"), (f"{check.name:<10} ", body)), check.reason, body)


def _part_line(part: PartWords) -> Line:
    """Draw one of several signatures, or one disclosure: a part of the token, below the checks of the whole."""
    symbol, colour = ("·", "quiet") if part.status is None else STATUS[part.status]
    return Line(
        ((f" {symbol} ", f"line--{colour}"),), f"{part.name}: {part.words}", "line--quiet", lead=len(part.name) + 1
    )
