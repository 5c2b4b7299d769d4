"""The verdict, in words, always visible."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from jwtlens.displayable import displayable
from jwtlens.inspection import Inspection
from jwtlens.tui.symbols import STATUS, VERDICT
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Verdict


class VerdictBar(Widget):
    """Draws the headline of an inspection. It wraps rather than hides; its height never changes by itself."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    VerdictBar {
        height: 3;
        padding: 0 2;
        content-align: left middle;
        background: $undecided-bar;
        &.-accepted { background: $accepted-bar; }
        &.-rejected, &.-malformed { background: $rejected-bar; }
    }
    """

    inspection: reactive[Inspection | None] = reactive(None, init=False)
    """What is judged."""
    stale: reactive[bool] = reactive(False, init=False)
    """Whether the verdict is about the last good token, not about what is being typed."""

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Take the colours of the verdict."""
        if inspection is None:
            return
        for verdict in Verdict:
            shown = bool(inspection.token.text) and inspection.report.verdict is verdict
            self.set_class(shown, f"-{verdict.name.lower()}")
        self.refresh()

    def render(self) -> Content:
        """Draw symbol, word, reasons and what is known of the signature."""
        if self.inspection is None:
            return Content("")
        if not self.inspection.token.text:
            return Content.assemble(("NO TOKEN", "bold $warning"), "   paste one into the Token pane")
        line = headline(self.inspection.report)
        symbol, word, colour = VERDICT[line.verdict]
        parts: list[Content | str | tuple[str, str]] = [
            (f"{symbol} {word}", f"bold ${colour}"),
            ("   the last good token:  " if self.stale else "   ", "$warning"),
            (displayable(line.why), f"${colour}" if line.verdict is not Verdict.ACCEPTED else ""),
        ]
        if line.signature:
            symbol, colour = STATUS[line.signature_status]
            parts += ["   ", (f"{symbol} {displayable(line.signature)}", f"${colour}")]
        return Content.assemble(*parts)
