import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyperclip
import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from jwtlens.learn import progress
from jwtlens.tui import bench, explaining, searching
from tests.tui import stillness

_YOUNG = 10_000
"""Objects made before garbage is looked for; a screen makes some 100 000."""
_parsed: dict[object, list[RuleSet]] = {}


@pytest.fixture(autouse=True)
def styles_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program reads its style sheets once; hundreds of programs that run here would read the same again."""
    parse = Stylesheet._parse_rules

    def parse_once(itself: Stylesheet, *args: Any, **named: Any) -> list[RuleSet]:  # noqa: ANN401 - as Textual's
        key = (args, *named.items(), *itself._variables.values())
        if key not in _parsed:
            _parsed[key] = parse(itself, *args, **named)
        return _parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)


@pytest.fixture(autouse=True)
def stillness_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    stillness.install(monkeypatch)


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


@pytest.fixture(scope="session", autouse=True)
def garbage_is_looked_for_seldom() -> Iterator[None]:
    """And not among all that pytest and its plugins have made: looking through that took a quarter of the time."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


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
