"""What lies on the bench: the token as opened and as edited, keys, expectations, clock. Knows nothing of a screen."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.editing import Edited, edit, sign
from jwtlens.inspection import Inspection, at_another_time, inspect, with_search
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from jwtlens.search.target import Target
    from jwtlens.tui.secret_search import SecretSearch

SMALL = 16 * 1024
"""Characters up to which a text is inspected within the key press: that takes less than a frame."""


_BUILDS = 32
"""Built tokens that are remembered."""

_SEARCHES = 16
"""Tokens whose search is remembered, so that undo, redo and layers search nothing twice."""


class Texts(NamedTuple):
    """What the Header and Payload panes hold; None where a pane shows something that cannot be edited."""

    header: str | None
    payload: str | None


class Judged(NamedTuple):
    """The token that a state of the bench makes, inspected.

    ``edited`` is what became of the texts of header and payload; None where they have to follow the token.
    """

    source: str
    inspection: Inspection
    edited: Edited | None = None


class Workspace:
    """The state behind the workbench.

    ``opened`` is the text that was pasted or opened. The token is what was typed into the Token pane (``unread`` until
    it was inspected), or else what the texts of header and payload make of the last one that was read, so that taking
    an edit back restores that one exactly. ``at`` is the instant to judge at, as a Unix time in seconds; None follows
    the clock. ``with_audit`` is false until somebody wants to see findings: loading the rules takes longer than the
    first verdict.
    """

    def __init__(
        self, source: str, keyring: Keyring, policy: Policy, clock: Callable[[], float], at: float | None
    ) -> None:
        self.keyring, self.policy = keyring, policy
        self.clock, self.at = clock, at
        self.resign = True
        self.with_audit = False
        self.searches: dict[Target, SecretSearch] = {}
        self.open(source)
        self._read = Judged(source, self._inspect(source))
        self._built: deque[tuple[object, Edited]] = deque(maxlen=_BUILDS)

    @property
    def now(self) -> float:
        """The instant of judgement, as a Unix time in seconds."""
        return self.clock() if self.at is None else self.at

    @property
    def modified(self) -> bool:
        """Whether the token differs from the one that was opened."""
        return self.source != self.opened

    @property
    def typed_in(self) -> bool:
        """Whether the token is being typed in key by key."""
        return self._typing_it_in

    def open(self, source: str) -> None:
        """Take another token; what was opened before is forgotten."""
        self.opened = self.source = source
        self.unread = True
        self._typing_it_in = not source

    def type(self, source: str) -> bool:
        """Take the text that the Token pane holds now; return whether it is the beginning of another token.

        A terminal without bracketed paste sends a token key by key: all of it is what was opened.
        """
        begins = len(source) == 1 and len(self.source) != 2
        if begins or self._typing_it_in:
            self.open(source)
            self._typing_it_in = True
        self.source, self.unread = source, True
        return begins

    def revert(self) -> None:
        """Go back to the token as it was opened."""
        self.source, self.unread = self.opened, True

    def judge(self, texts: Texts) -> Judged:
        """Build the token and inspect it; nothing changes until :meth:`accept`. May run in a thread."""
        if self.unread:
            return Judged(self.source, self._inspect(self.source))
        edited = self._build(texts)
        source = self._read.source if edited.signature == "original" else edited.source
        source = self.source if source is None else source
        inspection = self._inspect(source)
        if edited.signature == "original" and inspection.token != self._read.inspection.token:
            return Judged(source, inspection)  # a key has opened, or closed, an encrypted token: the texts follow
        return Judged(source, inspection, edited)

    def accept(self, judged: Judged) -> None:
        """Take a token that was built and inspected."""
        self.source = judged.source
        if judged.edited is None:
            self._read, self.unread = judged, False
        elif judged.edited.signature != "original":
            self._typing_it_in = False

    def signed(self) -> Edited:
        """Build the token as it is, signed with the key in hand."""
        token = self._inspect(self.source).token
        return sign(token.segment("header").text, token.segment("payload").text, self.keyring)

    def take_signed(self, edited: Edited) -> None:
        """Take the token with its new signature; header and payload start from it."""
        if edited.source is not None:
            self.source, self.unread = edited.source, True

    def moved(self, inspection: Inspection) -> Inspection:
        """Move an inspection to the present time.

        What the audit says of a large token stays: its rules would not be done before the next second.
        """
        if len(self.source) <= SMALL:
            return at_another_time(inspection, self.now)
        return at_another_time(inspection._replace(findings=None), self.now)._replace(findings=inspection.findings)

    def _build(self, texts: Texts) -> Edited:
        """Build the token that the texts make, once: signing it again could give another one (ECDSA, PSS).

        The last builds are remembered, so that undo, redo and switches give back the very token that was there.
        """
        keyring = self.keyring if self.resign else None
        made_of = (texts, keyring, self._read)
        for before, edited in self._built:
            if before == made_of:
                return edited
        edited = edit(self._read.inspection, header=texts.header, payload=texts.payload, resign_with=keyring)
        self._built.append((made_of, edited))
        return edited

    def remember(self, target: "Target", search: "SecretSearch") -> None:
        """Keep what the searches for a secret came to: it is entered into every inspection of that token."""
        self.searches.pop(target, None)
        self.searches[target] = search
        while len(self.searches) > _SEARCHES:
            del self.searches[next(iter(self.searches))]

    def _inspect(self, source: str) -> Inspection:
        inspection = inspect(
            source, self.keyring, self.policy, now=self.now, as_of=self.at is not None, with_audit=self.with_audit
        )
        return self._searched(inspection) if self.searches else inspection

    def _searched(self, inspection: Inspection) -> Inspection:
        from jwtlens.search.bundled import is_searchable  # noqa: PLC0415 - not before anything was searched
        from jwtlens.search.target import target_of  # noqa: PLC0415 - as above

        search = self.searches.get(target_of(inspection.token)) if is_searchable(inspection) else None
        outcome = search.outcome if search else None
        return inspection if outcome is None else with_search(inspection, outcome)
