"""Words in the border of a pane: never markup, and drawn again only where they change."""

from textual.content import Content
from textual.widget import Widget

from jwtlens.displayable import displayable


def write_title(widget: Widget, words: str) -> None:
    """Write into the upper border. (Textual reads a plain string as markup, and draws all of the widget again.)"""
    content = Content(displayable(words))
    if widget.border_title != content.markup:
        widget.border_title = content


def write_subtitle(widget: Widget, words: str) -> None:
    """Write into the lower border."""
    content = Content(displayable(words))
    if (widget.border_subtitle or "") != content.markup:
        widget.border_subtitle = content
