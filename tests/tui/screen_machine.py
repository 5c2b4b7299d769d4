"""Somebody at the screen who does anything: pastes, types, presses, clicks, resizes, and runs every action there is.

After each step nothing is broken, nothing raw is drawn, the Token pane holds the token that is judged, and the verdict
is that of ``inspect()``.
"""

import asyncio
import contextlib
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jwtlens import captures, paste
from jwtlens.actions import ACTIONS
from jwtlens.harvest import harvest
from jwtlens.inspection import inspect
from jwtlens.tui.editing.editor import Editor
from tests.fuzz import promises
from tests.fuzz.carriers import carrier
from tests.fuzz.chance import below, pick
from tests.fuzz.keys import key_text
from tests.fuzz.texts import text
from tests.fuzz.tokens import claims_set, header, token
from tests.tui.bench_kit import NOW, Bench, Clock, opened

RANDOMS = st.randoms(use_true_random=False)
SIZES = ((140, 40), (80, 24), (20, 5), (200, 60), (81, 25), (40, 12), (300, 4), (1, 1))
PANES = ("token", "header", "payload", "keys", "expectations", "verification", "audit")
FIELDS = ("issuer", "audience", "leeway", "clock", "required", "typ")
KEYS = (
    *(
        "tab",
        "shift+tab",
        "enter",
        "escape",
        "space",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
    ),
    *("ctrl+z", "ctrl+y", "ctrl+a", "ctrl+x", "ctrl+v", "backspace", "delete", "ctrl+home", "ctrl+end", "ctrl+left"),
    *("ctrl+p", "ctrl+t", "ctrl+l", "ctrl+g", "ctrl+d", "ctrl+f", "ctrl+r", "ctrl+n", "ctrl+o", "alt+up", "alt+down"),
    *(f"f{number}" for number in range(1, 11)),
    *"a1{}\"',.:[f] dun?/",
)
_ELSEWHERE = ("watch_clipboard",)
"""Actions that would wait for something outside this process."""


class ScreenMachine(RuleBasedStateMachine):
    """The real program under a pilot."""

    bench: Bench

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = Clock()
        self.opened = contextlib.AsyncExitStack()

    @initialize()
    def begin(self) -> None:
        async def enter() -> Bench:
            return await self.opened.enter_async_context(opened(clock=self.clock))

        self.bench = self.runner.run(enter())

    def teardown(self) -> None:
        self.runner.run(self.opened.aclose())
        self.runner.close()

    @rule(r=RANDOMS)
    def paste_a_token(self, r: Random) -> None:
        self._paste_over_the_token(token(r))

    @rule(r=RANDOMS)
    def paste_a_text_with_tokens(self, r: Random) -> None:
        self._paste_over_the_token(carrier(r))

    @rule(r=RANDOMS)
    def paste_a_key(self, r: Random) -> None:
        material = key_text(r).reveal()
        given = material if isinstance(material, str) else material.decode("utf-8", "surrogateescape")
        self._over(self.bench.screen.keys_pane.field, given)

    @rule(r=RANDOMS)
    def edit_the_claims(self, r: Random) -> None:
        self._over(self.bench.screen.payload_pane, claims_set(r))

    @rule(r=RANDOMS)
    def edit_the_header(self, r: Random) -> None:
        self._over(self.bench.screen.header_pane, header(r))

    @rule(r=RANDOMS, field=st.sampled_from(FIELDS))
    def expect(self, r: Random, field: str) -> None:
        widget = self.bench.widget(f"#{field}")
        assert isinstance(widget, Editor)
        self._over(widget, pick(r, (text(r), "60", "now", "+15m", str(NOW))))

    @rule(r=RANDOMS)
    def paste_where_the_focus_is(self, r: Random) -> None:
        given = pick(r, (text, token, carrier))(r)

        async def act() -> None:
            if self.bench.app.focused is not None:
                await self.bench.paste(given)

        self.runner.run(act())

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=6))
    def press(self, keys: list[str]) -> None:
        self.runner.run(self.bench.press(*keys))

    @rule(pane=st.sampled_from(PANES))
    def go(self, pane: str) -> None:
        self.runner.run(self.bench.go(pane))

    @rule(size=st.sampled_from(SIZES))
    def resize(self, size: tuple[int, int]) -> None:
        self.runner.run(self.bench.resize(size))

    @rule(seconds=st.sampled_from((1, 3600, -60, 10**9)))
    def wait(self, seconds: int) -> None:
        self.runner.run(self.bench.tick(seconds))

    @rule(action=st.sampled_from([one.name for one in ACTIONS if one.name not in _ELSEWHERE]))
    def choose_an_action(self, action: str) -> None:
        async def act() -> None:
            await self.bench.screen.run_action(action)
            await self.bench.settle()

        self.runner.run(act())

    @rule(r=RANDOMS)
    def click(self, r: Random) -> None:
        async def act() -> None:
            size = self.bench.app.size
            await self.bench.pilot.click(offset=(below(r, max(size.width, 1)), below(r, max(size.height, 1))))
            await self.bench.settle()

        self.runner.run(act())

    @rule()
    def close_what_is_open(self) -> None:
        async def act() -> None:
            while len(self.bench.app.screen_stack) > 1:
                self.bench.app.pop_screen()
            await self.bench.settle()

        self.runner.run(act())

    def _over(self, editor: Editor, given: str) -> None:
        async def act() -> None:
            if not editor.read_only:
                await self.bench.paste_over(editor, given)

        self.runner.run(act())

    def _paste_over_the_token(self, given: str) -> None:
        """What is pasted is there: unwrapped, or, where nothing can be unwrapped, as the tokens that are in it."""
        pane = self.bench.screen.token_pane
        self._over(pane, given)
        is_large = len(given) > captures.LARGE
        shown = {pane.buffer.accepted(paste.extract(given).token), *(found.token for found in harvest(given))}
        assert pane.text in shown or is_large, (pane.text, given)

    @invariant()
    def nothing_is_broken(self) -> None:
        if not hasattr(self, "bench"):
            return
        app = self.bench.app
        assert app.is_running, app.return_code
        for row in self.bench.rows():
            promises.harmless(row, "a row of the screen")

    @invariant()
    def the_verdict_is_that_of_inspect(self) -> None:
        if not hasattr(self, "bench"):
            return
        screen, workspace = self.bench.screen, self.bench.screen.workspace
        found = inspect(
            workspace.source,
            workspace.keyring,
            workspace.policy,
            now=self.bench.inspection.now,
            as_of=workspace.at is not None,
        )
        assert screen.token_pane.text == workspace.source
        assert _said(self.bench.inspection.report) == _said(found.report)


def _said(report: Any) -> list[object]:  # noqa: ANN401 - a report
    return [report.verdict, *((check.name, check.status, check.reason) for check in report.checks)]
