"""The results of a scan: JSON lines as they come, or a table or a SARIF log when all are there."""

import json
from typing import TYPE_CHECKING

from jwtlens import answers, styled, times
from jwtlens.cli import output
from jwtlens.cli.scan_judging import Form, Judged, Row
from jwtlens.cli.scan_reading import name_of
from jwtlens.cli.scan_tokens import Entry
from jwtlens.displayable import displayable, shorten
from jwtlens.styled import Line, Piece, Style
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.cli.scan_sarif import SarifLog

_CELL = 40
"""Longest cell of the table, in characters."""
_VERDICT: dict[Verdict, Style] = {
    Verdict.ACCEPTED: "good",
    Verdict.REJECTED: "bad",
    Verdict.NOT_VERIFIED: "warning",
    Verdict.MALFORMED: "bad",
}
_TITLES = ("verdict", "kind", "issuer", "subject", "expires", "findings", "seen", "first at")


class Results:
    """Takes results in, and writes them in one form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._rows: list[tuple[Row, Entry]] = []
        self._sarif = _new_sarif() if form == "sarif" else None

    def add(self, results: list[tuple[Entry, Judged]]) -> bool:
        """Take some results in; return whether anybody still listens."""
        if self._form == "json":
            return output.write("".join(_json(entry, judged) for entry, judged in results))
        for entry, judged in results:
            if isinstance(judged.shown, Row):
                self._rows.append((judged.shown, entry))
            elif self._sarif is not None:
                self._sarif.add(entry, json.loads(judged.shown))
        return True

    def finish(self, summary: str, *, whole: bool) -> None:
        """Write what could not be written before; ``whole`` says that everything was read."""
        if self._form == "table":
            output.write(styled.render([*_table(self._rows), (Piece(summary),)], colour=output.has_colour()))
        elif self._sarif is not None:
            output.write(self._sarif.text(summary, whole=whole))


def _new_sarif() -> "SarifLog":
    from jwtlens.cli.scan_sarif import SarifLog  # noqa: PLC0415 - for this form only

    return SarifLog()


def _json(entry: Entry, judged: Judged) -> str:
    """Write one line; places beyond the first hundred are only counted."""
    places = [{"file": name_of(place.file), "line": place.line, "where": place.where} for place in entry.places]
    return f'{{{judged.shown}, "count": {entry.seen}, {answers.dump({"places": places}, indent=None)[1:]}'


def _table(rows: list[tuple[Row, Entry]]) -> list[Line]:
    if not rows:
        return []
    cells = [_TITLES, *(_cells(row, entry) for row, entry in rows)]
    shown = [[displayable(shorten(cell, _CELL)) for cell in line] for line in cells]
    widths = [max(styled.width(line[column]) for line in shown) for column in range(len(_TITLES))]
    styles: list[Style] = ["strong", *(_VERDICT[row.verdict] for row, _ in rows)]
    return [_line(line, widths, style) for line, style in zip(shown, styles, strict=True)]


def _line(cells: list[str], widths: list[int], style: Style) -> Line:
    padded = [cell + " " * (width - styled.width(cell) + 2) for cell, width in zip(cells, widths, strict=True)]
    return (Piece(padded[0], style), Piece("".join(padded[1:]).rstrip(), "strong" if style == "strong" else ""))


def _cells(row: Row, entry: Entry) -> tuple[str, ...]:
    place = entry.places[0]
    at = f"{name_of(place.file)}:{place.line}" + (f" {place.where}" if place.where else "")
    kind = f"{row.kind} {row.algorithm}".strip()
    expires = "" if row.expires is None else times.utc(row.expires)
    return (row.verdict, kind, row.issuer, row.subject, expires, row.findings, f"{entry.seen:,}", at)
