"""The settings on the screen: in force from the first frame, shown with where they are from, changed and saved."""

import time
from collections.abc import Iterator
from pathlib import Path

import pyperclip
import pytest

from jwtlens import times
from jwtlens.settings.load import load
from jwtlens.settings.members import MEMBERS, THEMES
from jwtlens.start import Start
from jwtlens.tui import clipboard
from jwtlens.tui.dialog import ChoiceField
from jwtlens.tui.dialogs.settings import SettingsDialog
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.help import HelpScreen
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.panes.fields import Words
from jwtlens.verify.policy import Policy
from tests.tui.bench_kit import NARROW, SAMPLE, WIDE, Bench, Clock, opened, row, token
from tests.tui.settings.files import read, write


@pytest.fixture(autouse=True)
def back_to_defaults() -> Iterator[None]:
    yield
    times.show_in("both")
    clipboard.use("auto")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def begin(file: Path, source: str | None = None, **others: object) -> Start:
    return Start(source, loaded=load(str(file)))._replace(**others)  # type: ignore[arg-type]


def choice(bench: Bench, name: str) -> ChoiceField:
    return bench.app.screen.query_one(f"#field-set-{name}", ChoiceField)


def origins(bench: Bench) -> list[str]:
    return [str(words.render()) for words in bench.app.screen.query(".origin").results(Words)]


async def test_every_theme_that_can_be_set_is_there() -> None:
    async with opened() as bench:
        assert set(THEMES) == set(bench.app.available_themes)


async def test_what_is_set_counts_from_the_first_frame(
    file: Path, monkeypatch: pytest.MonkeyPatch, copied_to_desktop: list[str]
) -> None:
    write(
        file,
        'theme = "jwtlens-light"\ntime_zone = "local"\nclipboard = "osc52"\nhistory = 2\n'
        '[keymap]\ncopy_menu = "ctrl+b"\npin = "alt+x"\nhelp = ""\nkey_add = "f1"\n',
    )
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        async with opened(begin(file, at=1_795_445_000.0), clock=Clock()) as bench:
            assert bench.app.theme == "jwtlens-light"
            assert "as of 2026-11-23 20:13:20 IST" in bench.seen()
            await bench.press("ctrl+b")
            assert len(bench.app.screen_stack) == 2
            await bench.press("escape", "f3")
            assert len(bench.app.screen_stack) == 1, "its usual key is free"
            await bench.press("alt+x")
            assert bench.screen.pinned, "an action without a usual key has one now"
            await bench.press("f1")
            assert not isinstance(bench.app.screen, HelpScreen)
            assert bench.screen.keys_pane.ring.entries[-1] == Entry(bench.screen.keys_pane.ring.number)
            await bench.press("alt+1")
            assert bench.screen._focused_pane() == "token", "what the keymap does not name is as ever"
            commands = [command.title for command in bench.app.get_system_commands(bench.screen)]
            assert {"Copy… (ctrl+b)", "Pin this token (alt+x)", "Help"} <= {*commands}
            assert "^b Copy" in bench.rows()[-1]
            clipboard.copy(bench.app, "only the terminal")
            await bench.settle()
            assert (bench.app.clipboard, copied_to_desktop) == ("only the terminal", [])
            for number in range(4):
                await bench.paste_token(token(claims={"n": number}))
            assert bench.screen.history.position == (2, 2)
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_the_desktop_alone_gets_copies_where_that_is_set(
    file: Path, monkeypatch: pytest.MonkeyPatch, copied_to_desktop: list[str]
) -> None:
    write(file, 'clipboard = "system"\nhistory = false\n')
    async with opened(begin(file)) as bench:
        sent: list[str] = []
        assert bench.app._driver is not None
        monkeypatch.setattr(bench.app._driver, "write", sent.append)
        clipboard.copy(bench.app, "only the desktop")
        await bench.settle()
        assert (bench.app.clipboard, copied_to_desktop) == ("only the desktop", ["only the desktop"])
        assert not [text for text in sent if "\x1b]52" in text]
        await bench.paste_token(token())
        await bench.press("alt+up")
        assert bench.told[-1] == "There is no token before this one."
        assert pyperclip.paste() == ""


async def test_faults_are_said_once_and_nothing_stops(file: Path) -> None:
    write(file, 'theme = "nordd"\nleeway = 3\nhistory = -1\n[keymap]\nhelp = "f2"\n')
    for size in (WIDE, NARROW):
        with row(size):
            async with opened(begin(file), size=size) as bench:
                assert bench.verdict == "accepted"
                assert [words for words in bench.told if "line 1: there is no theme nordd" in words]
                assert "And 2 more: f12 shows them." in bench.told[0]
                assert "⚠ settings, line 1" in bench.seen()
                await bench.press("f12")
                assert "line 1 is wrong" in bench.seen()
                assert "line 5: f2 is the key of explain too" in bench.seen()
                await bench.press("escape")
                assert "⚠ settings" not in bench.seen()


async def test_the_dialog_shows_where_each_setting_is_from_and_saves_what_was_changed(file: Path) -> None:
    write(file, '# mine\nleeway = "30s" # skew\nnetwork = "never"\n[profiles.shop]\nissuer = "x"\n')
    start = begin(file, policy=Policy(leeway=30), set_by_options=frozenset({"history"}))
    async with opened(start, size=NARROW) as bench:
        await bench.press("f12")
        assert isinstance(bench.app.screen, SettingsDialog)
        known = {"leeway": "file, line 2", "network": "file, line 3", "history": "another by option"}
        assert origins(bench) == [known.get(name, "default") for name in MEMBERS]
        assert "profiles    shop" in bench.seen()
        await bench.press("enter", "down")  # the list of themes shows each under the cursor
        assert bench.app.theme == "jwtlens-light"
        await bench.press("escape")
        assert (bench.app.theme, choice(bench, "theme").chosen) == ("jwtlens-dark", 0)
        await bench.press("right")
        assert bench.app.theme == "jwtlens-light"
        await bench.press("escape")
        assert bench.app.theme == "jwtlens-dark", "what was only tried is taken back"

        await bench.press("f12", "right")
        choice(bench, "time_zone").button.focus()
        await bench.press("right")
        leeway = bench.app.screen.query_one("#set-leeway", Editor)
        leeway.focus()
        for wrong in ("-1", "much", "1 h", "99999999999999"):
            await bench.paste_over(leeway, wrong)
            await bench.press("enter")
            assert "✗ leeway" in bench.seen(), wrong
        await bench.paste_over(leeway, "5")
        await bench.paste_over(bench.app.screen.query_one("#set-history", Editor), "7")
        await bench.press("enter")
        assert len(bench.app.screen_stack) == 1
        text = read(file)
        assert text.startswith("# mine\nleeway = 5 # skew\n")
        found = load(str(file))
        assert (found.faults, found.settings.theme, found.settings.history) == ((), "jwtlens-light", 7)
        assert (found.settings.time_zone, found.settings.network) == ("utc", "never")
        assert (bench.app.theme, bench.screen.history.most) == ("jwtlens-light", 7)
        assert bench.inspection.policy.leeway == 5, "who had the setting's leeway has the new one"
        assert times.shown_parts(0) == ["1970-01-01 00:00:00Z"]


async def test_nothing_is_written_unasked_and_where_it_cannot_be_the_reason_is_said(file: Path) -> None:
    async with opened(begin(file)) as bench:
        await bench.press("f12")
        bench.app.screen.query_one("#set-history", Editor).focus()
        await bench.press("enter")
        assert "Nothing was changed." in bench.seen()
        assert not read(file)
        write(file, "broken = ")
        await bench.paste_over(bench.app.screen.query_one("#set-history", Editor), "3")
        await bench.press("enter")
        assert "is no TOML as it is" in bench.seen()
        assert read(file) == "broken = "


async def test_never_means_never(file: Path) -> None:
    write(file, 'network = "never"\n')
    async with opened(begin(file, SAMPLE)) as bench:
        bench.screen.action_key("fetch")
        await bench.settle()
        assert len(bench.app.screen_stack) == 1
        assert bench.told[-1] == f'nothing is fetched: network = "never" in {file}, line 1.'
