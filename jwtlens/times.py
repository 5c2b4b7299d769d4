"""Instants and durations in words, for any number that a token may hold (RFC 7519 section 2, NumericDate)."""

import math
import time

YEAR_1 = -62_135_596_800
"""The first second of the year 1, where most date libraries begin."""

YEAR_9999 = 253_402_300_799
"""The last second of the year 9999, where they end."""

_MOST = 86_400 * 365 * 1_000_000_000
_UNITS = ((86_400 * 365, "y"), (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def numeric_date(value: object) -> float | None:
    """Return the value as seconds since 1970 if it is a finite JSON number, else None; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) else None


def utc(seconds: float) -> str:
    """Write an instant as ``2026-11-23 14:49:40Z``; outside the years 0001 to 9999 say so instead."""
    if seconds > YEAR_9999:
        return "after the year 9999"
    if seconds < YEAR_1:
        return "before the year 1"
    return _date(there := time.gmtime(math.floor(seconds))) + time.strftime(" %H:%M:%SZ", there)


def local(seconds: float) -> str:
    """Write an instant in the machine's time zone, ``15:49:40 CET``, with the date only where it differs from UTC."""
    if not YEAR_1 <= seconds <= YEAR_9999:
        return ""
    try:
        here, there = time.localtime(math.floor(seconds)), time.gmtime(math.floor(seconds))
    except (OverflowError, ValueError, OSError):  # some systems have no local time long ago
        return ""
    words = time.strftime("%H:%M:%S %Z", here)
    return words if here[:3] == there[:3] else f"{_date(here)} {words}"


def _date(moment: time.struct_time) -> str:
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"


def duration(seconds: float) -> str:
    """Write a length of time with its two largest units: ``4 min 12 s``, ``3 d 2 h``; beyond all sense, say that."""
    rest = math.floor(abs(seconds))
    if rest >= _MOST:
        return "over a billion years"
    for index, (size, unit) in enumerate(_UNITS):
        if rest >= size:
            words = f"{rest // size:,} {unit}"
            if index + 1 < len(_UNITS) and (second := rest % size // _UNITS[index + 1][0]):
                words += f" {second} {_UNITS[index + 1][1]}"
            return words
    return "0 s"


def relative(seconds: float, now: float) -> str:
    """Write an instant as seen from ``now``: ``19 min ago``, ``in 3 d 2 h``."""
    distance = seconds - now
    if abs(distance) < 1:
        return "now"
    return f"in {duration(distance)}" if distance > 0 else f"{duration(distance)} ago"


def looks_like_milliseconds(seconds: float) -> bool:
    """Whether the number makes sense as milliseconds in the years 2001 to 2100, and none as seconds."""
    return 1e11 <= seconds < 1e14 and 978_307_200 <= seconds / 1000 < 4_102_444_800
