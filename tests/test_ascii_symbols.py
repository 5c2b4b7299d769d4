import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jwtlens import ascii_symbols
from jwtlens.tui import symbols

PACKAGE = Path(ascii_symbols.__file__).parent


@pytest.fixture(autouse=True)
def automatic() -> Iterator[None]:
    yield
    ascii_symbols.use("auto")


@pytest.mark.parametrize(
    ("environ", "charset", "wanted"),
    [
        ({}, "utf-8", False),
        ({"LANG": "en_GB.UTF-8"}, "utf-8", False),
        ({"LANG": "C.UTF-8"}, "utf-8", False),
        ({"LANG": "C"}, "ascii", True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii", True),  # the second is what Python makes of the first
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}, "ascii", True),
        ({"LANG": "de_DE.ISO-8859-1"}, "iso8859-1", True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "iso8859-15", True),
        ({"LANG": "en_GB.nonsense"}, "utf-8", False),
        ({"LANG": "C.UTF-8", "TERM": "linux"}, "utf-8", True),
    ],
)
def test_locale_and_terminal_decide(environ: dict[str, str], charset: str, wanted: bool) -> None:
    assert ascii_symbols.charset(environ) == charset
    assert ascii_symbols.are_wanted(environ) is wanted


def test_the_user_decides_before_them() -> None:
    ascii_symbols.use("unicode")
    assert not ascii_symbols.are_wanted({"LANG": "C"})
    ascii_symbols.use("ascii")
    assert ascii_symbols.are_wanted({"LANG": "C.UTF-8"})


def test_every_symbol_of_the_screen_has_one_in_ascii_and_words_tell_them_apart() -> None:
    drawn = {char for file in (PACKAGE / "tui").rglob("*.py") for char in re.findall(r"[^\x00-\x7f]", file.read_text())}
    drawn -= set("¡™£¢²")  # in comments, and letters of a lesson
    assert not [char for char in drawn if not char.translate(ascii_symbols.CELLS).isascii()]
    assert all(len(char.translate(ascii_symbols.CELLS)) == 1 for char in drawn)
    in_ascii = {status: mark.translate(ascii_symbols.CELLS) for status, (mark, _) in symbols.STATUS.items()}
    assert len(set(in_ascii.values())) == len(in_ascii)
    assert len({word for _, word, _ in symbols.VERDICT.values()}) == len(symbols.VERDICT)
    assert len({word for word, _ in symbols.SEVERITY.values()}) == len(symbols.SEVERITY)
    assert all(mark for mark, _, _ in symbols.VERDICT.values())
