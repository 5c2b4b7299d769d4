"""Lines made of styled pieces, and the one place where they become text for a terminal."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from jwtlens.displayable import displayable

Style = Literal["", "strong", "quiet", "name", "good", "warning", "bad", "strong good", "strong warning", "strong bad"]

_SGR: dict[Style, str] = {
    "strong": "1",
    "quiet": "2",
    "name": "36",
    "good": "32",
    "warning": "33",
    "bad": "31",
    "strong good": "1;32",
    "strong warning": "1;33",
    "strong bad": "1;31",
}


class Piece(NamedTuple):
    """A run of text in one style; the text may be anyone's."""

    text: str
    style: Style = ""


Line = tuple[Piece, ...]


def render(lines: Iterable[Line], *, colour: bool) -> str:
    """Join the lines to text. Every piece is made displayable here, so none can act on the terminal."""
    return "".join(_line(line, colour=colour) + "\n" for line in lines)


def _line(line: Line, *, colour: bool) -> str:
    if not colour:
        return "".join(displayable(piece.text) for piece in line).rstrip()
    return "".join(
        f"\x1b[{_SGR[piece.style]}m{displayable(piece.text)}\x1b[0m" if piece.style else displayable(piece.text)
        for piece in line
    )


def width(text: str) -> int:
    """Count the terminal cells of a displayable text: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    import unicodedata  # noqa: PLC0415 - most tokens are ASCII

    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
