"""A terminal program timed from outside: a pseudo-terminal that notes when each piece of output came.

Times are seconds on the monotonic clock. Text is compared with colours left out and every other control sequence
turned into a break, so that a marker is found as a reader sees it inside one row.
"""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

ROWS, COLUMNS = 40, 120
_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
QUIET = 0.06
"""Seconds without output after which a program has painted all that it had to."""
PATIENCE = 60.0
"""Seconds until something that is waited for must have come."""
_RESTLESS = 3.0
"""Seconds after which a program that paints on and on, a progress perhaps, is not waited for any more."""
_STRINGS = rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_].*?\x1b\\|\x1b[()*+].|\x1b[=>78cDEHMNOZ]"
_CONTROL = re.compile(rb"\x1b\[[0-9;:?<>=!]*[ -/]*([@-~])|" + _STRINGS, re.DOTALL)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:?<>=! -/]*|\][^\x07\x1b]*|[PX^_][^\x1b]*|[()*+])?\Z")
_QUITTING = b"\x11"


class WaitedInVainError(RuntimeError):
    """A program did not paint what was expected of it."""


class Painted(NamedTuple):
    """Seconds from a key or a paste to the first output after it, to what was waited for, and to the last output."""

    first: float
    marker: float
    last: float


class Session:
    """One run of a program. Use as a context manager: no process is left."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        self.text = bytearray()
        self._tail = b""
        self._ended = False
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the size is set by the program's own process: it must be there before the program looks
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.execve(argv[0], [*argv], {**env, **_TERMINAL})  # noqa: S606 - no shell is meant
            finally:
                os._exit(127)
        os.set_blocking(self._fd, False)
        self._last = self.began

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
            self.pid = 0
        os.close(self._fd)

    def until(self, marker: str, since: int = 0) -> float:
        """Read until the marker was painted behind ``since``, an offset in the text; return when it came."""
        wanted, at, end = marker.encode(), since, time.perf_counter() + PATIENCE
        while self.text.find(wanted, max(since, at - len(wanted))) < 0:
            at = len(self.text)
            if self._ended or time.perf_counter() > end:
                shown = bytes(self.text[-1500:]).decode(errors="replace").replace("\0", "|")
                raise WaitedInVainError(f"{marker!r} was waited for in vain; the last that was painted: {shown}")
            self._read(1.0)
        return self._last

    def settle(self, quiet: float = QUIET) -> float:
        """Read until nothing came for a while, or the program never stops; return when the last piece came."""
        end = time.perf_counter() + _RESTLESS
        while not self._ended and self._read(quiet) and time.perf_counter() < end:
            pass
        return self._last

    def send(self, data: str, marker: str, *, quiet: float = QUIET) -> Painted:
        """Press keys, and return when the answers came; ``marker`` counts where it is painted after them."""
        while self._read(0):
            pass  # what was painted meanwhile is no answer
        since, began = len(self.text), time.perf_counter()
        self._write(data.encode())
        while len(self.text) == since and self._read(PATIENCE):
            pass
        first = self._last
        seen = self.until(marker, since)
        return Painted(first - began, seen - began, self.settle(quiet) - began)

    def paste(self, text: str, marker: str) -> Painted:
        """Paste as terminals do: in brackets, in one go."""
        return self.send(f"\x1b[200~{text}\x1b[201~", marker)

    def quit(self) -> float:
        """Press ctrl+q; return the seconds until the process is gone."""
        began, pid = time.perf_counter(), self.pid
        self._write(_QUITTING)
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError("the program does not end")
            if self._ended:
                time.sleep(0.0005)
            else:
                self._read(0.002)
        self.pid = 0
        return time.perf_counter() - began

    def _read(self, seconds: float) -> bool:
        """Take what comes within so many seconds; whether anything came."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        pieces: list[bytes] = []
        try:
            while len(pieces) < 64 and (piece := os.read(self._fd, 65536)):
                pieces.append(piece)
        except BlockingIOError:
            pass
        except OSError:  # how Linux says that the other side is closed
            self._ended = True
        if not pieces:
            return False
        self._last = time.perf_counter()
        data = self._tail + b"".join(pieces)
        cut = _UNFINISHED.search(data)
        self._tail = data[cut.start() :] if cut else b""
        whole = data[: cut.start()] if cut else data
        self.text += _CONTROL.sub(lambda found: b"" if found[1] == b"m" else b"\0", whole)
        return True

    def _write(self, data: bytes) -> None:
        """Write all, and read meanwhile: neither side may wait for the other."""
        rest = memoryview(data)
        while rest and not self._ended:
            readable, writable, _ = select.select([self._fd], [self._fd], [], PATIENCE)
            if readable:
                self._read(0)
            if writable:
                try:
                    rest = rest[os.write(self._fd, rest[:4096]) :]
                except BlockingIOError:
                    continue
