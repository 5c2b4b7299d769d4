"""Expectations as people type them: lists of names, a number of seconds, an instant. Used by every front end."""

import math
import re

_SEPARATORS = re.compile(r"[,\s]+")
_EPOCH = re.compile(r"-?\d+(?:\.\d+)?")


def read_names(text: str) -> tuple[str, ...]:
    """Split a list at commas and blanks."""
    return tuple(name for name in _SEPARATORS.split(text) if name)


def read_algorithms(text: str) -> tuple[str, ...] | None:
    """Return the allowed algorithms, or None for an empty text: then the key decides."""
    return read_names(text) or None


def read_leeway(text: str) -> int:
    """Return a leeway in whole seconds; an empty text is 0. Raises ValueError with a sentence."""
    stripped = text.strip().removesuffix("s").strip()
    if not stripped:
        return 0
    if not stripped.isdecimal() or len(stripped) > 9:
        raise ValueError("the leeway is a number of seconds, such as 60")
    return int(stripped)


def read_instant(text: str) -> float | None:
    """Return an instant as a Unix time in seconds: a number, or ISO 8601 (UTC where it names no zone).

    An empty text or ``now`` is None: follow the clock. Raises ValueError with a sentence.
    """
    stripped = text.strip()
    if stripped.lower() in {"", "now"}:
        return None
    if stripped.isdecimal() and len(stripped) in {4, 8}:
        raise ValueError("this looks like a year or a day: write the date as 2026-11-23, or a Unix time in seconds")
    if _EPOCH.fullmatch(stripped):
        seconds = float(stripped)
        if math.isfinite(seconds):
            return seconds
    from datetime import UTC, datetime  # noqa: PLC0415 - only for dates in words

    try:
        instant = datetime.fromisoformat(stripped)
    except ValueError:
        raise ValueError("an instant is a Unix time or a date such as 2026-11-23T14:49:40Z") from None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
