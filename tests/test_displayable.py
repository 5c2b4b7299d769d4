import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.displayable import displayable, displayable_lines, quoted, shorten

ANY = st.text(st.characters(), max_size=30) | st.text(
    st.sampled_from("\x00\x07\x1b\x7f\x85\x9b\u200b\u202e\u2066\u2069\ufeff\ud800\udfff\U000e0041a\\u0\n\t"),
    max_size=12,
)
HARMFUL = [*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)]
HARMFUL += [
    0xAD,
    0x61C,
    0x180E,
    0xFEFF,
    0xFFF9,
    0xFFFA,
    0xFFFB,
    0xD800,
    0xDBFF,
    0xDC00,
    0xDFFF,
    0xE0001,
    0xE0041,
    0xE007F,
]


@pytest.mark.parametrize("code", HARMFUL, ids=hex)
def test_nothing_that_acts_on_a_terminal_or_hides_gets_through(code: int) -> None:
    shown = displayable(f"a{chr(code)}b")
    assert chr(code) not in shown
    assert shown.isprintable()
    assert shown.startswith("a\\u")


@given(ANY)
def test_no_control_no_format_mark_and_no_surrogate_passes(text: str) -> None:
    for char in displayable(text):
        assert unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(char) not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    displayable(text).encode("utf-8")


@given(ANY)
def test_what_is_displayable_stays_as_it_is(text: str) -> None:
    assert displayable(displayable(text)) == displayable(text)


@given(st.text(st.characters(), max_size=30))
def test_a_json_text_keeps_its_value(text: str) -> None:
    for ascii_only in (False, True):
        document = json.dumps([text, {text: 1}], ensure_ascii=ascii_only)
        assert json.loads(displayable(document)) == json.loads(document)


def test_a_character_beyond_the_first_plane_is_escaped_as_json_does() -> None:
    assert displayable("\U000e0041") == "\\udb40\\udc41"
    assert json.loads('"' + displayable("\U000e0041") + '"') == "\U000e0041"


@pytest.mark.parametrize("text", ["", "plain", "ä ö €", "日本語", "👍🏽", "[/nope][@click=app.quit]", "\\u001b"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert displayable(text) == text


def test_a_block_keeps_its_lines_and_nothing_else() -> None:
    assert displayable_lines("a\r\nb\nc\rd\te\u2028f") == "a\nb\nc\\u000dd\\u0009e\\u2028f"


@pytest.mark.parametrize(("text", "limit"), [("x" * 81, 80), ("x" * 10_000, 80), ("ab" * 9, 10)])
def test_a_long_text_is_cut_to_the_limit_and_keeps_both_ends(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) == limit
    assert short[0] == text[0]
    assert short[-1] == text[-1]
    assert "…" in short


def test_a_text_of_just_the_limit_is_not_cut() -> None:
    assert shorten("x" * 80) == "x" * 80


def test_quoted_text_is_safe_and_never_nothing() -> None:
    assert quoted("") == "(empty)"
    assert quoted("\x1b]0;x\x07") == "\\u001b]0;x\\u0007"
    assert len(quoted("\x00" * 500)) <= 6 * 80
