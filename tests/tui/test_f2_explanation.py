"""F2: the explanation beside the panes or over them, about what the cursor is on."""

from typing import TYPE_CHECKING

import pytest
from textual.geometry import Size

from jwtlens.start import Start
from jwtlens.tui.explanation_panel import ExplanationPanel, ExplanationScreen
from jwtlens.tui.pointing import Place, pointed_at
from tests.audit.vendors import TOKENS
from tests.tui.bench_kit import HUGE, NARROW, SECRET, WIDE, Bench, Clock, opened, row, start, token

if TYPE_CHECKING:
    from collections.abc import Callable

_KEYCLOAK = TOKENS["Keycloak access"]


def _panel(bench: Bench) -> ExplanationPanel | None:
    found = bench.app.screen_stack[0].query(ExplanationPanel)
    return found.first() if found else None


def _text(bench: Bench) -> str:
    """The explanation, wherever it is."""
    screen = bench.app.screen
    panel = _panel(bench)
    text = screen.text if isinstance(screen, ExplanationScreen) else panel.text if panel else None
    return str(text._text.visual) if text else ""


def _regions(bench: Bench) -> dict[str | None, object]:
    return {node.id: node.region for node in bench.screen.query("#body *") if node.id}


async def _select(bench: Bench, part: str, pointer: str) -> None:
    await bench.go(part)
    (bench.screen.header_pane if part == "header" else bench.screen.payload_pane).select_member(pointer)
    await bench.settle()


async def test_it_follows_the_cursor_and_moves_nothing() -> None:
    async with opened(Start(_KEYCLOAK.token.text), clock=Clock(_KEYCLOAK.now)) as bench:
        assert "Keycloak access token" in bench.title("payload")
        await _select(bench, "payload", "/exp")
        before = _regions(bench)
        await bench.press("f2")
        assert _regions(bench) == before
        assert bench.focus == "payload"
        assert _text(bench).startswith("exp  expires")
        assert "in 4 min" in _text(bench)
        for part, pointer, words in (
            ("payload", "/realm_access", "Keycloak documentation"),
            ("payload", "/realm_access/roles", "realm_access.roles"),
            ("header", "/alg", "alg: RS256"),
            ("header", "/kid", "names the key"),
        ):
            with row(part, pointer):
                await _select(bench, part, pointer)
                assert words in _text(bench)
                panel = _panel(bench)
                assert panel is not None
                assert not panel.region.overlaps(bench.widget(f"#{part}").region)
        await bench.go("payload")
        await bench.press("ctrl+home", "down", "down")
        assert _text(bench).startswith("exp  ")
        await bench.tick(60)
        assert "in 3 min" in _text(bench)
        await bench.go("verification")
        await bench.press("home")
        assert "RFC 7515 §5.2" in _text(bench)
        await bench.press("down")
        assert _text(bench).startswith("algorithm  ")
        panel = _panel(bench)
        assert panel is not None
        assert not panel.region.overlaps(bench.verification.region)
        for size in (HUGE, (100, 28)):
            with row(size):
                await bench.resize(size)
                assert bench.widget("#body").region.contains_region(panel.region)
                assert not panel.region.overlaps(bench.verification.region)
                await bench.go("payload")
                assert not panel.region.overlaps(bench.widget("#payload").region)
                await bench.go("verification")
        await bench.press("escape")
        assert _panel(bench) is None
        assert bench.focus == "verification"


async def test_it_explains_what_each_pane_has() -> None:
    claims = {"iss": "https://issuer.example", "exp": 1}
    async with opened(start(token(claims=claims), SECRET)) as bench:
        await bench.press("f2")
        assert _text(bench).startswith("token  JSON Web Token")  # all of it is selected
        rows: list[tuple[str, Callable[[], object], str]] = [
            ("token", lambda: bench.screen.token_pane.select_segment("signature"), "signature  signature or MAC"),
            ("token", lambda: bench.screen.token_pane.select_range(3, 3), "header  JOSE header"),
            ("keys", lambda: None, "secret, "),
            ("expectations", lambda: None, "issuer  expected issuer"),
            ("audit", lambda: bench.audit.action_move(-100), "remedy: "),
        ]
        for pane, move, words in rows:
            with row(pane, words):
                await bench.go(pane)
                move()
                await bench.settle()
                assert words in _text(bench)
        await bench.go("audit")
        finding = bench.audit.finding
        assert finding is not None
        assert _text(bench).startswith(finding.slug)
        await bench.go("expectations")
        await bench.press("tab")
        assert "audience  expected audience" in _text(bench)
        await bench.paste_token("")
        assert _text(bench).startswith("token  ")


async def test_scrolling_and_coming_back() -> None:
    async with opened(Start(_KEYCLOAK.token.text), clock=Clock(_KEYCLOAK.now), size=(100, 28)) as bench:
        await bench.go("token")
        await bench.press("f2")
        panel = _panel(bench)
        assert panel is not None
        panel.text.focus()
        await bench.settle()
        before = _text(bench)
        await bench.press("down", "down", "pagedown")
        assert panel.text.scroll_offset.y > 0
        await bench.tick()
        assert panel.text.scroll_offset.y > 0
        assert _text(bench) == before
        await bench.press("f2")
        assert bench.focus == "token"


@pytest.mark.parametrize("close", ["f2", "escape", "q", "mouse"])
async def test_in_a_small_terminal_it_lies_over_the_panes(close: str) -> None:
    async with opened(Start(_KEYCLOAK.token.text), size=NARROW, clock=Clock(_KEYCLOAK.now)) as bench:
        await _select(bench, "payload", "/aud")
        await bench.press("f2")
        assert isinstance(bench.app.screen, ExplanationScreen)
        assert "In Keycloak tokens: Clients" in _text(bench)
        assert Size(*NARROW).region.contains_region(bench.app.screen.query_one("Vertical").region)
        await bench.press("down", "down", "down")
        if close == "mouse":
            await bench.pilot.click("#close")
            await bench.settle()
        else:
            await bench.press(close)
        assert len(bench.app.screen_stack) == 1
        assert bench.focus == "payload"


async def test_from_wide_to_narrow_maximised_and_back() -> None:
    async with opened() as bench:
        await bench.go("payload")
        await bench.press("f2")
        await bench.resize(NARROW)
        assert _panel(bench) is None
        await bench.resize(WIDE)
        await bench.press("f10", "f2")
        assert isinstance(bench.app.screen, ExplanationScreen)
        await bench.press("escape")
        assert bench.screen.maximized is not None
        await bench.press("escape")
        assert bench.screen.maximized is None


async def test_foreign_names_and_values() -> None:
    name = "a\x1b[31m\u202e[@click=app.quit]b"
    async with opened(start(token(claims={name: "\x07[red]", "iss": "[bold]x"}))) as bench:
        await _select(bench, "payload", f"/{name}")
        await bench.press("f2")
        assert "private claim" in _text(bench)
        assert "\\u001b[31m\\u202e[@click=app.quit]b" in _text(bench)
        assert "Here it is \\u0007[red]." in _text(bench)
        assert all("\x1b" not in line and "\u202e" not in line for line in bench.rows())


async def test_pointing_outside_of_the_panes() -> None:
    async with opened(size=NARROW) as bench:
        tabs = bench.widget("#tabs")
        assert pointed_at(tabs, bench.inspection) is None
        assert pointed_at(None, bench.inspection) is None
        assert pointed_at(bench.screen.keys_pane.field, bench.inspection) == Place("key", "")
        bench.screen.set_focus(tabs)
        await bench.press("f2")
        assert any("F2 explains" in words for words in bench.told)
