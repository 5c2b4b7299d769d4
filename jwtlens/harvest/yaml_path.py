"""The keys above a line of YAML, by their indentation; no parser, for the lines before may be anything."""

import re

from jwtlens.jose.json_pointer import pointer

_KEY = re.compile(r"( *(?:- +)*)([\"']?)([A-Za-z0-9_./$-]+)\2 *:(?:\s.*|\Z)")
_BLOCK = re.compile(r".*:\s+[|>][+-]?\d?\s*\Z")
_LINES = 400
"""Most lines that are looked at."""


def pointer_to_value(before: str) -> str:
    """Return the JSON Pointer to the value that follows a text; nothing where no keys are above it.

    List items count as part of the mapping that they are in: their numbers are not known here.
    """
    lines = before.split("\n")[-_LINES:]
    line = lines.pop()
    if not line.strip() and line:  # a piece of a block scalar: what counts is the line that it belongs to
        while lines and (not lines[-1].strip() or _indent(lines[-1]) >= len(line)):
            lines.pop()
        if not lines or not _BLOCK.match(lines[-1]):
            return ""
        line = lines.pop()
    key = _KEY.match(line)
    if key is None:
        return ""
    names, indent = [key[3]], len(key[1])
    while lines and indent:
        above = lines.pop()
        if not above.strip() or above.lstrip().startswith("#"):
            continue
        key = _KEY.match(above)
        if (len(key[1]) if key else _indent(above)) >= indent:
            continue
        if key is None:
            return ""
        names.append(key[3])
        indent = len(key[1])
    return pointer(*reversed(names)) if len(names) > 1 else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
