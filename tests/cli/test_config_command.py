import json
import stat
import sys
from pathlib import Path

import pytest

from jwtlens.settings.template import template
from tests.cli.conftest import Call

GOOD = 'theme = "nord"\nleeway = "30s"\n[keymap]\nhelp = "f13"\n[profiles.a]\nissuer = "a"\nkey = "@k.pem"\n'
BAD = 'theme = "nordd"\ntime_zon = "utc"\nleeway = 5\n[profiles.a]\nkey = "hunter2-hunter2"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "jwtlens" / "config.toml"
    monkeypatch.setenv("JWTLENS_CONFIG", str(path))
    return path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


def test_path_says_where_it_is_or_would_be(jwtlens: Call, file: Path) -> None:
    assert jwtlens("config", "path") == (1, f"{file}\n", "")
    write(file, "")
    assert jwtlens("config", "path") == (0, f"{file}\n", "")
    assert json.loads(jwtlens("config", "path", "--json").out) == {"schema": 1, "path": str(file), "there": True}
    assert jwtlens("config", "path", "--config", "other.toml").out == "other.toml\n"


def test_check_names_every_fault_with_its_line(jwtlens: Call, file: Path) -> None:
    assert jwtlens("config", "check").code == 0
    write(file, GOOD)
    assert jwtlens("config", "check") == (0, f"{file} is right: 2 settings, 1 key, 1 profile\n", "")
    write(file, BAD)
    done = jwtlens("config", "check")
    assert (done.code, done.err) == (1, "")
    assert [line.partition(": ")[0] for line in done.out.splitlines()] == [f"{file}, line {n}" for n in (1, 2, 5)]
    assert "hunter2" not in done.out
    found = json.loads(jwtlens("config", "check", "--json").out)
    assert (found["schema"], found["valid"]) == (1, False)
    assert [(error["line"], error["field"]) for error in found["errors"]] == [
        (1, "theme"),
        (2, "time_zon"),
        (5, "profiles.a.key"),
    ]
    gone = jwtlens("config", "check", "--config", "none.toml")
    assert (gone.code, gone.err) == (2, "jwtlens: there is no file none.toml; jwtlens config edit makes one\n")


def test_show_says_every_setting_and_where_it_is_from(jwtlens: Call, file: Path) -> None:
    assert jwtlens("config", "show").out.count("default") == 7
    write(file, GOOD)
    done = jwtlens("config", "show")
    assert (done.code, done.err) == (0, "")
    rows = {line.split()[0]: line.split()[1:4] for line in done.out.splitlines() if line.split()}
    assert rows["theme"] == ["nord", "line", "1"]
    assert rows["leeway"] == ["30", "line", "2"]
    assert rows["network"][:2] == ["ask", "default"]
    assert rows["keymap.help"][0] == "f13"
    assert rows["profile"][0] == "a"
    assert rows["key"][0] == f"@{file.parent}/k.pem"
    found = json.loads(jwtlens("config", "show", "--json").out)
    assert found["settings"]["theme"] == {"value": "nord", "from": "file", "line": 1}
    assert found["settings"]["history"] == {"value": 200, "from": "default", "line": None}
    assert found["keymap"]["help"] == "f13"
    assert found["profiles"]["a"]["key"] == [f"@{file.parent}/k.pem"]
    keys = jwtlens("config", "show", "--keys").out.splitlines()
    assert keys[0].split() == ["help", "f13", "Help"]
    write(file, BAD)
    wrong = jwtlens("config", "show")
    assert wrong.code == 1
    assert "line 1: there is no theme nordd" in wrong.err
    assert "cannot be used" in wrong.out


def editor(folder: Path, script: str) -> str:
    path = folder / "an editor.py"
    path.write_text(f"import sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\n{script}\n")
    return f"{sys.executable} '{path}' --wait"


def test_edit_makes_the_file_opens_it_and_checks_it(
    jwtlens: Call, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "never-called")
    monkeypatch.setenv("VISUAL", editor(tmp_path, "assert sys.argv[1] == '--wait'"))
    done = jwtlens("config", "edit")
    assert done.code == 0
    assert file.read_text() == template()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "is made; nothing in it counts yet" in done.err
    monkeypatch.setenv("VISUAL", editor(tmp_path, "file.write_text('leeway = -1')"))
    done = jwtlens("config", "edit", "--json")
    assert (done.code, json.loads(done.out)["errors"][0]["line"]) == (1, 1)
    for value, words in (
        ("no-such-editor", "cannot be started"),
        ("false", "ended with exit code 1"),
        ("'open", "a quote is not closed"),
    ):
        monkeypatch.setenv("VISUAL", value)
        done = jwtlens("config", "edit")
        assert done.code == 2
        assert words in done.err


def test_calls_that_make_no_sense_are_refused(jwtlens: Call, file: Path) -> None:
    for words in ((), ("sho",), ("show", "--jsn"), ("path", "extra")):
        assert jwtlens("config", *words).code == 2


def test_faults_are_said_once_and_stop_no_command(jwtlens: Call, file: Path) -> None:
    write(file, BAD + "".join(f"a{number} = 1\n" for number in range(8)))
    token = "eyJhbGciOiJub25lIn0.e30."
    for words in (
        ("decode", token),
        ("verify", token),
        ("verify", "--leeway", "1", token),
        ("key", "show", "x"),
        (token,),
    ):
        done = jwtlens(*words)
        assert done.out
        lines = [line for line in done.err.splitlines() if str(file) in line or "more" in line]
        assert len(lines) == 6, done.err
        assert "jwtlens config check" in lines[-1]


def test_a_file_that_an_option_names_has_to_be_there(jwtlens: Call, file: Path) -> None:
    for words in (("decode", "--config", "none", "x"), ("verify", "--config", "none", "x"), ("--config", "none", "x")):
        done = jwtlens(*words)
        assert (done.code, "there is no file none" in done.err) == (2, True)
