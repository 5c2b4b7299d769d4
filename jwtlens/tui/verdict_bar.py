"""The verdict, in words, always visible."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from jwtlens import times
from jwtlens.displayable import displayable
from jwtlens.inspection import Inspection
from jwtlens.tui.symbols import STATUS, VERDICT
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Verdict


class VerdictBar(Widget):
    """Draws the headline of an inspection. It wraps, then ends in an ellipsis; its height never changes by itself."""

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
    stale: reactive[str] = reactive("", init=False)
    """What the verdict is about where that is not what is being typed: "the last good token"; empty where it is."""
    checking: reactive[bool] = reactive(False, init=False)
    """Whether the verdict on what was typed is still being found out."""

    def watch_inspection(self) -> None:
        """Take the colours of the verdict."""
        self._colour()
        self.refresh()

    def watch_stale(self) -> None:
        """Take the colours of a verdict that is not about what is being typed, or no longer."""
        self._colour()

    def watch_checking(self) -> None:
        """Take the colours of no verdict, or of one again."""
        self._colour()

    def render(self) -> Content:
        """Draw the verdict, in as many rows as there are."""
        return _fitted(self._words(), self.content_size.width, self.content_size.height)

    def _colour(self) -> None:
        """Show the colour of a verdict only while it is the verdict on all that is on the screen."""
        inspection = self.inspection
        sure = inspection is not None and bool(inspection.token.text) and not self.stale and not self.checking
        for verdict in Verdict:
            shown = sure and inspection is not None and inspection.report.verdict is verdict
            self.set_class(shown, f"-{verdict.name.lower()}")

    def _words(self) -> Content:
        """Say symbol, word, what it is about, reasons and what is known of the signature: the most important first."""
        if self.checking:
            return Content("checking…")
        if self.inspection is None:
            return Content("")
        if not self.inspection.token.text:
            return Content.assemble(("NO TOKEN", "bold $warning"), "   paste one into the Token pane")
        line = headline(self.inspection.report, times.shown)
        symbol, word, colour = VERDICT[line.verdict]
        parts: list[Content | str | tuple[str, str]] = [
            (f"{symbol} {word}", f"bold ${colour}"),
            (f"   {displayable(self.stale)}:  " if self.stale else "   ", "$warning"),
            (displayable(line.why), f"${colour}" if line.verdict is not Verdict.ACCEPTED else ""),
        ]
        if line.signature:
            symbol, colour = STATUS[line.signature_status]
            parts += ["   ", (f"{symbol} {displayable(line.signature)}", f"${colour}")]
        return Content.assemble(*parts)


def _fitted(content: Content, width: int, height: int) -> Content:
    """Cut words that need more rows than there are, and say so with an ellipsis."""
    if not width or not height:
        return content
    rows = content.wrap(width)
    if len(rows) <= height:
        return content
    last = rows[height - 1].rstrip().truncate(width - 1) + Content("…")
    return Content("\n").join([*rows[: height - 1], last])
