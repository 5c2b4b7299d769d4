"""Saving: all or nothing, for the user alone, and never over what was not named."""

import errno
import os
import stat
from pathlib import Path

import pytest

from jwtlens.keys.save import NotSavedError, save
from jwtlens.keys.secret import Secret

TEXT = Secret("MARKED-0123456789\n")


def left(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir() if file.is_file()}


def refusal(path: Path | str, *, overwrite: bool = False) -> NotSavedError:
    with pytest.raises(NotSavedError) as caught:
        save(str(path), TEXT, overwrite=overwrite)
    assert "MARKED" not in str(caught.value)
    assert str(caught.value).isprintable()
    return caught.value


def test_a_file_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        save(str(tmp_path / "k"), TEXT)
    finally:
        os.umask(before)
    assert left(tmp_path) == {"k": TEXT.reveal()}
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600


def test_a_name_without_folder_and_one_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    save("a", TEXT)
    save("~/b", TEXT)
    assert set(left(tmp_path)) == {"a", "b"}


def test_a_file_that_is_there_is_replaced_only_when_told(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("old")
    (tmp_path / "k").chmod(0o644)
    assert refusal(tmp_path / "k").problem.code == "save-exists"
    assert left(tmp_path) == {"k": "old"}
    save(str(tmp_path / "k"), TEXT, overwrite=True)
    assert left(tmp_path) == {"k": TEXT.reveal()}
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = os.fsync

    def meanwhile(descriptor: int) -> None:
        (tmp_path / "k").write_text("somebody else's")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", meanwhile)
    assert refusal(tmp_path / "k").problem.code == "save-exists"
    assert left(tmp_path) == {"k": "somebody else's"}


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    save(str(tmp_path / "k"), TEXT)
    assert left(tmp_path) == {"k": TEXT.reveal()}
    monkeypatch.setattr(os, "fsync", lambda _: (tmp_path / "new").write_text("somebody else's"))
    assert refusal(tmp_path / "new").problem.code == "save-exists"
    assert left(tmp_path)["new"] == "somebody else's"


@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_no_file_is_left_alone(tmp_path: Path, overwrite: bool) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    codes = {
        "link": "save-link",
        "dangling": "save-link",
        "folder": "save-kind",
        "pipe": "save-kind",
        "folder/": "save-name",
        "no/such": "save-folder",
        "target/x": "save-failed",
        "a\0b": "save-name",
        "x" * 300: "save-failed",
        "\x1b[31m/x": "save-folder",
    }
    for name, code in codes.items():
        assert (name, refusal(f"{tmp_path}/{name}", overwrite=overwrite).problem.code) == (name, code)
    assert refusal("", overwrite=overwrite).problem.code == "save-name"
    assert left(tmp_path) == {"target": "old", "link": "old"}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "save-full"),
        (errno.EDQUOT, "save-full"),
        (errno.EIO, "save-failed"),
        (errno.EACCES, "save-permission"),
    ],
)
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    (tmp_path / "k").write_text("old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    assert refusal(tmp_path / "k", overwrite=True).problem.code == code
    assert refusal(tmp_path / "new").problem.code == code
    assert left(tmp_path) == {"k": "old"}


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(str(tmp_path / "k"), TEXT)
    assert left(tmp_path) == {}
