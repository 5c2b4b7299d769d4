from textual.events import MouseScrollDown, MouseScrollUp

from jwtlens.tui.editing.editor import Editor
from tests.tui.editing.editing_app import shown

TEXT = "header.payload\nsecond 中文 line\n" + "\n".join(str(number) for number in range(50))


async def test_a_click_places_the_cursor() -> None:
    async with shown(Editor(TEXT, wrap=False)) as (app, pilot):
        await pilot.click(Editor, offset=(3, 0))
        assert app.editor.buffer.cursor == 3
        await pilot.click(Editor, offset=(8, 1))  # the right half of a wide character
        assert app.editor.text[app.editor.buffer.cursor] == "中"
        await pilot.click(Editor, offset=(35, 0))
        assert app.editor.buffer.cursor == 14
        await pilot.click(Editor, offset=(0, 9), shift=True)
        assert app.editor.buffer.selection == (14, app.editor.text.index("\n7\n") + 1)


async def test_a_click_below_the_text_goes_to_its_end() -> None:
    async with shown(Editor("ab\ncd", wrap=False)) as (app, pilot):
        await pilot.click(Editor, offset=(0, 6))
        assert app.editor.buffer.cursor == 5


async def test_a_double_click_selects_the_word_and_a_triple_click_the_line() -> None:
    async with shown(Editor(TEXT, wrap=False)) as (app, pilot):
        await pilot.click(Editor, offset=(9, 0), times=2)
        assert app.editor.buffer.selected_text == "payload"
        await pilot.click(Editor, offset=(2, 1), times=3)
        assert app.editor.buffer.selected_text == "second 中文 line"


async def test_words_of_a_masked_text_are_not_selected() -> None:
    editor = Editor("two words")
    editor.masked = True
    async with shown(editor) as (_, pilot):
        await pilot.click(Editor, offset=(1, 0), times=2)
        assert editor.buffer.selected_text == "two words"


async def test_dragging_selects_and_scrolls_at_the_edge() -> None:
    async with shown(Editor(TEXT, wrap=False), size=(40, 10)) as (app, pilot):
        await pilot.mouse_down(Editor, offset=(7, 0))
        await pilot.hover(Editor, offset=(6, 1))
        assert app.editor.buffer.selected_text == "payload\nsecond"
        app.editor._pointer = app.editor._pointer and app.editor._pointer._replace(y=10)  # held below the viewport
        app.editor._follow_pointer()
        app.editor._follow_pointer()
        assert app.editor.scroll_offset.y == 2
        assert app.editor.cursor_row == 11
        await pilot.mouse_up(Editor, offset=(6, 1))
        row = app.editor.cursor_row
        await pilot.hover(Editor, offset=(0, 0))
        assert app.editor.cursor_row == row
        assert app.editor._drag_timer is None


async def test_the_wheel_scrolls_three_rows_and_leaves_the_cursor() -> None:
    async with shown(Editor(TEXT, wrap=False), size=(40, 10)) as (app, pilot):
        await pilot._post_mouse_events([MouseScrollDown, MouseScrollDown], Editor)
        assert (app.editor.scroll_offset.y, app.editor.cursor_row) == (6, 0)
        await pilot._post_mouse_events([MouseScrollUp], Editor)
        assert app.editor.scroll_offset.y == 3
