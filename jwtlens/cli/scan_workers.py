"""Work on all cores: functions applied to items in processes, with the results in the order of the items."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3
"""Items for each process that are under way, so that none waits and the memory does not fill."""


class WorkerDiedError(Exception):
    """A process was ended from outside, for want of memory perhaps."""


class Workers:
    """Processes that have what this one has at the first call that needs them; keys never travel."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._count = _cores()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Apply a function of a module to each item; a single item is not worth a process. Raises WorkerDiedError."""
        waiting = iter(items)
        first = [*islice(waiting, 2)]
        if len(first) < 2 or self._count < 2 or not hasattr(os, "fork"):
            yield from map(function, first)
            yield from map(function, waiting)
            return
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - costs 30 ms, for much work only

        pool = self._started()
        pending: deque[Future[Result]] = deque(pool.submit(function, item) for item in first)
        try:
            for item in waiting:
                pending.append(pool.submit(function, item))
                while len(pending) >= self._count * _AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BrokenProcessPool:
            raise WorkerDiedError from None

    def stop(self) -> None:
        """End the processes; what they have not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _started(self) -> "ProcessPoolExecutor":
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as above
            from multiprocessing import get_context  # noqa: PLC0415 - as above

            self._pool = ProcessPoolExecutor(self._count, get_context("fork"), initializer=_leave_interrupts)
        return self._pool


def _leave_interrupts() -> None:
    """Let the first process decide what ctrl+c means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
