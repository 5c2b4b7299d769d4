"""The screen starts without what only its dialogs and F2 need."""

import json
import subprocess
import sys

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from jwtlens.start import Start
from jwtlens.tui.app import JwtlensApp
from jwtlens.tui.workbench import WorkbenchScreen

_PROGRAM = """
import asyncio, json, sys
from jwtlens.start import Start
from jwtlens.tui.app import JwtlensApp

async def main():
    async with JwtlensApp(Start()).run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        print(json.dumps(sorted(sys.modules)))

asyncio.run(main())
"""
_LATER = (
    *("jwtlens.network", "jwtlens.tui.dialogs", "jwtlens.keys.generate", "jwtlens.keys.save", "jwtlens.keys.export"),
    *("jwtlens.knowledge.glossary", "jwtlens.meaning.explain", "jwtlens.tui.explanation_panel", "jwtlens.tui.pointing"),
)


def test_dialogs_and_the_network_are_imported_when_they_are_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True, text=True, timeout=60)
    found = json.loads(done.stdout.splitlines()[-1])
    assert "jwtlens.tui.keyring.screen" in found
    assert [name for name in found if name.startswith(_LATER)] == []


class _Hasty(WorkbenchScreen):
    """Does what a key does that was pressed before there was anything to see."""

    pane = "keys"

    def begin(self) -> None:
        super().begin()
        assert not self.keys_pane.filled
        self.action_go(self.pane)


@pytest.mark.parametrize(("pane", "focused"), [("keys", "key"), ("expectations", "issuer"), ("token", "token")])
async def test_a_key_may_be_faster_than_the_second_frame(
    pane: str, focused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Hasty, "pane", pane)
    monkeypatch.setattr("jwtlens.tui.app.WorkbenchScreen", _Hasty)
    app = JwtlensApp(Start())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert app.screen.query_one("#abilities").region  # both panes were filled
        assert app.focused is not None
        assert app.focused.id == focused


async def test_styles_are_looked_up_once_before_the_first_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """They had been three times, which took longer than all our imports. Only the focus may have changed a few."""
    looked_up: list[DOMNode] = []
    real = Stylesheet.apply

    def noted(self: Stylesheet, node: DOMNode, **options: object) -> None:
        looked_up.append(node)
        real(self, node, **options)  # type: ignore[arg-type]  # whatever Textual passes on

    monkeypatch.setattr(Stylesheet, "apply", noted)
    app = JwtlensApp(Start())
    async with app.run_test(size=(140, 40)):
        widgets = list(app.screen.walk_children(with_self=True))
        times = {widget: looked_up.count(widget) for widget in widgets}
    assert len(widgets) > 50
    assert sum(times.values()) < len(widgets) * 1.3, times
