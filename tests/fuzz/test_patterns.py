"""No regular expression takes more than one pass over a text that was made to make it take more.

Of 50,000 characters one pass takes a few milliseconds, and a pass for each of them two seconds at least: the limit
between the two, of processor time, is half a second, so that no busy machine makes this fail.
"""

import re
from pathlib import Path

import pytest

import jwtlens
from tests.fuzz import patterns

ALL = patterns.patterns()
FOLDER = Path(jwtlens.__file__).parent
NAMED = re.compile(r"^([A-Za-z_]\w*)(?:: [^=\n]+)? = (?:re\.compile|lazy_pattern|LazyPattern)\(", re.MULTILINE)


@pytest.mark.parametrize("pattern", ALL, ids=[f"{one.name}-{number}" for number, one in enumerate(ALL)])
def test_no_text_takes_a_pattern_more_than_one_pass(pattern: patterns.Named) -> None:
    for text in patterns.attacks(pattern.pattern):
        spent = patterns.seconds(pattern.pattern, text, searches=pattern.searches)
        assert spent < patterns.LIMIT, f"{text[:60]!a} … {text[-10:]!a}"


@pytest.mark.parametrize(("source", "searches"), [(r"\s*a*\s*\Z", False), (r"a+b", True), (r"x(?:ab|a|b)*c", False)])
def test_the_texts_find_what_takes_long(source: str, searches: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "LIMIT", 0.2)
    pattern = re.compile(source)
    assert any(patterns.seconds(pattern, text, searches=searches) >= 0.2 for text in patterns.attacks(pattern))


def test_every_pattern_is_among_them() -> None:
    """Those that a module gives a name, as its source says."""
    names = {one.name for one in ALL}
    for file in sorted(FOLDER.rglob("*.py")):
        module = ".".join(("jwtlens", *file.relative_to(FOLDER).with_suffix("").parts))
        for found in NAMED.finditer(file.read_text("utf-8")):
            assert f"{module}.{found[1]}" in names
    assert {"jwtlens.keys.dotenv._LINE", "jwtlens.harvest.compact._BODY", "jwtlens.audit.patterns._EMAIL"} <= names
