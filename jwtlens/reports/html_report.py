"""The report as one HTML file: no scripts, nothing loaded from anywhere, everything escaped."""

import base64
import hashlib
from html import escape

from jwtlens import __version__
from jwtlens.audit.finding import Finding
from jwtlens.displayable import displayable
from jwtlens.reports import Options, Subject
from jwtlens.reports.citations import citations
from jwtlens.reports.content import (
    PARTS,
    WORST_FIRST,
    Line,
    PartName,
    Section,
    by_severity,
    counts,
    sections,
    shown_words,
)
from jwtlens.reports.html_style import STYLE


def write(subjects: tuple[Subject, ...], options: Options) -> str:
    """Return the page."""
    found = sections(subjects, options)
    numbers = counts(found)
    chips = "".join(
        f'<li class="chip {severity.name.lower()}"><b>{numbers[severity]}</b> {severity.name.lower()}</li>'
        for severity in WORST_FIRST
        if numbers[severity]
    )
    summary = f'<ul class="chips">{chips}</ul>' if chips else '<p class="quiet">Nothing found.</p>'
    body = "".join(_section(section, number) for number, section in enumerate(found))
    left_out = "Signatures are left out of this report" + ("" if options.personal else ", personal data is masked")
    left_out += "." if options.secrets else ", secrets are masked."
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>JWT audit</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>JWT audit</h1><p class="quiet">{_text(shown_words(found))}</p>{summary}</header>
<main>
{body}</main>
<footer>{left_out} Made by jwtlens {__version__}.</footer>
</body>
</html>
"""


def _policy() -> str:
    """Allow this page's own style sheet and nothing else (Content Security Policy level 3)."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _text(text: str) -> str:
    return escape(displayable(text))


def _section(section: Section, number: int) -> str:
    verdict = section.verdict.replace(" ", "-")
    facts = [*section.facts, *([("secret", section.secret)] if section.secret else [])]
    rows = "".join(f"<dt>{_text(name)}</dt><dd>{_text(words)}</dd>" for name, words in facts)
    groups = "".join(
        f'<ol class="findings">{"".join(map(_finding, group))}</ol>' for _, group in by_severity(section.findings)
    )
    unasked = f'<p class="quiet">{_text(section.not_checked)}.</p>' if section.not_checked else ""
    parts = "".join(_part(section, part) for part in PARTS)
    return f"""<section aria-labelledby="t{number}">
<h2 id="t{number}">{_text(section.origin)}</h2>
<p class="verdict {verdict}"><b>{_text(section.verdict)}</b> {_text(section.why)}</p>
<dl>{rows}</dl>
<h3>Findings</h3>
{groups or "<p>Nothing found.</p>"}
{unasked}
<div class="parts">{parts}</div>
</section>
"""


def _finding(finding: Finding) -> str:
    severity = finding.severity.name.lower()
    doubt = ' <span class="quiet">(a guess)</span>' if finding.confidence != "certain" else ""
    evidence = f" <code>{_text(finding.evidence)}</code>" if finding.evidence else ""
    return f"""<li class="{severity}"><p class="line"><span class="badge">{severity}</span> \
<strong>{_text(finding.title)}</strong> <code class="slug">{_text(finding.slug)}</code></p>
<p>{_text(finding.message)}{doubt}</p>
<dl><dt>where</dt><dd><code>{_text(finding.field)}</code>{evidence}</dd>
<dt>why</dt><dd>{_text(finding.why)}</dd><dt>remedy</dt><dd>{_text(finding.remedy)}</dd>
<dt>source</dt><dd>{_source(finding.source)}</dd></dl></li>
"""


def _source(source: str) -> str:
    done, pieces = 0, list[str]()
    for one in citations(source):
        start = source.index(one.name, done)
        link = f'<a href="{escape(one.address)}" rel="noreferrer noopener">{_text(one.name)}</a>'
        pieces += [_text(source[done:start]), link]
        done = start + len(one.name)
    return "".join([*pieces, _text(source[done:])])


def _part(section: Section, part: PartName) -> str:
    rows = "".join(map(_line, section.lines(part)))
    return f"<div><h3>{part}</h3><pre>{rows}</pre></div>"


def _line(line: Line) -> str:
    note = f'<span class="note">{_text(line.note)}</span>' if line.note else ""
    about = "" if line.severity is None else f" {line.severity.name.lower()}"
    mark = "" if line.severity is None else f'<span class="mark">{line.severity.name.lower()}</span>'
    return f'<span class="row{about}">{_text(line.text)}{note}{mark}\n</span>'
