"""What one character looks like on the screen, whoever wrote it, and how many cells that takes.

Nothing raw reaches the terminal: whatever would drive it, reorder the line or stay invisible is drawn as one
visible cell instead. One character is one character on the screen too, so positions stay easy to map.
"""

from functools import lru_cache
from unicodedata import category

from rich.cells import get_character_cell_size

from jwtlens.lazy_pattern import lazy_pattern

MARK_BASE = "◌"
"""What a combining mark is drawn on where it has no character of its own to sit on."""

_BLANK = "␣"
_UNKNOWN = "\ufffd"
_DELETE = "\N{SYMBOL FOR DELETE}"
_FIRST_PICTURE = 0x2400  # the control pictures follow the order of the C0 controls

# Letters and marks by their category, so "printable" to Python, and yet nothing is seen: fillers, joiners and
# variation selectors, in which a text can hide from its reader.
_INVISIBLE = lazy_pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def placeholder(char: str) -> str | None:
    """Return the visible character, one cell wide, that stands for ``char``; None if it can be drawn as it is."""
    if char.isprintable() and not _INVISIBLE.match(char):
        return None
    code = ord(char)
    if code < 0x20:
        return chr(_FIRST_PICTURE + code)
    if code == 0x7F:
        return _DELETE
    return _BLANK if category(char) == "Zs" else _UNKNOWN


@lru_cache(maxsize=4096)
def cell_width(char: str) -> int:
    """Cells one character takes: 2 for a wide one, 0 for a mark that sits on the character before it, else 1."""
    return 1 if placeholder(char) else get_character_cell_size(char)


def is_plain(text: str) -> bool:
    """Whether every character is drawn as it is and takes one cell, as in every well-formed token."""
    return text.isascii() and text.isprintable()


def shown(text: str) -> str:
    """Text of any origin with every character drawn as the screen shows it."""
    return text if is_plain(text) else "".join(placeholder(char) or char for char in text)
