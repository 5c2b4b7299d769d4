"""The corpus in every field, through every pane, action and dialog: it is drawn as text, and does nothing."""

from pathlib import Path

import pytest

from jwtlens import captures
from jwtlens.actions import ACTIONS
from jwtlens.settings.load import load
from jwtlens.start import Start
from jwtlens.tui.editing.editor import Editor
from tests.fuzz.promises import harmless
from tests.hostile.corpus import STRINGS, file_name, placed, write
from tests.tui.bench_kit import NARROW, Bench, opened, row, token

PIECE = 9
"""Characters of each string: what shows a text shortens it, and shows the whole of none that is long."""
NAMES = [*STRINGS]
SOME = {"·".join(names): " ".join(STRINGS[one][:PIECE] for one in names) for names in (NAMES[n::2] for n in range(2))}
"""Strings of several kinds in one text."""
LEFT_OUT = frozenset({"watch_clipboard", "lesson_forget"})
"""Actions that go on by themselves, or touch a file of the user's."""


def assert_harmless(bench: Bench, *where: object) -> None:
    harmless("\n".join(bench.rows()), str(where))
    for name in ("token", "header", "payload", "keys", "expectations", "verification", "audit"):
        harmless(bench.title(name) + bench.subtitle(name), f"border of {name}")


async def hurt(bench: Bench, text: str) -> None:
    """Bring the text into every pane."""
    made = placed(text)
    await bench.paste_over(bench.screen.keys_pane.field, made.files["jwk"].decode())
    await bench.paste_over(bench.screen.keys_pane.field, made.files["jwks"].decode())
    for field in ("issuer", "audience", "required"):
        editor = bench.widget(f"#{field}")
        assert isinstance(editor, Editor)
        editor.load(text)
    await bench.paste_token(made.token)


def begin(folder: Path, text: str) -> Start:
    write(placed(text).files, folder)
    (folder / file_name(text)).write_bytes(placed(text).files["log"])
    return Start(token(), loaded=load(str(folder / "settings")))


@pytest.mark.parametrize("name", SOME)
async def test_every_action_and_dialog_shows_the_text(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = SOME[name]
    mine = [one for one in ACTIONS if one.name not in LEFT_OUT][list(SOME).index(name) :: len(SOME)]
    async with opened(begin(tmp_path, text), size=NARROW) as bench:
        await hurt(bench, text)
        assert_harmless(bench, name)
        for pane in ("header", "payload", "audit", "verification"):
            with row(pane):
                await bench.go(pane)
                await bench.screen.action_explain()
                await bench.settle()
                assert_harmless(bench, name, pane)
        for action in mine:
            with row(action.name):
                await bench.screen.run_action(action.name)
                await bench.settle()
                assert_harmless(bench, name, action.name)
                if len(bench.app.screen_stack) > 1 and (editors := [*bench.app.screen.query(Editor)]):
                    await bench.paste_over(editors[0], text)
                    await bench.press("enter")
                    assert_harmless(bench, name, action.name)
                while len(bench.app.screen_stack) > 1:
                    bench.app.pop_screen()
        bench.screen.look_through(
            captures.of_text(text, f"{placed(text).files['log'].decode('utf-8', 'replace')}{token()}")
        )
        await bench.settle()
        assert_harmless(bench, name, "found tokens")
        for told in bench.told:
            harmless(told, "a notification")
