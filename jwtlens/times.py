"""Instants and durations in words, for any number that a token may hold (RFC 7519 section 2, NumericDate)."""

import math
import time
from typing import Literal

YEAR_1 = -62_135_596_800
"""The first second of the year 1, where most date libraries begin."""

YEAR_9999 = 253_402_300_799
"""The last second of the year 9999, where they end."""

_MOST = 86_400 * 365 * 1_000_000_000
_UNITS = ((86_400 * 365, "y", 86_400, "d"), (86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"), (60, "min", 1, "s"))
"""Seconds and names of the units, each with the next smaller one."""


def numeric_date(value: object) -> float | None:
    """Return the value as seconds since 1970 if it is a finite JSON number, else None; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
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
    there = time.gmtime(math.floor(seconds))
    return f"{_date(there)} {there.tm_hour:02}:{there.tm_min:02}:{there.tm_sec:02}Z"


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


_zone: Literal["utc", "local", "both"] = "both"  # what the user set, for what is shown; see show_in


def show_in(zone: Literal["utc", "local", "both"]) -> None:
    """Choose how :func:`shown` and :func:`brief` write instants from now on. Answers for programs stay in UTC."""
    global _zone  # noqa: PLW0603 - one user, one way to show times; the core never asks
    _zone = zone


def shown(seconds: float) -> str:
    """Write an instant for people: in UTC, in local time, or in UTC with the local time behind it, as they set it.

    Where local time is UTC, or there is none, that is UTC alone.
    """
    first, *rest = shown_parts(seconds)
    return f"{first} ({rest[0]})" if rest else first


def shown_parts(seconds: float) -> list[str]:
    """Return the words of :func:`shown`, one or two."""
    here = local(seconds)
    if not here or here.endswith(" UTC") or _zone == "utc":
        return [utc(seconds)]
    return [utc(seconds), here] if _zone == "both" else [_local_date(seconds)]


def brief(seconds: float) -> str:
    """Write an instant for a column of a table: in one zone only, UTC unless local time is wanted."""
    return shown_parts(seconds)[0]


def _local_date(seconds: float) -> str:
    here = time.localtime(math.floor(seconds))
    return _date(here) + time.strftime(" %H:%M:%S %Z", here)


def _date(moment: time.struct_time) -> str:
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"


def duration(seconds: float) -> str:
    """Write a length of time with its two largest units: ``4 min 12 s``, ``3 d 2 h``; beyond all sense, say that."""
    rest = math.floor(abs(seconds))
    if rest >= _MOST:
        return "over a billion years"
    for size, unit, smaller, its_unit in _UNITS:
        if rest >= size:
            whole, rest = divmod(rest, size)
            second = rest // smaller
            return f"{whole:,} {unit} {second} {its_unit}" if second else f"{whole:,} {unit}"
    return f"{rest} s"


def relative(seconds: float, now: float) -> str:
    """Write an instant as seen from ``now``: ``19 min ago``, ``in 3 d 2 h``."""
    distance = seconds - now
    if abs(distance) < 1:
        return "now"
    return f"in {duration(distance)}" if distance > 0 else f"{duration(distance)} ago"


def looks_like_milliseconds(seconds: float) -> bool:
    """Whether the number makes sense as milliseconds in the years 2001 to 2100, and none as seconds."""
    return 1e11 <= seconds < 1e14 and 978_307_200 <= seconds / 1000 < 4_102_444_800
