from collections.abc import Callable

from textual._callback import invoke
from textual.command import CommandPalette
from textual.fuzzy import Matcher
from textual.widgets import Input

from jwtlens.tui.actions import ACTIONS, PANES
from jwtlens.tui.anatomy import AnatomyScreen
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.comparison_view import ComparisonScreen
from jwtlens.tui.dialogs.encrypt import EncryptDialog
from jwtlens.tui.dialogs.fetch import FetchDialog
from jwtlens.tui.dialogs.generate import GenerateDialog
from jwtlens.tui.dialogs.load import LoadDialog
from jwtlens.tui.dialogs.open_file import OpenFileDialog
from jwtlens.tui.dialogs.program import ProgramDialog
from jwtlens.tui.dialogs.rename import RenameDialog
from jwtlens.tui.dialogs.rotate import RotateDialog
from jwtlens.tui.dialogs.save_profile import SaveProfileDialog
from jwtlens.tui.dialogs.save_report import SaveReportDialog
from jwtlens.tui.dialogs.save_workspace import SaveWorkspaceDialog
from jwtlens.tui.dialogs.settings import SettingsDialog
from jwtlens.tui.dialogs.word_list import WordListDialog
from jwtlens.tui.dialogs.write import WriteDialog
from jwtlens.tui.help import HelpScreen
from tests.tui.bench_kit import NARROW, SAMPLE, WIDE, Bench, opened, row, start, token

OUTCOMES: dict[str, Callable[[Bench], bool]] = {
    "help": lambda bench: isinstance(bench.app.screen, HelpScreen),
    "explain": lambda bench: bench.screen.panel is not None,
    "copy_menu": lambda bench: len(bench.app.screen_stack) == 2,
    "go_menu": lambda bench: len(bench.app.screen_stack) == 2,
    "toggle_resign": lambda bench: not bench.screen.workspace.resign,
    "toggle_reveal": lambda bench: bench.screen.keys_pane.revealed,
    "maximize_pane": lambda bench: bench.screen.maximized is not None,
    "move_seam('right')": lambda bench: bench.screen.seam.share is not None and bench.screen.seam.share > 50,
    "move_seam('left')": lambda bench: bench.screen.seam.share is not None and bench.screen.seam.share > 50,
    "move_seam('back')": lambda bench: bench.screen.seam.share is None,
    "anatomy": lambda bench: isinstance(bench.app.screen, AnatomyScreen),
    "toggle_lens": lambda bench: not bench.screen.lens,
    "new_token": lambda bench: bench.token == "",
    "revert": lambda bench: bench.token == SAMPLE,
    "sign_now": lambda bench: bench.token == SAMPLE,
    "sample": lambda bench: bench.token == SAMPLE,
    "copy('token')": lambda bench: bench.app.clipboard == SAMPLE,
    "copy('header')": lambda bench: bench.app.clipboard == bench.header,
    "copy('payload')": lambda bench: bench.app.clipboard == bench.payload,
    "copy('claim')": lambda bench: bench.app.clipboard == "https://auth.example.com",
    "open_file": lambda bench: isinstance(bench.app.screen, OpenFileDialog),
    "found_tokens": lambda bench: bench.told[-1].startswith("No list of tokens"),
    "save_found": lambda bench: bench.told[-1] == "No list of tokens is open.",
    "back": lambda bench: bench.told[-1] == "There is no token before this one.",
    "forward": lambda bench: bench.told[-1] == "There is no token after this one.",
    "pin": lambda bench: bench.screen.pinned == SAMPLE,
    "compare": lambda bench: isinstance(bench.app.screen, ComparisonScreen),  # the row before pinned it
    "watch_clipboard": lambda bench: bench.screen.watching,
    "code": lambda bench: isinstance(bench.app.screen, ProgramDialog),
    "layers": lambda bench: bench.told[-1:] == ["There is no token inside this one."],
    "lessons": lambda bench: isinstance(bench.app.screen, ChoiceScreen),
    "lesson_list": lambda bench: isinstance(bench.app.screen, ChoiceScreen),
    **{
        name: lambda bench: bench.told[-1] == "No lesson is open: F5 lists them."
        for name in ("lesson_step(1)", "lesson_step(-1)", "lesson_hint", "lesson_copy", "lesson_again", "lesson_close")
    },
    "lesson_forget": lambda bench: bench.told[-1].startswith("Forgotten"),
    "samples": lambda bench: isinstance(bench.app.screen, ChoiceScreen),
    "bring_back": lambda bench: bench.told[-1].startswith("No sample"),
    "profiles": lambda bench: bench.told[-1].startswith("There is no profile in"),
    "take_profile": lambda bench: bench.told[-1].startswith("No profile is for the issuer"),
    "save_profile": lambda bench: isinstance(bench.app.screen, SaveProfileDialog),
    "save_workspace": lambda bench: isinstance(bench.app.screen, SaveWorkspaceDialog),
    "settings": lambda bench: isinstance(bench.app.screen, SettingsDialog),
    "remedy": lambda bench: bench.told[-1:] == ["There is nothing to repair."],
    "keys_menu": lambda bench: isinstance(bench.app.screen, ChoiceScreen),
    "key('add')": lambda bench: len(bench.screen.keys_pane.ring.entries) == 2,
    "key('load')": lambda bench: isinstance(bench.app.screen, LoadDialog),
    "key('generate')": lambda bench: isinstance(bench.app.screen, GenerateDialog),
    "key('fetch')": lambda bench: isinstance(bench.app.screen, FetchDialog),
    "key('convert')": lambda bench: isinstance(bench.app.screen, WriteDialog),
    "key('save')": lambda bench: isinstance(bench.app.screen, WriteDialog),
    "key('rotate')": lambda bench: isinstance(bench.app.screen, RotateDialog),
    "key('rename')": lambda bench: isinstance(bench.app.screen, RenameDialog),
    "key('remove')": lambda bench: bench.inspection.keyring.keys == (),
    "key('restore')": lambda bench: len(bench.screen.keys_pane.ring.entries) == 2,  # the row before removed one
    "key('encrypt')": lambda bench: isinstance(bench.app.screen, EncryptDialog),
    "key('again')": lambda bench: "there is nothing to read again" in bench.told[-1],
    "save_report": lambda bench: isinstance(bench.app.screen, SaveReportDialog),
    "copy('hashcat')": lambda bench: bench.app.clipboard == SAMPLE,
    "copy('hashcat_command')": lambda bench: bench.app.clipboard.startswith("hashcat -m 16500"),
    "filter_findings": lambda bench: "nothing to filter" in bench.told[-1],
    "dismiss_finding": lambda bench: "cannot be dismissed" in bench.told[-1],
    "restore_dismissed": lambda bench: bench.screen.dismissed == frozenset(),
    "secret_menu": lambda bench: isinstance(bench.app.screen, ChoiceScreen),
    "word_list": lambda bench: isinstance(bench.app.screen, WordListDialog),
    "stop_search": lambda bench: bench.told[-1:] == ["No search is running."],
    "use_secret": lambda bench: bench.told[-1:] == ["No secret was found."],
    **{f"go('{pane}')": lambda bench, pane=pane: bench.screen._focused_pane() == pane for pane in PANES},  # type: ignore[misc]
}


async def test_every_command_of_the_palette_does_its_action() -> None:
    async with opened() as bench:
        commands = list(bench.app.get_system_commands(bench.screen))
        for action, command in zip(ACTIONS, commands, strict=False):
            with row(action.name):
                assert command.title.startswith(action.title)
                bench.focus_on("payload")
                bench.screen.payload_pane.select_range(5, 5)
                before = bench.screen.keep()
                await invoke(command.callback)
                await bench.settle()
                assert OUTCOMES[action.name](bench)
                if bench.told and bench.screen.keep() == before and len(bench.app.screen_stack) == 1:
                    bench.app.clear_notifications()  # it only said something
                elif not action.name.startswith(("go(", "copy(")):  # those leave nothing behind
                    await bench.begin_again()


async def test_the_palette_lists_every_action_once_and_finds_it_by_its_words() -> None:
    async with opened() as bench:
        commands = [command.title for command in bench.app.get_system_commands(bench.screen)]
        assert len(commands) == len(set(commands)) == len(ACTIONS) + 2
        for action in ACTIONS:
            with row(action.name):
                assert max(commands, key=Matcher(action.title).match).startswith(action.title)
        await bench.go("payload")
        for words, pane in (("go to audit", "audit"), ("Go to k", "keys")):
            await bench.press("ctrl+p")
            assert isinstance(bench.app.screen, CommandPalette)
            bench.app.screen.query_one(Input).value = words
            await bench.settle()
            await bench.press("enter")
            assert bench.screen._focused_pane() == pane


def test_every_action_has_words() -> None:
    for action in ACTIONS:
        assert action.title, action.name
        assert action.help.endswith("."), action.name


def test_no_two_actions_share_a_key() -> None:
    keys = [action.key for action in ACTIONS if action.key]
    assert len(keys) == len(set(keys))


async def test_help_is_one_page_that_scrolls_by_keys_and_closes() -> None:
    async with opened(size=NARROW) as bench:
        bench.app.animation_level = "none"
        for size in (NARROW, WIDE):
            with row(size):
                await bench.resize(size)
                await bench.press("f1")
                assert "1 Token" in bench.seen()
                pages = ""
                while bench.seen() not in pages:
                    pages += bench.seen()
                    await bench.press("pagedown")
                for action in ACTIONS:
                    assert action.name.startswith("go(") or action.title.removesuffix("…")[:20] in pages
                assert "never trusted" in pages
                await bench.press("escape")
                assert len(bench.app.screen_stack) == 1


async def test_the_notes_of_the_start_are_said() -> None:
    async with opened(start(token(), notes=("read from the clipboard",))) as bench:
        assert bench.told == ["read from the clipboard"]
