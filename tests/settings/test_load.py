"""Where the settings are, and what it costs that there are none."""

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from jwtlens.settings.load import load
from jwtlens.settings.model import Loaded
from jwtlens.settings.place import place
from tests.cli.processes import ROOT, environment


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JWTLENS_CONFIG")


def test_the_place_is_the_one_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in (None, str(tmp_path), "", "relative/path"):
        if folder is None:
            monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        else:
            monkeypatch.setenv("XDG_CONFIG_HOME", folder)
        if folder != "relative/path":  # which does not count, says the XDG Base Directory Specification
            assert place() == f"{platformdirs.user_config_dir('jwtlens', appauthor=False)}/config.toml"
        assert place().startswith("/")


def test_the_option_comes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWTLENS_CONFIG", "~/by-variable.toml")
    assert place() == str(Path("~/by-variable.toml").expanduser())
    assert place("by-option.toml") == "by-option.toml"
    monkeypatch.setenv("JWTLENS_CONFIG", "")
    assert place().endswith("/jwtlens/config.toml")


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path / "none" / "none.toml"):
        assert load(str(path)) == Loaded(str(path))


def test_what_cannot_be_read_is_a_fault_and_fetches_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    looped = tmp_path / "loop"
    looped.symlink_to(looped)
    assert load(str(pipe)).faults == (), "an empty pipe is read as an empty file, at once"
    for path in (str(tmp_path), str(looped), "\0", "x" * 5000):
        loaded = load(path)
        assert loaded.there
        assert loaded.settings.network == "never"
        assert "cannot be read" in loaded.faults[0].message
        assert "may say that nothing is fetched" in loaded.refusal


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "dot").mkdir()
    (tmp_path / "dot" / "config.toml").write_text('[profiles.a]\nkey = "@k.pem"\n')
    (tmp_path / "config.toml").symlink_to("dot/config.toml")
    loaded = load(str(tmp_path / "config.toml"))
    assert loaded.settings.profiles["a"].keys == (f"@{tmp_path}/k.pem",)


@pytest.mark.parametrize("command", [["decode"], ["verify", "--key", "env:K"]])
def test_no_file_costs_no_import(command: list[str], tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from jwtlens.__main__ import main
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""
    token = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"
    for config, reads in ((tmp_path / "none.toml", False), (tmp_path / "some.toml", True)):
        (tmp_path / "some.toml").write_text('theme = "nord"')
        done = subprocess.run(
            [sys.executable, "-S", "-c", program, *command, token],
            capture_output=True,
            check=True,
            env=environment(JWTLENS_CONFIG=str(config), K="secret"),
            text=True,
            timeout=60,
        )
        modules = {*done.stderr.split()}
        assert ("tomllib" in modules) is reads
        assert not modules & {"tomlkit", "platformdirs", "jwtlens.settings.write", "jwtlens.settings.workspace"}
        assert reads or not modules & {"jwtlens.settings.read", "jwtlens.settings.members", "jwtlens.actions"}
