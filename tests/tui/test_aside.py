"""Jobs that the end of the program does not wait for."""

import asyncio
import threading

import pytest

from jwtlens.tui.aside import aside


async def test_a_job_aside_returns_and_raises_as_any_other() -> None:
    assert await aside(lambda: 3) == 3
    with pytest.raises(ValueError, match="not today"):
        await aside(lambda: int("not today"))


def test_a_program_ends_while_its_job_hangs_and_a_late_result_disturbs_nobody() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        may_end.wait()
        ended.set()

    async def program() -> None:
        job = asyncio.create_task(aside(hang))
        await asyncio.to_thread(begun.wait)
        job.cancel()

    thread = threading.Thread(target=asyncio.run, args=(program(),))
    thread.start()
    thread.join(30)
    still_there = thread.is_alive()
    may_end.set()
    ended.wait(30)
    thread.join(30)
    assert not still_there
