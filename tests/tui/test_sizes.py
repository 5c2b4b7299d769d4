from itertools import cycle, product

import pytest
from textual.geometry import Size

from jwtlens.tui.actions import PANES
from jwtlens.tui.layout import VIEWS, Layout, layout_for, view_with
from tests.tui.bench_kit import HUGE, NARROW, SECRET, WIDE, opened, row, start, token


@pytest.mark.parametrize(
    ("size", "layout"),
    [
        ((80, 24), Layout.NARROW),
        ((200, 20), Layout.NARROW),
        ((99, 60), Layout.NARROW),
        ((100, 28), Layout.WIDE),
        ((140, 40), Layout.WIDE),
        ((180, 28), Layout.THREE),
        ((200, 60), Layout.THREE),
    ],
)
def test_the_arrangement_follows_the_size(size: tuple[int, int], layout: Layout) -> None:
    assert layout_for(Size(*size)) is layout


def test_every_pane_is_on_a_tab() -> None:
    assert {view_with(pane) for pane in PANES} <= VIEWS.keys()
    assert view_with("verification") == "Claims"


async def test_every_pane_is_reached_by_its_number_and_is_seen() -> None:
    async with opened(size=NARROW) as bench:
        for size, (number, pane) in product((NARROW, HUGE), enumerate(PANES, 1)):
            with row(size, pane):
                if bench.app.size != size:
                    await bench.resize(size)
                await bench.press(f"alt+{number}")
                assert bench.screen._focused_pane() == pane
                assert bench.widget(f"#{pane}").region.area > 0
                assert f"{number} " in bench.seen()
                assert "ACCEPTED" in bench.rows()[0] + bench.rows()[1]
        await bench.resize(WIDE)  # where there is room, all are seen at once
        for number, pane in enumerate(PANES, 1):
            with row(WIDE, pane):
                assert bench.widget(f"#{pane}").region.area > 0
                assert f" {number} " in bench.seen()


async def test_the_menu_of_panes() -> None:
    async with opened(size=NARROW) as bench:
        await bench.press("ctrl+g", "7")
        assert bench.focus == "audit"
        await bench.press("ctrl+g", "down", "down", "enter")
        assert bench.focus == "payload"


async def test_the_tabs_by_keyboard_and_by_mouse() -> None:
    async with opened(size=NARROW) as bench:
        await bench.press("shift+tab")
        assert bench.focus == "tabs"
        await bench.press("right", "right")
        assert (bench.screen.tabs.current, bench.focus) == ("Keys", "tabs")
        await bench.press("enter")
        assert bench.focus == "key"
        bench.screen.tabs.focus()
        await bench.press("left", "left", "left")
        assert bench.screen.tabs.current == "Audit"
        await bench.pilot.click("#tabs", offset=(bench.rows()[2].index("Verify"), 0))
        await bench.settle()
        assert (bench.screen.tabs.current, bench.focus) == ("Verify", "verification")
        assert "7 passed" in bench.seen()


async def test_tab_visits_only_what_is_seen_and_comes_back() -> None:
    order = ["header", "payload", "alg", "reveal", "key", "reading", "key-buttons", "issuer", "audience"]
    order += ["typ", "leeway", "required", "clock", "verification", "audit", "token"]
    async with opened(size=NARROW) as bench:
        for size in (NARROW, WIDE, HUGE):
            with row(size):
                await bench.resize(size)
                assert all(widget.region.area > 0 for widget in bench.screen.focus_chain)
                names = [str(widget.id) for widget in bench.screen.focus_chain]
                assert size == NARROW or sorted(names) == sorted(order)
        await bench.resize(WIDE)
        for visited in order:
            with row(visited):
                await bench.pilot.press("tab")
                assert bench.focus == visited


async def test_the_pane_with_the_focus_is_told_from_the_others() -> None:
    async with opened() as bench:
        for pane in PANES:
            await bench.go(pane)
            colours = {name: bench.widget(f"#{name}").styles.border_top[1].hex for name in PANES}
            assert sum(colour == colours[pane] for colour in colours.values()) == 1


async def test_resizing_keeps_focus_text_and_the_pane_in_sight() -> None:
    async with opened(start(token(), SECRET)) as bench:
        for pane, larger in zip(PANES, cycle((HUGE, WIDE)), strict=False):  # the next one begins where this one ends
            await bench.go(pane)
            before = bench.focus
            for size in (NARROW, larger):
                with row(pane, size):
                    await bench.resize(size)
                    assert bench.focus == before
                    assert bench.widget(f"#{pane}").region.area > 0
        await bench.resize(WIDE)
        assert bench.focus == before
        assert all(bench.widget(f"#{pane}").region.area > 0 for pane in PANES)
        assert (bench.token, bench.verdict) == (token(), "accepted")


async def test_resizing_keeps_what_was_scrolled_to() -> None:
    claims: dict[str, object] = {f"claim-{number:03}": number for number in range(200)}
    async with opened(start(token(claims=claims), SECRET)) as bench:
        await bench.go("payload")
        at = bench.payload.index("claim-099")
        bench.screen.payload_pane.select_range(at, at)
        await bench.settle()
        assert '"claim-099"' in bench.seen()
        for size in (HUGE, WIDE):
            await bench.resize(size)
            assert '"claim-099"' in bench.seen()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_a_pane_is_maximised_under_the_verdict_and_given_back(size: tuple[int, int]) -> None:
    async with opened(size=size) as bench:
        for pane in PANES:
            with row(pane):
                await bench.go(pane)
                before = bench.widget(f"#{pane}").region
                await bench.press("f10")
                region = bench.widget(f"#{pane}").region
                assert region.width >= size[0] - 2
                assert region.height >= size[1] - 8
                assert "ACCEPTED" in bench.rows()[0] + bench.rows()[1]
                await bench.press("f10")
                assert bench.widget(f"#{pane}").region == before


async def test_going_elsewhere_ends_a_maximised_view() -> None:
    async with opened() as bench:
        await bench.go("payload")
        await bench.press("f10", "alt+6")
        assert bench.focus == "verification"
        assert bench.screen.maximized is None


async def test_no_word_of_the_footer_is_cut() -> None:
    async with opened(size=NARROW) as bench:
        for width in (80, 100, 140):
            await bench.resize((width, 24))
            wide = ("Keys", "New", "Revert")[: {80: 0, 100: 2, 140: 3}[width]]
            for word in ("Help", "Explain", "Copy", "Go", "Learn", "Re-sign", *wide, "Quit", "palette"):
                with row(width, word):
                    assert word in bench.rows()[-1]


async def test_the_menu_of_keys_stands_in_the_footer_where_keys_are_the_matter() -> None:
    async with opened(size=NARROW) as bench:
        assert "f8 Re-sign" in bench.rows()[-1]
        await bench.go("keys")
        assert "f7 Keys" in bench.rows()[-1]
        assert "f5 Learn" in bench.rows()[-1]
        await bench.go("payload")
        assert "f8 Re-sign" in bench.rows()[-1]
