"""A bench that shows each token that is copied elsewhere, while the user wants it to."""

import asyncio
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.reactive import reactive

from jwtlens import captures
from jwtlens.limits import SOURCE_CHARS
from jwtlens.tui import clipboard
from jwtlens.tui.found_tokens import FoundTokensScreen

if TYPE_CHECKING:
    from textual.timer import Timer

_EVERY = 1.0
"""Seconds between two looks at the clipboard."""
_NAME = "the clipboard"


class ClipboardWatchScreen(FoundTokensScreen):
    """Looks at the desktop's clipboard; off until it is switched on, and visible while it is on."""

    watching: reactive[bool] = reactive(False, init=False)
    """Whether the clipboard is watched."""
    _clipboard_timer: "Timer | None" = None
    _last_copied: str | None = None
    _is_looking = False

    @on(events.Mount)
    def _begin_to_watch(self) -> None:
        if self.start.watch_clipboard:
            self.action_watch_clipboard()

    def action_watch_clipboard(self) -> None:
        """Begin to watch the clipboard, or stop it. What is on it at the beginning is not taken."""
        if self.watching:
            self._stop_watching()
            self.notify("The clipboard is no longer watched.", timeout=3, markup=False)
        else:
            self.watching = True
            self._last_copied = None
            self._clipboard_timer = self.set_interval(_EVERY, self.look_at_clipboard)
            self.look_at_clipboard()

    def watch_watching(self, watching: bool) -> None:
        """Show it on every screen size, whatever pane is seen."""
        self.set_class(watching, "-watching")

    def look_at_clipboard(self) -> None:
        """Look at the clipboard in a thread, unless the last look is not over."""
        if not self._is_looking:
            self._is_looking = True
            self._look()

    @work(group="clipboard-watch")
    async def _look(self) -> None:
        try:
            text = await asyncio.to_thread(clipboard.read)
        finally:
            self._is_looking = False
        if not self.watching:
            return
        if text is None:
            self._stop_watching()
            words = "The clipboard cannot be read here, so it is not watched. Paste tokens instead."
            self.notify(words, severity="warning", timeout=6, markup=False)
            return
        before, self._last_copied = self._last_copied, text
        is_new = before is not None and text not in {before, self.app.clipboard}
        if is_new and len(text) <= SOURCE_CHARS:
            self.look_through(captures.of_text(_NAME, text), quiet=True)

    def _stop_watching(self) -> None:
        self.watching = False
        if self._clipboard_timer is not None:
            self._clipboard_timer.stop()
            self._clipboard_timer = None
