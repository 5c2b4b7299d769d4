"""A secret that was copied leaves the clipboards again, unless something else took its place."""

import asyncio
import threading
from collections.abc import Callable
from typing import NamedTuple

from textual import on
from textual.app import App
from textual.timer import Timer

from jwtlens.keys.secret import Secret
from jwtlens.tui import clipboard

_LOOKS = 1.0
"""Seconds between two looks at the clock."""
_PATIENCE = 1.0
"""Seconds that leaving waits at most for the desktop's clipboard."""


class Copied(NamedTuple):
    """A secret on the clipboards, and until when, as a Unix time in seconds."""

    text: Secret[str]
    until: float


class ForgetfulApp(App[int]):
    """An application that clears a copied secret after a while, and when it is left."""

    clock: Callable[[], float]
    """Returns the time as Unix seconds."""
    _copied: Copied | None = None
    _copied_timer: Timer | None = None

    @on(clipboard.SecretCopied)
    def _remember_copied(self, event: clipboard.SecretCopied) -> None:
        self._copied = Copied(event.text, self.clock() + clipboard.SECRET_SECONDS)
        if self._copied_timer is None:
            self._copied_timer = self.set_interval(_LOOKS, self.look_at_copied)

    def look_at_copied(self) -> None:
        """Clear the secret if its time is over."""
        if self._copied is not None and self.clock() >= self._copied.until:
            self.run_worker(self._clear(self._take_copied()), group="clipboard")

    def exit(self, *arguments: object, **named: object) -> None:
        """Leave, and no secret on the clipboards."""
        if text := self._take_copied():
            cleared: list[bool] = []
            thread = threading.Thread(target=lambda: cleared.append(clipboard.clear_desktop(text)), daemon=True)
            thread.start()
            thread.join(_PATIENCE)
            if cleared != [False]:
                self.copy_to_clipboard("")
        super().exit(*arguments, **named)  # type: ignore[arg-type]

    def _take_copied(self) -> Secret[str] | None:
        """Return the secret that is to be cleared now; None where something else was copied in here."""
        copied, self._copied = self._copied, None
        if self._copied_timer is not None:
            self._copied_timer.stop()
            self._copied_timer = None
        return copied.text if copied is not None and copied.text == Secret(self.clipboard) else None

    async def _clear(self, text: Secret[str] | None) -> None:
        if text is not None and await asyncio.to_thread(clipboard.clear_desktop, text):
            self.copy_to_clipboard("")
            self.notify("The secret was cleared from the clipboard.", timeout=3, markup=False)
