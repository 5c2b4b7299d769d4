"""For whom a new token can be encrypted: which keys, with which algorithms (RFC 7518 sections 4 and 5)."""

from typing import NamedTuple

from jwtlens.editing.new_token import Wanted, encryption_for
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify.encryption import refusal

_FOR_A_PASSWORD = "PBES2-HS512+A256KW"


class Recipient(NamedTuple):
    """A key that can encrypt. ``algorithms`` has the ``alg`` that fit, each with its ``enc``; the best come first."""

    key: Key
    algorithms: tuple[tuple[str, tuple[str, ...]], ...]


class Content(NamedTuple):
    """Something to encrypt, and what people call it."""

    words: str
    text: str


def contents(token: Token) -> tuple[Content, ...]:
    """Return what of the token on the bench can be encrypted: itself, so that it is nested, or its payload alone."""
    if not token.text or token.problems:
        return ()
    whole = "the token, encrypted once more" if token.encrypted else "the signed token: sign, then encrypt"
    alone = [Content("the payload alone, unsigned", token.payload.text)] if token.payload.members else []
    return (Content(whole, token.text), *alone)


def recipients(keyring: Keyring) -> tuple[Recipient, ...]:
    """Return the keys that can encrypt; those that say they are for that (``use``, RFC 7517 section 4.2) come first."""
    found = [Recipient(key, _algorithms(key)) for key in keyring.keys]
    return tuple(sorted((one for one in found if one.algorithms), key=lambda one: one.key.use != "enc"))


def _algorithms(key: Key) -> tuple[tuple[str, tuple[str, ...]], ...]:
    fitting = {}
    for alg in KEY_MANAGEMENT.values():
        contents = [enc.name for enc in CONTENT_ENCRYPTION.values() if not refusal(alg, enc, key)]
        if contents:
            best = encryption_for(key, Wanted(alg=alg.name))[1]
            fitting[alg.name] = tuple(sorted(contents, key=lambda name: name != best))
    try:
        first = encryption_for(key, Wanted())[0]
    except ValueError:
        first = _FOR_A_PASSWORD
    return tuple(sorted(fitting.items(), key=lambda row: row[0] != first))
