"""What is known of the secret of a token: the searches that were made for it, and how a key field would have it."""

from typing import TYPE_CHECKING, NamedTuple

from jwtlens.keys.secret import Secret
from jwtlens.tui.keyring.key_text import KeyText

if TYPE_CHECKING:
    from jwtlens.search.found import Found, Outcome
    from jwtlens.search.search import Progress

_ORIGIN = "found by search: not a secret any more"


class Attempt(NamedTuple):
    """One search: ``name`` says in which list (displayable), ``progress`` how far it is, or was when it ended."""

    name: str
    progress: "Progress"


class SecretSearch(NamedTuple):
    """All searches for one secret. Only the last can still be running; ``problem`` says why one could not begin."""

    attempts: tuple[Attempt, ...] = ()
    problem: str = ""

    @property
    def running(self) -> Attempt | None:
        """The search that is not over yet."""
        last = self.attempts[-1] if self.attempts else None
        return last if last and not last.progress.over else None

    @property
    def ended(self) -> tuple[Attempt, ...]:
        """The searches that are over."""
        return tuple(one for one in self.attempts if one.progress.over)

    @property
    def found(self) -> "Found | None":
        """The secret, once it is found."""
        return next((one.progress.found for one in self.attempts if one.progress.found), None)

    @property
    def outcome(self) -> "Outcome | None":
        """What the searches came to: the hit, or else the last miss; None before one has ended."""
        ended = self.ended
        hit = next((one for one in ended if one.progress.found), None)
        return (hit or ended[-1]).progress.outcome if ended else None


def key_text(secret: Secret[bytes]) -> KeyText:
    """Spell a secret so that a key field reads just these bytes; as text where that leaves no doubt.

    The empty secret is spelled as a zero byte: HMAC fills every secret up with zeros (RFC 2104 section 2), so that it
    is the same one, and an empty field is no key.
    """
    data = secret.reveal() or b"\0"
    text = data.decode("utf-8", "replace")
    if text.encode() == data and text.isprintable() and text[0].isalnum() and text == text.strip() and ":" not in text:
        return KeyText(Secret(text), "text", origin=_ORIGIN)
    return KeyText(Secret(data.hex()), "hex", origin=_ORIGIN)
