"""F2: what the thing at the cursor means, beside the panes and following it, or over them where there is no room."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from jwtlens.displayable import displayable
from jwtlens.meaning.explain import Meaning
from jwtlens.tui.beside import BesidePanel
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.button import TextButton

_LABEL = 12


class ExplanationText(VerticalScroll):
    """An explanation, in paragraphs. Another one starts at its top; one whose time went on stays where it was."""

    DEFAULT_CSS = """
    ExplanationText {
        scrollbar-size-vertical: 1;
        background: $surface;
        & Static { width: 100%; height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = Static()
        self._meaning: Meaning | None = None

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield self._text

    def show(self, meaning: Meaning) -> None:
        """Write an explanation, if it is not the one that is there."""
        before, self._meaning = self._meaning, meaning
        if meaning == before:
            return
        self._text.update(_content(meaning))
        if before is None or before.name != meaning.name:
            self.scroll_home(animate=False)


class ExplanationPanel(BesidePanel):
    """The explanation beside the panes. Its owner says where, what, and when it goes."""

    DEFAULT_CSS = "ExplanationPanel { layer: explanation; }"

    def __init__(self) -> None:
        super().__init__(id="explanation")
        write_title(self, "Explanation")
        write_subtitle(self, "follows the cursor · F2 or esc closes")
        self.text = ExplanationText()

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield self.text


class ExplanationScreen(ModalScreen[None]):
    """The explanation over the panes."""

    DEFAULT_CSS = """
    ExplanationScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 78;
            max-width: 100%;
            height: auto;
            max-height: 92%;
            border: round $primary;
            border-title-color: $primary;
            border-subtitle-color: $quiet;
            background: $surface;
            padding: 0 1;
        }
        & ExplanationText { height: auto; }
        & TextButton { margin: 1 0 0 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f2,q", "dismiss", "Close", id="explanation.close")]

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.text = ExplanationText()
        self._meaning = meaning

    def compose(self) -> ComposeResult:
        """Lay out the text and a way out for the mouse."""
        with Vertical() as box:
            write_title(box, "Explanation")
            write_subtitle(box, "up and down scroll · F2 or esc closes")
            yield self.text
            yield TextButton("close", id="close", tooltip="Back to where you were (F2, esc)")

    def on_mount(self) -> None:
        """Show the explanation; the arrow keys scroll it."""
        self.text.show(self._meaning)
        self.text.focus()

    @on(TextButton.Pressed)
    def _close(self) -> None:
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """Close where the click is beside the box."""
        if event.widget is self:
            self.dismiss()


def _content(meaning: Meaning) -> Content:
    """Lay the explanation out. All of it is made displayable here, whatever it quotes."""
    blocks = [
        Content.assemble((displayable(meaning.name), "bold $primary"), f"  {displayable(meaning.title)}"),
        Content("\n").join(_labelled(label, words) for label, words in meaning.facts),
        Content(displayable(meaning.text)),
        Content("\n").join(_here(sentence) for sentence in meaning.here),
        _paragraph(meaning.watch_label, meaning.watch) if meaning.watch else Content(""),
        *(_paragraph("no token can tell", f"{title}. {words}") for title, words in meaning.topics),
    ]
    return Content("\n\n").join(block for block in blocks if block.plain)


def _labelled(label: str, words: str) -> Content:
    return Content.assemble((f"{label:<{_LABEL}}", "$quiet"), displayable(words))


def _here(sentence: str) -> Content:
    style = "$error" if sentence.startswith("✗") else "$primary"
    return Content.assemble((displayable(sentence), style))


def _paragraph(label: str, words: str) -> Content:
    return Content.assemble((f"{label}: ", "bold"), displayable(words))
