"""What stands in the key field, how it is read, and whether it may be seen."""

from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding, readings
from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import load_key

_REFERENCE_CHARS = 256
"""Longest text that may stand in the open because it only names a key."""
_AT_ONCE = 512
"""Characters up to which a key is read within the key press; longer ones are PEM and JWK, which cryptography reads."""
_OFFERED: tuple[SecretEncoding, ...] = ("text", "base64", "base64url", "hex")


class Way(NamedTuple):
    """One way to read a secret: the encoding, and in words what that gives."""

    encoding: SecretEncoding
    words: str


class KeyText(NamedTuple):
    """All that a reading depends on. Compared by value: a result counts only for the text that it was read from.

    ``origin`` says where a text came from that is the key itself: ``pasted``, ``generated``.
    """

    text: Secret[str] = Secret("")
    encoding: SecretEncoding = "auto"
    passphrase: Secret[str] | None = None
    origin: str = "pasted"

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read."""
        return not self.text.reveal().strip()

    @property
    def source(self) -> str:
        """What the text names, if it names something that can be read again (``@path``, ``env:NAME``), or nothing."""
        text = self.text.reveal()
        return text.strip() if names_key(text) else ""

    @property
    def name(self) -> str:
        """What a sentence or a row may call the text: the file or variable that it names, and never a secret."""
        return quoted(self.source) if is_open(self.text.reveal()) else "a text"

    @property
    def slow(self) -> bool:
        """Whether reading may take longer than a frame."""
        text = self.text.reveal()
        return names_key(text) or len(text) > _AT_ONCE or is_structured(text)

    def load(self) -> Keyring:
        """Read the keys by the rule of the command line. Never raises."""
        return self._load(self.encoding)

    def ways(self) -> list[Way]:
        """List every encoding in which the secret could be read, also one in a file or a variable."""
        text = self.text.reveal()
        if not names_key(text):
            return [Way(one.encoding, one.words) for one in readings(self.text)]
        ways: dict[str, Way] = {}  # by their words: what is no secret is the same key in every encoding
        for encoding in _OFFERED:
            ring = self._load(encoding)
            if ring.keys:
                ways.setdefault(ring.words, Way(encoding, ring.words))
        return list(ways.values())

    def _load(self, encoding: SecretEncoding) -> Keyring:
        spec = self.source or self.text.reveal()
        return load_key(spec, encoding=encoding, passphrase=self.passphrase, origin=self.origin)


def names_key(text: str) -> bool:
    """Whether the text names a key instead of being one."""
    return text.lstrip().startswith(("@", "env:"))


def is_open(text: str) -> bool:
    """Whether the text may be seen whatever it names: a reference, and no longer than one."""
    stripped = text.strip()
    return names_key(text) and len(stripped) <= _REFERENCE_CHARS and "\n" not in stripped


def is_structured(text: str) -> bool:
    """Whether the text is JSON or PEM, whose encoding is no question."""
    return text.lstrip()[:1] in {"{", "[", "-"}
