import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Button

from jwtlens.tui.editing.editor import Editor
from tests.tui.bench_kit import row
from tests.tui.editing.editing_app import shown


async def test_printable_keys_are_typed_and_nothing_quits() -> None:
    async with shown(Editor()) as (app, pilot):
        await pilot.press("q", "Q", "?", "space", "é", "ctrl+c", "escape")
        assert app.editor.text == "qQ? é"
        assert app.is_running
        assert app.refusals == ["Nothing is selected."]


async def test_an_edit_is_told_at_once_and_by_a_message_without_the_text() -> None:
    editor = Editor()
    seen: list[str] = []
    editor.on_edit = lambda it: seen.append(it.text)
    async with shown(editor) as (app, pilot):
        await pilot.press("a", "b", "backspace", "left", "backspace")
        assert seen == ["a", "ab", "a"]
        assert app.count(Editor.Changed) == 3
        assert all("text" not in vars(message) for message in app.told)
        editor.load("programmatic")
        await pilot.pause()
        assert app.count(Editor.Changed) == 3


async def test_moving_is_told() -> None:
    async with shown(Editor("ab")) as (app, pilot):
        await pilot.press("left", "right", "right", "right")
        assert app.count(Editor.CursorMoved) == 2


MOVES: list[tuple[list[str], int]] = [
    (["end"], 7),
    (["ctrl+end"], 19),
    (["ctrl+end", "home"], 16),
    (["ctrl+end", "ctrl+home"], 0),
    (["right", "right", "down"], 10),
    (["end", "down"], 15),
    (["end", "down", "down", "up", "up"], 7),  # the column survives shorter rows
    (["up"], 0),
    (["down", "down", "down"], 19),
    (["ctrl+right"], 3),
    (["ctrl+right", "ctrl+right", "ctrl+left"], 4),
    (["pagedown"], 19),
    (["pagedown", "pageup"], 0),
    (["enter", "ctrl+j"], 2),
]


@pytest.mark.parametrize("wrap", [True, False])
async def test_keys_move_the_cursor(wrap: bool) -> None:
    async with shown(Editor(wrap=wrap)) as (app, pilot):
        for keys, cursor in MOVES:
            with row(*keys):
                app.begin("one two\nlonger!\nend")
                await pilot.press(*keys)
                assert app.editor.buffer.cursor == cursor


SELECTIONS: list[tuple[list[str], str]] = [
    (["shift+right", "shift+right"], "on"),
    (["ctrl+shift+right"], "one"),
    (["shift+end"], "one two"),
    (["end", "shift+home"], "one two"),
    (["shift+down"], "one two\n"),
    (["ctrl+shift+end"], "one two\nend"),
    (["end", "shift+left", "shift+up"], "one two"),
    (["ctrl+a"], "one two\nend"),
    (["ctrl+a", "right"], ""),
    (["shift+pagedown"], "one two\nend"),
]


async def test_shift_selects() -> None:
    async with shown(Editor()) as (app, pilot):
        for keys, selected in SELECTIONS:
            with row(*keys):
                app.begin("one two\nend")
                await pilot.press(*keys)
                assert app.editor.buffer.selected_text == selected


EDITS: list[tuple[list[str], str]] = [
    (["delete"], "ne two\nend"),
    (["right", "backspace"], "ne two\nend"),
    (["end", "ctrl+w"], "one \nend"),
    (["end", "ctrl+backspace"], "one \nend"),
    (["end", "alt+backspace"], "one \nend"),
    (["ctrl+delete"], " two\nend"),
    (["alt+d"], " two\nend"),
    (["ctrl+right", "ctrl+u"], " two\nend"),
    (["ctrl+right", "ctrl+k"], "one\nend"),
    (["end", "delete"], "one twoend"),
    (["enter"], "\none two\nend"),
    (["ctrl+a", "x"], "x"),
    (["ctrl+a", "delete"], ""),
    (["x", "y", "ctrl+z"], "one two\nend"),
    (["x", "y", "ctrl+z", "ctrl+y"], "xyone two\nend"),
    (["x", "y", "ctrl+z", "ctrl+shift+z"], "xyone two\nend"),
    (["ctrl+z"], "one two\nend"),
]


async def test_keys_edit() -> None:
    async with shown(Editor()) as (app, pilot):
        for keys, text in EDITS:
            with row(*keys):
                app.begin("one two\nend")
                await pilot.press(*keys)
                assert app.editor.text == text


async def test_every_binding_has_an_id_of_its_own_and_a_tooltip() -> None:
    async with shown(Editor()) as (app, _):
        bindings = [binding for _, binding in app.editor._bindings]
        assert all(binding.tooltip and not binding.show for binding in bindings)
        assert all(str(binding.id).startswith("editor.") for binding in bindings)
        app.set_keymap({"editor.undo": "f4"})


async def test_copy_cut_and_paste() -> None:
    async with shown(Editor("one two")) as (app, pilot):
        await pilot.press("ctrl+v", "ctrl+x")
        assert len(app.refusals) == 2
        await pilot.press("ctrl+shift+right", "ctrl+c", "end", "ctrl+v")
        assert app.editor.text == "one twoone"
        await pilot.press("ctrl+shift+left", "ctrl+x")
        assert (app.editor.text, app.clipboard) == ("one ", "twoone")


async def test_a_paste_replaces_the_selection_in_one_step() -> None:
    async with shown(Editor("one two")) as (app, pilot):
        await pilot.press("ctrl+shift+right")
        app.post_message(Paste("a\r\nb\rc\nd"))
        await pilot.pause()
        assert app.editor.text == "a\nb\nc\nd two"
        assert app.count(Editor.Changed) == 1
        await pilot.press("ctrl+z")
        assert app.editor.text == "one two"


async def test_an_empty_paste_deletes_nothing() -> None:
    async with shown(Editor("one")) as (app, pilot):
        await pilot.press("ctrl+a")
        app.post_message(Paste(""))
        await pilot.pause()
        assert app.editor.text == "one"


async def test_a_subclass_cleans_what_is_pasted() -> None:
    class Compact(Editor):
        def clean_paste(self, text: str) -> str:
            return "".join(text.split())

    async with shown(Compact()) as (app, pilot):
        app.post_message(Paste(" eyJ. \n abc "))
        await pilot.pause()
        assert app.editor.text == "eyJ.abc"


async def test_a_paste_without_brackets_is_one_step() -> None:
    async with shown(Editor()) as (app, pilot):
        await pilot.press(*"eyJ.e30.")
        assert app.editor.text == "eyJ.e30."
        await pilot.press("ctrl+z")
        assert app.editor.text == ""


async def test_one_line_submits_and_takes_no_line_breaks() -> None:
    async with shown(Editor(wrap=False, multiline=False)) as (app, pilot):
        app.post_message(Paste("iss\nuer\r\n"))
        await pilot.press("enter")
        assert app.editor.text == "issuer"
        assert app.count(Editor.Submitted) == 1
        assert app.editor.size.height == 1


async def test_too_long_is_refused_as_a_whole() -> None:
    editor = Editor("123", wrap=False, multiline=False)
    editor.max_length = 5
    async with shown(editor) as (app, pilot):
        app.post_message(Paste("456"))
        await pilot.pause()
        assert editor.text == "123"
        assert app.refusals == ["This field takes at most 5 characters."]
        app.post_message(Paste("4\n5"))
        await pilot.press("ctrl+a", "x")
        assert editor.text == "x"
        assert len(app.refusals) == 1


async def test_read_only_refuses_edits_but_not_copies() -> None:
    editor = Editor("one")
    editor.read_only = True
    async with shown(editor) as (app, pilot):
        await pilot.press("x", "delete", "enter", "ctrl+a", "ctrl+x", "ctrl+c")
        assert editor.text == "one"
        assert app.clipboard == "one"
        assert set(app.refusals) == {"This text is read-only."}
        assert not editor.check_consume_key("x", "x")


async def test_a_masked_text_is_neither_copied_nor_betrayed_by_its_words() -> None:
    editor = Editor("two words\nand a line")
    editor.masked = True
    async with shown(editor) as (app, pilot):
        await pilot.press("ctrl+right")
        assert editor.buffer.cursor == len(editor.text)
        await pilot.press("ctrl+a", "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert editor.text == "two words\nand a line"
        assert len(app.refusals) == 2
        await pilot.press("x")
        assert editor.text == "x"


async def test_tab_moves_the_focus() -> None:
    class Form(App[None]):
        def compose(self) -> ComposeResult:
            yield Editor()
            yield Button()

    app = Form()
    async with app.run_test() as pilot:
        await pilot.press("tab")
        assert isinstance(app.focused, Button)
        assert app.query_one(Editor).text == ""


async def test_load_keeps_the_place_and_may_be_undone() -> None:
    async with shown(Editor("\n".join("abcdefghijklmnop"), wrap=False)) as (app, pilot):
        await pilot.press("pagedown", "pagedown")
        offset, scroll = app.editor.buffer.cursor, app.editor.scroll_offset
        app.editor.load("\n".join("ABCDEFGHIJKLMNOP"), undoable=True)
        await pilot.pause()
        assert (app.editor.buffer.cursor, app.editor.scroll_offset) == (offset, scroll)
        app.editor.load("x")
        await pilot.pause()
        assert (app.editor.buffer.cursor, app.editor.scroll_offset.y) == (1, 0)
        await pilot.press("ctrl+z")
        assert app.editor.text == "x"


def test_an_editor_works_before_it_is_on_a_screen() -> None:
    editor = Editor("a")
    editor.load("b\nc")
    editor.select_range(2, 3)
    assert (editor.text, editor.buffer.selected_text) == ("b\nc", "c")
