import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens import times


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(0, 0.0), (-1, -1.0), (1.5, 1.5), (10**300, 1e300), (2**63, float(2**63))],
)
def test_a_finite_number_is_a_date(value: object, seconds: float) -> None:
    assert times.numeric_date(value) == seconds


@pytest.mark.parametrize(
    "value", [True, False, None, "1", "", [], {}, float("inf"), float("-inf"), float("nan"), 10**400, -(10**400)],
    ids=lambda value: str(value)[:8],
)  # fmt: skip
def test_nothing_else_is_a_date(value: object) -> None:
    assert times.numeric_date(value) is None


@given(st.integers(-62_135_596_800, 253_402_300_799))
def test_an_instant_reads_as_in_the_calendar_of_the_standard_library(seconds: int) -> None:
    moment = datetime.fromtimestamp(0, UTC).timestamp() + seconds
    assert times.utc(seconds) == datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%SZ").rjust(20, "0")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1_300_819_380, "2011-03-22 18:43:00Z"),
        (1_795_000_180.99, "2026-11-18 11:09:40Z"),
        (0, "1970-01-01 00:00:00Z"),
        (-0.5, "1969-12-31 23:59:59Z"),
        (253_402_300_799, "9999-12-31 23:59:59Z"),
        (253_402_300_800, "after the year 9999"),
        (1e300, "after the year 9999"),
        (float("inf"), "after the year 9999"),
        (-62_135_596_800, "0001-01-01 00:00:00Z"),
        (-62_135_596_801, "before the year 1"),
        (-1e11, "before the year 1"),
        (-1e300, "before the year 1"),
        (float("-inf"), "before the year 1"),
    ],
)
def test_an_instant_is_written_in_utc_or_said_to_be_beyond_the_calendar(seconds: float, words: str) -> None:
    assert times.utc(seconds) == words


@pytest.mark.parametrize("zone", ["CET-1CEST,M3.5.0,M10.5.0/3"], indirect=True)
@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1_795_000_180, "12:09:40 CET"),
        (1_300_819_380 + 86_400 * 120, "20:43:00 CEST"),
        (1_795_000_180 + 43_200, "2026-11-19 00:09:40 CET"),
        (1e15, ""),
        (-1e15, ""),
        (1e300, ""),
        (float("inf"), ""),
    ],
)
def test_local_time_has_its_date_only_where_it_is_another_day(zone: None, seconds: float, words: str) -> None:
    assert times.local(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.99, "0 s"),
        (1, "1 s"),
        (-59.9, "59 s"),
        (60, "1 min"),
        (252, "4 min 12 s"),
        (3600, "1 h"),
        (3660, "1 h 1 min"),
        (3601, "1 h"),
        (86_400 * 3 + 7_200, "3 d 2 h"),
        (86_400 * 365, "1 y"),
        (86_400 * 365 * 1234 + 86_400, "1,234 y 1 d"),
        (1e300, "over a billion years"),
    ],
)
def test_a_length_of_time_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert times.duration(seconds) == words


@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15), st.integers(-(10**10), 10**10)
)
def test_any_finite_number_can_be_written_in_a_short_line(seconds: float, now: int) -> None:
    for words in (times.utc(seconds), times.local(seconds), times.relative(seconds, now), times.duration(seconds)):
        assert len(words) < 40


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (100, "now"),
        (100.9, "now"),
        (99.1, "now"),
        (101, "in 1 s"),
        (99, "1 s ago"),
        (1240, "in 19 min"),
        (40, "1 min ago"),
    ],
)
def test_an_instant_is_seen_from_now(seconds: float, words: str) -> None:
    assert times.relative(seconds, 100) == words


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [
        (1_795_000_000, False),
        (1_795_000_000_000, True),
        (1_300_819_380_123, True),
        (253_402_300_799, False),
        (99_999_999_999, False),
        (1_795_000_000_000_000, False),
        (-1_795_000_000_000, False),
        (4_102_444_800_000, False),
    ],
)
def test_milliseconds_are_recognised(seconds: float, answer: bool) -> None:
    assert times.looks_like_milliseconds(seconds) is answer
