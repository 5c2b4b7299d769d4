from pathlib import Path

import pytest

from jwtlens.tui import folder
from jwtlens.tui.folder import listing


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("Key.pem", "keys.json", ".env", "other"):
        (tmp_path / name).touch()
    (tmp_path / "keyring").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    return tmp_path


def test_folders_come_first_and_a_name_goes_on_in_any_case(home: Path) -> None:
    for text in ("", "./", f"{home}/", "~/"):
        assert listing(text).names == ("keyring/", "circle", "Key.pem", "keys.json", "other")
    assert listing("~/KEY").names == ("keyring/", "Key.pem", "keys.json")
    assert listing("~/.").names == (".env",)
    assert listing("~/keyring/") == (f"{home}/keyring/", (), 0, "")


def test_what_cannot_be_listed_is_a_sentence(home: Path) -> None:
    assert "there is no folder ~/none" in listing("~/none/x").problem
    assert "no folder that can be read" in listing("~/other/x").problem
    assert "no folder that can be read" in listing("a\0b/").problem


def test_more_names_than_anybody_reads_are_counted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST", 2)
    assert listing("") == ("./", ("keyring/", "circle"), 3, "")
