"""The report as Markdown for a ticket: what is foreign can become neither markup nor a link nor a mention."""

import re
from collections.abc import Iterator

from jwtlens.audit.finding import Finding
from jwtlens.displayable import displayable
from jwtlens.reports import Options, Subject
from jwtlens.reports.citations import citations
from jwtlens.reports.content import PARTS, Section, count_words, counts, sections, shown_words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_ACTIVE = re.compile(r"@|://|www\.|#\d|GH-\d|mailto:|xmpp:", re.IGNORECASE)
"""What trackers turn into links and mentions wherever it stands, however it is escaped, but not inside code."""

_BACKTICKS = re.compile("`+")


def write(subjects: tuple[Subject, ...], options: Options) -> str:
    """Return the report, in CommonMark."""
    found = sections(subjects, options)
    blocks = ["# JWT audit", f"{shown_words(found)}: **{count_words(counts(found))}**"]
    for section in found:
        blocks += _section(section)
    return "\n\n".join(blocks) + "\n"


def prose(text: str) -> str:
    """Escape a sentence; one with something that a tracker acts on becomes code."""
    text = displayable(text)
    return code(text) if _ACTIVE.search(text) else _SPECIAL.sub(r"\\\1", text)


def code(text: str) -> str:
    """Return a text as inline code, whatever is in it."""
    text = displayable(text)
    if not text.strip():
        return "(empty)"
    fence = "`" * (max(map(len, _BACKTICKS.findall(text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {code(section.origin)}"
    facts = [("verdict", f"{section.verdict}: {section.why}"), *section.facts]
    facts += [("secret", section.secret)] if section.secret else []
    yield "\n".join(f"- {name}: {prose(words)}" for name, words in facts)
    yield "### Findings"
    yield "\n".join(_finding(finding) for finding in section.findings) or "Nothing found."
    if section.not_checked:
        yield prose(f"{section.not_checked}.")
    for part in PARTS:
        yield f"### {part.capitalize()}"
        yield _block([line.text for line in section.lines(part)])


def _finding(finding: Finding) -> str:
    doubt = "" if finding.confidence == "certain" else " (a guess)"
    lines = [f"- **{finding.severity.name}** {code(finding.slug)} {prose(finding.message)}{doubt}"]
    about = code(finding.field) + (f", {code(finding.evidence)}" if finding.evidence else "")
    lines.append(f"  - Where: {about}")
    lines.append(f"  - Why: {prose(finding.why)}")
    lines.append(f"  - Remedy: {prose(finding.remedy)}")
    lines.append(f"  - Source: {_source(finding.source)}")
    return "\n".join(lines)


def _source(source: str) -> str:
    """Link what has an address; the text is the catalogue's own."""
    done, pieces = 0, list[str]()
    for one in citations(source):
        start = source.index(one.name, done)
        pieces += [prose(source[done:start]), f"[{prose(one.name)}]({one.address})"]
        done = start + len(one.name)
    return "".join([*pieces, prose(source[done:])])


def _block(lines: list[str]) -> str:
    longest = max((len(run) for line in lines for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(longest + 1, 3)
    return "\n".join([f"{fence}json", *lines, fence])
