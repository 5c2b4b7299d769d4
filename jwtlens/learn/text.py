"""Lessons as lines of text of a given width, for any front end."""

import textwrap

WIDTH = 76
"""Columns that a page of a lesson has on a screen of 80."""


def wrapped(words: str, width: int = WIDTH) -> list[str]:
    """Wrap the words of a step: paragraphs, ``* `` items with their own indent, and lines of two blanks as they are."""
    lines: list[str] = []
    for paragraph in words.strip("\n").split("\n\n"):
        if lines:
            lines.append("")
        lines += _paragraph(paragraph, width)
    return lines


def _paragraph(paragraph: str, width: int) -> list[str]:
    """Join the source lines of a paragraph, except where an item or a line that stands as it is begins."""
    found: list[str] = []
    for line in paragraph.split("\n"):
        item = bool(found) and found[-1].startswith("* ")
        verbatim = line.startswith("  ") and not item
        if not found or verbatim or line.startswith("* ") or found[-1].startswith("  "):
            found.append(line)
        else:
            found[-1] = f"{found[-1]} {line.strip()}"
    return [row for line in found for row in _rows(line, width)]


def _rows(line: str, width: int) -> list[str]:
    if line.startswith("  "):
        return [line]
    indent = "  " if line.startswith("* ") else ""
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
