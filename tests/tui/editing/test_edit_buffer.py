import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.tui.editing.buffer import Change, EditBuffer
from jwtlens.tui.editing.history import CHARS, STEPS
from jwtlens.tui.editing.motions import Motion, line_at, target, word_at

TEXTS = st.text(alphabet="ab .-\n\u0301中é", max_size=12)
OFFSETS = st.integers(0, 20)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("replace"), OFFSETS, OFFSETS, TEXTS),
        st.tuples(st.just("insert"), TEXTS),
        st.tuples(st.just("erase"), st.sampled_from(Motion)),
        st.tuples(st.just("move"), st.sampled_from(Motion), st.booleans()),
        st.tuples(st.just("select"), OFFSETS, OFFSETS),
        st.tuples(st.just("load"), TEXTS),
    ),
    max_size=25,
)


def perform(buffer: EditBuffer, operation: tuple[object, ...]) -> tuple[str, Change | None]:
    """Do it, and say what text a plain str would be then; only the range comes from the buffer."""
    text = buffer.text
    match operation:
        case "replace", int(one), int(other), str(new):
            start, end = sorted((min(one, len(text)), min(other, len(text))))
            return text[:start] + new + text[end:], buffer.replace(start, end, new)
        case "insert", str(new):
            start, end = buffer.selection
            return text[:start] + new + text[end:], buffer.insert(new)
        case "erase", Motion() as motion:
            start, end = buffer.selection
            if start == end:
                start, end = sorted((buffer.cursor, target(text, buffer.cursor, motion)))
            return text[:start] + text[end:], buffer.erase(motion)
        case "move", Motion() as motion, bool(select):
            buffer.move(motion, select=select)
        case "select", int(start), int(end):
            buffer.select(start, end)
        case "load", str(new):
            buffer.load(new, undoable=True)
            return new, None
    return text, None


@given(TEXTS, OPERATIONS)
def test_edits_do_what_slices_do_and_undo_and_redo_lead_back_and_forth(
    original: str, operations: list[tuple[object, ...]]
) -> None:
    buffer = EditBuffer(original)
    for operation in operations:
        before = buffer.text
        expected, change = perform(buffer, operation)
        assert buffer.text == expected
        assert 0 <= buffer.cursor <= len(buffer.text)
        assert 0 <= buffer.anchor <= len(buffer.text)
        if change is not None:
            assert len(buffer.text) == len(before) - change.removed + change.inserted
            assert buffer.text[: change.start] == before[: change.start]
    final = buffer.text
    while buffer.undo():
        pass
    assert buffer.text == original
    while buffer.redo():
        pass
    assert buffer.text == final


def test_repr_hides_the_text() -> None:
    buffer = EditBuffer("hunter2")
    buffer.insert("secret")
    assert repr(buffer) == "EditBuffer(13 characters)"
    assert "secret" not in repr(vars(buffer)["_history"]._done)


def test_a_typing_run_is_one_step_and_a_moved_cursor_ends_it() -> None:
    buffer = EditBuffer()
    for char in "abc":
        buffer.insert(char)
    buffer.move(Motion.LEFT)
    for char in "de":
        buffer.insert(char)
    assert buffer.text == "abdec"
    buffer.undo()
    assert buffer.text == "abc"
    buffer.undo()
    assert buffer.text == ""
    assert buffer.undo() is None


@pytest.mark.parametrize(("motion", "left"), [(Motion.LEFT, "a"), (Motion.RIGHT, "bc")])
def test_an_erasing_run_is_one_step(motion: Motion, left: str) -> None:
    buffer = EditBuffer("abc" if motion is Motion.LEFT else "xxbc")
    buffer.move_to(3 if motion is Motion.LEFT else 0)
    buffer.erase(motion)
    buffer.erase(motion)
    assert buffer.text == left
    buffer.undo()
    assert len(buffer.text) == len(left) + 2


def test_undo_puts_the_selection_back() -> None:
    buffer = EditBuffer("one two")
    buffer.select(4, 7)
    buffer.insert("2")
    buffer.undo()
    assert buffer.selected_text == "two"


def test_a_new_edit_forgets_what_was_undone() -> None:
    buffer = EditBuffer()
    buffer.insert("one")
    buffer.undo()
    buffer.insert("two")
    assert buffer.redo() is None


def test_load_forgets_undo_unless_told() -> None:
    buffer = EditBuffer("a")
    buffer.insert("b")
    buffer.load("new")
    assert buffer.undo() is None
    buffer.load("newer", undoable=True)
    assert buffer.undo() is not None
    assert buffer.text == "new"


def test_history_is_bounded() -> None:
    buffer = EditBuffer()
    for _ in range(STEPS + 5):
        buffer.insert("two")
    undone = 0
    while buffer.undo():
        undone += 1
    assert undone == STEPS
    big = "x" * (CHARS // 2 + 1)
    buffer.load(big, undoable=True)
    buffer.load("", undoable=True)
    assert buffer.undo() is not None
    assert buffer.undo() is None


def test_one_line_takes_no_line_breaks() -> None:
    buffer = EditBuffer("a\nb", multiline=False)
    buffer.insert("1\r\n2\r3\n")
    assert buffer.text == "123ab"


def test_leaving_a_selection_goes_to_its_edge() -> None:
    buffer = EditBuffer("abcdef")
    buffer.select(2, 4)
    buffer.move(Motion.LEFT)
    assert (buffer.cursor, buffer.selected_text) == (2, "")
    buffer.select(2, 4)
    buffer.move(Motion.RIGHT)
    assert buffer.cursor == 4


@pytest.mark.parametrize(
    ("motion", "offset"),
    [
        (Motion.WORD_LEFT, 4),
        (Motion.WORD_RIGHT, 14),
        (Motion.LINE_START, 4),
        (Motion.LINE_END, 14),
        (Motion.TEXT_START, 0),
        (Motion.TEXT_END, 18),
    ],
)
def test_motions(motion: Motion, offset: int) -> None:
    assert target("one\nab-c_d.efg\nlast"[:18], 10 if motion is not Motion.WORD_RIGHT else 11, motion) == offset


def test_a_mark_moves_with_its_character() -> None:
    text = "ae\u0301\u0302b"
    assert target(text, 1, Motion.RIGHT) == 4
    assert target(text, 4, Motion.LEFT) == 1
    assert target("\n\u0301", 0, Motion.RIGHT) == 1
    assert target("\n\u0301", 2, Motion.LEFT) == 1


def test_word_and_line_around_an_offset() -> None:
    token = "eyJ-_x.abc"
    assert word_at(token, 3) == (0, 6)
    assert word_at(token, 6) == (0, 6)
    assert word_at("a, b", 2) == (2, 3)
    assert word_at("", 0) == (0, 0)
    assert line_at("a\nbc\nd", 3) == (2, 4)
