"""Guesses that a token gives away itself: names in its claims, as people make secrets of the name of their service."""

import re
from collections.abc import Iterable, Iterator

from jwtlens.jose.jws import Token

_CLAIMS = ("iss", "aud", "azp", "client_id")
_LONGEST = 200
_MOST_NAMES = 32
_SEPARATORS = re.compile(r"[/:?#&=,;|\s]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_DULL = frozenset({"http", "https", "www", "com", "net", "org", "io", "dev", "app", "local", "localhost", "v1", "v2"})
_PREFIXES = ("secret", "secret-", "secret_", "my", "my-", "my_", "jwt-", "jwt_", "super-secret-", "the-")
_SUFFIXES = (
    *("", "secret", "Secret", "-secret", "_secret", ".secret", " secret"),
    *("secretkey", "SecretKey", "-secret-key", "_secret_key", "key", "Key", "-key", "_key"),
    *("jwt", "-jwt", "_jwt", "jwtsecret", "JwtSecret", "-jwt-secret", "_jwt_secret"),
    *("-jwt-secret-key", "_jwt_secret_key", "-jwt-key", "_jwt_key"),
    *("token", "-token", "_token", "-token-secret", "_token_secret", "-api-secret", "-auth-secret"),
    *("-super-secret", "_super_secret", "-super-secret-key", "_super_secret_key", "-super-secret-jwt-key"),
    *("-dev", "-test", "-prod", "-dev-secret", "_dev_secret", "-test-secret", "-local-secret"),
    *("-secret-change-me", "-secret-change-in-production", "-secret-key-change-in-production"),
    *("1", "12", "123", "1234", "12345", "123456", "!", "123!", "@123", "#123", "@1234"),
    *(f"{mark}{year}" for year in range(2020, 2028) for mark in ("", "@", "-", "_", "-secret-", "_secret_")),
)


def names_in(token: Token) -> tuple[str, ...]:
    """Return the names in ``iss``, ``aud``, ``azp``, ``client_id``, ``kid`` and the domain of ``sub``; at most 32."""
    claims = token.payload.members
    texts = [text for name in _CLAIMS for text in _strings(claims.get(name))]
    texts += _strings(token.header.members.get("kid"))
    texts += [subject.rpartition("@")[2] for subject in _strings(claims.get("sub")) if "@" in subject]
    names = dict.fromkeys(name for text in texts for name in _names(text[:_LONGEST]))
    return tuple(names)[:_MOST_NAMES]


def guesses(names: Iterable[str]) -> Iterator[bytes]:
    """Make secrets of names: in each case, with the beginnings and endings that people put around them."""
    for name in names:
        for spelled in dict.fromkeys((name, name.lower(), name.capitalize())):
            yield from ((spelled + suffix).encode("utf-8", "surrogatepass") for suffix in _SUFFIXES)
            yield from ((prefix + spelled).encode("utf-8", "surrogatepass") for prefix in _PREFIXES)
        yield from ((name + suffix).upper().encode("utf-8", "surrogatepass") for suffix in _SUFFIXES)


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _names(text: str) -> Iterator[str]:
    """Yield a text, its pieces, and the words in these alone and joined: ``auth.my-shop.example`` gives ``myshop``."""
    yield text
    for piece in _SEPARATORS.split(text):
        for part in dict.fromkeys((piece, *piece.split("."))):
            if len(part) > 1 and part not in _DULL:
                yield part
                words = [word for word in _WORD.findall(part) if word not in _DULL]
                yield from (mark.join(words).lower() for mark in ("", "-", "_") if len(words) > 1)
                yield from (word for word in words if len(word) > 2)
