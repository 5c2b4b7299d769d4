"""Run a shell command under a pseudo-terminal until jwtlens shows its verdict on the sample, then quit it with its key.

    first_run.py COMMAND

Standard library only: it runs before anything is installed.
"""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

VERDICT = b"ACCEPTED"
QUIT = b"\x11"  # ctrl+q
INSTALLED_WITHIN = 600
ENDED_WITHIN = 30
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=!$ ]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()*+].|.)", re.DOTALL)


class Child:
    """A shell command in a session and on a terminal of its own."""

    def __init__(self, command: str) -> None:
        self.seen = bytearray()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
            os.execvp("sh", ["sh", "-c", command])  # noqa: S606, S607 - the README's command, as its reader types it
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))

    def read_until(self, wanted: bytes | None, seconds: float) -> bool:
        """Read until the text is there (None: until the command closes its terminal); false if it takes longer."""
        end = time.monotonic() + seconds
        while wanted is None or wanted not in _ESCAPES.sub(b"", bytes(self.seen)):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
                return False
            try:
                data = os.read(self.terminal, 65536)
            except OSError:  # how Linux says that the other side has closed
                data = b""
            if not data:
                return wanted is None
            self.seen += data
        return True

    def tail(self) -> str:
        """Return the end of what was on the terminal, readable."""
        return _ESCAPES.sub(b" ", bytes(self.seen[-6000:])).decode("utf-8", "replace")


def main(command: str) -> str:
    """Return what went wrong, or an empty string."""
    print(f"$ {command}")
    child = Child(command)
    try:
        if not child.read_until(VERDICT, INSTALLED_WITHIN):
            return f"the verdict on the sample did not appear; the terminal showed:\n{child.tail()}"
        print("the verdict is on the screen")
        os.write(child.terminal, QUIT)
        if not child.read_until(None, ENDED_WITHIN):
            return f"ctrl+q did not end the program; the terminal showed:\n{child.tail()}"
        return _ended(child)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process, signal.SIGKILL)


def _ended(child: Child) -> str:
    code = os.waitstatus_to_exitcode(os.waitpid(child.process, 0)[1])
    if code:
        return f"the program ended with exit code {code}:\n{child.tail()}"
    if b"\x1b[?1049l" not in child.seen:
        return "the program did not give the terminal back"
    try:
        os.killpg(child.process, 0)
    except ProcessLookupError:
        print("ctrl+q ended it with exit code 0, and no process is left")
        return ""
    return "a process of the program is left"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) or 0)
