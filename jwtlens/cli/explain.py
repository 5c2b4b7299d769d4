"""``jwtlens explain``: what a claim, a header parameter, an algorithm, a check or a finding means."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jwtlens import styled
from jwtlens.answers import dump
from jwtlens.cli import options, output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.knowledge import glossary
from jwtlens.knowledge.glossary import Entry
from jwtlens.meaning.explain import Meaning, of_entry, of_rule
from jwtlens.styled import Line, Piece

if TYPE_CHECKING:
    from jwtlens.audit import Rule

SUMMARY = "Say what a claim, header parameter, algorithm, check or rule of the audit means."
EXAMPLES = ("jwtlens explain exp aud", "jwtlens explain --json scp")
_RULE = "rule of the audit"
_WIDTH = 100
_LABEL = 14
"""Columns of the labels: "defined by" and two blanks, and two before."""


def run(words: list[str]) -> int:
    """Print what is known of each name; return 0, or 1 where only some are known."""
    parser = options.Parser("explain", SUMMARY, EXAMPLES)
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as exp, cnf.jkt, RS256; none lists all")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    args = parser.parse_args(words)
    if not args.names:
        output.write(dump(_index()) if args.json else styled.render(_list(), colour=output.has_colour()))
        return 0
    found = {name: _meanings(name) for name in args.names}
    unknown = [name for name, meanings in found.items() if not meanings]
    if len(unknown) == len(found):
        raise UsageError("; ".join(map(_not_known, unknown)), "unknown-name")
    if args.json:
        objects = [meaning._asdict() | {"part": part} for meanings in found.values() for part, meaning in meanings]
        output.write(dump({"schema": 1, "entries": objects, "unknown": unknown}))
    else:
        blocks = [_block(part, meaning) for meanings in found.values() for part, meaning in meanings]
        lines: list[Line] = [line for block in blocks for line in (*block, ())]
        output.write(styled.render(lines[:-1], colour=output.has_colour()))
    for name in unknown:
        output.say(_not_known(name))
    return 1 if unknown else 0


def _meanings(name: str) -> list[tuple[str, Meaning]]:
    """Return every meaning of a name with the sort of thing that it then is; what is for any token comes first."""
    order = list(glossary.PARTS)
    found = sorted(glossary.everything_named(name), key=lambda one: (order.index(one.part), bool(one.about)))
    meanings = [(glossary.PARTS[entry.part], of_entry(_with_name(entry, name))) for entry in found]
    return meanings + [(_RULE, of_rule(rule)) for rule in _rules() if rule.slug == name]


def _with_name(entry: Entry, name: str) -> Entry:
    return entry._replace(name=name) if entry.name.endswith("*") and name != entry.name else entry


def _rules() -> "tuple[Rule, ...]":
    from jwtlens.audit import RULES  # noqa: PLC0415 - a few milliseconds, for this command only

    return RULES


def _not_known(name: str) -> str:
    near = glossary.near(name, (rule.slug for rule in _rules()))
    hint = f"did you mean {' or '.join(near)}?" if near else "jwtlens explain lists all names"
    return f"nothing is known of {quoted(name)}; {hint}"


def _block(part: str, meaning: Meaning) -> Iterator[Line]:
    yield Piece(meaning.name, "strong"), Piece(f"  {meaning.title}"), Piece(f"  ({part})", "quiet")
    for label, words in meaning.facts:
        yield from _labelled(label, words)
    yield from _wrapped(meaning.text, "  ")
    for sentence in meaning.here:
        yield from _wrapped(sentence, "    ")
    yield from _labelled(meaning.watch_label, meaning.watch)
    for title, words in meaning.topics:
        yield from _labelled("no token tells", f"{title}. {words}")


def _labelled(label: str, words: str) -> Iterator[Line]:
    rows = textwrap.wrap(words, _WIDTH - _LABEL - 4, break_on_hyphens=False)
    for number, row in enumerate(rows):
        yield Piece(f"  {label if number == 0 else '':<{_LABEL}}  ", "quiet"), Piece(row)


def _wrapped(words: str, indent: str) -> Iterator[Line]:
    for row in textwrap.wrap(words, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False):
        yield (Piece(row),)


def _index() -> dict[str, object]:
    return {"schema": 1, "names": _names()}


def _list() -> Iterator[Line]:
    """List every name under the sort of thing that it is."""
    for heading, names in _names().items():
        if heading != next(iter(glossary.PARTS.values())):
            yield ()
        yield (Piece(heading, "strong"),)
        yield from _wrapped(", ".join(names), "  ")


def _names() -> dict[str, list[str]]:
    names = {
        heading: sorted({entry.label for entry in glossary.entries() if entry.part == part}, key=str.lower)
        for part, heading in glossary.PARTS.items()
    }
    return names | {_RULE: [rule.slug for rule in _rules()]}
