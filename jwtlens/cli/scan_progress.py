"""How far a scan is, on standard error, where somebody looks at that."""

import sys
import time

from jwtlens.cli import output

_EVERY = 0.1
"""Seconds between two lines."""


class Progress:
    """One line that is written over and over, and wiped away before anything else is said."""

    def __init__(self) -> None:
        self._is_shown = output.is_terminal(sys.stderr)
        self._due = 0.0
        self._width = 0

    def show(self, words: str) -> None:
        """Say how far it is, unless that was said just now."""
        if not self._is_shown or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + _EVERY
        self._line(words)

    def clear(self) -> None:
        """Wipe the line away."""
        if self._width:
            self._line("")

    def _line(self, words: str) -> None:
        sys.stderr.write(f"\r{words:<{self._width}}" + ("\r" if not words else ""))
        sys.stderr.flush()
        self._width = len(words)
