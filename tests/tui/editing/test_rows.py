from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from jwtlens.tui.editing.buffer import EditBuffer
from jwtlens.tui.editing.glyphs import cell_width, shown
from jwtlens.tui.editing.rows import HardWrap, Lines, Rows

TEXTS = st.text(alphabet="abc\n\t中é\u0301\u200d\ud800\x1b", max_size=60)
LAYOUTS = st.sampled_from([Lines, *(lambda text, w=width: HardWrap(text, w) for width in (2, 3, 7, 20))])


@given(TEXTS, LAYOUTS)
def test_rows_hold_all_of_the_text_but_the_line_feeds_between_them(text: str, layout: Callable[[str], Rows]) -> None:
    rows = layout(text)
    end = 0
    for row in range(len(rows)):
        start, row_end = rows.span(row)
        assert start == end or (start == end + 1 and text[end] == "\n")
        assert "\n" not in text[start:row_end]
        end = row_end
    assert end == len(text)


@given(TEXTS, LAYOUTS)
def test_every_character_is_found_in_its_cell(text: str, layout: Callable[[str], Rows]) -> None:
    rows = layout(text)
    for offset in range(len(text) + 1):
        row, column = rows.locate(offset)
        start, _ = rows.span(row)
        if offset == len(text) or text[offset] == "\n" or offset == start or cell_width(text[offset]):
            assert rows.offset_at(row, column) == offset


@given(TEXTS, st.integers(2, 20))
def test_wrapped_rows_fit(text: str, width: int) -> None:
    rows = HardWrap(text, width)
    for row in range(len(rows)):
        start, end = rows.span(row)
        assert rows.edges(row)[-1] <= width
        row_text = shown(text[start:end])
        assert rows.edges(row)[-1] - cell_len(row_text) in {0, 1}  # one more: a mark on a placeholder of its own


@given(TEXTS)
def test_lines_know_the_widest(text: str) -> None:
    rows = Lines(text)
    assert rows.width == max(rows.edges(row)[-1] for row in range(len(rows)))


@given(TEXTS, TEXTS, st.integers(0, 60), st.integers(0, 60), LAYOUTS)
def test_an_update_is_the_same_as_rows_made_anew(
    text: str, new: str, one: int, other: int, layout: Callable[[str], Rows]
) -> None:
    buffer, rows = EditBuffer(text), layout(text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    change = buffer.replace(start, end, new)
    if change is None:
        return
    rows.update(buffer.text, change)
    anew = layout(buffer.text)
    assert [rows.span(row) for row in range(len(rows))] == [anew.span(row) for row in range(len(anew))]
    assert rows.width == anew.width


def test_a_wide_character_does_not_straddle_the_edge() -> None:
    rows = HardWrap("a中中", 4)
    assert [rows.span(row) for row in range(len(rows))] == [(0, 2), (2, 3)]
    assert rows.offset_at(0, 2) == 1
    assert rows.offset_at(0, 3) == 1


def test_a_mark_stays_in_the_row_of_its_character() -> None:
    rows = HardWrap("abe\u0301cd", 3)
    assert [rows.span(row) for row in range(len(rows))] == [(0, 4), (4, 6)]
    assert rows.offset_at(0, 9) == 2


def test_a_full_row_needs_no_empty_one_after_it() -> None:
    rows = HardWrap("abc\nabc", 3)
    assert len(rows) == 2
    assert rows.locate(3) == (0, 3)
    assert rows.locate(7) == (1, 3)


@pytest.mark.parametrize(("row", "column", "offset"), [(-3, 1, 1), (0, -2, 0), (0, 99, 2), (1, 99, 4), (9, 0, 4)])
def test_cells_outside_the_text_are_the_nearest_offset(row: int, column: int, offset: int) -> None:
    assert Lines("ab\nc").offset_at(row, column) == offset
