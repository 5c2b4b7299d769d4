"""What a process costs: seconds of its own and of the processor, and memory."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds by the clock and seconds of the processor that a process took, start and end included."""

    wall: float
    cpu: float


def cost(argv: Sequence[str], env: Mapping[str, str], *, may_fail: bool = False) -> Cost:
    """Run a command with what it prints thrown away. RuntimeError where it fails, unless it may."""
    # Not /dev/null: grep stops at its first match where nobody reads what it says.
    out = os.memfd_create("printed")
    try:
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, out, 1)]
        began = time.perf_counter()
        pid = os.posix_spawn(argv[0], [*argv], env, file_actions=actions)
        _, status, used = os.wait4(pid, 0)
        wall = time.perf_counter() - began
    finally:
        os.close(out)
    if status and not may_fail:
        raise RuntimeError(f"{argv} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, used.ru_utime + used.ru_stime)


def answer(argv: Sequence[str], env: Mapping[str, str], *, nice: int = 0) -> str:
    """Run a command and return what it prints. RuntimeError where it fails."""
    words = ["nice", "-n", str(nice), *argv] if nice else [*argv]
    done = subprocess.run(words, env=dict(env), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{argv} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def cpu_seconds(pid: int) -> float:
    """Seconds of the processor that a running process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_bytes(pid: int) -> int:
    """Most bytes of memory that a running process has had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def family_bytes(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Most bytes that all processes of a call had together, shared ones counted once."""
    most = 0
    with subprocess.Popen([*argv], stdout=subprocess.DEVNULL, env=dict(env)) as process:
        over = threading.Event()
        while process.poll() is None:
            family = [process.pid, *children(process.pid)]
            most = max(most, sum(_proportional(pid) for pid in family))
            over.wait(0.05)
    return most


def children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs; a thread may have started them."""
    try:
        found = [child for one in Path(f"/proc/{pid}/task").glob("*/children") for child in one.read_text().split()]
    except OSError:
        return []
    return [one for child in map(int, found) for one in (child, *children(child))]


def _proportional(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
