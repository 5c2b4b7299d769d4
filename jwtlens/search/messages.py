"""What the program and its searching processes say to each other through pipes: one line of JSON at a time."""

import base64
import json
from typing import NamedTuple

from jwtlens.keys.secret import Secret
from jwtlens.search.sources import Source
from jwtlens.search.target import Target


class Job(NamedTuple):
    """The work of one process: its ``share`` (from 0) of ``shares`` of every source. ``names`` are for guesses."""

    target: Target
    sources: tuple[Source, ...]
    names: tuple[str, ...]
    share: int
    shares: int


class Report(NamedTuple):
    """How far a process is, from its beginning on: candidates tried, and bytes done of the bytes it has to do.

    ``skipped`` counts lines that were too long. ``ended`` comes last; a process that ends without it has broken off.
    """

    tried: int = 0
    done: int = 0
    total: int = 0
    skipped: int = 0
    found: Secret[bytes] | None = None
    source: Source | None = None
    problem: str = ""
    ended: bool = False


def write_job(job: Job) -> bytes:
    """Return the job as a line."""
    target = (job.target.bits, _text(job.target.signing_input), _text(job.target.mac))
    return json.dumps((target, job.sources, job.names, job.share, job.shares)).encode() + b"\n"


def read_job(line: bytes) -> Job:
    """Read a line of :func:`write_job`."""
    (bits, signing_input, mac), sources, names, share, shares = json.loads(line)
    target = Target(bits, base64.b64decode(signing_input), base64.b64decode(mac))
    return Job(target, tuple(Source(*source) for source in sources), tuple(names), share, shares)


def write_report(report: Report) -> bytes:
    """Return the report as a line. It is the only place where a found secret leaves its box, and it enters a pipe."""
    found = None if report.found is None else _text(report.found.reveal())
    return json.dumps({**report._asdict(), "found": found}).encode() + b"\n"


def read_report(line: bytes) -> Report:
    """Read a line of :func:`write_report`."""
    report = Report(**json.loads(line, object_hook=_boxed))
    return report if report.source is None else report._replace(source=Source(*report.source))


def _boxed(members: dict[str, object]) -> dict[str, object]:
    found = members["found"]
    return members | {"found": Secret(base64.b64decode(found))} if isinstance(found, str) else members


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
