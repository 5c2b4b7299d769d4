"""How large what is scrolled through is, said without laying out the whole screen."""

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


def take_virtual_size(view: ScrollView, size: Size) -> None:
    """Give a view of fixed size another content size; only a scrollbar that comes or goes lays the screen out.

    Textual lays all widgets out for each new value, and draws all of them: of the time that a key took, more than
    half. Should the two methods that are used here change, a plain assignment does the same, slower.
    """
    if not view.container_size:
        view.virtual_size = size  # nothing was laid out yet
    elif size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)  # noqa: SLF001 - shows and hides the scrollbars; Textual calls it after a layout
