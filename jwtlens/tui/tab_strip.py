"""One row of tabs for narrow terminals, where the panes do not fit side by side."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget


class TabStrip(Widget, can_focus=True):
    """Names of views with a mark on the current one; left and right or a click change it, enter goes into it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tab--current", "tab--other"}
    DEFAULT_CSS = """
    TabStrip {
        height: 1;
        background: $panel;
        & .tab--current { background: $primary; color: $background; text-style: bold; }
        & .tab--other { color: $foreground; background: $panel; }
        &:focus .tab--current { text-style: bold underline; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous tab", id="tabs.previous", show=False),
        Binding("right", "step(1)", "Next tab", id="tabs.next", show=False),
        Binding("enter,space,down", "enter", "Go into the view", id="tabs.enter", show=False),
    ]

    current: reactive[str] = reactive("", init=False)
    """Name of the current view."""
    counts: reactive[dict[str, str]] = reactive({}, init=False)
    """What to write after a name: ``2✗``."""

    class Changed(Message):
        """The user chose a view; with ``enter`` the focus goes into it."""

        def __init__(self, name: str, *, enter: bool) -> None:
            super().__init__()
            self.name, self.enter = name, enter

    def __init__(self, names: tuple[str, ...], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.names = names
        self.set_reactive(TabStrip.current, names[0])

    def render_line(self, y: int) -> Strip:
        """Draw the names."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        segments = []
        for name, label in self._labels():
            style = "tab--current" if name == self.current else "tab--other"
            segments.append(Segment(label, self.get_component_rich_style(style)))
        return Strip(segments).crop_extend(0, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Go to the view whose name was clicked."""
        at = event.get_content_offset_capture(self).x
        for name, label in self._labels():
            if 0 <= at < len(label):
                self.post_message(self.Changed(name, enter=True))
                return
            at -= len(label)

    def action_step(self, by: int) -> None:
        """Go to the next or previous view."""
        index = (self.names.index(self.current) + by) % len(self.names)
        self.post_message(self.Changed(self.names[index], enter=False))

    def action_enter(self) -> None:
        """Go into the current view."""
        self.post_message(self.Changed(self.current, enter=True))

    def _labels(self) -> list[tuple[str, str]]:
        return [(name, f"  {name}{self.counts.get(name, '')}  ") for name in self.names]
