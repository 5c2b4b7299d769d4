"""What the screen looks like. After a change that is meant: ``pytest tests/tui/snapshots --snapshot-update``."""

import time
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from jwtlens.start import Start
from jwtlens.tui.app import JwtlensApp
from jwtlens.tui.themes import LIGHT
from jwtlens.verify.policy import Policy
from tests.tui.bench_kit import CLAIMS, HUGE, NARROW, NOW, SECRET, WIDE, Clock, start, token

Compare = Callable[..., bool]
EXPIRED = start(token(claims=CLAIMS | {"exp": NOW - 252}), SECRET, policy=Policy(audiences=("billing",)))
STATES: dict[str, tuple[Start, tuple[int, int], list[str]]] = {
    "accepted": (start(), WIDE, []),
    "rejected": (EXPIRED, WIDE, ["alt+6"]),
    "not verified": (start(token()), WIDE, []),
    "malformed": (start("eyJhbGciOiJIUzI1NiJ9.e30=.[/nope]"), WIDE, []),
    "narrow claims": (EXPIRED, NARROW, ["alt+3"]),
    "narrow keys": (start(), NARROW, ["alt+4"]),
    "narrow verify": (EXPIRED, NARROW, ["shift+tab", "left", "left", "enter"]),
    "three columns": (start(), HUGE, []),
    "help": (start(), NARROW, ["f1"]),
    "copy menu": (start(), NARROW, ["alt+3", "down", "f3"]),
    "broken json": (start(), WIDE, ["alt+3", "down", "end", "x"]),
    "modified": (start(), WIDE, ["f8", "alt+3", "down", "end", "left", "left", "x"]),
}


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def pressing(keys: list[str]) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return press


@pytest.mark.parametrize("state", STATES)
def test_screen(state: str, snap_compare: Compare) -> None:
    begin, size, keys = STATES[state]
    assert snap_compare(JwtlensApp(begin, Clock()), terminal_size=size, run_before=pressing(keys))


def test_light_theme(snap_compare: Compare) -> None:
    app = JwtlensApp(EXPIRED, Clock())
    app.theme = LIGHT.name
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing([]))
