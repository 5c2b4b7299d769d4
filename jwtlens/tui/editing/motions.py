"""Where the cursor goes from an offset of a text: pure functions, and fast in a line of 1 MB."""

import re
from enum import StrEnum

from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.tui.editing.glyphs import cell_width

# A part of a token is one word: base64url uses the hyphen and the low line.
_WORD = lazy_pattern(r"[\w-]*")
_GAP_AND_WORD = lazy_pattern(r"[^\w-]*[\w-]*")


class Motion(StrEnum):
    """A way to go; the values name it in key bindings."""

    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word_left"
    WORD_RIGHT = "word_right"
    LINE_START = "line_start"
    LINE_END = "line_end"
    TEXT_START = "text_start"
    TEXT_END = "text_end"

    @property
    def goes_back(self) -> bool:
        """Whether it leads towards the start of the text."""
        return self in {Motion.LEFT, Motion.WORD_LEFT, Motion.LINE_START, Motion.TEXT_START}


def target(text: str, offset: int, motion: Motion) -> int:
    """Return the offset where a motion from ``offset`` leads; the same offset if there is no way."""
    match motion:
        case Motion.LEFT:
            return _previous(text, offset)
        case Motion.RIGHT:
            return _next(text, offset)
        case Motion.WORD_LEFT:
            return offset - _matched(_GAP_AND_WORD, text[:offset][::-1])
        case Motion.WORD_RIGHT:
            return offset + _matched(_GAP_AND_WORD, text, offset)
        case Motion.LINE_START | Motion.LINE_END:
            return line_at(text, offset)[motion is Motion.LINE_END]
        case Motion.TEXT_START:
            return 0
        case Motion.TEXT_END:
            return len(text)


def line_at(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the line around an offset, without its line feed."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the word around an offset, or of the one character there that is in no word."""
    start = offset - _matched(_WORD, text[:offset][::-1])
    end = offset + _matched(_WORD, text, offset)
    if start == end and end < len(text) and text[end] != "\n":
        return offset, _next(text, offset)
    return start, end


def _matched(pattern: re.Pattern[str], text: str, offset: int = 0) -> int:
    """Characters the pattern, which matches anything, takes at an offset."""
    match = pattern.match(text, offset)
    return match.end() - offset if match else 0


def _previous(text: str, offset: int) -> int:
    """One character back, together with the marks that sit on it."""
    offset = max(0, offset - 1)
    while offset and text[offset] != "\n" and text[offset - 1] != "\n" and not cell_width(text[offset]):
        offset -= 1
    return offset


def _next(text: str, offset: int) -> int:
    """One character on, together with the marks that sit on it."""
    if offset == len(text):
        return offset
    starts_line = text[offset] == "\n"
    offset += 1
    while not starts_line and offset < len(text) and not cell_width(text[offset]):
        offset += 1
    return offset
