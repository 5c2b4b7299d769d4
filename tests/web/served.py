"""``jwtlens --serve`` as a process of its own, and the address that it prints."""

import signal
import subprocess
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.cli.processes import PROGRAM, environment

DEADLINE = 30.0
"""Seconds until something that is waited for must have come."""


class Served:
    """The server, for the time of a ``with``. Its end is asked for, as ctrl+c does, and must come."""

    def __init__(self, *words: str, **variables: str) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, "--serve", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(**variables),
        )

    def __enter__(self) -> Self:
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise AssertionError(f"it did not start: {self.process.communicate()[1]}")
        parts = urlsplit(self.address)
        self.authority = parts.netloc
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.secret = parts.path.strip("/")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            _, self.said = self.process.communicate(timeout=DEADLINE)
        finally:
            self.process.kill()

    def children(self) -> list[int]:
        """The processes that serve pages now."""
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]
