"""Keys that came about in here, generated or fetched, as entries of the ring: with a text that reads as them."""

from collections.abc import Sequence

from jwtlens.keys.export import export
from jwtlens.keys.key import Key, Keyring
from jwtlens.tui.keyring.key_text import KeyText
from jwtlens.tui.keyring.ring import Entry


def entry_of(keys: Sequence[Key], origin: str, *, keyring: Keyring | None = None, name: str = "") -> Entry:
    """Return an entry of these keys, whose text is their JWK or JWK Set; ``name`` is for the only one.

    Raises ValueError, with a sentence for the user, for a key that cannot be written so.
    """
    keys = tuple(key._replace(origin=origin) for key in keys)
    text = export(keys, "jwk" if keyring is None else "jwks")
    ring = Keyring(keys, words=keys[0].words) if keyring is None else keyring._replace(keys=keys)
    return Entry(0, KeyText(text, origin=origin), ring, names=((0, name),) if name else ())
