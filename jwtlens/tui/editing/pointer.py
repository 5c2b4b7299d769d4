"""The mouse in a text: click, drag, double and triple click, wheel."""

from collections.abc import Callable

from textual import events
from textual.geometry import Offset, clamp
from textual.timer import Timer

from jwtlens.tui.editing import motions
from jwtlens.tui.editing.view import EditorView

_WHEEL_ROWS = 3
_DRAG_SECONDS = 1 / 20  # between two steps of scrolling while the pointer is held outside


class PointerView(EditorView):
    """Lets the mouse move the cursor, select and scroll."""

    _pointer: Offset | None = None  # in cells of the viewport, while the button is down
    _drag_timer: Timer | None = None

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self._end_drag()  # a button released over another window was not seen
            self.capture_mouse()
            self._drag_timer = self.set_interval(_DRAG_SECONDS, self._follow_pointer)
            self._pointer = event.get_content_offset_capture(self)
            self._move_to(self._offset_under(self._pointer), select=event.shift)

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pointer is not None:
            self._pointer = event.get_content_offset_capture(self)
            self._follow_pointer()

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        del event
        self._end_drag()

    def _on_hide(self, event: events.Hide) -> None:
        del event
        self._end_drag()

    async def _on_click(self, event: events.Click) -> None:
        if event.chain == 2:
            self._select_around_cursor(motions.word_at)
        elif event.chain >= 3:
            self._select_around_cursor(motions.line_at)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, _WHEEL_ROWS)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -_WHEEL_ROWS)

    def _follow_pointer(self) -> None:
        """Select up to the pointer; outside the viewport that scrolls by one row or column each time."""
        offset = self.buffer.cursor if self._pointer is None else self._offset_under(self._pointer)
        if offset != self.buffer.cursor:
            self._move_to(offset, select=True)

    def _offset_under(self, pointer: Offset) -> int:
        width, height = self._viewport
        x, y = self.scroll_offset
        return self._rows.offset_at(y + clamp(pointer.y, -1, height), x + clamp(pointer.x, -1, width))

    def _select_around_cursor(self, extent: Callable[[str, int], tuple[int, int]]) -> None:
        # A masked text is one word: where its words end is part of the secret.
        start, end = (0, len(self.text)) if self.masked else extent(self.text, self.buffer.cursor)
        self.select_range(start, end)

    def _end_drag(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None
            self._pointer = None
            self.release_mouse()

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        """Scroll by rows; at the end of the text the event goes on to whatever scrolls around us."""
        if event.ctrl or event.shift:
            return  # sideways, as every ScrollView does
        event.prevent_default()
        before = self.scroll_y
        self.scroll_to(y=before + rows, animate=False)
        if self.scroll_y != before:
            event.stop()
