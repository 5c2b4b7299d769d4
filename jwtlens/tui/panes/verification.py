"""The Verification pane: one line a check, with symbol, word and reason."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.reactive import reactive

from jwtlens.explanation import Explanation, is_explained
from jwtlens.inspection import Inspection
from jwtlens.parts import PartWords, parts
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.symbols import STATUS
from jwtlens.verify.report import Check, Status

if TYPE_CHECKING:
    from jwtlens.verify.diagnosis import Diagnosis


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
    """Why the signature fails and what PyJWT would do, once that was found out."""

    def __init__(self) -> None:
        super().__init__(empty="No token yet: paste one into the Token pane.", id="verification")
        write_title(self, "6 Verification")
        self._entries: tuple[_Entry, ...] = ()

    @property
    def chosen(self) -> str:
        """The name of what the cursor is on: of a check, or of a line about something else; empty without lines."""
        return next((entry.name for entry in self._entries[self.cursor : self.cursor + 1]), "")

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Show the report."""
        if inspection is None:
            return
        chosen = self.chosen
        self._entries = tuple(_listed(inspection, self.explanation)) if inspection.token.text else ()
        at = next((index for index, entry in enumerate(self._entries) if entry.name == chosen), None)
        self.show([entry.line for entry in self._entries], at)
        if not self._entries:
            write_subtitle(self, "")
            return
        counted = (Status.PASSED, Status.FAILED, Status.NOT_CHECKED)
        write_subtitle(self, " · ".join(f"{inspection.report.count(status)} {status}" for status in counted))

    def watch_explanation(self) -> None:
        """Add the answer to the checks."""
        self.watch_inspection(self.inspection)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Lead to the field of the check, or do what the explanation proposes."""
        event.stop()
        for entry in self._entries[event.index : event.index + 1]:  # it may be gone by now
            if entry.name == _WHY:
                self.post_message(RemedyChosen())
            elif entry.field is not None:
                self.post_message(FieldChosen(entry.field))


_WHY = "why"
"""Name of the line that explains a failed signature; no check has it."""
_LAST = 2
"""Rank of the checks that do not apply."""


class _Entry(NamedTuple):
    """A line, what it is about, and the field that it leads to."""

    line: Line
    name: str
    field: str | None = None


def _listed(inspection: Inspection, explanation: Explanation | None) -> Iterator[_Entry]:
    """Draw what explains a failure, the checks that apply, PyJWT's answer, the checks that do not, and the parts.

    PyJWT's answer comes first where it is laxer than jwtlens. Its place is kept while it is on its way.
    """
    checks = sorted(inspection.report.checks, key=_rank)
    column = max(len(check.name) for check in checks)
    first = explanation is not None and (explanation.diagnosis is not None or explanation.laxer)
    opinion = [_opinion(explanation)] if is_explained(inspection) else []
    if explanation is not None and explanation.diagnosis is not None:
        yield _why(explanation.diagnosis)
    if first:
        yield from opinion
    yield from (_Entry(_line(one, column), one.name, one.field) for one in checks if _rank(one) < _LAST)
    if not first:
        yield from opinion
    yield from (_Entry(_line(one, column), one.name, one.field) for one in checks if _rank(one) == _LAST)
    if not inspection.token.encrypted:
        yield from (_Entry(_part_line(part), part.name) for part in parts(inspection))


def _why(found: "Diagnosis") -> _Entry:
    remedy = f" (ctrl+t: {found.remedy.words})" if found.remedy else ""
    return _Entry(Line((("! ", "line--warning"),), f"why: {found.sentence}{remedy}", "line--warning", lead=4), _WHY)


def _opinion(explanation: Explanation | None) -> _Entry:
    """Draw what a Python program would get: a warning where it is laxer than jwtlens, and else a quiet line."""
    words = "PyJWT: …" if explanation is None else explanation.opinion or "PyJWT: no key to ask it with"
    detail = explanation.second_opinion.detail if explanation and explanation.second_opinion else ""
    symbol, style = ("! ", "line--warning") if explanation and explanation.laxer else ("· ", "line--quiet")
    more = (f"It says: {detail}",) if detail else ()
    return _Entry(Line(((symbol, style),), words, style, more=more), "PyJWT")


def _rank(check: Check) -> int:
    """Failures come first and what does not apply last; between them the verifier's order stays."""
    return {Status.FAILED: 0, Status.NOT_APPLICABLE: _LAST}.get(check.status, 1)


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
