"""What every reader of keys is told, and how it says that a key cannot be read."""

from typing import NamedTuple, get_args

from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding
from jwtlens.problem import Problem

ENCODINGS: tuple[SecretEncoding, ...] = get_args(SecretEncoding)
_REPORTED = 20
"""Problems told one by one; the next thousand say nothing new."""
ESCAPE = "To use the text itself as a secret, put text: before it"


class Request(NamedTuple):
    """How the user wants the material read: ``passphrase`` opens an encrypted private key."""

    encoding: SecretEncoding = "auto"
    passphrase: Secret[str] | None = None
    origin: str = "pasted"


class UnreadableKeyError(Exception):
    """A key that cannot be read, in our words; it never carries key material or a library's message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, "key")


def refused(code: str, message: str) -> Keyring:
    """Return a ring without keys and with this one problem."""
    return Keyring(problems=(Problem(code, message, "key"),), words="no key could be read")


def ring(keys: list[Key], problems: list[Problem], words: str = "", *, is_set: bool = False) -> Keyring:
    """Build a ring; without ``words`` it says what its one key says, or how many there are."""
    more = len(problems) - _REPORTED
    if more > 0:
        problems = [*problems[:_REPORTED], Problem("problems-more", f"{more:,} more problems of the same text", "key")]
    if not keys:
        return Keyring((), tuple(problems), is_set, words or "no key could be read")
    summary = words or (keys[0].words if len(keys) == 1 else f"{len(keys)} keys")
    return Keyring(tuple(keys), tuple(problems), is_set, summary)


def noted(keyring: Keyring, note: str) -> Keyring:
    """Return the ring with ``note`` before the words of each key: where in the text it was."""
    keys = tuple(key._replace(words=f"{note}: {key.words}") for key in keyring.keys)
    return keyring._replace(keys=keys, words=f"{note}: {keyring.words}")
