"""Figures of a key press, until what it changes is painted."""

import statistics
import time
from collections.abc import Iterator

from tests.benchmarks import material
from tests.benchmarks.bench import Bench, Figures
from tests.benchmarks.material import sized
from tests.benchmarks.pairs import Measured, Pair, alone, measured
from tests.benchmarks.processes import children
from tests.benchmarks.terminal import Painted, Session

_ROUNDS = 14
_PAUSE = 0.12
"""Seconds without output between two keys: a large token is checked and painted by then, and no frame is owed."""
_DOWN, _BACKSPACE = "\x1b[B", "\x7f"
_NEXT_KEY = 0.085
"""Seconds after the echo of a key in a large token at which it is being checked: that begins after 80 ms of quiet."""
_WORDS = 20_000_000
"""Enough for half a minute of search on a fast machine with few cores."""
_SEARCH_BEGINS = 5.0
"""Seconds within which the processes of a search are there."""
_EXPECTATIONS, _PALETTE = "\x1b5", "\x10"


def opened(bench: Bench, size: int) -> Session:
    """The screen with a token of this size, the cursor in its payload."""
    session = bench.workbench_with_key()
    session.paste(sized(size), "ACCEPTED")
    session.settle(1.0)
    session.send(_DOWN, "")
    return session


def typed(session: Session) -> Iterator[Painted]:
    """A character typed into the payload, which breaks token and JSON, and taken out again."""
    for key, verdict in (("A", "REJECTED"), (_BACKSPACE, "ACCEPTED")):
        yield session.send(key, verdict, quiet=_PAUSE)


def presses(bench: Bench) -> dict[str, Measured]:
    """A key in a token of 1 KB against one in a bare app, and in a token of 64 KB against that of 1 KB.

    Keys follow each other so soon that no search for the secret begins between them.
    """
    small_pairs, echo_pairs, next_pairs = [], [], []
    pressed, runs = 0, bench.runs(_ROUNDS)
    with bench.bare_app() as bare, opened(bench, 1024) as small:
        for _ in range(runs):
            for painted in typed(small):
                pressed += 1
                small_pairs.append(Pair(painted.marker, bare.send("x", f"rev={pressed}").marker))
        with opened(bench, 64 * 1024) as large:
            for _ in range(runs):
                for in_small, in_large in zip(typed(small), typed(large), strict=True):
                    echo_pairs.append(Pair(in_large.first, in_small.first))
                next_pairs.append(Pair(_while_checking(large), in_small.first))
    return {
        "key-1k": measured(small_pairs),
        "key-1k-frame": alone([pair.figure for pair in small_pairs]),
        "key-64k": measured(echo_pairs),
        "key-next": measured(next_pairs),
    }


def _while_checking(large: Session) -> float:
    """Seconds to the echo of a key that is pressed while the one before is being checked."""
    large.send("A", "", quiet=0)
    large.settle(_NEXT_KEY)
    return large.send(_BACKSPACE, "ACCEPTED", quiet=_PAUSE).first


def echo_ms(bench: Bench, size: int) -> float:
    """Milliseconds from a key to the token with it, for a token of this size."""
    with opened(bench, size) as session:
        times = [painted.first for _ in range(bench.runs(4)) for painted in typed(session)]
    return statistics.median(times) * 1000


def while_searching(bench: Bench) -> dict[str, Measured]:
    """A key in the issuer's field, which leaves the token alone, while its secret is searched for, and before."""
    path = material.words(bench.folder / "many-words.txt", _WORDS)
    runs = bench.runs(_ROUNDS)
    with bench.workbench_with_key() as session:
        session.paste(sized(1024), "ACCEPTED")
        session.settle(2.0)
        session.send(_EXPECTATIONS, "")
        idle = list(_in_issuer(session, runs))
        for keys, shown in ((_PALETTE, ""), ("Go on searching", "Go on searching"), ("\r", "hashcat"), ("1", "Close")):
            session.send(keys, shown, quiet=0.5)
        session.send(f"{path}\r", "")
        _expect_processes(session)
        busy = list(_in_issuer(session, runs))
        _expect_processes(session)  # it still runs
    return {"key-search": measured([Pair(*one) for one in zip(busy, idle, strict=True)])}


def _expect_processes(session: Session) -> None:
    end = time.monotonic() + _SEARCH_BEGINS
    while not children(session.pid):
        if time.monotonic() > end:
            raise RuntimeError("no search is running")
        session.settle()


def _in_issuer(session: Session, runs: int) -> Iterator[float]:
    for _ in range(runs):
        for key, verdict in (("a", "REJECTED"), (_BACKSPACE, "ACCEPTED")):
            yield session.send(key, verdict, quiet=_PAUSE).marker


GROUPS: dict[tuple[str, ...], Figures] = {
    ("key-1k", "key-1k-frame", "key-64k", "key-next"): presses,
    ("key-search",): while_searching,
}
