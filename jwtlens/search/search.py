"""A running search: processes on all cores, what they report, and a stop that works at once."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple, Self

from jwtlens.jose.jws import Token
from jwtlens.search.found import Found, Outcome, found_in
from jwtlens.search.guesses import names_in
from jwtlens.search.messages import Job, Report, read_report, write_job
from jwtlens.search.sources import BUNDLED, Source
from jwtlens.search.target import target_of

_ROOT = Path(__file__).parents[2]
_EVERY = 0.25
"""Seconds after which there is a new progress to draw, even if nothing was reported."""


class Progress(NamedTuple):
    """How far the search is. ``seconds`` since it began; ``fraction`` from 0 to 1 of the files, None without any.

    ``complete`` only when every process has tried all that it should; ``problems`` says in sentences what was left out.
    """

    tried: int = 0
    seconds: float = 0.0
    fraction: float | None = None
    over: bool = False
    complete: bool = False
    found: Found | None = None
    problems: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Candidates tried in a second."""
        return self.tried / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the files are done, if all goes on as it went; None while that cannot be told."""
        return self.seconds * (1 - self.fraction) / self.fraction if self.fraction else None

    @property
    def outcome(self) -> Outcome:
        """What the search came to, or has come to so far."""
        return Outcome(self.found, self.tried, self.complete, self.problems)

    @property
    def words(self) -> str:
        """The outcome as a sentence, or how far the search is."""
        if self.over or self.found is not None or self.complete:
            return self.outcome.words
        return f"Searching: {self.tried:,} candidates tried, none is the secret so far."


class Search:
    """Processes at work. Leave its ``with`` block, or call :meth:`cancel`, and they are gone.

    Go through it with ``for`` on the command line and with ``async for`` on the screen; both end when it is over.
    """

    def __init__(self, jobs: list[bytes]) -> None:
        self._inbox: queue.SimpleQueue[tuple[int, Report | int]] = queue.SimpleQueue()
        self._began = time.monotonic()
        self._reports = [Report()] * len(jobs)
        self._alive = set(range(len(jobs)))
        self._problems: dict[str, None] = {}
        self._found: Found | None = None
        self._progress = Progress()
        self._lock = threading.Lock()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._followers: list[threading.Thread] = []
        try:
            for number, job in enumerate(jobs):
                self._processes.append(_start())
                self._followers.append(threading.Thread(target=self._follow, args=(number, job), daemon=True))
                self._followers[-1].start()
        except BaseException:  # ctrl+c while they start, too
            self._stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def __iter__(self) -> Iterator[Progress]:
        while not self._progress.over:
            yield self.wait(_EVERY)

    async def __aiter__(self) -> AsyncIterator[Progress]:
        import asyncio  # noqa: PLC0415 - costs 60 ms, and whoever awaits has imported it

        while not self._progress.over:
            yield await asyncio.to_thread(self.wait, _EVERY)

    @property
    def progress(self) -> Progress:
        """The last progress that :meth:`wait` returned."""
        return self._progress

    def wait(self, seconds: float) -> Progress:
        """Return the progress as soon as anything was reported, or after so many seconds."""
        if self._progress.over:
            return self._progress
        messages = []
        with contextlib.suppress(queue.Empty):
            messages.append(self._inbox.get(timeout=seconds))
            while True:
                messages.append(self._inbox.get_nowait())
        with self._lock:
            for number, message in messages:
                if not self._progress.over:  # what killed processes leave behind is no news
                    self._take(number, message)
            if not self._progress.over:
                self._progress = self._sum()
            return self._progress

    def cancel(self) -> None:
        """Stop at once, if it is not over yet. From any thread."""
        with self._lock:
            if not self._progress.over:
                self._progress = self._sum()._replace(over=True, complete=False)
                self._stop()

    def _take(self, number: int, message: Report | int) -> None:
        """Note what one process said; a number is the exit status that it ended with."""
        if isinstance(message, int):
            self._alive.discard(number)
            if not self._reports[number].ended:
                self._problems[f"A searching process broke off (status {message}); its share was not tried."] = None
        else:
            self._reports[number] = message
            if message.problem:
                self._problems[f"{message.problem[:1].upper()}{message.problem[1:]}."] = None
            if message.found is not None and message.source is not None:
                self._found = found_in(message.source, message.found)
        if self._found is not None or not self._alive:
            self._progress = self._sum()._replace(over=True)
            self._stop()

    def _sum(self) -> Progress:
        total = sum(report.total for report in self._reports)
        done = sum(report.total if report.ended else min(report.done, report.total) for report in self._reports)
        skipped = sum(report.skipped for report in self._reports)
        problems = [*self._problems]
        if skipped:
            problems.append(f"Lines longer than a mebibyte were not tried: {skipped:,}.")
        return Progress(
            tried=sum(report.tried for report in self._reports),
            seconds=time.monotonic() - self._began,
            fraction=done / total if total else None,
            complete=not problems and all(report.ended for report in self._reports),
            found=self._found,
            problems=tuple(problems),
        )

    def _stop(self) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        for follower in self._followers:
            follower.join()

    def _follow(self, number: int, job: bytes) -> None:
        """Hand one process its job and pass its reports on. A thread, because pipes block."""
        process = self._processes[number]
        if process.stdin is None or process.stdout is None:
            raise TypeError("the process was started without pipes")
        with contextlib.suppress(OSError), process.stdin:  # one that died is reported below
            process.stdin.write(job)
        with process.stdout:
            for line in process.stdout:
                if line.endswith(b"\n"):  # a killed process may leave half a line
                    self._inbox.put((number, read_report(line)))
        self._inbox.put((number, process.wait()))


def search(token: Token, sources: tuple[Source, ...] = BUNDLED, *, workers: int | None = None) -> Search:
    """Start to search for the token's secret; ``workers`` is the number of processes, one for each core by default.

    ValueError, with a sentence, where the token has no shared secret; OSError where no process can be started.
    """
    target, names = target_of(token), names_in(token)
    shares = workers or _cores()
    return Search([write_job(Job(target, sources, names, share, shares)) for share in range(shares)])


def _cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> "subprocess.Popen[bytes]":
    """Start a process with this interpreter and this package; not with what lies in the current directory."""
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "jwtlens.search.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path},
    )
