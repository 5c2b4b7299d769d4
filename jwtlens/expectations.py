"""Expectations as people type them: lists of names, a number of seconds, an instant. Used by every front end."""

import math

from jwtlens.jose import base64url
from jwtlens.lazy_pattern import lazy_pattern

_SEPARATORS = lazy_pattern(r"[,\s]+")
_OFFSET = lazy_pattern(r"([+-])(\d{1,9})\s*([smhdwy]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400}
_EPOCH = lazy_pattern(r"-?\d+(?:\.\d+)?")
_THUMBPRINT_BYTES = 32


def read_names(text: str) -> tuple[str, ...]:
    """Split a list at commas and blanks."""
    return tuple(name for name in _SEPARATORS.split(text) if name)


def read_algorithms(text: str) -> tuple[str, ...] | None:
    """Return the allowed algorithms, or None for an empty text: then the key decides."""
    return read_names(text) or None


def read_leeway(text: str) -> int:
    """Return a leeway in whole seconds; an empty text is 0. Raises ValueError with a sentence."""
    return _read_seconds(text, "the leeway", 60) if text.strip() else 0


def read_max_age(text: str) -> int:
    """Return the greatest age of a login in whole seconds. Raises ValueError with a sentence."""
    return _read_seconds(text, "the age of a login", 3600)


def read_proof_age(text: str) -> int:
    """Return the greatest age of a DPoP proof in whole seconds. Raises ValueError with a sentence."""
    return _read_seconds(text, "the age of a proof", 300)


def _read_seconds(text: str, what: str, example: int) -> int:
    stripped = text.strip().removesuffix("s").strip()
    if not stripped.isdecimal() or len(stripped) > 9:
        raise ValueError(f"{what} is a number of seconds, such as {example}")
    return int(stripped)


def read_thumbprint(text: str) -> str:
    """Return the SHA-256 thumbprint of a key as it is compared. Raises ValueError for anything else."""
    stripped = text.strip()
    data, problems = base64url.decode(stripped)
    if problems or len(data) != _THUMBPRINT_BYTES:
        raise ValueError("a thumbprint is 43 characters of base64url, as `jwtlens key thumbprint` writes it")
    return stripped


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


def read_moment(text: str, now: float) -> int:
    """Return a NumericDate in seconds: ``now``, an offset from it (``+15m``, ``-1d``; s, m, h, d, w, y), or an instant.

    ``now`` is a Unix time in seconds. Raises ValueError with a sentence.
    """
    offset = _OFFSET.fullmatch(text.strip())
    if offset:
        sign, count, unit = offset.groups()
        return int(now) + (1 if sign == "+" else -1) * int(count) * _UNITS[unit]
    try:
        instant = read_instant(text)
    except ValueError:
        raise ValueError("a moment is +15m, -1d (s, m, h, d, w, y), now, a Unix time or 2026-11-23T14:49:40Z") from None
    return int(now if instant is None else instant)
