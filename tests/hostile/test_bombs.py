"""What is small and asks for much gets a sentence: within 512 MB of memory and 10 seconds of CPU for all of it."""

import subprocess
import sys

import pytest

from tests.cli.processes import environment


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS sets no limit on the address space")
def test_no_input_takes_all_memory_or_all_time() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.bombs"], capture_output=True, check=False, text=True, env=environment()
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.count(": right\n") == len(done.stdout.splitlines()) > 25
