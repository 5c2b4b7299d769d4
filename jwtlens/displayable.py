"""The one way for text written by someone else to reach a terminal, a report or a sentence of ours."""

import re
from functools import lru_cache

from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.limits import QUOTED_CHARS

_UNSAFE = lazy_pattern(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: they drive the terminal
    "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # invisible, or reorder what is read
    "\ufff9-\ufffb\U000e0000-\U000e0fff"  # interlinear marks, tags
    "\ud800-\udfff"  # lone surrogates: no terminal encoding has them
    "]"
)
_TAGS = "\U000e0000"
"""From here on there are unsafe characters that Unicode calls marks, and Python printable."""


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code > 0xFFFF:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"


def displayable(text: str) -> str:
    r"""Make any text safe to print: what would act on the terminal, or be read wrongly, becomes a ``\\uXXXX`` escape.

    Line feeds and tabs are escaped too, so the result is one line. Inside a JSON string the escape is JSON's own,
    hence a JSON text stays valid and keeps its value (RFC 8259 section 7).
    """
    if text.isprintable() and (text.isascii() or max(text) < _TAGS):
        return text  # what is unsafe below the tags is not printable either, and no pattern has to be compiled
    return _UNSAFE.sub(_escape, text)


def displayable_lines(text: str) -> str:
    """Like :func:`displayable`, line by line: line feeds stay, for texts that are shown as a block."""
    return "\n".join(displayable(line) for line in text.replace("\r\n", "\n").split("\n"))


def shorten(text: str, limit: int = QUOTED_CHARS) -> str:
    """Cut the text to ``limit`` characters, keeping both ends, and say with an ellipsis that it was cut."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail - 1]}…{text[-tail:]}"


@lru_cache(maxsize=256)
def quoted(text: str) -> str:
    """Foreign text as part of one of our sentences: shortened, displayable, without quotes of its own."""
    return displayable(shorten(text)) or "(empty)"
