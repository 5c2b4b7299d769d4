"""Candidates a second of the search on all cores, against a plain loop of ``hmac.digest`` in one process.

    python -m tests.benchmarks.secret_search [MILLIONS]

Both go through the same list in the same run, in turns, so that the ratio means something on a busy machine; the
search's time includes the start of its processes. Both are as nice as the search's processes are, so that other work on
the machine takes the same from both; the best times are those that other work disturbed least. The goal is 1.25 times
the number of cores.
"""

import hmac
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from jwtlens.search.search import search
from jwtlens.search.sources import Source, wordlist
from jwtlens.search.target import Target, target_of
from tests.search.kit import signed

ROUNDS = 11


def plain(target: Target, path: str) -> float:
    """Seconds that the obvious program takes."""
    began = time.perf_counter()
    with Path(path).open("rb") as file:
        for line in file:
            if hmac.digest(line.rstrip(b"\r\n"), target.signing_input, "sha256") == target.mac:
                break
    return time.perf_counter() - began


def on_all_cores(source: Source) -> float:
    """Seconds that the search takes, processes and all."""
    began = time.perf_counter()
    with search(signed(), (source,)) as running:
        for _ in running:
            pass
    if not running.progress.complete:
        raise SystemExit(f"the search is not complete: {running.progress.problems}")
    return time.perf_counter() - began


def main(millions: float) -> None:
    """Print both rates and their ratio."""
    os.nice(10)
    count = int(millions * 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words.txt"
        with path.open("wb") as file:
            file.writelines(b"candidate%d\n" % number for number in range(count))
        source, target = wordlist(str(path)), target_of(signed())
        pairs = [(plain(target, source.path), on_all_cores(source)) for _ in range(ROUNDS)]
    best = [min(times) for times in zip(*pairs, strict=True)]
    for name, seconds in zip(("plain loop", "all cores"), best, strict=True):
        print(f"{name}: {count / seconds / 1_000:8,.0f} thousand candidates a second")
    median = statistics.median(slow / fast for slow, fast in pairs)
    cores = os.cpu_count() or 1
    print(f"ratio {best[0] / best[1]:.2f} (median of {ROUNDS}: {median:.2f}) on {cores} cores; goal {1.25 * cores:.2f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
