import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.settings.lines import Path, lines_of

TEXT = """\
# [not.a.table]
theme = "a # [b]"  # c = 1
"quoted name" = 1
a.'b.c' = 2

text = \"\"\"
x = 1
[y]
\\"\"\"\"\"\"
raw = '''
z = 1''''

list = [ # none
  "one", [1,
  2],
  { deep = "x" }, 'four = 4',
]
inline = { p = { q = 1, "r" = [1, 2] }, s = 2021-01-01T00:00:00Z }

[profiles.one]
key = 1.5
  [profiles."t\\u0077o"]
key = +inf
[[many]]
n = 1
[[many]]
m = 2
"""
LINES: dict[Path, int] = {
    ("theme",): 2,
    ("quoted name",): 3,
    ("a",): 4,
    ("a", "b.c"): 4,
    ("text",): 6,
    ("raw",): 10,
    ("list",): 13,
    ("list", 0): 14,
    ("list", 1): 14,
    ("list", 1, 1): 15,
    ("list", 2, "deep"): 16,
    ("list", 3): 16,
    ("inline", "p", "q"): 18,
    ("inline", "p", "r"): 18,
    ("inline", "s"): 18,
    ("profiles",): 20,
    ("profiles", "one", "key"): 21,
    ("profiles", "two"): 22,
    ("profiles", "two", "key"): 23,
    ("many", "n"): 25,
    ("many", "m"): 27,
}


def test_every_member_is_on_its_line() -> None:
    tomllib.loads(TEXT)  # it is TOML, or the table above proves nothing
    found = lines_of(TEXT)
    assert {path: found.get(path) for path in LINES} == LINES
    assert ("not",) not in found
    assert ("x",) not in found
    assert ("z",) not in found


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def paths(value: object, above: Path = ()) -> list[Path]:
    if not isinstance(value, dict):
        return []
    return [path for name, inner in value.items() for path in ((*above, name), *paths(inner, (*above, name)))]


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_whatever_another_library_writes_each_member_has_the_line_that_names_it(book: dict[str, Any]) -> None:
    text = tomlkit.dumps(book)
    found = lines_of(text)
    for path in paths(tomllib.loads(text)):
        assert path in found
    lines = text.split("\n")
    for path, line in found.items():
        if isinstance(path[-1], str) and path[-1].isascii() and path[-1].isalnum():
            assert path[-1] in lines[line - 1]


@given(st.text(alphabet="[]{}=,.\n\"'# ab1\\", max_size=40))
def test_what_is_no_toml_comes_to_an_end(text: str) -> None:
    lines_of(text)


@pytest.mark.parametrize("text", ["", "\n\n", "# only this"])
def test_nothing_is_nowhere(text: str) -> None:
    assert lines_of(text) == {}
