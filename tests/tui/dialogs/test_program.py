import os
import subprocess
import sys
from pathlib import Path

from jwtlens.programs import PROGRAMS, program
from jwtlens.tui.dialogs.program import _TITLES, ProgramDialog
from tests.tui.bench_kit import NARROW, SECRET, opened, start, token

LIVE = {"iss": "https://issuer.example", "aud": "api", "exp": 4_000_000_000}


def test_every_program_has_a_title() -> None:
    assert _TITLES.keys() == PROGRAMS.keys()


def run(path: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "TOKEN": token(claims=LIVE), "JWT_SECRET": SECRET}
    return subprocess.run([sys.executable, str(path)], env=env, capture_output=True, text=True, check=False, timeout=60)


async def test_the_program_is_shown_copied_and_saved_without_the_secret(tmp_path: Path) -> None:
    path = tmp_path / "check.py"
    async with opened(start(token(claims=LIVE), SECRET), NARROW) as bench:
        await bench.screen.run_action("code")
        await bench.settle()
        dialog = bench.app.screen
        assert isinstance(dialog, ProgramDialog)
        for name in PROGRAMS:
            expected = program(bench.inspection, name)
            assert dialog._program.text == expected
            assert SECRET not in expected
            assert dialog.path.editor.text == _TITLES[name][1]
            assert all(words in bench.seen() for words in ("Save", "Copy", "Close", "language"))
            await bench.pilot.click("#button-copy")
            await bench.settle()
            assert bench.app.clipboard == expected
            dialog._language.button.focus()
            await bench.press("right")
        assert dialog._language.chosen == 0
        await bench.paste_over(dialog.path.editor, str(path))
        dialog.path.editor.focus()
        await bench.press("enter")
        await bench.settle()
        assert bench.told[-1].startswith("The program is saved")
    done = run(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "issuer.example" in done.stdout


async def test_what_no_program_should_accept_is_said() -> None:
    async with opened(start(token("", "none"))) as bench:
        await bench.screen.run_action("code")
        await bench.settle()
        assert "is no signature: a program must refuse such a token" in bench.seen()
        await bench.pilot.click("#button-copy")
        assert bench.app.clipboard == ""
