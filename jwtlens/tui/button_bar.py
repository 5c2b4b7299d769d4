"""A row of words that can be pressed, drawn as one widget: one stop for the tab key, and cheap to have."""

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

_GAP = "  "


class BarButton(NamedTuple):
    """One of the words: ``name`` is what is told when it is pressed."""

    name: str
    label: str


class ButtonBar(Widget, can_focus=True):
    """Left and right choose a word, enter or space presses it, and so does a click."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--button", "bar--current"}
    DEFAULT_CSS = """
    ButtonBar {
        height: 1;
        & .bar--button { color: $primary; }
        & .bar--current { color: $primary; text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Button before", id="bar.before", show=False),
        Binding("right", "step(1)", "Button after", id="bar.after", show=False),
        Binding("enter,space", "press", "Press", id="bar.press", show=False),
    ]

    current: reactive[int] = reactive(0, init=False)
    """Index of the word that enter presses."""

    class Pressed(Message):
        """A word was pressed."""

        def __init__(self, bar: "ButtonBar", name: str) -> None:
            super().__init__()
            self.bar, self.name = bar, name

        @property
        def control(self) -> "ButtonBar":
            """The bar, for ``@on`` selectors."""
            return self.bar

    def __init__(self, buttons: tuple[BarButton, ...], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.buttons = buttons

    def render_line(self, y: int) -> Strip:
        """Draw the words."""
        segments = []
        for at, button in enumerate(self.buttons if y == 0 else ()):
            style = "bar--current" if at == self.current and self.has_focus else "bar--button"
            segments += [Segment(button.label, self.get_component_rich_style(style)), Segment(_GAP, self.rich_style)]
        return Strip(segments).crop_extend(0, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Press the word that was clicked."""
        at = event.get_content_offset_capture(self).x
        for index, button in enumerate(self.buttons):
            if 0 <= at < cell_len(button.label):
                self.current = index
                self.action_press()
                return
            at -= cell_len(button.label) + len(_GAP)

    def action_step(self, by: int) -> None:
        """Go to another word, round and round."""
        self.current = (self.current + by) % len(self.buttons)

    def action_press(self) -> None:
        """Tell which word was pressed."""
        self.post_message(self.Pressed(self, self.buttons[self.current].name))
