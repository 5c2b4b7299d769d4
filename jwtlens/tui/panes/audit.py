"""The Audit pane: what is weak or odd about the token, worst first."""

from textual.reactive import reactive

from jwtlens.audit.finding import Finding
from jwtlens.inspection import Inspection
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.panes.verification import FieldChosen
from jwtlens.tui.symbols import SEVERITY


class AuditPane(LineList):
    """Lists the findings with severity, slug and one line; below the one at the cursor what to do, and who says so."""

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """What was audited."""

    def __init__(self) -> None:
        super().__init__(empty="Nothing found.", id="audit")
        write_title(self, "7 Audit")
        self._findings: tuple[Finding, ...] = ()

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Show the findings."""
        if inspection is None:
            return
        chosen = next(((it.slug, it.field) for it in self._findings[self.cursor : self.cursor + 1]), None)
        self._findings = inspection.findings or () if inspection.token.text else ()
        self.empty = "Nothing found." if inspection.token.text else "No token yet."
        places = [(finding.slug, finding.field) for finding in self._findings]
        at = next((index for index, place in enumerate(places) if place == chosen), None)
        self.show([_line(finding) for finding in self._findings], at)
        if not inspection.token.text:
            write_subtitle(self, "")
            return
        count = len(self._findings)
        unchecked = f" · {len(inspection.not_checked)} rules not checked" if inspection.not_checked else ""
        write_subtitle(self, f"{count} finding{'s' * (count != 1)}{unchecked}")

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Lead to the field of the finding."""
        event.stop()
        self.post_message(FieldChosen(self._findings[event.index].field))


def _line(finding: Finding) -> Line:
    word, colour = SEVERITY[finding.severity]
    body = f"{finding.slug}  {finding.message}"
    more = (f"remedy: {finding.remedy}", f"source: {finding.source}")
    return Line(((f"{word} ", f"line--{colour}"),), body, "line--quiet", len(finding.slug), more)
