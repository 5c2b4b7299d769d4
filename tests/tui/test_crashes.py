import io

import pytest

from jwtlens.inspection import Inspection
from jwtlens.knowledge.sample import SECRET
from jwtlens.tui.app import JwtlensApp
from jwtlens.tui.panes.verification import VerificationPane
from tests.tui.bench_kit import Clock, start


async def test_a_crash_shows_no_values_of_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(pane: VerificationPane, inspection: Inspection | None) -> None:
        local = SECRET[::-1]
        raise RuntimeError(f"broken pane {pane.id} {len(local)} {inspection is None}")

    monkeypatch.setattr(VerificationPane, "watch_inspection", fail)
    app = JwtlensApp(start(), Clock())
    printed = io.StringIO()
    app.error_console.file = printed
    with pytest.raises(RuntimeError, match="broken pane"):
        async with app.run_test() as pilot:
            await pilot.pause()
    assert "broken pane verification" in printed.getvalue()
    assert SECRET not in printed.getvalue()
    assert SECRET[::-1] not in printed.getvalue()
    assert "locals" not in printed.getvalue()
