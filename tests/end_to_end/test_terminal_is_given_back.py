"""However the screen ends, the terminal is as it was: lines and echo, cursor, mouse, brackets, the first screen."""

import contextlib
import os
import signal
import threading
from typing import TextIO, cast

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from jwtlens.tui.driver import Output
from tests.end_to_end.terminal import DEADLINE, Terminal

QUIT, F1 = "\x11", "\x1bOP"
ENTERS_THE_SCREEN = b"\x1b[?1049h"


def given_back(terminal: Terminal) -> None:
    assert terminal.left_on == set()
    assert terminal.is_as_before


def test_a_signal_that_ends_the_program_in_a_tiny_console() -> None:
    with Terminal(columns=20, rows=5, TERM="linux") as terminal:
        terminal.until("ACCEPTED")
        assert not terminal.is_as_before
        assert {b"1049", b"1003", b"2004", b"keyboard"} <= terminal.left_on
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
        given_back(terminal)


def test_a_window_that_is_closed_leaves_no_process() -> None:
    with Terminal(TERM="screen") as terminal:
        terminal.until("ACCEPTED")
        assert terminal.hang_up() in {0, 128 + signal.SIGHUP}  # the end of the input may be seen before the signal


def test_a_terminal_that_is_gone_holds_nobody_up() -> None:
    """A thread that ended took nothing out of its queue any more, and who wrote into that waited for ever."""
    reads, writes = os.pipe()
    os.close(reads)
    file = os.fdopen(writes, "w", buffering=1)
    writer = WriterThread(cast("TextIO", Output(file)))
    writer.start()

    def write() -> None:
        for _ in range(10 * MAX_QUEUED_WRITES):
            writer.write("x\n")
        writer.stop()

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    thread.join(DEADLINE)
    assert not thread.is_alive()
    with contextlib.suppress(OSError):
        file.close()


def test_stopped_continued_resized_and_left() -> None:
    with Terminal(columns=80, rows=24, TERM="tmux-256color") as terminal:
        terminal.until("ACCEPTED")
        for number in (signal.SIGTSTP, signal.SIGSTOP):
            before = terminal.output.count(ENTERS_THE_SCREEN)
            terminal.stop_and_continue(number)
            terminal.until(lambda before=before: terminal.output.count(ENTERS_THE_SCREEN) > before)  # type: ignore[misc]
            entered = terminal.output.rfind(ENTERS_THE_SCREEN)
            # That screen is empty, so all of it has to be drawn.
            for words in (b"Token", b"ACCEPTED", b"Payload", b"Quit"):
                terminal.until(lambda words=words, at=entered: words in terminal.output[at:])  # type: ignore[misc]
        for turn, (columns, rows) in enumerate([(140, 40), (20, 5), (1, 1), (100, 30)] * 10):
            terminal.resize(columns, rows)
            if turn == 20:
                terminal.send(F1)
        terminal.resize(80, 24)
        terminal.send("\x1b[27u")
        terminal.until("ACCEPTED")
        terminal.send(QUIT)
        assert terminal.wait() == 0
        given_back(terminal)


def test_a_terminal_without_a_size_and_a_user_who_leaves_at_once() -> None:
    """Two sizes that did not agree were drawn in turn for ever; panes not filled yet crashed."""
    with Terminal(columns=0, rows=0) as terminal:
        terminal.until(lambda: b"ACCEPTED" in terminal.output)
        terminal.send(QUIT)
        assert terminal.wait() == 0
        assert len(terminal.output) < 200_000
        assert b"Traceback" not in terminal.output
        given_back(terminal)


@pytest.mark.parametrize("way", ["dumb", "closed", "piped"])
def test_where_there_can_be_no_screen_there_is_a_report(way: str) -> None:
    shell = {"dumb": 'exec "$@"', "closed": 'exec "$@" <&-', "piped": '"$@" | cat'}[way]
    with Terminal(shell=shell, TERM="dumb" if way == "dumb" else "xterm") as terminal:
        assert terminal.wait() == 0
        assert b"ACCEPTED" in terminal.output
        assert ENTERS_THE_SCREEN not in terminal.output
        given_back(terminal)
