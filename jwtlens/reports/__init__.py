"""Reports of the audit for people and programs: one text for any number of tokens, in one of five formats.

Reports are passed on, so they show neither signatures, nor secrets, nor personal data unless they are asked to.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from jwtlens.problem import Span

if TYPE_CHECKING:
    from jwtlens.audit.finding import Severity
    from jwtlens.inspection import Inspection

FormatName = Literal["text", "json", "sarif", "markdown", "html"]
FORMATS: tuple[FormatName, ...] = get_args(FormatName)
SUFFIXES: dict[FormatName, str] = {
    "text": ".txt",
    "json": ".json",
    "sarif": ".sarif",
    "markdown": ".md",
    "html": ".html",
}
"""How the names of files of each format end."""


class Subject(NamedTuple):
    """One token of a report: its inspection, made with the audit, and where the token is from.

    ``origin`` names that in words ("standard input", "token 2"; any text). ``path`` is the file that it is in, as the
    user named it, or empty. ``text`` is what was read, and ``span`` the part of it that was inspected: then findings
    have lines and columns.
    """

    inspection: "Inspection"
    origin: str = ""
    path: str = ""
    text: str = ""
    span: Span | None = None


class Options(NamedTuple):
    """What a report may show: ``secrets`` that were found, ``personal`` data and other sensitive values of claims.

    ``colour`` is for text on a terminal.
    """

    secrets: bool = False
    personal: bool = False
    colour: bool = False


REDACTED = Options()
"""What can be shown to anyone."""


def write(format_: FormatName, subjects: "tuple[Subject, ...]", options: Options = REDACTED) -> str:
    """Return the report, with a line feed at its end. Harmless on a terminal and in a browser, whatever the tokens.

    Reads no clock and no file: the same inspections give the same report.
    """
    writer = import_module(f"jwtlens.reports.{format_}_report")
    return str(writer.write(subjects, options))


def severities(subjects: "tuple[Subject, ...]") -> "list[Severity]":
    """Return the severity of every finding about these tokens and those inside them."""
    from jwtlens.reports.redaction import chain  # noqa: PLC0415 - as in write()

    inspections = [one for subject in subjects for one in chain(subject.inspection)]
    return [finding.severity for inspection in inspections for finding in inspection.findings or ()]


def summary(subjects: "tuple[Subject, ...]") -> str:
    """Say how many findings there are of each severity: "1 critical · 3 info", or "nothing found"."""
    from collections import Counter  # noqa: PLC0415 - as above

    from jwtlens.reports.content import count_words  # noqa: PLC0415 - as in write()

    return count_words(Counter(severities(subjects)))
