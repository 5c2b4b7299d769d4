"""What header, keys and expectations decide is decided once for tokens that share them, as those of one issuer do."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from jwtlens.jose.jws import CACHED_CHARS, Segment, Token
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy

T = TypeVar("T")

_NOTHING = JsonDocument("", None, readable=False, problems=())
_MOST = 64
"""Headers whose results are kept."""


class _Result(NamedTuple, Generic[T]):
    header: JsonDocument
    segment: Segment
    result: T


class _Kept(NamedTuple, Generic[T]):
    keyring: Keyring
    policy: Policy
    results: dict[int, _Result[T]]


class ByHeader(Generic[T]):
    """A function of header, keys and expectations; for the latest keys and expectations it remembers its results.

    All three are compared by identity, which costs nothing and takes no two for the same: the reader hands out one
    object for one text of a compact token. Other keys or expectations make it forget, secrets too. The function is
    given a token without payload and signature, so no result can depend on those of the token that it was made for.
    """

    def __init__(self, make: Callable[[Token, Keyring, Policy], T]) -> None:
        self._make = make
        self._kept: _Kept[T] = _Kept(Keyring(), Policy(), {})

    def __call__(self, token: Token, keyring: Keyring, policy: Policy) -> T:
        """Return the result for the header of this token."""
        kept = self._kept
        if kept.keyring is not keyring or kept.policy is not policy:
            kept = self._kept = _Kept(keyring, policy, {})
        segment = token.segment("header")
        found = kept.results.get(id(token.header))
        if found is not None and found.header is token.header and found.segment is segment:
            return found.result
        result = self._make(_header_of(token, segment), keyring, policy)
        if len(segment.text) <= CACHED_CHARS:
            if len(kept.results) >= _MOST:
                kept.results.clear()
            kept.results[id(token.header)] = _Result(token.header, segment, result)
        return result


def _header_of(token: Token, segment: Segment) -> Token:
    return token._replace(text="", segment_count=0, segments=(segment,), payload=_NOTHING, problems=(), signatures=())
