import pytest

from jwtlens.expectations import read_algorithms, read_instant, read_leeway, read_names


@pytest.mark.parametrize("text", ["2026", "20261123", "tomorrow", "14:00", "2026-13-01", "1e9"])
def test_what_is_no_instant_is_refused_and_a_bare_year_is_not_taken_for_a_unix_time(text: str) -> None:
    with pytest.raises(ValueError, match="Unix time"):
        read_instant(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [("", None), (" now ", None), ("1795445380", 1795445380.0), ("-1", -1.0), ("0.5", 0.5), ("1970-01-02", 86400.0)],
)
def test_instants_are_unix_times_or_dates_in_utc(text: str, instant: float | None) -> None:
    assert read_instant(text) == instant


def test_a_zone_counts() -> None:
    assert read_instant("1970-01-01T02:00:00+02:00") == 0.0


@pytest.mark.parametrize(("text", "seconds"), [("", 0), ("60", 60), (" 60 s ", 60)])
def test_a_leeway_is_in_seconds(text: str, seconds: int) -> None:
    assert read_leeway(text) == seconds


@pytest.mark.parametrize("text", ["-1", "1.5", "a minute", "9" * 10])
def test_what_is_no_leeway_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number of seconds"):
        read_leeway(text)


def test_lists_are_split_at_commas_and_blanks() -> None:
    assert read_names(" exp, sub\taud,,") == ("exp", "sub", "aud")
    assert read_algorithms("RS256,ES256") == ("RS256", "ES256")
    assert read_algorithms(" ") is None
