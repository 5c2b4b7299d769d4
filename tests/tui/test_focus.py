"""The focus can be seen wherever it is, with and without colour, and tab goes on as one reads."""

import pytest
from textual.geometry import Region
from textual.widget import Widget

from jwtlens.samples import gallery
from jwtlens.tui.actions import PANES
from tests.tui.bench_kit import NARROW, NOW, WIDE, Bench, opened, row
from tests.tui.looks_kit import LIST, drawn, segments, top

SMALLEST = (60, 20)
DIALOGS = ("settings", "key('load')", "key('generate')", "anatomy")


@pytest.mark.parametrize("no_color", ["", "1"])
async def test_the_focus_is_seen_on_every_widget_that_can_have_it(
    no_color: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    seen: set[str] = set()
    async with opened() as bench:
        bench.app.animation_level = "none"
        bench.screen.put(gallery.setup(gallery.find("es256"), NOW))
        await bench.screen.run_action("key('add')")
        await bench.settle()
        seen |= await _focused_one_by_one(bench)
        await bench.paste_token(LIST)
        seen |= await _focused_one_by_one(bench)
        for name in DIALOGS if no_color else ():  # the harder case; in colour their fields are those of the panes
            with row(name):
                await bench.screen.run_action(name)
                await bench.settle()
                seen |= await _focused_one_by_one(bench)
                bench.app.pop_screen()
        await bench.resize(NARROW)
        bench.screen.tabs.focus()
        await bench.settle()
        seen |= await _focused_one_by_one(bench)
        await bench.press("ctrl+f", "escape", "f5", "enter")
        seen |= await _focused_one_by_one(bench)
    assert {"token", "alg", "key", "key-rows", "key-buttons", "issuer", "audit", "found-rows", "tabs"} <= seen
    assert len(seen) > (30 if no_color else 20)


async def _focused_one_by_one(bench: Bench) -> set[str]:
    screen = bench.app.screen
    chain = screen.focus_chain
    screen.set_focus(chain[-1] if len(chain) > 1 else None)
    await bench.pilot.pause()
    for widget in chain:
        with row(widget):
            without = drawn(bench, widget)
            screen.set_focus(widget)
            await bench.pilot.pause()
            assert drawn(bench, widget) != without
    if bench.app.no_color:
        styles = [one.style for one in segments(bench, Region(0, 0, *bench.app.size)) if one.style]
        assert not [style for style in styles if style.color or style.bgcolor]
    return {widget.id or type(widget).__name__ for widget in chain}


async def test_tab_goes_from_left_to_right_and_from_top_to_bottom() -> None:
    async with opened() as bench:
        for size in (WIDE, NARROW, SMALLEST):
            with row(size):
                await bench.resize(size)
                await bench.go("token")
                for name in (None, *DIALOGS):
                    with row(name):
                        if name:
                            await bench.screen.run_action(name)
                            await bench.settle()
                        chain = bench.app.screen.focus_chain
                        # What reveals the key stands at the left of its field, in the second row of it.
                        rows = [one.region.y - (one.id == "reveal") for one in chain]
                        placed = [(_is_in(one, "right"), y, one.region.x) for one, y in zip(chain, rows, strict=True)]
                        assert placed == sorted(placed)
                        assert len(placed) > 1 or name == "anatomy"
                        if name:
                            bench.app.pop_screen()


def _is_in(widget: Widget, name: str) -> bool:
    return any(one.id == name for one in widget.ancestors)


async def test_nothing_is_lost_in_sixty_columns_and_twenty_rows() -> None:
    async with opened(size=SMALLEST) as bench:
        bench.app.animation_level = "none"
        bench.screen.put(gallery.setup(gallery.find("wrong-audience"), NOW))
        await bench.settle()
        for number, pane in enumerate(PANES, 1):
            with row(pane):
                await bench.press(f"alt+{number}")
                shown = bench.screen.query_one(f"#{pane}")
                assert shown.region.height >= 4
                assert bench.app.screen.region.contains_region(shown.region)
                assert bench.app.focused is not None
                assert bench.app.focused.region.height > 0
                await bench.press("f10")
                assert bench.screen.maximized is shown
                assert "REJECTED" in bench.seen()
                await bench.press("f10")
        for pane, last in (("payload", "}"), ("verification", "jti"), ("audit", "not checked")):
            with row(pane):
                await bench.go(pane)
                await bench.press("ctrl+end" if pane == "payload" else "end")
                assert last in bench.seen()
        await bench.go("keys")
        for _ in range(12):  # through all fields: each comes into sight with the focus
            await bench.press("tab")
            focused = bench.app.focused
            assert focused is not None
            with row(focused):
                assert focused.region.overlaps(bench.app.screen.region)
                assert focused.parent is None or focused.region.height > 0
        for name in (*DIALOGS, "help"):
            with row(name):
                await bench.screen.run_action(name)
                await bench.settle()
                assert bench.app.screen.region.contains_region(top(bench))
                for widget in bench.app.screen.focus_chain:
                    bench.app.screen.set_focus(widget)
                    await bench.pilot.pause()
                    assert top(bench).overlaps(widget.region)
                bench.app.pop_screen()
