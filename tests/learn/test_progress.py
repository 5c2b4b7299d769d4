import stat
from pathlib import Path

import pytest

from jwtlens.keys.save import NotSavedError
from jwtlens.learn import progress
from jwtlens.learn.progress import Progress


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "lessons.json")


def test_nothing_is_written_without_consent(path: str) -> None:
    assert progress.load(path) is None
    assert not progress.remember(path, Progress(frozenset({"time"})))
    assert not Path(path).exists()


def test_what_is_remembered_comes_back_and_is_the_users_alone(path: str) -> None:
    assert progress.agree(path) == Progress()
    reached = Progress(frozenset({"time", "header"}), {"login": 3})
    assert progress.remember(path, reached)
    assert progress.load(path) == reached
    assert progress.agree(path) == reached
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700
    assert [one.name for one in Path(path).parent.iterdir()] == ["lessons.json"]


def test_forgetting_is_for_good(path: str) -> None:
    progress.agree(path)
    progress.forget(path)
    progress.forget(path)
    assert progress.load(path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"done":1,"steps":{}}', '{"done":[],"steps":[]}', "\ufeff"])
def test_a_damaged_file_is_an_empty_progress(path: str, text: str) -> None:
    progress.agree(path)
    Path(path).write_text(text)
    assert progress.load(path) == Progress()


def test_steps_that_are_none_are_left_out(path: str) -> None:
    progress.agree(path)
    Path(path).write_text('{"done":["a",1],"steps":{"b":-1,"c":"x","d":2}}')
    assert progress.load(path) == Progress(frozenset({"a"}), {"d": 2})


def test_a_file_elsewhere_is_not_followed(path: str, tmp_path: Path) -> None:
    (tmp_path / "other").write_text('{"done":[],"steps":{}}')
    Path(path).parent.mkdir()
    Path(path).symlink_to(tmp_path / "other")
    with pytest.raises(NotSavedError):
        progress.remember(path, Progress(frozenset({"a"})))
    assert (tmp_path / "other").read_text() == '{"done":[],"steps":{}}'


def test_a_lesson_is_done_after_its_last_step() -> None:
    reached = progress.at(Progress(), "time", 1, 3)
    assert reached == Progress(frozenset(), {"time": 1})
    assert progress.at(reached, "time", 3, 3) == Progress(frozenset({"time"}), {})


def test_the_place_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert progress.place().endswith("lessons.json")
    assert "jwtlens" in progress.place()
