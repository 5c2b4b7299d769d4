"""One word or line that can be pressed, by mouse, enter or space."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from jwtlens.displayable import displayable


class TextButton(Widget, can_focus=True):
    """A line of text that acts; ``▼`` at its end says that it opens a menu."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TextButton {
        height: 1;
        width: auto;
        color: $primary;
        &:focus { text-style: reverse; }
        &:hover { text-style: underline; }
        &:disabled { color: $quiet; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", id="button.press", show=False)]

    label: reactive[str] = reactive("", init=False, layout=True)
    """What it says."""

    class Pressed(Message):
        """The user pressed it."""

        def __init__(self, button: "TextButton") -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> "TextButton":
            """The button, for ``@on`` selectors."""
            return self.button

    def __init__(self, label: str, *, id: str | None = None, tooltip: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(TextButton.label, label)
        self.tooltip = Content(tooltip) if tooltip else None

    def render(self) -> Content:
        """Draw the label."""
        return Content(displayable(self.label))

    def on_click(self) -> None:
        """Press."""
        self.action_press()

    def action_press(self) -> None:
        """Tell that it was pressed."""
        self.post_message(self.Pressed(self))
