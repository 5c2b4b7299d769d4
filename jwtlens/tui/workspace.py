"""What lies on the bench: the token as opened and as edited, keys, expectations, clock. Knows nothing of a screen."""

from collections.abc import Callable
from typing import NamedTuple

from jwtlens.editing import Edited, edit, sign
from jwtlens.inspection import Inspection, inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy


class Texts(NamedTuple):
    """What the Header and Payload panes hold; None where a pane shows something that cannot be edited."""

    header: str | None
    payload: str | None


class Workspace:
    """The state behind the workbench.

    ``opened`` is the text that was pasted or opened; ``base`` the inspection that edits of header and payload start
    from, so that taking an edit back restores its token exactly. ``at`` is the instant to judge at, as a Unix time in
    seconds; None follows the clock.
    """

    def __init__(
        self, source: str, keyring: Keyring, policy: Policy, clock: Callable[[], float], at: float | None
    ) -> None:
        self.keyring, self.policy = keyring, policy
        self.clock, self.at = clock, at
        self.resign = True
        self.opened = self.source = source
        self.base = self.inspect()

    @property
    def now(self) -> float:
        """The instant of judgement, as a Unix time in seconds."""
        return self.clock() if self.at is None else self.at

    @property
    def modified(self) -> bool:
        """Whether the token differs from the one that was opened."""
        return self.source != self.opened

    def inspect(self) -> Inspection:
        """Inspect the token as it is now."""
        return inspect(self.source, self.keyring, self.policy, now=self.now)

    def open(self, source: str) -> None:
        """Take another token: what was opened before is gone, and so are the edits of it."""
        self.opened = source
        self.type(source)

    def type(self, source: str) -> None:
        """Take the text that the Token pane holds now; header and payload follow it."""
        self.source = source
        self.base = self.inspect()

    def edited(self, texts: Texts) -> Edited:
        """Build the token that these texts make; nothing changes until :meth:`accept`."""
        keyring = self.keyring if self.resign else None
        return edit(self.base, header=texts.header, payload=texts.payload, resign_with=keyring)

    def signed(self) -> Edited:
        """Build the token as it is, signed with the key in hand."""
        token = self.inspect().token
        return sign(token.segment("header").text, token.segment("payload").text, self.keyring)

    def accept(self, edited: Edited) -> None:
        """Take the token that an edit made, if it made one."""
        if edited.source is not None:
            self.source = edited.source
