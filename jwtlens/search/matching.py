"""The inner loop: does a word make this MAC? Written for speed, because everything else here waits for it."""

import hashlib
from collections.abc import Iterable

from jwtlens.search.target import Target

_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def first_match(target: Target, words: Iterable[bytes]) -> bytes | None:
    """Return the first word whose HMAC (RFC 2104) over the signing input is the token's, or None.

    Copying an empty hash state and XORing the pads by ``translate`` takes half the time of ``hmac.digest``, which looks
    its algorithm up again for every word.
    """
    empty = getattr(hashlib, f"sha{target.bits}")()
    copy, block = empty.copy, empty.block_size
    message, wanted = target.signing_input, target.mac
    for word in words:
        key = word if len(word) <= block else _hashed(empty, word)
        inner = copy()
        inner.update(key.translate(_INNER).ljust(block, b"\x36"))
        inner.update(message)
        outer = copy()
        outer.update(key.translate(_OUTER).ljust(block, b"\x5c"))
        outer.update(inner.digest())
        if outer.digest() == wanted:
            return word
    return None


def _hashed(empty: "hashlib._Hash", word: bytes) -> bytes:
    state = empty.copy()
    state.update(word)
    return state.digest()
