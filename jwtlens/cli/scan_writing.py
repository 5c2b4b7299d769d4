"""The results of a scan: JSON lines as they come, or a table or a SARIF log when all are there."""

import json
from typing import TYPE_CHECKING

from jwtlens import styled, times, token_lines
from jwtlens.cli import output
from jwtlens.cli.scan_judging import Form, Judged, Row
from jwtlens.cli.scan_reading import name_of
from jwtlens.cli.scan_tokens import Entry
from jwtlens.displayable import displayable, shorten
from jwtlens.styled import Line, Piece, Style
from jwtlens.token_lines import Where
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.cli.scan_sarif import SarifLog

_CELL = 40
"""Longest cell of the table, in characters; that of the place may be longer."""
_PLACE = 70
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
            output.write(styled.render([*_lines(self._rows), (Piece(summary),)], colour=output.has_colour()))
        elif self._sarif is not None:
            output.write(self._sarif.text(summary, whole=whole))


def _new_sarif() -> "SarifLog":
    from jwtlens.cli.scan_sarif import SarifLog  # noqa: PLC0415 - for this form only

    return SarifLog()


def _json(entry: Entry, judged: Judged) -> str:
    """Write one line; places beyond the first hundred are only counted."""
    places = (Where(name_of(place.file), place.line, place.where) for place in entry.places)
    return token_lines.line(str(judged.shown), places, entry.seen)


def _lines(rows: list[tuple[Row, Entry]]) -> list[Line]:
    """Lay the table out; where the terminal is too narrow for it, a block for each token."""
    table = _table(rows)
    widest = max((sum(styled.width(piece.text) for piece in line) for line in table), default=0)
    return table if widest <= output.room() else [line for row, entry in rows for line in _block(row, entry)]


def _block(row: Row, entry: Entry) -> list[Line]:
    verdict, kind, issuer, subject, expires, findings, seen, place = _cells(row, entry)
    claims = [issuer, subject, f"expires {expires}" if expires else ""]
    lines = (f"{kind} · findings: {findings} · seen {seen} ×", " · ".join(filter(None, claims)), place)
    quiet = [(Piece(f"  {line}"),) for line in lines if line]
    return [(Piece(verdict, _VERDICT[row.verdict]), Piece(f"  {row.why}")), *quiet]


def _table(rows: list[tuple[Row, Entry]]) -> list[Line]:
    if not rows:
        return []
    cells = [_TITLES, *(_cells(row, entry) for row, entry in rows)]
    used = [column for column in range(len(_TITLES)) if any(line[column] for line in cells[1:])]
    shown = [[displayable(line[column]) for column in used] for line in cells]
    widths = [max(styled.width(line[column]) for line in shown) for column in range(len(used))]
    styles: list[Style] = ["strong", *(_VERDICT[row.verdict] for row, _ in rows)]
    return [_line(line, widths, style) for line, style in zip(shown, styles, strict=True)]


def _line(cells: list[str], widths: list[int], style: Style) -> Line:
    padded = [cell + " " * (width - styled.width(cell) + 2) for cell, width in zip(cells, widths, strict=True)]
    return (Piece(padded[0], style), Piece("".join(padded[1:]).rstrip(), "strong" if style == "strong" else ""))


def _cells(row: Row, entry: Entry) -> tuple[str, ...]:
    place = entry.places[0]
    where = f":{place.line}" + (f" {shorten(place.where, _CELL)}" if place.where else "")
    at = _ending(name_of(place.file), _PLACE - len(where)) + where
    kind = f"{row.kind} {row.algorithm}".strip()
    expires = "" if row.expires is None else times.brief(row.expires)
    issuer, subject = shorten(row.issuer, _CELL), shorten(row.subject, _CELL)
    return (row.verdict, kind, issuer, subject, expires, row.findings, f"{entry.seen:,}", at)


def _ending(path: str, limit: int) -> str:
    """Cut the beginning of a path, which says less than its end."""
    return path if len(path) <= limit else f"…{path[1 - limit :]}"
