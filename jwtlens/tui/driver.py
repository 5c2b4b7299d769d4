"""The terminal as Textual drives it on Unix, without two waits that a user feels, and given back whatever happens.

The waits are those after a paste and after quit.
"""

import contextlib
import os
import selectors
import signal
from codecs import getincrementaldecoder
from typing import Any, TextIO, cast

from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

from jwtlens.tui.paste_parser import PasteParser, is_unbracketed_paste

_READ_BYTES = 64 * 1024
_MORE_SECONDS = 0.03
"""How long the next part of a paste without brackets may take to arrive; the terminal hands it on 4 KiB at a time."""
_ENDINGS = (signal.SIGTERM, signal.SIGHUP)
"""Signals by which others end the program. What Python does by default leaves the terminal raw, and its mouse on."""


class Output:
    """The terminal, written to as long as it is there.

    Textual's thread that writes would end with an error where it is gone; then the program waits for it for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        """Write a text, if somebody is there."""
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with contextlib.suppress(OSError):
            self._file.flush()


class QuickDriver(LinuxDriver):
    """LinuxDriver, whose input thread is woken to end instead of looking every 100 ms whether it should.

    Leaving takes Textual's own driver 200 ms: two rounds of that. What is written to the terminal, and how it is given
    back, is Textual's; it is given back on more occasions.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever Textual passes on
        super().__init__(*arguments, **options)
        self._woken, self._wake = os.pipe()
        self._is_gone = False
        if self._file is not None:
            self._file = cast("Any", Output(self._file))
        for number in _ENDINGS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
                signal.signal(number, self._leave)

    def _leave(self, number: int, _: object) -> None:
        """Leave as if the user had, with the exit code that shells give to a signal; a second one ends at once."""
        signal.signal(number, signal.SIG_DFL)
        self._loop.call_soon_threadsafe(self._app.exit, None, 128 + number)

    def _sigcont_application(self, *arguments: object) -> None:
        """Come back, and draw everything: the terminal's second screen is empty.

        SIGSTOP asked nobody to leave, so that is done first: what is entered twice is never given back as it was.
        """
        if self._auto_restart:
            if not self._must_signal_resume:
                self.suspend_application_mode()
            super()._sigcont_application(*arguments)
            self._loop.call_soon_threadsafe(self._app.refresh)

    def _disable_mouse_support(self) -> None:
        """Switch off what was switched on, also the pixels, which Textual leaves on."""
        super()._disable_mouse_support()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
            self._mouse_pixels = False

    def disable_input(self) -> None:
        """Read no more input. The thread may run a moment between the wake and Textual's sign that it should end."""
        os.write(self._wake, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Wait for input and hand on what it means, until told to end, or until the terminal is gone."""
        parser = PasteParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not (self.exit_event.is_set() or self._is_gone):
                if self._is_input(selector, ESCAPE_DELAY if parser.is_waiting else None):
                    text = decode(self._read())
                    while is_unbracketed_paste(text) and self._is_input(selector, _MORE_SECONDS):
                        text += decode(self._read())
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
        if not self._is_gone:
            os.read(self._woken, 1)  # a program that was suspended comes back, and waits again

    def _is_input(self, selector: selectors.SelectSelector, seconds: float | None) -> bool:
        """Whether there is something to read, or will be within so many seconds."""
        return any(key.fileobj == self.fileno for key, _ in selector.select(seconds))

    def _read(self) -> bytes:
        """Read what is there. Where the terminal is gone there is nothing more to wait for."""
        try:
            data = os.read(self.fileno, _READ_BYTES)
        except OSError:
            data = b""
        if not data:
            self._is_gone = True
            self._loop.call_soon_threadsafe(self._app.exit)
        return data
