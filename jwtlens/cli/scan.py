"""``jwtlens scan``: find the tokens in files, folders or a stream, and judge them all."""

import gc
import time
from collections.abc import Iterator
from itertools import chain, islice

from jwtlens.cli import kinds_options, options, output, profile_options, scan_judging
from jwtlens.cli.scan_files import Piece, shares
from jwtlens.cli.scan_judging import Circumstances, Form
from jwtlens.cli.scan_progress import Progress
from jwtlens.cli.scan_reading import Harvested, harvest_file, harvest_standard_input
from jwtlens.cli.scan_tokens import Collection
from jwtlens.cli.scan_workers import WorkerDiedError, Workers
from jwtlens.cli.scan_writing import Results
from jwtlens.displayable import quoted
from jwtlens.keys.key import Keyring

SUMMARY = "Find the tokens in files, folders or a stream, and judge them: each once, with its places."
EXAMPLES = (
    "jwtlens scan --key @jwks.json token.txt",
    "jwtlens scan --json --key @jwks.json - < token.txt",
)
INTERRUPTED = 130
"""What shells report for ctrl+c: what was found until then is judged and written."""
_MANY_OBJECTS = 100_000
"""Objects after which Python looks for cycles; a scan makes more of them than other programs, and next to no cycles."""
_AT_ONCE = 256
"""Tokens that a process judges at once."""
_STANDARD_INPUT = "-"


def run(words: list[str]) -> int:
    """Write what was found; return 0 all tokens accepted and everything read, 1 not so, 2 nothing could be read."""
    args = _parser().parse_args(words)
    keyring = Keyring()
    args.token = "-" if _STANDARD_INPUT in args.paths else None  # what standard input is, for the key
    if args.key is not None:
        from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

        keyring = key_option.required(key_option.read(args).keyring)
    policy = kinds_options.extended(profile_options.extended(options.policy(args), args), args)
    now = time.time() if args.at is None else args.at
    form: Form = args.form or "table"
    by = Circumstances(keyring, policy, now, args.at is not None, kinds_options.apart(args), not args.no_audit, form)
    return _Scan(by).run(args.paths)


def _parser() -> options.Parser:
    parser = options.Parser("scan", SUMMARY, EXAMPLES)
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder, or - for standard input")
    form = parser.add_mutually_exclusive_group()
    for name, words in (
        ("json", "one JSON object a line for each token"),
        ("table", "a table for people; the default"),
        ("sarif", "the findings of the audit as SARIF 2.1.0"),
    ):
        form.add_argument(f"--{name}", action="store_const", const=name, dest="form", help=words)
    parser.add_argument("--no-audit", action="store_true", help="verify only, which takes a quarter of the time")
    options.add_judgement(parser)
    profile_options.add(parser)
    kinds_options.add(parser)
    return parser


class _Scan:
    """One scan, from the names of files to the exit code."""

    def __init__(self, by: Circumstances) -> None:
        gc.set_threshold(_MANY_OBJECTS)
        scan_judging.prepare(by)
        self._workers = Workers()
        self._progress = Progress()
        self._results = Results(by.form)
        self._tokens = Collection()
        self._read = self._size = self._binary = self._problems = self._found = self._refused = 0
        self._listens = True
        self._told = ("", "")

    def run(self, paths: list[str]) -> int:
        interrupted = False
        try:
            interrupted = self._attempt(paths)
        except WorkerDiedError:
            self._say("a process of the scan was ended from outside; what was found before is complete")
        finally:
            self._workers.stop()
            self._progress.clear()
        self._results.finish(self._summary(), whole=not (self._problems or interrupted))
        if interrupted:
            return INTERRUPTED
        if self._problems and self._read == self._binary:
            return 2
        return 1 if self._problems or self._refused else 0

    def _attempt(self, paths: list[str]) -> bool:
        """Find and judge; return whether ctrl+c cut it short."""
        try:
            self._find(paths)
            self._judge()
        except KeyboardInterrupt:
            self._workers.stop()
            self._say("interrupted; what was found so far is judged, and ctrl+c ends that too")
            try:
                self._judge()
            except KeyboardInterrupt:
                self._say("interrupted again; some tokens that were found are not listed")
            return True
        return False

    def _find(self, paths: list[str]) -> None:
        files = [path for path in paths if path != _STANDARD_INPUT]
        lines: dict[str, int] = {}
        for harvested in self._harvested(paths, files):
            before = lines.get(harvested.path, 0) if harvested.start else 0
            lines = {harvested.path: before + harvested.lines}
            self._take(harvested, before)
            if self._tokens.is_full:
                self._judge()
            if not self._listens:
                return

    def _harvested(self, paths: list[str], files: list[str]) -> Iterator[Harvested]:
        every = shares(files, self._say)
        first = [*islice(every, 2)]
        if len(first) > 1:
            yield from chain.from_iterable(self._workers.map(_harvest, chain(first, every)))
        else:  # no work for several processes; this one hands out what it finds at once
            yield from chain.from_iterable(map(_parts, first))
        if _STANDARD_INPUT in paths:
            yield from harvest_standard_input()

    def _take(self, harvested: Harvested, before: int) -> None:
        self._tokens.add(harvested, before)
        self._size += harvested.size
        self._binary += harvested.binary
        self._read += not harvested.start and not harvested.problem.startswith("cannot be read:")
        name = "standard input" if harvested.path == _STANDARD_INPUT else quoted(harvested.path)
        if harvested.problem and (name, harvested.problem) != self._told:  # as of every piece of a file that is gone
            self._told = name, harvested.problem
            self._say(f"{name} {harvested.problem}")
        for line, words in harvested.notes:
            self._say(f"{name}, line {line + before:,}: {words}")
        self._progress.show(
            f"{self._size / 1e6:,.0f} MB in {self._read:,} files · {self._found + len(self._tokens):,} tokens"
        )

    def _judge(self) -> None:
        """Judge and write what is held."""
        entries = self._tokens.take()
        self._found += len(entries)
        batches = [entries[at : at + _AT_ONCE] for at in range(0, len(entries), _AT_ONCE)]
        done = 0
        judged = self._workers.map(scan_judging.judge, ([one.token for one in batch] for batch in batches))
        for batch, results in zip(batches, judged, strict=True):
            self._refused += sum(not one.accepted for one in results)
            self._listens = self._results.add([*zip(batch, results, strict=True)]) and self._listens
            done += len(batch)
            self._progress.show(f"{done:,} of {len(entries):,} tokens judged")
            if not self._listens:
                return

    def _say(self, sentence: str) -> None:
        self._progress.clear()
        self._problems += 1
        output.say(sentence)

    def _summary(self) -> str:
        found = f"{_counted(self._found, 'token')} in {_counted(self._tokens.places, 'place')}"
        read = f"{_counted(self._read - self._binary, 'file')} read"
        binary = f", {_counted(self._binary, 'binary file')} left out" if self._binary else ""
        return f"{found}; {read}{binary}"


def _harvest(share: list[Piece]) -> list[Harvested]:
    return [*_parts(share)]


def _parts(share: list[Piece]) -> Iterator[Harvested]:
    return chain.from_iterable(harvest_file(piece.path, piece.start, piece.stop) for piece in share)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
