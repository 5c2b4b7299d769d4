"""The program in a real pseudo-terminal, and what somebody in front of it would see."""

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

from tests.cli.processes import environment

DEADLINE = 30.0
"""Seconds until something that is waited for must have come; a test that passes never waits that long."""

# Sequences that pyte does not know and would print: keyboard and mode requests, and device control strings.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*\$?[a-zA-Z]|\x1b[P_^].*?\x1b\\", re.DOTALL)
_KNOWN_MODES = re.compile(rb"\x1b\[\?[0-9;]*[hl]")
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_KEYBOARD = re.compile(rb"\x1b\[>\d+u")
_UNFINISHED = re.compile(rb"\x1b(?:[\[(][0-9;:?<>=!$ ]*|[P_^\]][^\x1b\x07]*\x1b?)?\Z")


def program() -> list[str]:
    """The installed console script, or the module where the project is not installed."""
    script = Path(sys.executable).with_name("jwtlens")
    return [str(script)] if script.exists() else [sys.executable, "-m", "jwtlens"]


class Terminal:
    """A terminal of a given size with the program in it. Use as a context manager: no process is left."""

    def __init__(
        self, *words: str, columns: int = 140, rows: int = 40, piped: str | None = None, shell: str = '"$@"',
        **variables: str,
    ) -> None:  # fmt: skip
        self._screen: Any = pyte.Screen(max(columns, 1), max(rows, 1))  # neither package is typed
        self._stream: Any = pyte.ByteStream(self._screen)
        self._unfinished = b""
        self.output = bytearray()
        command, *rest = [*program(), *words]
        if piped is not None:  # standard input is a pipe, the terminal is still there
            command, rest = "sh", ["-c", 'text=$1; shift; printf %s "$text" | "$@"', "sh", piped, command, *rest]
        elif shell != '"$@"':  # a shell starts it in its own way
            command, rest = "sh", ["-c", shell, "sh", command, *rest]
        settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **variables}
        self._child: Any = pexpect.spawn(
            command, rest, env=environment(**settings), dimensions=(rows, columns), timeout=DEADLINE
        )
        self._before = self._now = termios.tcgetattr(self._child.child_fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen as they stand now."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The whole screen as it stands now."""
        return "\n".join(self.lines)

    def colour(self, text: str) -> str:
        """The foreground colour of the first place where the text stands; empty where it is not on the screen."""
        for row, line in enumerate(self._screen.display):
            if (column := line.find(text)) >= 0:
                return str(self._screen.buffer[row][column].fg)
        return ""

    def until(self, condition: str | Callable[[], bool]) -> str:
        """Read until the screen shows the text, or the condition holds; return the screen."""

        def holds() -> bool:
            return condition in self.text if isinstance(condition, str) else condition()

        end = time.monotonic() + DEADLINE
        while not holds():
            if not self._read(end - time.monotonic()):
                raise AssertionError(f"this was waited for in vain: {condition!r}. The screen:\n{self.text}")
        return self.text

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def go_to(self, pane: str) -> None:
        """Jump to a pane by its number and name ("3 Payload"), and wait until it shows that it has the focus."""
        before = self.colour(pane)
        self.send(f"\x1b{pane[0]}")  # alt and the digit
        self.until(lambda: self.colour(pane) not in {"", before})

    def paste(self, text: str) -> None:
        """Paste as terminals do: in brackets, in one go."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def stop_and_continue(self, number: int = signal.SIGTSTP) -> None:
        """Put the program into the background as a shell's job control does, and bring it back."""
        self.signal(number)
        os.waitpid(self._child.pid, os.WUNTRACED)
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self._child.pid, number)

    def hang_up(self) -> int:
        """Close the window, and wait until the program ends; return its exit code."""
        self._child.ptyproc.fileobj.close()
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            ended, status = os.waitpid(self._child.pid, os.WNOHANG)
            if ended:
                self._child.ptyproc.terminated, self._child.ptyproc.fd = True, -1
                self._child.closed = self._child.ptyproc.closed = True
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.01)
        raise AssertionError("the window is closed, and the program goes on")

    @property
    def is_as_before(self) -> bool:
        """Whether lines, echo and signals of the keyboard are as they were before the program started."""
        if not self._child.closed:
            self._now = termios.tcgetattr(self._child.child_fd)
        return self._now == self._before

    @property
    def left_on(self) -> set[bytes]:
        """What the program switched on in the terminal and did not switch off, or the other way round."""
        modes = dict.fromkeys((b"7", b"25"), b"h")  # the lines wrap, and the cursor is seen
        for mode in _MODE.finditer(self.output):
            modes[mode[1]] = mode[2]
        found = {mode for mode, state in modes.items() if (state == b"h") != (mode in {b"7", b"25"})}
        keyboards = len(_KEYBOARD.findall(self.output)) - self.output.count(b"\x1b[<u")
        return found | ({b"keyboard"} if keyboards else set())

    def wait(self) -> int:
        """Read until the program ends; return its exit code."""
        end = time.monotonic() + DEADLINE
        while self._read(end - time.monotonic()):
            pass
        self._now = termios.tcgetattr(self._child.child_fd)
        self._child.close()
        code: int | None = self._child.exitstatus
        if code is None:
            raise AssertionError(f"the program ended by signal {self._child.signalstatus}")
        return code

    def _read(self, seconds: float) -> bool:
        """Take what the program wrote; false if it wrote nothing in this time, or has ended."""
        try:
            data: bytes = self._child.read_nonblocking(65536, max(seconds, 0))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.output += data
        data = self._unfinished + data
        cut = _UNFINISHED.search(data)
        self._unfinished = data[cut.start() :] if cut else b""
        whole = data[: cut.start()] if cut else data
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(_keep_modes, whole))
        return True


def _keep_modes(match: re.Match[bytes]) -> bytes:
    return match[0] if _KNOWN_MODES.fullmatch(match[0]) else b""
