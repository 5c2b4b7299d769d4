import gc
from pathlib import Path

import pyperclip
import pytest

from jwtlens.learn import progress
from jwtlens.tui import bench, explaining, searching


@pytest.fixture(autouse=True)
def copied_to_desktop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    monkeypatch.setattr(pyperclip, "paste", lambda: "")
    return copied


@pytest.fixture(autouse=True)
def no_waiting_for_a_pause_between_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens in the background happens there, and is cancelled, as ever; it only begins at once."""
    for module in (bench, explaining, searching):
        monkeypatch.setattr(module, "_QUIET", 0)


@pytest.fixture(autouse=True)
def no_screen_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program keeps its one screen out of the collector's sight; that would keep hundreds of them here."""
    monkeypatch.setattr(gc, "freeze", lambda: None)


@pytest.fixture(autouse=True)
def no_search_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search takes all cores for a while; the tests of the search begin it."""
    monkeypatch.setattr(searching, "_BY_ITSELF", False)


@pytest.fixture(autouse=True)
def progress_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file of the lessons' progress: never that of whoever runs the tests."""
    file = tmp_path / "state" / "lessons.json"
    monkeypatch.setattr(progress, "place", lambda: str(file))
    return file
