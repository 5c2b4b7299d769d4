"""The long run: ``python -m tests.fuzz --minutes 10`` prints executions by target, and what was found.

Each execution has a number that makes its input again: ``--only keys --begin 12345 --executions 1`` repeats one, but
for keys that are made anew in each process; a finding names its input too. ``--screens 50`` walks over the screen
instead, fifty times with fifty steps.
"""

import argparse
import faulthandler
import os
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.fuzz.runner import Finding, execute
from tests.fuzz.targets import TARGETS

MEMORY = 2 * 1024**3
"""Bytes of address space; what asks for more raises MemoryError, and is a finding."""
_HANGS = 60
_TURN = 50
"""Executions at a turn, times the weight of the target."""


class Run:
    """What was done so far."""

    def __init__(self, folder: Path | None) -> None:
        self.executions: Counter[str] = Counter()
        self.seconds = dict.fromkeys(TARGETS, 0.0)
        self.findings: dict[str, list[Finding]] = {}
        self.folder = folder
        self.begin = time.perf_counter()

    def add(self, found: Finding) -> None:
        same = self.findings.setdefault(_signature(found), [])
        same.append(found)
        if len(same) > 1:
            return
        words = f"FOUND {found.target} {found.number}: {_signature(found)}\n    {found.given[:2000]}"
        print(words, file=sys.stderr, flush=True)
        if self.folder is not None:
            trace = "".join(traceback.format_exception(found.error))
            name = f"{found.target}-{found.number}.txt".replace(" ", "-")
            (self.folder / name).write_text(f"{trace}\n{found.given}\n", "utf-8", "backslashreplace")

    def table(self) -> str:
        lines = [f"{'target':18}{'executions':>12}{'seconds':>9}{'per second':>12}"]
        for name in TARGETS:
            count, seconds = self.executions[name], self.seconds[name]
            lines.append(f"{name:18}{count:12,}{seconds:9.0f}{count / seconds if seconds else 0:12,.0f}")
        total, spent = self.executions.total(), sum(self.seconds.values())
        lines.append(f"{'total':18}{total:12,}{spent:9.0f}{total / spent if spent else 0:12,.0f}")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        elapsed = (time.perf_counter() - self.begin) / 60
        lines.append(f"{len(self.findings)} kinds of findings, {memory} MiB at most, {elapsed:.1f} minutes")
        return "\n".join([*lines, *(f"  {len(same):6} × {what}" for what, same in self.findings.items())])


def _signature(found: Finding) -> str:
    """Tell findings apart: by the kind of error and the line that raised it."""
    frames = traceback.extract_tb(found.error.__traceback__)
    ours = [frame for frame in frames if "jwtlens" in frame.filename] or frames[-1:]
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else found.target
    return f"{type(found.error).__name__} at {where}: {str(found.error)[:160]!a}"


def _screens(walks: int) -> int:
    """Pytest runs them, for its fixtures take what belongs to the user out of their way."""
    file = Path(__file__).parents[1] / "tui" / "test_random_use.py"
    environment = {**os.environ, "JWTLENS_SCREENS": str(walks)}
    return subprocess.run([sys.executable, "-m", "pytest", "-n0", str(file)], env=environment, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long (default: 1)")
    parser.add_argument("--executions", type=int, help="how many of each target instead")
    parser.add_argument("--begin", type=int, default=0, help="number of the first execution of each target")
    parser.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--screens", type=int, help="walks over the screen instead")
    parser.add_argument("--log", type=Path, help="folder for the totals, minute by minute, and the findings")
    args = parser.parse_args()
    if args.screens:
        return _screens(args.screens)
    if args.log is not None:
        args.log.mkdir(parents=True, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    run = Run(args.log)
    next_table = 0.0
    while True:
        for name in args.only:
            faulthandler.dump_traceback_later(_HANGS, exit=False)
            turn = args.executions or TARGETS[name].weight * _TURN
            first = args.begin + run.executions[name]
            begin = time.thread_time()
            for number in range(first, first + turn):
                if (found := execute(name, number)) is not None:
                    run.add(found)
            run.executions[name] += turn
            run.seconds[name] += time.thread_time() - begin
        faulthandler.cancel_dump_traceback_later()
        now = time.perf_counter()
        if args.log is not None and now > next_table:
            (args.log / "totals.txt").write_text(run.table() + "\n", "utf-8")
            next_table = now + 60
        if args.executions or now - run.begin > args.minutes * 60:
            break
    table = run.table()
    if args.log is not None:
        (args.log / "totals.txt").write_text(table + "\n", "utf-8")
    print(table)
    return 1 if run.findings else 0


if __name__ == "__main__":
    sys.exit(main())
