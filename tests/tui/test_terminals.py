"""Terminals that can do less: the same screen without Unicode, and with columns of other widths."""

import json

import jwt
import pytest
from rich.cells import cell_len

from jwtlens.cli import output
from tests.tui.bench_kit import NARROW, SECRET, WIDE, opened, row, start


async def test_in_a_locale_without_unicode_everything_is_ascii_and_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims = json.dumps({"name": "Zoë 東京"}, ensure_ascii=False).encode()
    begin = start(jwt.PyJWS().encode(claims, SECRET), key="another secret, with which it does not verify")
    async with opened(begin, size=NARROW) as bench:
        usual = bench.rows()
    monkeypatch.setenv("LANG", "C")
    async with opened(begin, size=NARROW) as bench:
        plain = bench.rows()
        for shown in ("x REJECTED", "Zo? ????", "+- 1 Token"):
            assert shown in bench.seen()
    assert "".join(plain).isascii()
    assert [line.find("Token") for line in plain] == [line.find("Token") for line in usual]
    assert [cell_len(line) for line in plain] == [cell_len(line) for line in usual]


def test_the_command_line_is_in_ascii_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for environ, printed in (("C.UTF-8", "✓ Zoë · a…"), ("C", "+ Zo\\xeb | a...")):
        with row(environ):
            monkeypatch.setenv("LANG", environ)
            output.write("✓ Zoë · a…")
            assert capsys.readouterr().out == printed


async def test_the_columns_are_moved_by_keys_and_by_the_mouse() -> None:
    async with opened() as bench:
        left, seam = bench.widget("#left"), bench.screen.seam
        before = left.size.width
        await bench.press("alt+right")
        wider = left.size.width
        assert wider > before
        assert left.size.width + bench.widget("#right").size.width + 1 == 140
        await bench.press(*["alt+left"] * 20)
        assert left.size.width == 28
        await bench.pilot.mouse_down("#seam", offset=(0, 5))
        await bench.pilot.hover("#body", offset=(70, 10))
        await bench.pilot.mouse_up("#body", offset=(70, 10))
        await bench.settle()
        assert left.size.width == 70
        assert not seam.held
        await bench.resize(NARROW)
        assert left.size.width == 80
        await bench.press("alt+right")
        assert "too small" in bench.told[-1]
        await bench.resize(WIDE)
        assert left.size.width == 70
        await bench.pilot.click("#seam", times=2)
        await bench.settle()
        assert left.size.width == before
