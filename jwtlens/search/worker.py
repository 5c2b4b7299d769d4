"""One searching process: ``python -m jwtlens.search.worker``, with its job on standard input and reports on output."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from jwtlens.keys.secret import Secret
from jwtlens.search import wordlist
from jwtlens.search.matching import first_match
from jwtlens.search.messages import Job, Report, read_job, write_report
from jwtlens.search.sources import Source, candidates

_BATCH = 8192
"""Candidates between two looks at the clock; some ten milliseconds."""

_EVERY = 0.1
"""Seconds between two reports."""

_NICENESS = 10
"""Least niceness, so that the screen and everything else come first."""


class Batch(NamedTuple):
    """Some candidates of one source, and the bytes of it that they make up."""

    source: Source
    words: list[bytes]
    size: int
    skipped: int = 0


def run(job: Job, send: Callable[[Report], None]) -> None:
    """Try this process's share of all sources, the sources in their order, until one matches. Reports now and then."""
    report, due = Report(), 0.0
    try:
        report = report._replace(total=_total(job))
        for batch in _batches(job):
            found = first_match(job.target, batch.words)
            report = report._replace(
                tried=report.tried + len(batch.words),
                done=report.done + batch.size,
                skipped=report.skipped + batch.skipped,
            )
            if found is not None:
                send(report._replace(found=Secret(found), source=batch.source, ended=True))
                return
            if time.monotonic() >= due:
                send(report)
                due = time.monotonic() + _EVERY
    except OSError as error:
        report = report._replace(problem=f"a word list could not be read to its end: {error.strerror}")
    send(report._replace(ended=True))


def _total(job: Job) -> int:
    """Bytes of this share, near enough for a bar: of files, which take the time."""
    return sum(Path(one.path).stat().st_size for one in job.sources if one.kind == "file") // job.shares


def _batches(job: Job) -> Iterator[Batch]:
    for source in job.sources:
        if source.kind == "file":
            yield from _from_file(source, job)
        else:
            words = candidates(source, job.names)[job.share :: job.shares]
            yield from (Batch(source, words[at : at + _BATCH], 0) for at in range(0, len(words), _BATCH))


def _from_file(source: Source, job: Job) -> Iterator[Batch]:
    with Path(source.path).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        for block in wordlist.blocks(file, size, job.share, job.shares):
            for at in range(0, len(block.words), _BATCH):
                words = block.words[at : at + _BATCH]
                yield Batch(source, words, block.size * len(words) // len(block.words))
            if block.skipped:
                yield Batch(source, [], 0, block.skipped)


def main() -> None:
    """Do one job, politely. Ends at once when nobody reads the reports any more."""
    if hasattr(os, "nice"):  # Windows has other words for it
        os.nice(max(_NICENESS - os.nice(0), 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c reaches the whole group; whoever started it ends it
    job = read_job(sys.stdin.buffer.readline())

    def send(report: Report) -> None:
        try:
            sys.stdout.buffer.write(write_report(report))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os._exit(1)  # whoever started the search is gone

    run(job, send)


if __name__ == "__main__":
    main()
