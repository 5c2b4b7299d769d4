"""``jwtlens diff``: how two tokens differ."""

import json
import time
from typing import TYPE_CHECKING

from jwtlens import answers, times
from jwtlens.cli import kinds_options, options, output, profile_options, sources
from jwtlens.cli.usage import UsageError
from jwtlens.comparison import Change, Comparison, Kind, compare
from jwtlens.displayable import shorten
from jwtlens.inspection import Inspection, inspect
from jwtlens.keys.key import Keyring
from jwtlens.styled import Line, Piece, Style, render
from jwtlens.verify.headline import headline
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.comparison import Answer

SUMMARY = "Show how two tokens differ: header and claims, key and signature."
EXAMPLES = (
    'jwtlens diff "$TOKEN" env:TOKEN',
    "jwtlens diff --json --key @jwks.json @token.txt - < token.txt",
)
_MARK: dict[Kind, tuple[str, Style]] = {
    Kind.ADDED: ("+", "good"),
    Kind.REMOVED: ("-", "bad"),
    Kind.CHANGED: ("~", "warning"),
}
_SAME: dict[bool | None, tuple[str, Style]] = {
    True: ("the same", "good"),
    False: ("not the same", "warning"),
    None: ("?", "quiet"),
}
_VALUE = 100
"""Longest value in the text, in characters."""


def run(words: list[str]) -> int:
    """Print the differences; return 0 the same token, 1 another one, 2 one of them is malformed."""
    parser = options.Parser("diff", SUMMARY, EXAMPLES)
    parser.add_argument("token", metavar="A", help=options.TOKEN_HELP)
    parser.add_argument("other", metavar="B", help="the other one, given in the same ways")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    options.add_judgement(parser)
    profile_options.add(parser)
    kinds_options.add(parser)
    args = parser.parse_args(words)
    if args.token == args.other == "-":
        raise UsageError("only one of the two tokens can come from standard input", "usage", "token")
    keyring = Keyring()
    if args.key is not None:
        from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

        args.token, first = ("-" if "-" in (args.token, args.other) else args.token), args.token
        keyring = key_option.required(key_option.read(args).keyring)
        args.token = first
    policy = kinds_options.extended(profile_options.extended(options.policy(args), args), args)
    now = time.time() if args.at is None else args.at
    apart = kinds_options.apart(args)
    one, other = (
        inspect(
            sources.read(spec).text, keyring, policy, now=now, with_audit=False, as_of=args.at is not None, apart=apart
        )
        for spec in (args.token, args.other)
    )
    found = compare(one, other) if args.json else compare(one, other, times.shown)
    if args.json:
        output.write(_json(found, one, other))
    else:
        output.write(render(_lines(found, one, other), colour=output.has_colour()))
    if Verdict.MALFORMED in {one.report.verdict, other.report.verdict}:
        return 2
    return 0 if found.identical else 1


def _json(found: Comparison, one: Inspection, other: Inspection) -> str:
    return answers.dump(
        {
            "schema": answers.SCHEMA,
            "same": found.identical,
            "verdicts": [one.report.verdict, other.report.verdict],
            "summaries": [headline(one.report).why, headline(other.report).why],
            "changes": [change._asdict() for change in found.changes],
            "key": found.key._asdict(),
            "signature": found.signature._asdict(),
        }
    )


def _lines(found: Comparison, one: Inspection, other: Inspection) -> list[Line]:
    lines: list[Line] = []
    for name, inspection in (("first", one), ("second", other)):
        said = headline(inspection.report, times.shown)
        lines.append((Piece(f"{name:<11}", "strong"), Piece(f"{said.verdict}: {said.why}")))
    for name, answer in (("key", found.key), ("signature", found.signature)):
        lines.append(_answer(name, answer))
    if found.identical:
        return [*lines, (), (Piece("the same token, character for character", "good"),)]
    lines += [(), *(line for change in found.changes for line in _change(change))]
    return lines if found.changes else [*lines, (Piece("header and payload are the same"),)]


def _answer(name: str, answer: "Answer") -> Line:
    word, style = _SAME[answer.same]
    return (Piece(f"{name:<11}", "strong"), Piece(word, style), Piece(f"  {answer.words}", "quiet"))


def _change(change: Change) -> list[Line]:
    mark, style = _MARK[change.kind]
    head = (Piece(f"{mark} ", style), Piece(change.field, "name"), Piece(f"   {change.words}" if change.words else ""))
    values = []
    if change.kind is not Kind.ADDED and (change.before is not None or change.after is not None):
        values.append(("-", change.before))
    if change.kind is not Kind.REMOVED and (change.before is not None or change.after is not None):
        values.append(("+", change.after))
    return [head, *((Piece(f"    {sign} {_shown(value)}", "quiet"),) for sign, value in values)]


def _shown(value: object) -> str:
    return shorten(json.dumps(value, ensure_ascii=False), _VALUE)
