"""Workspaces on the screen: saved without keys, opened whole, and nothing in a file is read or asked by itself."""

import json
from pathlib import Path

import pytest

from jwtlens.settings import workspace
from jwtlens.settings.workspace import SavedKey, SavedWorkspace
from jwtlens.start import Start
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.dialogs.fetch import FetchDialog
from jwtlens.tui.dialogs.save_workspace import SaveWorkspaceDialog
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Words
from jwtlens.verify.policy import Policy
from tests.network.servers import JWKS, Server, pages
from tests.tui.bench_kit import NARROW, NOW, SECRET, WIDE, Bench, opened, row, start, token
from tests.tui.settings.files import mode, read, write


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_KEY", SECRET)
    return tmp_path / "w.json"


async def open_by_name(bench: Bench, file: Path) -> None:
    await bench.press("ctrl+o")
    await bench.paste_over(bench.app.screen.query_one("#open-path", Editor), str(file))
    await bench.press("enter")


async def test_a_workspace_goes_into_a_file_and_comes_back(file: Path) -> None:
    source = token()
    async with opened(start(source), size=WIDE) as bench:
        await bench.set_key("env:SHOP_KEY")
        await bench.expect("audience", "api")
        await bench.expect("clock", str(NOW + 5))
        await bench.replace("payload", '"u1"', '"u2"')
        edited = bench.token
        await bench.press("f8", "ctrl+s")
        assert isinstance(bench.app.screen, SaveWorkspaceDialog)
        await bench.paste_over(bench.app.screen.query_one("#path", Editor), str(file))
        await bench.press("enter")
        assert bench.told[-1].startswith("The workspace is saved as")
        edited = bench.token
    assert mode(file) == 0o600
    assert SECRET not in read(file)
    assert json.loads(read(file))["opened"] == source

    for size in (WIDE, NARROW):
        with row(size):
            async with opened(size=size) as bench:
                await open_by_name(bench, file)
                assert isinstance(bench.app.screen, ChoiceScreen), "the keys are a question"
                assert "Yes: env:SHOP_KEY" in bench.seen()
                assert bench.inspection.keyring.keys == (), "the sample's key went with the sample"
                await bench.press("enter")
                assert (bench.token, bench.screen.workspace.opened) == (edited, source)
                assert bench.inspection.policy == Policy(audiences=("api",))
                assert bench.screen.workspace.at == NOW + 5
                assert not bench.screen.workspace.resign
                assert len(bench.inspection.keyring.keys) == 1
                await bench.press("ctrl+r")
                assert (bench.token, bench.verdict) == (source, "accepted")
                await bench.screen.run_action("bring_back")
                await bench.settle()
                assert bench.screen.workspace.at is None


async def test_a_typed_secret_is_left_out_and_that_is_said(file: Path) -> None:
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        await bench.press("ctrl+s")
        words = " ".join(str(bench.app.screen.query_one("#left", Words).render()).split())
        assert words == "not kept: a key that was typed or made here, which is secret"
        assert "not kept" in bench.seen()
        await bench.paste_over(bench.app.screen.query_one("#path", Editor), str(file))
        await bench.press("enter")
    assert json.loads(read(file))["keys"] == []
    assert SECRET not in read(file)


async def test_a_no_reads_nothing_and_a_host_is_another_question(file: Path) -> None:
    with Server(pages({"/jwks": JWKS})) as server:
        keys = (SavedKey("@/none.pem"), SavedKey(f"{server.url}/jwks"))
        write(file, workspace.write(SavedWorkspace(token(), token(), Policy(issuers=("[b]\x1b[31m",)), keys)))
        async with opened() as bench:
            await open_by_name(bench, file)
            await bench.press("2")
            assert (bench.verdict, bench.inspection.keyring.keys) == ("rejected", ())
            await open_by_name(bench, file)
            await bench.pilot.press("1")
            await bench.pilot.pause(0.2)
            assert isinstance(bench.app.screen, FetchDialog)
            assert server.requests == []
            await bench.press("escape")
            assert "were not fetched" in bench.told[-1]
            assert (server.requests, bench.inspection.keyring.keys) == ([], ())
            assert "\x1b" not in bench.seen()


async def test_a_program_started_with_one_asks_too(file: Path) -> None:
    saved = SavedWorkspace(token(), token(), Policy(), (SavedKey("env:SHOP_KEY"),), resign=False)
    async with opened(Start(saved.token, workspace=saved)) as bench:
        assert isinstance(bench.app.screen, ChoiceScreen)
        assert bench.verdict == "not verified"
        await bench.press("enter")
        assert (bench.verdict, bench.screen.workspace.resign) == ("accepted", False)


async def test_a_file_that_is_no_workspace_after_all_is_a_sentence(file: Path) -> None:
    async with opened() as bench:
        before = bench.token
        for text, words in (
            ('{"format": "jwtlens-workspace"', "this is no workspace"),
            ('{"format": "jwtlens-workspace", "version": 9}', "of a newer jwtlens"),
            ('{"format": "jwtlens-workspace", "version": 1, "keys": [{"reference": "hunter2"}]}', "secret itself"),
        ):
            with row(words):
                write(file, text)
                await open_by_name(bench, file)
                assert words in " ".join(bench.seen().split())
                assert "hunter2" not in bench.seen()
                await bench.press("escape")
                assert bench.token == before
