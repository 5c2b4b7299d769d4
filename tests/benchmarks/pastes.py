"""Figures of a bracketed paste, until the verdict on it is painted."""

from tests.benchmarks.bench import Bench, Figures
from tests.benchmarks.material import MARKED, sized
from tests.benchmarks.pairs import Measured, Pair, measured
from tests.benchmarks.terminal import Session, WaitedInVainError

SIZES = {"1k": 1024, "64k": 64 * 1024, "1m": 1024 * 1024}
"""Characters of the tokens that are pasted."""


def to_verdict(bench: Bench, token: str) -> float:
    """Seconds from the paste of a token to its verdict, in a screen that showed another one."""
    with bench.workbench_with_key() as ours:
        return ours.paste(token, "ACCEPTED").marker


def into_bare_app(bench: Bench, token: str) -> float:
    """Seconds until a bare app painted the length of what was pasted."""
    with bench.bare_app() as bare:
        return bare.paste(token, f"len={len(token)}").marker


def into_peer(bench: Bench, token: str) -> float:
    """Seconds until jwt-tui painted the first claim."""
    with Session([bench.installed.peer or ""], bench.env) as peer:
        peer.until("Payload")
        peer.settle(0.2)
        return peer.paste(token, MARKED).marker


def pastes(bench: Bench) -> dict[str, Measured]:
    """Against a bare app and jwt-tui in the same turns; and whether a byte costs at 1 MB what it costs at 64 KB."""
    taken: dict[str, Measured] = {}
    per_byte: dict[str, list[float]] = {}
    for name, size in SIZES.items():
        token = sized(size)
        bare, peer, problem = [], [], "" if bench.installed.peer else "not installed"
        for number in range(bench.runs(4 if name == "1m" else 6) + 1):
            ours, floor, other = to_verdict(bench, token), into_bare_app(bench, token), 0.0
            if not problem:
                try:
                    other = into_peer(bench, token)
                except WaitedInVainError:
                    problem = "did not run"
            if number:  # the first one fills the caches of the system
                bare.append(Pair(ours, floor))
                peer.append(Pair(ours, other))
        per_byte[name] = [pair.figure / len(token) for pair in bare]
        taken[f"paste-{name}"] = measured(bare)
        taken[f"peer-{name}"] = Measured(problem=problem) if problem else measured(peer)
    growth = [Pair(*one) for one in zip(per_byte["1m"], per_byte["64k"], strict=False)]
    return {**taken, "linear-paste": measured(growth, "ns", scale=1e9)}


GROUPS: dict[tuple[str, ...], Figures] = {
    (*(f"{against}-{size}" for size in SIZES for against in ("paste", "peer")), "linear-paste"): pastes,
}
