"""Figures of the screen as it comes, stays and goes."""

import time

from tests.benchmarks import floors
from tests.benchmarks.bench import Bench, Figures
from tests.benchmarks.material import claims, sized
from tests.benchmarks.pairs import Measured, Pair, alone, measured
from tests.benchmarks.processes import cpu_seconds, peak_bytes
from tests.benchmarks.terminal import Session

_RUNS = 13
_SETTLED = 1.0
"""Seconds without output after which the audit is there and nothing more is loaded."""


def starts(bench: Bench) -> dict[str, Measured]:
    """First paint, verdict on the sample, memory, and the time from the quit key to the end."""
    rows: dict[str, list[Pair]] = {"first-paint": [], "verdict": [], "memory": [], "quit": []}
    for number in range(bench.runs(_RUNS) + 1):
        with bench.workbench() as ours:
            paint = ours.until("1 Token") - ours.began
            verdict = ours.until("ACCEPTED") - ours.began
            ours.settle(0.3)
            memory = peak_bytes(ours.pid)
            gone = ours.quit()
        with Session(bench.script(floors.BARE_APP), bench.env) as bare:
            floor = bare.until("bare=ready") - bare.began
            bare.settle(0.1)
            floor_memory = peak_bytes(bare.pid)
            pairs = (paint, floor), (verdict, floor), (memory, floor_memory), (gone, bare.quit())
        if number:  # the first one fills the caches of the system
            for row, pair in zip(rows.values(), pairs, strict=True):
                row.append(Pair(*pair))
    return {
        name: measured(pairs, "MB", scale=1e-6) if name == "memory" else measured(pairs) for name, pairs in rows.items()
    }


def big_memory(bench: Bench) -> dict[str, Measured]:
    """Most memory that a token of 1 MB took, from its paste to its audit."""
    token = sized(1024 * 1024)
    pairs = []
    for _ in range(bench.runs(3)):
        with bench.workbench_with_key() as ours, bench.bare_app() as bare:
            ours.paste(token, "ACCEPTED")
            ours.settle(_SETTLED)
            pairs.append(Pair(peak_bytes(ours.pid), peak_bytes(bare.pid)))
    return {"memory-1m": measured(pairs, "MB", scale=1e-6)}


def idles(bench: Bench) -> dict[str, Measured]:
    """What the screen takes of a core while a token counts down and nobody touches it."""
    import jwt  # noqa: PLC0415 - here it makes the one token

    token = jwt.encode(claims(lifetime=900), "of another service, which nobody here has the key of", "HS256")
    with bench.workbench(token) as ours:
        ours.until("1 Token")
        end = time.monotonic() + 8  # the search of the bundled lists is over
        while time.monotonic() < end:
            ours.settle(0.5)
        before, began = cpu_seconds(ours.pid), time.monotonic()
        while time.monotonic() < began + bench.idle:
            ours.settle(0.5)
        share = (cpu_seconds(ours.pid) - before) / (time.monotonic() - began)
    return {"idle": alone([share], "%", scale=100)}


GROUPS: dict[tuple[str, ...], Figures] = {
    ("first-paint", "verdict", "memory", "quit"): starts,
    ("memory-1m",): big_memory,
    ("idle",): idles,
}
