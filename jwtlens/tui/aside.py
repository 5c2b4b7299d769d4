"""A job in a thread that nobody waits for when the program ends: what hangs on a network must not keep it open."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Done = TypeVar("Done")


async def aside(job: Callable[[], Done]) -> Done:
    """Do a job in a thread of its own, and return or raise what it does.

    Unlike with :func:`asyncio.to_thread`, the end of the program ends it wherever it is: not for a job that writes.
    """
    done: Future[Done] = Future()
    done.set_running_or_notify_cancel()  # from here on it cannot be cancelled, only forgotten

    def run() -> None:
        with contextlib.suppress(RuntimeError):  # the program has ended: nobody is there to be told
            try:
                result = job()
            except Exception as error:  # noqa: BLE001 - raised anew where the job is awaited
                done.set_exception(error)
            else:
                done.set_result(result)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await asyncio.wrap_future(done)
