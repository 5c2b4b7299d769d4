"""Panels that lie over a place of the screen, beside the panes that the user works in."""

from textual.containers import Vertical
from textual.geometry import Region


class BesidePanel(Vertical):
    """A box over the panes. Its owner says where, and moves it out of the way of the focus."""

    DEFAULT_CSS = """
    BesidePanel {
        position: absolute;
        border: round $foreground;
        border-title-color: $foreground;
        border-subtitle-color: $quiet;
        background: $surface;
        padding: 0 1;
        &:focus-within { border: round $primary; border-title-color: $primary; }
    }
    """

    def lie_over(self, region: Region) -> None:
        """Take a place on the screen, in cells; what is under it stays as it is."""
        if region != self.region:
            self.styles.offset = (region.x, region.y)
            self.styles.width, self.styles.height = region.width, region.height
