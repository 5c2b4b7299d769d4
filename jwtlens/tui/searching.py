"""The search for the secret of an HMAC token, in processes of its own, while the user goes on."""

import asyncio
import time
from threading import Lock
from typing import TYPE_CHECKING

from textual import work
from textual.reactive import reactive

from jwtlens.inspection import Inspection, with_search
from jwtlens.tui.explaining import ExplainingScreen
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.secret_search import Attempt, SecretSearch, key_text
from jwtlens.tui.workspace import SMALL
from jwtlens.verify.report import Status

if TYPE_CHECKING:
    from jwtlens.jose.jws import Token
    from jwtlens.search.found import Found
    from jwtlens.search.search import Search
    from jwtlens.search.sources import Source
    from jwtlens.search.target import Target

_QUIET = 0.5
"""Seconds without a change before the bundled lists are searched."""

_BY_ITSELF = True
"""Whether that search begins without being asked for."""

BUNDLED_NAME = "the bundled lists"
"""What to call the lists that come with the program."""

_NAME = "a publicly known secret"
"""What the key is called, in the table of keys and in the verdict: "valid for …"."""

_BETWEEN_DRAWINGS = 0.2
"""Seconds between two drawings of the progress: every process reports ten times a second."""


class SearchingScreen(ExplainingScreen):
    """A bench that looks for the secret of what lies on it, once it lies there undisturbed."""

    secret_search: reactive[SecretSearch | None] = reactive(None, init=False)
    """The search for the token that is shown; None for a token that has no shared secret, or a published one."""

    _target: "Target | None" = None
    _at_work: "_Cancellable | None" = None

    def _watch_inspection(self, before: Inspection | None, inspection: Inspection) -> None:
        super()._watch_inspection(before, inspection)
        if inspection.findings is None or (before is not None and _subject(before) == _subject(inspection)):
            return  # the audit, of which this is a part, has yet to begin; or only the clock has moved
        from jwtlens.search.bundled import is_searchable  # noqa: PLC0415 - after the first frame, as the audit
        from jwtlens.search.sources import BUNDLED  # noqa: PLC0415 - as above
        from jwtlens.search.target import target_of  # noqa: PLC0415 - as above

        target = target_of(inspection.token) if is_searchable(inspection) else None
        if target == self._target:
            return
        self._target = target
        self.workers.cancel_group(self, "search")
        self.secret_search = None if target is None else self.workspace.searches.get(target, SecretSearch())
        short = target is not None and len(target.signing_input) <= SMALL  # a long one takes minutes
        if self.secret_search == SecretSearch() and short and _BY_ITSELF:
            self._search(inspection.token, BUNDLED, BUNDLED_NAME, _QUIET)

    def search_lists(self, sources: "tuple[Source, ...]", name: str) -> None:
        """Search lists for the secret of the token on the bench; ``name`` is what to call them, displayable."""
        if self.inspection is not None and self._target is not None:
            self.workers.cancel_group(self, "search")
            self._search(self.inspection.token, sources, name, 0)

    def action_stop_search(self) -> None:
        """Stop the search at once."""
        if self._at_work is None:
            self.notify("No search is running.", severity="warning", timeout=3, markup=False)
        else:
            self._at_work.cancel()

    def action_use_secret(self) -> None:
        """Make the secret that was found the key."""
        found = self.secret_search.found if self.secret_search else None
        if found is None:
            self.notify("No secret was found.", severity="warning", timeout=3, markup=False)
            return
        given = key_text(found.secret)
        pane = self.keys_pane
        pane.change(pane.ring.add(Entry(0, given, given.load(), names=((0, _NAME),))))

    def action_remedy(self) -> None:
        """Do what the explanation proposes; without one, take the secret that was found."""
        diagnosis = self.explanation.diagnosis if self.explanation else None
        found = self.secret_search.found if self.secret_search else None
        check = self.inspection.report.check("signature") if self.inspection else None
        verified = check is not None and check.status is Status.PASSED
        if found is not None and not verified and (diagnosis is None or diagnosis.remedy is None):
            self.action_use_secret()
        else:
            super().action_remedy()

    @work(exclusive=True, group="search", description="search")
    async def _search(self, token: "Token", sources: "tuple[Source, ...]", name: str, quiet: float) -> None:
        await asyncio.sleep(quiet)
        before = (self.secret_search or SecretSearch()).ended
        running = self._at_work = _Cancellable()
        drawn = 0.0
        try:
            async for progress in await asyncio.to_thread(running.start, token, sources):
                if progress.over or time.monotonic() - drawn > _BETWEEN_DRAWINGS:
                    self.secret_search = SecretSearch((*before, Attempt(name, progress)))
                    drawn = time.monotonic()
        except OSError as error:
            self.secret_search = SecretSearch(before, f"The search could not be started: {error.strerror}.")
        else:
            self._take_outcome()
        finally:
            running.cancel()
            if self._at_work is running:
                self._at_work = None

    def _take_outcome(self) -> None:
        """Remember what the search came to, and enter it into the inspection that is shown."""
        search_, target = self.secret_search, self._target
        if search_ is None or search_.outcome is None or target is None or self.inspection is None:
            return
        self.workspace.remember(target, search_)
        self.inspection = with_search(self.inspection, search_.outcome)
        if search_.found is not None:
            self.secret_found(search_.found)

    def secret_found(self, found: "Found") -> None:
        """Tell of a hit. A subclass's to override."""


class _Cancellable:
    """A search that can be cancelled from its first moment on: its processes are started in a thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._search: Search | None = None
        self._cancelled = False

    def start(self, token: "Token", sources: "tuple[Source, ...]") -> "Search":
        """Start it, and end it at once if it was cancelled meanwhile."""
        from jwtlens.search.search import search  # noqa: PLC0415 - as above

        running = search(token, sources)
        with self._lock:
            self._search = running
            if self._cancelled:
                running.cancel()
        return running

    def cancel(self) -> None:
        """End it: its processes are gone when this returns, or never stay."""
        with self._lock:
            self._cancelled = True
            if self._search is not None:
                self._search.cancel()


def _subject(inspection: Inspection) -> tuple[object, ...]:
    return inspection.token, inspection.keyring, inspection.findings is None
