"""The search for secrets in ``audit``: at once where the lists are short, with its progress where they are not."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from jwtlens import times
from jwtlens.cli import output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import displayable, quoted
from jwtlens.inspection import Inspection, with_search
from jwtlens.jose.jws import Token
from jwtlens.search.bundled import fits, is_searchable, outcome_of_bundled
from jwtlens.search.found import Found, Outcome
from jwtlens.search.matching import first_match
from jwtlens.search.sources import BUNDLED, Source, wordlist
from jwtlens.search.target import target_of

if TYPE_CHECKING:
    from jwtlens.search.search import Progress

STOPPED = "The search was stopped with ctrl+c."
_LEAST_SECONDS = 0.5
"""What is over sooner draws no progress."""


class Searches:
    """The searches of one call. After ctrl+c, which stops one at once, no other begins.

    A secret that made one token is tried first on the next: tokens of one service share it.
    """

    def __init__(self, lists: tuple[Source, ...]) -> None:
        self._lists = lists
        self._found: list[Found] = []
        self._began = time.monotonic()
        self.stopped = False
        self.made = 0

    def searched(self, inspection: Inspection, name: str) -> Inspection:
        """Return the inspection with what the search for its secret came to, and for those of the tokens inside."""
        if inspection.inner is not None:
            inspection = inspection._replace(inner=self.searched(inspection.inner, name))
        if not is_searchable(inspection):
            return inspection
        self.made += 1
        outcome = self._known(inspection.token) or self._outcome(inspection.token, name)
        if outcome.found is not None and outcome.found not in self._found:
            self._found.append(outcome.found)
        return with_search(inspection, outcome)

    def _known(self, token: Token) -> Outcome | None:
        target = target_of(token)
        for number, found in enumerate(self._found, 1):
            if first_match(target, [found.secret.reveal()]) is not None:
                return Outcome(found, number)
        return None

    def _outcome(self, token: Token, name: str) -> Outcome:
        last = Outcome()
        try:
            if self.stopped:
                return last._replace(problems=(STOPPED,))
            if not self._lists and fits(token):
                return self._at_once(token, name)
            from jwtlens.search.search import search  # noqa: PLC0415 - short lists start no process

            with search(token, BUNDLED + self._lists) as running, _progress_line() as show:
                for progress in running:
                    last = progress.outcome
                    if progress.seconds >= _LEAST_SECONDS:
                        show(" · ".join(words(progress, name)))
                return running.progress.outcome
        except KeyboardInterrupt:
            self.stopped = True
            return last._replace(complete=False, problems=(STOPPED,))
        except OSError as error:
            return last._replace(problems=(f"The search could not start its processes: {error.strerror}.",))

    def _at_once(self, token: Token, name: str) -> Outcome:
        """Search the short lists here and now; of many tokens the number of this one is shown meanwhile."""
        with _progress_line() as show:
            if time.monotonic() - self._began >= _LEAST_SECONDS:
                show(f"searching: secret of token {self.made:,} · ctrl+c stops · {name}")
            return outcome_of_bundled(token, budget=None)


def lists(paths: list[str]) -> tuple[Source, ...]:
    """Return the word lists of these names. Raises UsageError for one that cannot be searched."""
    return tuple(_list(path) for path in paths)


def _list(path: str) -> Source:
    if path == "-":
        message = "a word list is read by several processes at once, so it has to be a file, not standard input"
        raise UsageError(message, "wordlist", "wordlist")
    path = path[1:] if path.startswith("@") and not sources.is_file(path) else path
    try:
        return wordlist(path)
    except OSError as error:
        raise UsageError(f"{quoted(path)} cannot be read: {error.strerror}", "wordlist", "wordlist") from None
    except ValueError as error:
        raise UsageError(f"{quoted(path)}: {error}", "wordlist", "wordlist") from None


@contextlib.contextmanager
def _progress_line() -> "Iterator[Callable[[str], None]]":
    """Yield what draws a line on standard error anew, where somebody looks; it is gone at the end."""
    drawn = False

    def draw(line: str) -> None:
        nonlocal drawn
        if output.is_terminal(sys.stderr):
            drawn = True
            _redraw(line)

    try:
        yield draw
    finally:
        if drawn:
            _redraw("")


def _redraw(line: str) -> None:
    print(f"\r\x1b[K{displayable(line)[: _columns() - 1]}", end="", file=sys.stderr, flush=True)


def words(progress: "Progress", name: str) -> Iterator[str]:
    """Say how far a search is, the most important first."""
    yield f"searching: {progress.tried:,} tried, {progress.rate / 1_000:,.0f} thousand a second"
    if progress.fraction is not None:
        yield f"{progress.fraction:.0%}"
    if progress.seconds_left is not None:
        yield f"{times.duration(progress.seconds_left)} left"
    yield "ctrl+c stops"
    yield name


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80
