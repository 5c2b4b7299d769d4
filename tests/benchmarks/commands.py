"""Figures of the command line, one process a token, in time of the processor."""

import subprocess
from typing import TYPE_CHECKING

from tests.benchmarks import floors
from tests.benchmarks.bench import Bench, Figures
from tests.benchmarks.material import AUDIENCE, SECRET, ordinary, rsa_signed
from tests.benchmarks.pairs import Measured, alone, in_turns, measured
from tests.benchmarks.processes import cost

if TYPE_CHECKING:
    from collections.abc import Sequence

_RUNS = 25
_NEEDLESS = ("textual", "rich", "jwt", "joserfc", "cryptography", "asyncio", "ssl", "pyperclip")


def commands(bench: Bench) -> dict[str, Measured]:
    """``decode`` and ``verify`` against the bare interpreter, and against the shortest script that does the same."""
    token = bench.folder / "hs256.jwt"
    token.write_text(ordinary())
    rs256, public = rsa_signed(bench.folder)
    program, aud = bench.installed.jwtlens, ("--aud", AUDIENCE)
    nothing = bench.script("pass")
    pyjwt = bench.script(floors.PYJWT_RS256, str(rs256), str(public), AUDIENCE)
    rows: dict[str, tuple[Sequence[str], Sequence[str]]] = {
        "decode": ([program, "decode", f"@{token}"], nothing),
        "verify-hs256": ([program, "verify", "--key", "env:BENCH_SECRET", *aud, f"@{token}"], nothing),
        "verify-rs256": ([program, "verify", "--key", f"@{public}", *aud, f"@{rs256}"], pyjwt),
    }
    env = {**bench.env, "BENCH_SECRET": SECRET}
    taken = {}
    for name, (ours, floor) in rows.items():
        pairs = in_turns(
            bench.runs(_RUNS),
            lambda ours=ours: cost(ours, env).cpu,  # type: ignore[misc]
            lambda floor=floor: cost(floor, env).cpu,  # type: ignore[misc]
        )
        taken[name] = measured(pairs, "ms CPU")
    return taken


def imports(bench: Bench) -> dict[str, Measured]:
    """How many libraries ``decode`` imports that it has no use for."""
    asked = [bench.installed.python, "-X", "importtime", bench.installed.jwtlens, "decode", ordinary()]
    done = subprocess.run(asked, env=bench.env, capture_output=True, text=True, check=True)
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    return {"imports": alone([len(names.intersection(_NEEDLESS))], "", scale=1)}


GROUPS: dict[tuple[str, ...], Figures] = {
    ("decode", "verify-hs256", "verify-rs256"): commands,
    ("imports",): imports,
}
