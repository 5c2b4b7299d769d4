"""Neither a crash nor a log nor anything else that the screen shows holds a key that is not revealed."""

import io
from pathlib import Path

import pytest
from textual import constants

from jwtlens.tui import explaining
from jwtlens.tui.app import JwtlensApp
from jwtlens.tui.panes.verification import VerificationPane
from tests.keys.marked import SECRET, hidden
from tests.tui.bench_kit import Clock, opened, start, token

MARKED = SECRET.decode()


def fail(*_: object, **__: object) -> None:
    """Fail with the key in a variable, as any function may that works with it."""
    local = MARKED[::-1]
    raise RuntimeError(f"forced {len(local)}")


@pytest.mark.parametrize(
    ("where", "name"),
    [(VerificationPane, "watch_inspection"), (VerificationPane, "render_line"), (explaining, "explain")],
)
async def test_a_crash_shows_no_values_of_variables(
    where: object, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(where, name, fail)
    app = JwtlensApp(start(token(), MARKED), Clock())
    printed = io.StringIO()
    app.error_console.file = printed
    with pytest.raises(Exception, match="forced"):  # noqa: PT012 - it fails somewhere on the way
        async with app.run_test() as pilot:
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
    shown = printed.getvalue() + "".join(capsys.readouterr())
    assert f"forced {len(SECRET)}" in shown
    assert "locals" not in shown
    hidden(shown, [SECRET, SECRET[::-1]])


async def test_no_row_title_note_or_log_holds_a_key_that_is_not_revealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setattr(constants, "LOG_FILE", str(log))
    async with opened() as one:
        await one.paste_token(token())
        for key in (
            MARKED,
            f"base64:{MARKED}",
            f'{{"kty":"oct","k":"{MARKED}"}}',
            f"-----BEGIN PRIVATE KEY-----\n{MARKED}",
        ):
            await one.set_key(key)
            shown = [one.seen(), str(one.app.title), str(one.app.sub_title), *one.told, repr(one.inspection)]
            shown += [repr(widget) for widget in one.screen.query("*")]
            shown += [str(widget.border_title) + str(widget.border_subtitle) for widget in one.screen.query("*")]
            hidden("\n".join(shown), [SECRET])
    assert not log.exists()
