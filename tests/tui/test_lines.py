from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.lines import Line, LineList
from jwtlens.tui.themes import DARK, fallbacks

LINES = [Line(((f"{number} ", "line--quiet"),), f"line {number}") for number in range(50)]


class ListApp(App[None]):
    def __init__(self, lines: LineList) -> None:
        super().__init__()
        self.lines, self.chosen = lines, list[int]()
        self.register_theme(DARK)
        self.theme = DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return fallbacks(dark=True)

    def compose(self) -> ComposeResult:
        yield self.lines

    @on(LineList.Chosen)
    def remember(self, event: LineList.Chosen) -> None:
        self.chosen.append(event.index)

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


@asynccontextmanager
async def shown(lines: list[Line], empty: str = "") -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
    app = ListApp(LineList(empty=empty))
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.show(lines)
        app.lines.focus()
        await pilot.pause()
        yield app, pilot


async def test_the_cursor_moves_within_the_lines_and_stays_in_sight() -> None:
    async with shown(LINES) as (app, pilot):
        await pilot.press("up")
        assert app.lines.cursor == 0
        await pilot.press("down", "down", "j", "k", "enter", "space")
        assert app.chosen == [2, 2]
        await pilot.press("end")
        await pilot.pause()
        assert (app.lines.cursor, app.rows()[-1]) == (49, "49 line 49")
        await pilot.press("pageup", "home")
        await pilot.pause()
        assert app.rows()[0] == "0 line 0"


async def test_long_lines_wrap_beside_their_head() -> None:
    async with shown([Line((("HEAD ", "line--quiet"),), "words that do not fit in here"), LINES[0]]) as (app, pilot):
        assert app.rows()[:4] == ["HEAD words that do", "     not fit in here", "0 line 0", ""]
        await pilot.click(LineList, offset=(7, 1))
        await pilot.click(LineList, offset=(7, 2))
        await pilot.click(LineList, offset=(7, 6))
        assert app.chosen == [0, 1]


async def test_a_line_that_is_higher_than_the_list_is_seen_to_its_end_before_the_next() -> None:
    tall = Line((), "tall", more=tuple(f"more {number}" for number in range(14)))
    async with shown([LINES[0], tall, LINES[1]]) as (app, pilot):
        for key, cursor, top in (
            ("down", 1, "tall"),
            ("down", 1, "more 4"),
            ("down", 2, None),
            ("up", 1, "tall"),
            ("down", 1, "more 4"),
            ("up", 1, "tall"),
            ("up", 0, "0 line 0"),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert app.lines.cursor == cursor, key
            assert top is None or app.rows()[0].startswith(top), key


async def test_words_below_a_chosen_line_stay_when_the_focus_goes() -> None:
    line = Line((), "line", more=("more",))
    async with shown([line, LINES[1]]) as (app, pilot):
        await pilot.pause()
        assert app.rows()[:3] == ["line", "more", "1 line 1"]
        app.screen.set_focus(None)
        await pilot.pause()
        assert app.rows()[:2] == ["line", "1 line 1"]
        app.lines.focus()
        await pilot.press("enter")
        app.screen.set_focus(None)
        await pilot.pause()
        assert app.rows()[:3] == ["line", "more", "1 line 1"]


async def test_the_cursor_follows_its_line() -> None:
    async with shown(LINES) as (app, _):
        app.lines.cursor = 3
        app.lines.show(LINES[1:], cursor=2)
        assert app.lines.cursor == 2
        app.lines.show(LINES[:1])
        assert app.lines.cursor == 0


async def test_a_shorter_list_shows_the_cursor_s_line_from_its_beginning() -> None:
    tall = Line((), "tall", more=tuple(f"more {number}" for number in range(8)))
    async with shown([*LINES[:9], tall]) as (app, pilot):
        await pilot.press("end")
        await pilot.pause()
        app.lines.show([tall, LINES[0], LINES[1]], cursor=0)
        await pilot.pause()
        assert app.rows()[0] == "tall"


async def test_an_empty_list_says_so_and_chooses_nothing() -> None:
    async with shown([], "Nothing.") as (app, pilot):
        await pilot.press("down", "enter", "up", "end")
        assert (app.rows()[0], app.chosen) == ("Nothing.", [])


async def test_what_acts_on_a_terminal_is_shown_as_text() -> None:
    async with shown([Line((("\x1b[31m", "line--quiet"),), "[/nope] \u202e")]) as (app, _):
        assert "".join(app.rows()).replace(" ", "").startswith("\\u001b[31m[/nope]")


async def test_a_choice_by_enter_number_click_and_escape() -> None:
    answers: list[int | None] = []
    app = ListApp(LineList())
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in (["enter"], ["down", "enter"], ["3"], ["9", "escape"], ["x", "1"]):
            app.push_screen(ChoiceScreen("Choose", ["[/one]", "two", "three"], chosen=1), answers.append)
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
        app.push_screen(ChoiceScreen("Choose", ["one", "two", "three"]), answers.append)
        await pilot.pause()
        await pilot.click("#options", offset=(6, 2))
        await pilot.pause()
    assert answers == [1, 2, 2, None, 0, 2]


async def test_a_choice_of_more_than_nine_has_letters_for_the_rest_and_one_key_never_takes_another() -> None:
    answers: list[int | None] = []
    app = ListApp(LineList())
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in (["1"], ["a"], ["b"], ["c", "escape"], ["0", "escape"], ["j", "enter"]):
            app.push_screen(ChoiceScreen("Choose", [f"option {number}" for number in range(11)]), answers.append)
            await pilot.pause()
            marks = [line.head[0][0].strip() for line in app.screen.query_one(LineList).lines]
            assert marks == [*"123456789ab"]
            await pilot.press(*keys)
            await pilot.pause()
    assert answers == [0, 9, 10, None, None, 1]


async def test_a_choice_of_many_scrolls() -> None:
    answers: list[int | None] = []
    app = ListApp(LineList())
    async with app.run_test(size=(60, 12)) as pilot:
        app.push_screen(ChoiceScreen("Choose", [f"option {number} " * 9 for number in range(30)]), answers.append)
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
    assert answers == [29]
