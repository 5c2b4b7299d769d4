"""Every figure of speed with its floor or its peer, in one table: python -m tests.benchmarks

Installs this tree, and jwt-tui beside it, into a temporary folder, and measures only what is installed and compiled.
Times are by the clock, of commands in time of the processor; the ratio is the median of those of the single pairs.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import bulk, commands, installed, keys, pastes, plot, starting, table
from tests.benchmarks.bench import Bench, Figures
from tests.benchmarks.goals import GOALS, PEER
from tests.benchmarks.pairs import Measured

GROUPS: dict[tuple[str, ...], Figures] = {
    **starting.GROUPS,
    **keys.GROUPS,
    **pastes.GROUPS,
    **commands.GROUPS,
    **bulk.GROUPS,
}

FAILED = "not measured"
"""What the table says of figures whose measuring broke off."""


def main(words: list[str]) -> int:
    """Measure and print; return 0 if every goal that was measured is kept, else 1."""
    args = _parser().parse_args(words)
    names = [name for name in GOALS if not args.only or any(one in name for one in args.only)]
    if not names:
        raise SystemExit(f"there is no such figure; there are: {', '.join(GOALS)}")
    began, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as place:
        bench = _bench(args, Path(place), peer=any(GOALS[name].against == PEER for name in names))
        taken = _measured(bench, names)
        if args.plot:
            plot.write(args.plot, bench)
    rows = [(GOALS[name], taken[name]) for name in names]
    values = {"tokens": bench.tokens, "megabytes": bench.megabytes}
    seconds = time.monotonic() - began
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"load {load:.1f} before and {os.getloadavg()[0]:.1f} after, {seconds:.0f} s\n"
    )
    if args.markdown:
        print(table.markdown(rows, values))
    else:
        print(table.text(rows, values), *table.reasons(rows, values), sep="\n")
    return 0 if all(goal.is_kept(one.ratio) if not one.problem else one.problem != FAILED for goal, one in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", help="figures with this in their name; may repeat")
    parser.add_argument("--quick", action="store_true", help="a quarter of the runs")
    parser.add_argument("--full", action="store_true", help="1 GB of log, 100,000 tokens, 60 s of idling")
    parser.add_argument("--busy", action="store_true", help="time of the processor also for what runs on all cores")
    parser.add_argument("--megabytes", type=int, metavar="N", help="size of the log (64)")
    parser.add_argument("--tokens", type=int, metavar="N", help="tokens to scan (20,000)")
    parser.add_argument("--python", metavar="PATH", help="an environment with jwtlens, instead of making one")
    parser.add_argument("--peer", metavar="PATH", help="the program jwt_tui, instead of installing it")
    parser.add_argument("--allow-source", action="store_true", help="measure a source tree too, with --python")
    parser.add_argument("--markdown", action="store_true", help="print the table as the README has it")
    parser.add_argument("--plot", metavar="FILE", type=Path, help="draw cost against size too, as .svg or .png")
    return parser


def _bench(args: argparse.Namespace, folder: Path, *, peer: bool) -> Bench:
    settings = folder / "settings"
    settings.mkdir()
    env = installed.environment(settings)
    if args.python:
        place = installed.found(args.python, env, allow_source=args.allow_source)
    else:
        place = installed.made(folder, env)
    if peer:
        place = place._replace(peer=args.peer or installed.peer(folder, env))
    megabytes, tokens, idle = (1_000, 100_000, 60) if args.full else (64, 20_000, 10 if args.quick else 30)
    return Bench(place, env, folder, args.quick, args.megabytes or megabytes, args.tokens or tokens, idle, args.busy)


def _measured(bench: Bench, names: list[str]) -> dict[str, Measured]:
    taken: dict[str, Measured] = {}
    for made, figures in GROUPS.items():
        if not set(made).isdisjoint(names):
            print(f"measuring {', '.join(made)} …", end=" ", file=sys.stderr, flush=True)
            began = time.monotonic()
            try:
                taken |= figures(bench)
            except RuntimeError as error:  # the figures of the other groups are worth having
                print(error, file=sys.stderr)
                taken |= dict.fromkeys(made, Measured(problem=FAILED))
            print(f"{time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return taken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
