import pytest

from jwtlens.tui.lines import LineList
from jwtlens.tui.workspace import SMALL
from tests.tui.bench_kit import NOW, SECRET, large_token, opened, start, token


async def test_an_accepted_token_expires_on_the_screen() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.tick(599)
        assert bench.verdict == "accepted"
        await bench.tick(1)
        assert bench.verdict == "rejected"
        assert "REJECTED" in bench.rows()[1]
        assert "expired" in next(row for row in bench.rows() if '"exp"' in row)


async def test_a_tick_moves_nothing_that_the_user_has_selected_or_scrolled() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.go("payload")
        payload = bench.screen.payload_pane
        payload.select_range(10, 20)
        bench.verification.cursor = 5
        chosen = bench.verification.lines[5].head
        await bench.tick(600)
        assert bench.verdict == "rejected"
        assert payload.buffer.selection == (10, 20)
        assert bench.verification.lines[bench.verification.cursor].head == chosen
        assert bench.focus == "payload"


async def test_only_rows_that_changed_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(start(token(), SECRET)) as bench:
        drawn: list[tuple[str | None, int]] = []
        monkeypatch.setattr(LineList, "refresh_line", lambda lines, row: drawn.append((lines.id, row)))
        monkeypatch.setattr(LineList, "refresh", lambda lines: drawn.append((lines.id, -1)))
        await bench.tick(1)
        names = [bench.verification.lines[row].head[1][0].strip() for pane, row in drawn if pane == "verification"]
        assert sorted(names) == ["exp", "iat"]


async def test_an_instant_stops_the_clock() -> None:
    async with opened(start(token(), SECRET, at=float(NOW))) as bench:
        before = bench.inspection
        await bench.tick(10_000)
        assert bench.inspection is before


async def test_a_large_token_expires_too_and_is_audited_again_when_it_does() -> None:
    async with opened(start(large_token(2 * SMALL), SECRET)) as bench:
        findings = bench.inspection.findings
        await bench.tick(1)
        assert bench.inspection.findings is findings
        await bench.tick(600)
        assert bench.verdict == "rejected"
        assert bench.inspection.findings != findings
