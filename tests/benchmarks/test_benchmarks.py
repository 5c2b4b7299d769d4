"""The table of the benchmarks renders, and every goal has its figure. Nothing is timed here."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks import installed, plot, table
from tests.benchmarks.__main__ import GROUPS
from tests.benchmarks.goals import GOALS, Goal
from tests.benchmarks.pairs import Measured, Pair, alone, measured
from tests.benchmarks.terminal import Session
from tests.cli.processes import ROOT

VALUES = {"tokens": 20_000, "megabytes": 64}
SLOW = Goal("quit", "a bare app", 0.25, distance="waiting")
ROWS = (
    (SLOW, measured([Pair(0.1, 0.2), Pair(0.3, 0.4), Pair(0.9, 1.0)])),
    (Goal("{megabytes} MB found", "grep", 3.0, at_least=True), measured([Pair(9, 3)], "s", scale=1)),
    (Goal("imports", "", 0), alone([0], "", scale=1)),
    (Goal("paste", "jwt-tui", 0.4), Measured(problem="not installed")),
)


def test_every_goal_has_one_figure_and_every_figure_a_goal() -> None:
    made = [name for names in GROUPS for name in names]
    assert sorted(made) == sorted(GOALS)


def test_the_table_says_ratio_spread_goal_and_whether_it_is_kept() -> None:
    lines = [line.split("  ") for line in table.text(ROWS, VALUES).splitlines()]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert cells[1:] == [
        ["quit", "300 ms", "a bare app: 400 ms", "0.75 ×", "0.62–0.82", "3", "≤ 0.25 ×", "missed"],
        ["64 MB found", "9.00 s", "grep: 3.00 s", "3.00 ×", "3.00–3.00", "1", "≥ 3.00 ×", "kept"],
        ["imports", "0.00", "0.00", "0.00–0.00", "1", "≤ 0.00", "kept"],
        ["paste", "–", "jwt-tui", "–", "–", "–", "≤ 0.40 ×", "not installed"],
    ]


def test_the_readme_is_told_the_reason_of_every_distance() -> None:
    lines = table.markdown(ROWS, VALUES).splitlines()
    assert lines[2] == "| quit | 300 ms | a bare app: 400 ms | 0.75 × | 0.62–0.82 | 3 | ≤ 0.25 × | missed |"
    assert {line.count("|") for line in lines[:6]} == {9}
    assert lines[6:] == ["", "* quit: 0.75 ×, not ≤ 0.25 ×: waiting."]


def test_a_source_tree_is_not_measured_unless_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "jwtlens"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    env = {**installed.environment(tmp_path), "PYTHONPATH": str(tmp_path)}
    with pytest.raises(SystemExit, match="is a source tree"):
        installed.found(sys.executable, env, allow_source=False)
    assert installed.found(sys.executable, env, allow_source=True).python == sys.executable


def test_a_session_finds_text_between_control_sequences_and_sees_the_end() -> None:
    echo = (
        "import sys; print('\\033[1mrea\\033[0mdy', flush=True); sys.stdin.readline(); print('a\\033[5Cb', flush=True)"
    )
    with Session([sys.executable, "-c", f"{echo}; sys.stdin.read()"], {}) as session:
        session.until("ready")
        painted = session.send("x\n", "a\0b", quiet=0.01)
    assert 0 < painted.first <= painted.marker <= painted.last


def test_the_plot_is_an_svg_with_a_line_for_each_series() -> None:
    drawn = plot.svg([plot.Series("one & two", "red", [(1024, 0.5), (1024 * 1024, 300.0)])])
    root = ET.fromstring(drawn)  # noqa: S314 - drawn here
    assert len(root.findall("{*}polyline")) == 1
    assert {"one & two", "0.1 ms", "1000 ms", "1 KB", "1 MB"} <= {one.text for one in root.findall("{*}text")}


def test_an_unknown_figure_is_refused_before_anything_is_installed() -> None:
    asked = [sys.executable, "-m", "tests.benchmarks", "--only", "nothing-like-it"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert "there is no such figure; there are: first-paint, " in done.stderr
