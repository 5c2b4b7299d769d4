"""``jwtlens audit``: what is weak or odd about tokens, and a report of it."""

import argparse
import time
from typing import TYPE_CHECKING

from jwtlens import reports
from jwtlens.audit.finding import Severity
from jwtlens.cli import audit_search, audit_tokens, kinds_options, options, output, profile_options
from jwtlens.cli.audit_search import Searches
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.inspection import inspect
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.reports import FormatName, Options, Subject
    from jwtlens.search.sources import Source

SUMMARY = "Say what is weak or odd about tokens, whatever their verdict; search for weak secrets."
EXAMPLES = (
    "jwtlens audit --fail-on critical --format sarif token.txt > audit.sarif",
    "jwtlens audit --key env:JWT_SECRET --format html env:TOKEN > audit.html",
)
INTERRUPTED = 130
"""What shells report for ctrl+c: the report is there, but the search for the secret did not come to its end."""


def run(words: list[str]) -> int:
    """Print or save the report; return 0 nothing at or above the threshold, 1 something, 2 a token is malformed."""
    parser = _parser()
    args = parser.parse_args(words)
    if args.wordlist and (args.no_search or args.export_hashcat):
        raise UsageError("--wordlist searches, so it goes neither with --no-search nor with --export-hashcat")
    if args.force and args.output is None:
        raise UsageError("--force replaces the file of --output, so it needs that")
    lists = audit_search.lists(args.wordlist)
    args.token = "-" if "-" in args.tokens else args.tokens[0]  # what standard input is, for the key
    subjects, searches = _audited(args, lists)
    if args.export_hashcat:
        from jwtlens.cli import audit_hashcat  # noqa: PLC0415 - few calls want it

        return audit_hashcat.export(subjects, args)
    if lists and not searches.made:
        output.say("no word list was needed: no token here has a shared secret that is not known already")
    shown = reports.Options(args.reveal, args.personal_data, colour=args.output is None and output.has_colour())
    _deliver(args, subjects, shown)
    return INTERRUPTED if searches.stopped else _exit(subjects, Severity[args.fail_on.upper()])


def _parser() -> argparse.ArgumentParser:
    parser = options.Parser("audit", SUMMARY, EXAMPLES, "jwtlens audit [options] TOKEN [TOKEN ...]")
    parser.add_argument(
        "tokens",
        metavar="TOKEN",
        nargs="+",
        help="a token, a file, - for standard input, @FILE or env:NAME; a file may have a token in each line",
    )
    names = [severity.name.lower() for severity in Severity]
    report = parser.add_argument_group("report")
    report.add_argument(
        "--fail-on", choices=names, default="high", help="exit code 1 from this severity on (high, unless given)"
    )
    report.add_argument("--format", choices=reports.FORMATS, help="text, unless given or told by the name of --output")
    report.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    report.add_argument("--output", metavar="FILE", help="save the report there, for you alone to read (0600)")
    report.add_argument("--force", action="store_true", help="replace FILE if it is there")
    report.add_argument("--reveal", action="store_true", help="show secrets: one that was found, and those in claims")
    report.add_argument("--personal-data", action="store_true", help="show names, e-mail addresses and the like")
    search = parser.add_further_group("search for weak secrets (HS256, HS384, HS512)")
    search.add_argument(
        "--wordlist", metavar="FILE", action="append", default=[], help="try its lines too (repeatable, any size)"
    )
    search.add_argument("--no-search", action="store_true", help="do not search for the secret at all")
    search.add_argument(
        "--export-hashcat", action="store_true", help="print each token as hashcat reads it (mode 16500), no report"
    )
    options.add_judgement(parser)
    profile_options.add(parser)
    kinds_options.add(parser)
    return parser


def _audited(args: argparse.Namespace, lists: "tuple[Source, ...]") -> "tuple[tuple[Subject, ...], Searches]":
    """Inspect every token, and search for its secret where that is wanted."""
    keyring = Keyring()
    if args.key is not None:
        from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

        keyring = key_option.required(key_option.read(args).keyring)
    policy = kinds_options.extended(profile_options.extended(options.policy(args), args), args)
    apart = kinds_options.apart(args)
    now = time.time() if args.at is None else args.at
    searches = Searches(lists)
    subjects = []
    for text in audit_tokens.read(args.tokens):
        inspection = inspect(text.text, keyring, policy, now=now, as_of=args.at is not None, apart=apart)
        if not (args.no_search or args.export_hashcat):
            inspection = searches.searched(inspection, text.origin)
        subjects.append(reports.Subject(inspection, text.origin, text.path, text.whole, text.span))
    return tuple(subjects), searches


def _deliver(args: argparse.Namespace, subjects: "tuple[Subject, ...]", shown: "Options") -> None:
    path: str | None = args.output
    text = reports.write(args.format or _named_format(path), subjects, shown)
    if path is None:
        output.write(text)
        return
    from jwtlens.cli import saving  # noqa: PLC0415 - few calls save

    saving.saved(path, Secret(text), overwrite=args.force)
    output.say(f"the report is in {quoted(path)}: {reports.summary(subjects)}")


def _named_format(path: str | None) -> "FormatName":
    """Return the format that the name of the file tells, or text."""
    for name in reports.FORMATS:
        if path is not None and path.endswith(reports.SUFFIXES[name]):
            return name
    return "text"


def _exit(subjects: "tuple[Subject, ...]", threshold: Severity) -> int:
    if any(subject.inspection.report.verdict is Verdict.MALFORMED for subject in subjects):
        return 2
    return int(any(severity >= threshold for severity in reports.severities(subjects)))
