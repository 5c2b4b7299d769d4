"""What every group of figures is given: the programs, a folder, and how often and how much to measure."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import floors
from tests.benchmarks.installed import Installed
from tests.benchmarks.material import SECRET
from tests.benchmarks.pairs import Measured
from tests.benchmarks.processes import Cost, children
from tests.benchmarks.terminal import Session

_BEFORE_SEARCH = 0.9
"""Seconds without output after which the search of the bundled lists has begun."""


class Bench(NamedTuple):
    """One run of the benchmarks. ``megabytes`` of log, ``tokens`` to scan, ``idle`` seconds to look at.

    ``busy`` is a machine with other work: there the clock says little of what runs on all cores.
    """

    installed: Installed
    env: dict[str, str]
    folder: Path
    quick: bool = False
    megabytes: int = 64
    tokens: int = 20_000
    idle: int = 30
    busy: bool = False

    def runs(self, usual: int) -> int:
        """How often to measure, if it is ``usual`` times where nobody is in a hurry."""
        return max(2, usual // 4) if self.quick else usual

    def seconds(self, taken: Cost, cores: int = 1) -> float:
        """By the clock; on a busy machine, of the processor for each of the cores that the command could have had."""
        return taken.cpu / cores if self.busy else taken.wall

    def script(self, text: str, *words: str) -> list[str]:
        """The command that runs a script with the interpreter of the environment."""
        return [self.installed.python, "-c", text, *words]

    def workbench(self, *words: str) -> Session:
        """The screen, in a terminal."""
        return Session([self.installed.jwtlens, *words], self.env)

    def workbench_with_key(self) -> Session:
        """The screen with a key that the sample is not signed with, once it has said so, and searched for another."""
        session = self.workbench("--key", SECRET)
        session.until("REJECTED")
        session.settle(_BEFORE_SEARCH)
        while children(session.pid):
            session.settle()
        return session

    def bare_app(self) -> Session:
        """A Textual app of one line, once it is there."""
        session = Session(self.script(floors.BARE_APP), self.env)
        session.until("bare=ready")
        session.settle()
        return session


Figures = Callable[[Bench], dict[str, Measured]]
"""Measures the figures of one group, by their names."""
