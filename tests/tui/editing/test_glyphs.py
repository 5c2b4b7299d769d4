from itertools import chain
from unicodedata import category

import pytest
from rich.cells import cell_len

from jwtlens.tui.editing.glyphs import cell_width, is_plain, placeholder, shown


@pytest.mark.parametrize(
    ("char", "glyph"),
    [
        ("\x00", "␀"), ("\t", "␉"), ("\x1b", "␛"), ("\x7f", "␡"), ("\x9b", "\ufffd"), ("\u202e", "\ufffd"),
        ("\u200b", "\ufffd"), ("\u2028", "\ufffd"), ("\ud800", "\ufffd"), ("\ue000", "\ufffd"), ("\ufe0f", "\ufffd"),
        ("\U000e0041", "\ufffd"), ("\U000e0100", "\ufffd"), ("\u3164", "\ufffd"), ("\xa0", "␣"), ("\u3000", "␣"),
        ("a", None), (" ", None), ("é", None), ("中", None), ("\u0301", None), ("🙂", None),
    ],
)  # fmt: skip
def test_placeholders(char: str, glyph: str | None) -> None:
    assert placeholder(char) == glyph


def test_no_character_is_drawn_as_a_control_or_in_other_cells_than_it_is_counted() -> None:
    troubled = chain(range(0x3400), range(0xD800, 0x10000), range(0x1F000, 0x1FC00), range(0xE0000, 0xE0200))
    for code in troubled:
        char = chr(code)
        drawn = shown(char)
        assert len(drawn) == 1
        assert category(drawn) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}, hex(code)
        assert cell_width(char) == cell_len(drawn), hex(code)


def test_plain_text_is_ascii_without_controls() -> None:
    assert is_plain("eyJ.abc-_")
    assert not is_plain("a\n")
    assert not is_plain("é")
