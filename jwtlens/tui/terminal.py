"""What the terminal cannot do: lines are rewritten without colour, in few colours, or in ASCII, before they leave."""

import colorsys
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.scrollbar import ScrollBar, ScrollBarRender

from jwtlens import ascii_symbols

FEW = frozenset({"standard", "windows"})
"""What Rich calls terminals of 16 colours, or 8."""
_GREY = 0.28
"""Saturation below which a colour is a grey."""
_DARK, _LIGHT = 0.45, 0.62
"""Lightness: a background below the first is black, above the second white."""
_HUES = ((20, 1), (70, 3), (165, 2), (200, 6), (260, 4), (330, 5), (361, 1))
"""Where a hue ends, in degrees, and its number among the eight colours of ANSI."""
_DEEP = frozenset({1, 4, 5})
"""Red, blue and magenta: white stands out from them, and black does not."""


class WithoutColour(LineFilter):
    """Leaves bold, underline and reverse (https://no-color.org)."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Take the colours away."""
        del background
        return [Segment(text, style and _colourless(style), control) for text, style, control in segments]


class FewColours(LineFilter):
    """Says each colour in one of the sixteen of ANSI by its hue, and never a text in the colour behind it.

    Rich takes the nearest colour, which for most of ours is one of two greys: border on background is nothing then.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Take other colours."""
        del background
        return [Segment(text, style and in_few_colours(style), control) for text, style, control in segments]


class InAscii(LineFilter):
    """Draws our symbols and borders in ASCII, and what the locale has no letter for as a question mark."""

    def __init__(self, charset: str) -> None:
        super().__init__()
        self._charset = charset

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Take other characters."""
        del background
        return [
            segment if segment.text.isascii() else Segment(_ascii(segment.text, self._charset), *segment[1:])
            for segment in segments
        ]


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of characters: Textual's is nothing but two colours, and parts of blocks."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "]  # noqa: RUF012 - as Textual has it
    BLANK_GLYPH = "░"


class Terminal:
    """What the terminal of this program can show."""

    def __init__(self, *, no_colour: bool, few_colours: bool) -> None:
        self._filters = (WithoutColour(),) if no_colour else (FewColours(),) if few_colours else ()
        self._in_ascii = InAscii(ascii_symbols.charset())
        ScrollBar.renderer = PlainScrollBar if self._filters or ascii_symbols.are_wanted() else ScrollBarRender

    def filters(self, before: Sequence[LineFilter]) -> Sequence[LineFilter]:
        """Return the filters of a line; of those ``before``, Textual's own, the one that makes greys is left out."""
        kept = [one for one in before if not isinstance(one, Monochrome | NoColor)]
        return [*kept, *self._filters, *([self._in_ascii] if ascii_symbols.are_wanted() else [])]


@lru_cache(1024)
def _colourless(style: Style) -> Style:
    return style.without_color


@lru_cache(4096)
def in_few_colours(style: Style) -> Style:
    """Return a style in the sixteen colours; those that are of them already stay."""
    if style.bgcolor is None or style.bgcolor.type is not ColorType.TRUECOLOR:
        return style
    behind = _background(style.bgcolor)
    colour = None if style.color is None else _foreground(style.color, behind)
    return style + Style(color=colour, bgcolor=f"color({behind})")


def _background(colour: RichColor) -> int:
    """Return black, white, or for a strong colour that colour."""
    hue, lightness, saturation = _hls(colour)
    if saturation > _GREY and lightness >= _DARK:
        return 15 if lightness > 0.85 else _number(hue)
    return 0 if lightness < _DARK else 15 if lightness > _LIGHT else 7


def _foreground(colour: RichColor, behind: int) -> str:
    """Return a colour that is seen on the background: bright on black, dark on anything light or strong."""
    if colour.type is not ColorType.TRUECOLOR:
        return colour.name
    hue, lightness, saturation = _hls(colour)
    if behind not in {0, 15}:
        return "color(15)" if behind in _DEEP else "color(0)"
    if saturation <= _GREY or (saturation < 0.75 and lightness > 0.8):
        return "color(7)" if behind == 0 and lightness < 0.7 else "color(15)" if behind == 0 else "color(0)"
    return f"color({_number(hue) + (8 if behind == 0 else 0)})"


def _number(hue: float) -> int:
    return next(number for end, number in _HUES if hue < end)


def _hls(colour: RichColor) -> tuple[float, float, float]:
    """Return hue in degrees, lightness and saturation."""
    red, green, blue = colour.triplet or (0, 0, 0)
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    return hue * 360, lightness, saturation


@lru_cache(1024)
def _ascii(text: str, charset: str) -> str:
    plain = text.translate(ascii_symbols.CELLS)
    if plain.isascii() or charset == "utf-8":
        return plain
    return "".join(char if _has(charset, char) else "?" * cell_len(char) for char in plain)


def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
