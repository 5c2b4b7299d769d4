from collections.abc import Iterable, Sequence
from unicodedata import category

import pytest
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from jwtlens.tui.editing.editor import Editor
from tests.tui.editing.editing_app import EditingApp, shown

RED = Style(color="#ff0000")
HOSTILE = "a\x1b[2J\x07\x9b31m\u202edcba\u200b\u2028\ud800\ue000\U000e0041\u0301\tb\r\n\u0301c中"


def style_at(editor: Editor, x: int, y: int) -> Style:
    for segment in editor.render_line(y).crop(x, x + 1):
        if segment.text and segment.style:
            return segment.style
    raise AssertionError


@pytest.mark.parametrize("wrap", [True, False])
@pytest.mark.parametrize("focus", [True, False])
async def test_nothing_raw_is_drawn(wrap: bool, focus: bool) -> None:
    class Noted(Editor):
        def note_for(self, row: int) -> Sequence[tuple[str, Style]]:
            del row
            return [(HOSTILE, Style())]

    editor = Noted(HOSTILE * 20, wrap=wrap, placeholder=HOSTILE)
    async with shown(editor, size=(30, 20)) as (app, pilot):
        if not focus:
            app.set_focus(None)
        for text in (editor.text, ""):
            editor.load(text)
            await pilot.pause()
            for left in range(4):
                editor.scroll_to(left, 0, animate=False, force=True)
                for y in range(20):
                    strip = editor.render_line(y)
                    assert strip.cell_length == editor.scrollable_content_region.width
                    assert not any(category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for char in strip.text)


async def test_a_placeholder_differs_from_the_character_that_looks_the_same() -> None:
    async with shown(Editor("\ufffd\u202e x")) as (app, pilot):
        assert app.editor.render_line(0).text.startswith("\ufffd\ufffd x")
        app.set_focus(None)
        await pilot.pause()
        assert style_at(app.editor, 0, 0) == style_at(app.editor, 3, 0)
        assert style_at(app.editor, 0, 0) != style_at(app.editor, 1, 0)


async def test_lines_are_wrapped_at_the_width_and_again_after_a_resize() -> None:
    async with shown(Editor("abcdefghij\nxyz"), size=(6, 5)) as (app, pilot):
        assert [row.rstrip() for row in app.screen_rows()[:4]] == ["abcde", "fghij", "xyz", ""]
        await pilot.press("ctrl+end")
        await pilot.resize_terminal(4, 3)
        await pilot.pause()
        width = app.editor.scrollable_content_region.width
        assert width == 3  # a scrollbar took one
        assert app.editor.buffer.cursor == 14
        assert app.editor.cursor_row == 6
        assert app.screen_rows()[2].startswith("z")


async def test_a_resize_keeps_the_top_of_the_viewport() -> None:
    text = "".join(f"{number:04}" for number in range(500))
    async with shown(Editor(text), size=(42, 10)) as (app, pilot):
        app.set_focus(None)
        app.editor.scroll_to(y=20, animate=False)
        top = app.screen_rows()[0][:4]
        await pilot.resize_terminal(62, 12)
        await pilot.pause()
        assert top in app.screen_rows()[0]


async def test_long_lines_scroll_sideways_with_the_cursor() -> None:
    text = "0123456789" * 10
    async with shown(Editor(text + "\nshort", wrap=False), size=(20, 5)) as (app, pilot):
        await pilot.press("end")
        await pilot.pause()
        assert app.screen_rows()[0] == text[-19:] + " "
        await pilot.press("x")
        await pilot.pause()
        assert app.screen_rows()[0] == (text + "x")[-19:] + " "
        await pilot.press("home")
        await pilot.pause()
        assert app.screen_rows()[0] == text[:20]


async def test_wide_characters_at_the_edges_and_under_the_cursor() -> None:
    async with shown(Editor("中文e\u0301中文", wrap=False, multiline=False), size=(5, 3)) as (app, pilot):
        assert app.screen_rows()[0] == "中文e\u0301"
        await pilot.press("right", "right", "right")
        assert app.editor.cursor_column == 5
        await pilot.pause()
        assert app.screen_rows()[0] == "文e\u0301中"
        app.editor.scroll_to(1, animate=False, force=True)
        await pilot.pause()
        assert app.screen_rows()[0] == " 文e\u0301 "


async def test_the_cursor_is_drawn_only_with_the_focus() -> None:
    async with shown(Editor("ab\nc", wrap=False)) as (app, pilot):
        assert style_at(app.editor, 0, 0).reverse
        await pilot.press("end")
        assert style_at(app.editor, 2, 0).reverse
        assert not style_at(app.editor, 0, 0).reverse
        app.set_focus(None)
        await pilot.pause()
        assert not style_at(app.editor, 2, 0).reverse


async def test_the_cursor_fits_at_the_end_of_a_full_row() -> None:
    async with shown(Editor("abcde\nf"), size=(6, 4)) as (app, pilot):
        await pilot.press("end")
        assert (app.editor.cursor_row, app.editor.cursor_column) == (0, 5)
        assert style_at(app.editor, 5, 0).reverse


async def test_the_selection_is_drawn_with_its_line_feeds() -> None:
    async with shown(Editor("ab\ncd", wrap=False)) as (app, pilot):
        plain = style_at(app.editor, 30, 0)
        await pilot.press("ctrl+shift+end")
        selected = style_at(app.editor, 0, 0)
        assert selected.bgcolor != plain.bgcolor
        assert style_at(app.editor, 2, 0) == selected
        assert style_at(app.editor, 3, 0) == plain
        assert style_at(app.editor, 1, 1) == selected


class Coloured(Editor):
    def styles_for(self, start: int, end: int) -> Iterable[tuple[int, int, Style]]:
        del start, end
        return [(0, 2, Style()), (2, 4, RED), (100, 200, RED)]

    def note_for(self, row: int) -> Sequence[tuple[str, Style]] | None:
        return [("expired ", RED), ("three days ago", Style())] if row == 1 else None


async def test_subclasses_colour_ranges_of_the_text() -> None:
    async with shown(Coloured("abcdef", wrap=False)) as (app, _):
        assert [style_at(app.editor, x, 0).color == RED.color for x in range(1, 6)] == [False, True, True, False, False]


async def test_notes_follow_the_text_and_are_cut_with_an_ellipsis() -> None:
    async with shown(Coloured("ab\ncd", wrap=False), size=(40, 4)) as (app, pilot):
        assert app.screen_rows()[1].rstrip() == "cd  expired three days ago"
        await pilot.resize_terminal(15, 4)
        await pilot.pause()
        assert app.screen_rows()[1] == "cd  expired th…"
        await pilot.resize_terminal(4, 4)
        await pilot.pause()
        assert app.screen_rows()[1] == "cd  "


async def test_masked_shows_as_many_bullets_and_nothing_else() -> None:
    editor = Coloured("ab\ncd 中", wrap=False)
    async with shown(editor) as (app, pilot):
        editor.masked = True
        await pilot.pause()
        assert app.screen_rows()[0].rstrip() == "•" * 7
        assert RED.color not in {segment.style.color for segment in editor.render_line(0) if segment.style}
        editor.masked = False
        await pilot.pause()
        assert app.screen_rows()[1].startswith("cd 中")


async def test_an_empty_editor_says_what_it_is_for() -> None:
    async with shown(Editor(placeholder="Paste a token")) as (app, pilot):
        assert app.screen_rows()[0].rstrip() == "Paste a token"
        await pilot.press("x")
        await pilot.pause()
        assert app.screen_rows()[0].rstrip() == "x"


async def test_only_touched_rows_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    render_line = Editor.render_line

    def noted(self: Editor, y: int) -> Strip:
        drawn.append(y)
        return render_line(self, y)

    async with shown(Editor("\n".join("abcdefgh"), wrap=False)) as (_, pilot):
        await pilot.press("down", "down")
        await pilot.pause()
        monkeypatch.setattr(Editor, "render_line", noted)
        await pilot.press("x")
        await pilot.pause()
        assert set(drawn) == {2}
        drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        assert set(drawn) == {2, 3}


@pytest.mark.parametrize("wrap", [True, False])
async def test_the_screen_after_edits_is_the_screen_drawn_anew(wrap: bool) -> None:
    keys = ["down", "x", "enter", "中", "shift+up", "delete", "ctrl+end", "ctrl+w", "ctrl+z", "up", "ctrl+k", "ctrl+a"]
    keys += ["left", "right", "shift+down", "y", "ctrl+z", "ctrl+z", "pagedown", "ctrl+u", "ctrl+y", "ctrl+v", "z"]
    text = "\n".join(f"line {number} " + "word " * number for number in range(9))
    async with shown(Editor(text, wrap=wrap), size=(30, 12)) as (app, pilot):
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            seen = app.screen_rows()
            assert seen == anew(app), key


def anew(app: EditingApp) -> list[str]:
    app.editor.refresh()
    app.editor._styles_cache.clear()
    return app.screen_rows()


async def test_selecting_a_range_shows_it() -> None:
    async with shown(Editor("\n".join(str(number) for number in range(100)), wrap=False)) as (app, pilot):
        offset = app.editor.text.index("77")
        app.editor.select_range(offset, offset + 2)
        await pilot.pause()
        assert any(row.startswith("77") for row in app.screen_rows())
        assert (app.editor.cursor_row, app.editor.cursor_column) == (77, 2)
        assert app.editor.buffer.selected_text == "77"


async def test_colours_follow_the_theme() -> None:
    async with shown(Editor("a")) as (app, pilot):
        app.theme = "textual-light"
        await pilot.pause()
        style = style_at(app.editor, 5, 0)
        assert style.bgcolor
        assert Color.from_rich_color(style.bgcolor).brightness > 0.5


async def test_a_text_loaded_while_hidden_is_cut_for_where_it_will_be_shown() -> None:
    async with shown(Editor("x"), size=(30, 5)) as (app, pilot):
        app.editor.display = False
        await pilot.pause()
        app.editor.load("0123456789" * 4)
        app.editor.display = True
        await pilot.pause()
        assert [len(row.rstrip()) for row in app.screen_rows()] == [29, 11, 0, 0, 0]
