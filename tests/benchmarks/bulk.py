"""Figures of many tokens: judged within one process, scanned on all cores, found in a log; and of many secrets."""

import os

from tests.benchmarks import floors, material
from tests.benchmarks.bench import Bench, Figures
from tests.benchmarks.material import AUDIENCE, SECRET
from tests.benchmarks.pairs import Measured, Pair, alone, in_turns, measured
from tests.benchmarks.processes import answer, cost, family_bytes

_PATTERN = r"eyJ[A-Za-z0-9_-]+\."
_CORES = os.cpu_count() or 1
_MILLION = 1_000_000
_NICE = 10
"""That of the processes of the search, given to its floor too: other work takes the same from both."""


def inspects(bench: Bench) -> dict[str, Measured]:
    """``inspect()`` with all rules of the audit, against ``jwt.decode()``, in one process."""
    path = bench.folder / "ordinary.txt"
    path.write_text("\n".join([material.ordinary()] * 300))
    return {"inspect": measured(_inspected(bench, str(path), 15), "µs CPU", scale=1e6)}


def inspect_grows(bench: Bench) -> dict[str, Measured]:
    """Whether a byte costs ``inspect()`` at 1 MB what it costs at 64 KB: linear, or better."""
    pairs = [
        Pair(*(inspect_ms(bench, size, once=True) / size for size in (1024 * 1024, 64 * 1024)))
        for _ in range(bench.runs(5))
    ]
    return {"linear-inspect": measured(pairs, "ns CPU", scale=1e6)}


def inspect_ms(bench: Bench, size: int, *, once: bool = False) -> float:
    """Milliseconds of the processor that ``inspect()`` takes for a token of this size."""
    path = bench.folder / f"token-{size}.txt"
    path.write_text(material.sized(size))
    return min(pair.figure for pair in _inspected(bench, str(path), 1 if once else 5)) * 1000


def _inspected(bench: Bench, path: str, usual: int) -> list[Pair]:
    words = (path, SECRET, AUDIENCE, str(bench.runs(usual)))
    lines = answer(bench.script(floors.INSPECT, *words), bench.env).splitlines()[1:]
    return [Pair(*map(float, line.split())) for line in lines]


def scans(bench: Bench) -> dict[str, Measured]:
    """Tokens verified, and audited too, against a loop of PyJWT, by the clock: all cores count."""
    path = str(material.many(bench.folder / "tokens.txt", bench.tokens))
    env = {**bench.env, "BENCH_SECRET": SECRET}
    judging = ("--json", "--key", "env:BENCH_SECRET", "--aud", AUDIENCE)
    call = [bench.installed.jwtlens, "scan", *judging, path]
    loop = bench.script(floors.PYJWT_LOOP, path, SECRET, AUDIENCE)
    taken = {}
    for name, words in (("scan", [*call, "--no-audit"]), ("scan-audit", call)):
        taken[name] = measured(_on_all_cores(bench, 4, words, loop, env), "s", scale=1)
    memory = family_bytes(call, env)
    return {**taken, "scan-memory": alone([memory], "MB", scale=1e-6)}


def finds(bench: Bench) -> dict[str, Measured]:
    """Tokens found in a log, on all cores, against grep on one."""
    path = str(material.log(bench.folder / "server.log", bench.megabytes))
    find, grep = bench.script(floors.FIND, path), ["/usr/bin/env", "grep", "-cE", _PATTERN, path]
    return {"find": measured(_on_all_cores(bench, 7, find, grep, bench.env), "s", scale=1)}


def _on_all_cores(bench: Bench, usual: int, ours: list[str], floor: list[str], env: dict[str, str]) -> list[Pair]:
    """Take in turns what works on all cores and a floor that works on one."""
    return in_turns(
        bench.runs(usual),
        lambda: bench.seconds(cost(ours, env), _CORES),
        lambda: bench.seconds(cost(floor, env)),
    )


def searches(bench: Bench) -> dict[str, Measured]:
    """Words a second of the search for a weak secret, in thousands."""
    path = str(material.words(bench.folder / "words.txt", _MILLION))
    words = (path, material.signed(), str(bench.runs(5)))
    lines = answer(bench.script(floors.SEARCH, *words), bench.env, nice=_NICE).splitlines()
    pairs = [Pair(*(_MILLION / float(seconds) for seconds in line.split())) for line in lines]
    return {"search": measured(pairs, "k/s", scale=1e-3)}


GROUPS: dict[tuple[str, ...], Figures] = {
    ("inspect",): inspects,
    ("linear-inspect",): inspect_grows,
    ("scan", "scan-audit", "scan-memory"): scans,
    ("find",): finds,
    ("search",): searches,
}
