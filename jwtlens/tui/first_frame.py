"""A first frame that does nothing twice, and nothing that can wait for the second.

What is left out here rests on how Textual 8.2 starts a screen. Should that change, these methods are not called any
more, or call what they hold back: then the start is slower, and nothing else is different.
"""

from collections.abc import Sequence

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget


class FirstFrameScreen(Screen[None]):
    """A screen whose first frame needs one look-up of its styles and one layout."""

    def update_node_styles(self, animate: bool = True) -> None:
        """Look styles up again, unless the screen has just come up: every widget did when it was mounted.

        Only the event that says that a screen comes up asks without animation. That was 160 of 446 look-ups.
        """
        if animate or self.stack_updates > 1:
            super().update_node_styles(animate)

    def _screen_resized(self, size: Size) -> None:
        """Lay out for the size that the terminal has now, unless that was done; the start asks for it four times.

        Each layout is echoed, with its size, as an event. Of two sizes close together each echo would bring the other
        one back, for ever.
        """
        size = self.app.size
        if size != self.size or self.size != self._compositor.size:
            super()._screen_resized(size)


class FilledLater(Widget):
    """A pane of fixed size that is empty in the first frame, and filled in the second.

    For the two panes with fields, which have 37 of the 55 widgets, that is a quarter of what the first frame costs.
    """

    filled: bool = False
    """Whether its content is there."""
    _composed: Sequence[Widget] = ()

    async def mount_composed_widgets(self, widgets: list[Widget]) -> None:
        """Keep what was composed for :meth:`fill`, where Textual would mount it."""
        self._composed = widgets

    async def fill(self) -> None:
        """Mount the content, and call :meth:`content_came`; nothing is mounted in a program that is being left."""
        if not self.filled:
            composed, self._composed = self._composed, ()
            await self.mount_all(composed)
            if all(widget.is_attached for widget in composed):
                self.filled = True
                self.content_came()

    def content_came(self) -> None:
        """Bring the content up to date, now that it is there. A subclass's to override."""
