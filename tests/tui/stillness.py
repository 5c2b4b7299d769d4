"""Waiting for a screen until nothing is left to do, which is known and not guessed from the time that passes.

Textual's pilot sleeps 20 ms after every key, and takes a process that used little of them for an idle one. Here the
event loop says whether anything is left to run, and a frame is drawn when nothing is, not 60 times a second: what a
test does costs what the program does for it, and comes out the same on a slow machine.
"""

import asyncio
from asyncio.base_events import BaseEventLoop
from math import inf
from time import monotonic, process_time
from typing import Any

import pytest
from textual import app, pilot, screen
from textual._context import active_app

_SOON = 0.02
"""Seconds: a timer that rings within them is waited for; as long a thread is given to show that it is at work."""
_AT_WORK = 0.05
"""The part of a second's time that a process at work uses at least."""
_NEVER = 1e6
"""Seconds between two frames that nobody asks for."""


_in_threads: set[asyncio.Future[Any]] = set()
"""What was given to threads, and is not done."""


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every pilot wait for stillness."""
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", until_still)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", _NEVER)
    run_in_thread, ask_each_widget = BaseEventLoop.run_in_executor, pilot.Pilot._wait_for_screen

    def run(*args: Any) -> asyncio.Future[Any]:  # noqa: ANN401 - whatever the loop takes
        future: asyncio.Future[Any] = run_in_thread(*args)
        _in_threads.add(future)
        future.add_done_callback(_in_threads.discard)
        return future

    async def wait_for_screen(itself: pilot.Pilot[Any], timeout: float = 30) -> bool:  # noqa: ASYNC109 - Textual's
        """Wait until every widget has handled its messages: those that wait for a thread are asked, as by Textual."""
        await _drained(monotonic() + timeout)
        return not _in_threads or await ask_each_widget(itself, timeout)

    monkeypatch.setattr(BaseEventLoop, "run_in_executor", run)
    monkeypatch.setattr(pilot.Pilot, "_wait_for_screen", wait_for_screen)


async def until_still(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until no task of the loop has anything to do, every change is drawn, and threads are done or blocked.

    ``max_sleep`` is the most to wait for timers and threads, in seconds.
    """
    del min_sleep
    end = monotonic() + max_sleep
    await _drained(end)
    while running := [*_in_threads, *_at_work()]:
        used = process_time()
        done, _ = await asyncio.wait(running, timeout=_SOON, return_when=asyncio.FIRST_COMPLETED)
        await _drained(end)
        if monotonic() > end or not (done or process_time() - used > _SOON * _AT_WORK):
            return


def _at_work() -> list[asyncio.Task[Any]]:
    """The screen's workers, which may wait for threads of their own."""
    return [worker._task for worker in active_app.get().workers if worker._task and not worker.is_finished]


async def _drained(end: float) -> None:
    """Let all tasks run, and draw, until neither leads to anything more."""
    loop: Any = asyncio.get_running_loop()  # what can run now, and what can later, is not in its type
    while True:
        await asyncio.sleep(0)
        while loop._ready:  # noqa: ASYNC110 - nothing would set an event: this is about all that can run
            await asyncio.sleep(0)
        shown = active_app.get()
        if shown._running and shown._screen_stacks and _to_draw(shown.screen):
            shown.screen._on_timer_update()
            continue
        rings = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=inf)
        if rings > loop.time() + _SOON or monotonic() > end:
            return
        await asyncio.sleep(rings - loop.time())


def _to_draw(shown: screen.Screen[Any]) -> bool:
    if shown.app._batch_count or not shown.is_current:
        return False
    changed = shown._layout_required or shown._scroll_required or shown._repaint_required or shown._recompose_required
    return changed or bool(shown._dirty_widgets or shown._callbacks)
