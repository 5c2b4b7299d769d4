"""What ``jwtlens scan`` costs: finding tokens against grep, verifying them against PyJWT, and the memory of it all.

    python -m tests.benchmarks.harvest [MEGABYTES [TOKENS]]

Each figure and its floor are taken in turns in one run, so that the ratio means something on a busy machine; the best
times are those that other work disturbed least. Times are those of whole processes, with their start.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import jwt

from tests.cli.processes import PROGRAM, environment

ROUNDS = 5
SECRET = "8c1f0e6b52d94a7f93be60d7a41c25f8e07b9d3364fa12c5"
PATTERN = r"eyJ[A-Za-z0-9_-]+\."
LINE = '192.0.2.{} - - [23/Nov/2026:14:34:40 +0000] "GET /orders/{} HTTP/1.1" 200 {} "-" "Mozilla/5.0 (X11; Linux)"'
FIND = """
import sys
from jwtlens.cli.scan import _harvest
from jwtlens.cli.scan_files import shares
from jwtlens.cli.scan_tokens import Collection
from jwtlens.cli.scan_workers import Workers
workers, found = Workers(), Collection()
for share in workers.map(_harvest, shares(sys.argv[1:], print)):
    for harvested in share:
        found.add(harvested, 0)
workers.stop()
print(len(found))
"""
LOOP = """
import sys, jwt
with open(sys.argv[1]) as file:
    for line in file:
        jwt.decode(line.strip(), sys.argv[2], algorithms=["HS256"], audience="https://api.example.com")
"""


def signed(number: int) -> str:
    now = int(time.time())
    claims = {"iss": "https://auth.example.com", "sub": f"user_{number}", "aud": "https://api.example.com"}
    return jwt.encode({**claims, "iat": now, "exp": now + 86_400}, SECRET, "HS256")


def write_log(path: Path, megabytes: int) -> None:
    """A log of an HTTP server with one token in a hundred lines."""
    size = number = 0
    with path.open("w") as file:
        while size < megabytes * 1_000_000:
            number += 1
            token = f" Bearer {signed(number)}" if number % 100 == 0 else ""
            size += file.write(LINE.format(number % 256, number * 7919 % 10**6, number % 9999) + token + "\n")


def seconds(*words: str) -> float:
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:  # grep stops at its first match where nobody reads what it says
        subprocess.run(words, stdout=out, check=False, env=environment(JWT_SECRET=SECRET))
    return time.perf_counter() - began


def compare(name: str, goal: float, ours: Callable[[], float], floor: Callable[[], float]) -> None:
    pairs = [(ours(), floor()) for _ in range(ROUNDS)]
    mine, other = (min(times) for times in zip(*pairs, strict=True))
    print(f"{name}: {mine:.2f} s against {other:.2f} s: ratio {mine / other:.2f}; goal {goal:.2f}", flush=True)


def memory(*words: str) -> int:
    """Most bytes that all processes of a call had together, shared ones counted once."""
    most = 0
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, env=environment(JWT_SECRET=SECRET)) as process:
        over = threading.Event()
        while process.poll() is None:
            family = [str(process.pid), *_children(str(process.pid))]
            most = max(most, sum(_proportional(pid) for pid in family))
            over.wait(0.05)
    return most


def _children(pid: str) -> list[str]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [one for child in found for one in (child, *_children(child))]


def _proportional(pid: str) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)


def main(megabytes: int, count: int) -> None:
    """Print all figures."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        log, tokens = Path(folder) / "server.log", Path(folder) / "tokens.txt"
        write_log(log, megabytes)
        tokens.write_text("".join(f"{signed(number)}\n" for number in range(count)))
        compare(
            f"finding tokens in {megabytes} MB, against grep",
            3,
            lambda: seconds(sys.executable, "-c", FIND, str(log)),
            lambda: seconds("grep", "-cE", PATTERN, str(log)),
        )
        call = (*PROGRAM, "scan", "--json", "--key", "env:JWT_SECRET", "--aud", "https://api.example.com", str(tokens))
        for words, more in (("verifying", ["--no-audit"]), ("verifying and auditing", [])):
            compare(
                f"{words} {count:,} tokens, against a loop of PyJWT",
                0.5,
                lambda more=more: seconds(*call, *more),  # type: ignore[misc]
                lambda: seconds(sys.executable, "-c", LOOP, str(tokens), SECRET),
            )
        print(f"memory of all processes, {count:,} tokens: {memory(*call) / 1e6:.0f} MB; goal 200 MB")
        scan = (*PROGRAM, "scan", "--json", "--no-audit", str(log))
        print(f"memory of all processes, {megabytes} MB of log: {memory(*scan) / 1e6:.0f} MB; goal 200 MB")
        first = subprocess.run(
            [*call, "--no-audit"], capture_output=True, check=False, env=environment(JWT_SECRET=SECRET)
        )
        accepted = sum(json.loads(line)["verdict"] == "accepted" for line in first.stdout.splitlines())
        print(f"accepted {accepted:,} of {count:,}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]) if len(sys.argv) == 3 else (200, 20_000))
