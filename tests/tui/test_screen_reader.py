"""The command line is the way for those who cannot see the screen: it says everything that the screen says."""

import re
from collections.abc import Iterator

from jwtlens import reports, styled
from jwtlens.cli import render_text
from jwtlens.displayable import displayable
from jwtlens.explanation import Explanation
from jwtlens.samples import gallery
from tests.tui.bench_kit import HUGE, NOW, Bench, opened, row


async def test_every_sentence_about_every_sample_is_in_a_report_too() -> None:
    seen = 0
    async with opened(size=HUGE) as bench:
        for sample in gallery.samples():
            with row(sample.name):
                bench.screen.put(gallery.setup(sample, NOW))
                await bench.settle()
                printed = " ".join(_printed(bench).split())
                said = {" ".join(sentence.split()) for sentence in _said(bench)}
                assert not [sentence for sentence in said if sentence not in printed]
                seen += len(said)
    assert seen > 15 * len(gallery.samples())


def _printed(bench: Bench) -> str:
    """What ``verify --explain``, ``decode`` and ``audit --format markdown`` print, links as their text."""
    explanation = bench.screen.explanation
    lines = [*render_text.verified(bench.inspection, explanation), *render_text.decoded(bench.inspection)]
    audit = reports.write(
        "markdown", (reports.Subject(bench.inspection),), reports.Options(secrets=True, personal=True)
    )
    return styled.render(lines, colour=False) + re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", audit).replace("`", "")


def _said(bench: Bench) -> Iterator[str]:
    """What stands in verdict bar, verification, audit and beside the lines of header and payload."""
    yield from re.split(r" {2,}", bench.screen.verdict_bar._words().plain.replace("✓ ", "").replace("? ", ""))
    for line in bench.verification.lines:
        yield from (word.strip() for word, style in line.head[1:])
        yield from _sentences(line.body, bench.screen.explanation)
        yield from (more.removeprefix("It says: ") for more in line.more)
    for entry in bench.audit.entries:
        if entry.finding is not None:
            yield from entry.line.body.split("  ")
            yield from (re.sub(r"^[a-z]+: ", "", more).replace("`", "") for more in entry.line.more)
    for pane in (bench.screen.header_pane, bench.screen.payload_pane):
        yield from (displayable(note.text) for note in pane._notes.values())
        yield pane._alike


def _sentences(body: str, explanation: Explanation | None) -> Iterator[str]:
    """Take the screen's own words out of a line: its name for it, and the key that does it."""
    name, colon, words = body.partition(": ")
    if name == "why" and colon:
        yield re.sub(r" \(ctrl\+t: .*\)$", "", words)
        if explanation is not None and explanation.diagnosis is not None and explanation.diagnosis.remedy is not None:
            yield explanation.diagnosis.remedy.words
    elif name.startswith("disclosure") or name in {"issuer-signed JWT", "key-binding JWT"}:
        yield words
    else:
        yield body
