import re
from collections.abc import Callable

import pytest

from jwtlens.lazy_pattern import lazy_pattern

_USES: tuple[Callable[[re.Pattern[str]], object], ...] = (
    lambda pattern: pattern.fullmatch("AB"),
    lambda pattern: [found.span() for found in pattern.finditer("xabyAB", 1, 5)],
    lambda pattern: pattern.sub(lambda found: found[0].lower(), "xABx"),
    lambda pattern: pattern.split("1ab2"),
    lambda pattern: (pattern.pattern, pattern.flags, pattern.groups),
)


@pytest.mark.parametrize("use", _USES)
def test_it_does_what_the_compiled_pattern_does(use: Callable[[re.Pattern[str]], object]) -> None:
    source, flags = "a(b)", re.IGNORECASE
    assert repr(use(lazy_pattern(source, flags))) == repr(use(re.compile(source, flags)))


def test_bytes() -> None:
    assert lazy_pattern(rb"[0-9]+").findall(b"1 22") == [b"1", b"22"]


def test_nothing_is_compiled_before_the_first_use() -> None:
    faulty = lazy_pattern("(")
    with pytest.raises(re.error, match="unterminated"):
        faulty.match("")
