"""A save that is killed, or has no room, leaves the old file or the whole new one."""

import subprocess
import sys
from pathlib import Path

from tests.cli.processes import environment


def test_a_save_that_is_cut_short_leaves_a_whole_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.saves", str(tmp_path)],
        capture_output=True, check=False, text=True, env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.split() == ["key", "report", "workspace", "settings", "profile", "progress", "text"]
