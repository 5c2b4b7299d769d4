"""Which panes are seen together in which size of terminal."""

from enum import StrEnum

from textual.geometry import Size


class Layout(StrEnum):
    """Arrangements: one column with tabs, two columns, three columns."""

    NARROW = "narrow"
    WIDE = "wide"
    THREE = "three"


VIEWS = {
    "Claims": ("token", "payload", "verification"),
    "Token": ("token", "header"),
    "Keys": ("keys", "expectations"),
    "Verify": ("verification",),
    "Audit": ("audit",),
}
"""Tabs of the narrow arrangement, and the panes that each shows."""


def layout_for(size: Size) -> Layout:
    """Choose the arrangement for a terminal of this size in cells."""
    if size.width < 100 or size.height < 28:
        return Layout.NARROW
    return Layout.THREE if size.width >= 180 else Layout.WIDE


def view_with(pane: str) -> str:
    """Return the first tab that shows a pane."""
    return next(view for view, panes in VIEWS.items() if pane in panes)
