"""The seam between the left and the right column: dragged with the mouse, or moved by keys."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

LEAST, MOST = 20, 80
"""Per cent of the width that the left column has at least and at most."""
_STEP = 5


class Seam(Widget):
    """One column of the screen between two others. A double click puts it back where it was at the start."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"seam--line"}
    DEFAULT_CSS = """
    Seam {
        width: 1;
        height: 1fr;
        pointer: ew-resize;
        & .seam--line { color: $primary; }
    }
    """

    share: reactive[int | None] = reactive(None, init=False, repaint=False)
    """Per cent of the width that the left column has; None as the style sheet has it."""
    in_force: reactive[bool] = reactive(True, init=False, repaint=False)
    """Whether there are columns side by side at all."""
    held: reactive[bool] = reactive(False, init=False)
    """Whether the mouse has it."""

    def __init__(self, left: Widget) -> None:
        super().__init__(id="seam")
        self._left = left

    def render_line(self, y: int) -> Strip:
        """Draw a line while the mouse is on it."""
        del y
        line = self.get_component_rich_style("seam--line")
        return Strip([Segment("┃", line) if self.held or self.mouse_hover else Segment(" ", self.rich_style)])

    def move(self, by: int) -> None:
        """Move by so many steps, to the right where that is more than none; by none, back to the start."""
        whole = self.parent.size.width if isinstance(self.parent, Widget) else 0
        if not by:
            self.share = None
        elif whole:
            self.share = (self.share or round(100 * self._left.outer_size.width / whole)) + by * _STEP

    def validate_share(self, share: int | None) -> int | None:
        """Leave room for both columns."""
        return None if share is None else max(LEAST, min(share, MOST))

    def watch_share(self) -> None:
        """Give the left column its width, and the right one the rest."""
        if self.share is None or not self.in_force:
            self._left.styles.clear_rule("width")
            self._left.refresh(layout=True)
        else:
            self._left.styles.width = f"{self.share}%"

    def watch_in_force(self) -> None:
        """Keep the share for a wide terminal while this one is narrow."""
        self.watch_share()

    def on_enter(self) -> None:
        """Show that it can be dragged."""
        self.refresh()

    def on_leave(self) -> None:
        """Show it no more."""
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag."""
        if event.button == 1:
            self.capture_mouse()
            self.held = True

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        if self.held and isinstance(self.parent, Widget):
            region = self.parent.region
            self.share = round(100 * (event.screen_x - region.x) / max(1, region.width))

    def on_mouse_up(self) -> None:
        """Let it stand where it is."""
        self.held = False
        self.release_mouse()

    def on_hide(self) -> None:
        """Let go: the button released elsewhere would not be seen."""
        if self.held:
            self.on_mouse_up()

    def on_click(self, event: events.Click) -> None:
        """Put it back where it was at the start."""
        if event.chain == 2:
            self.move(0)
