"""Keys of samples and lessons: made when first asked for, the same for the rest of the process, and worth nothing.

A key is named by its kind and, after ``#``, its ``kid``: ``RSA#2026-11``, ``P-256``, ``Ed25519#a``, ``oct#b``. Words
before it choose: ``public:`` the public half, ``text:`` a secret that is this very text, ``pem:`` the PEM text of the
public half taken for a secret, as a careless verifier does.
"""

from collections.abc import Sequence
from functools import cache

from jwtlens.keys import generate
from jwtlens.keys.export import export
from jwtlens.keys.export import public as public_half
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret


def named(name: str) -> Key:
    """Return the key of this name. Raises ValueError for a kind that cannot be made."""
    how, colon, rest = name.partition(":")
    if not colon:
        return _pair(name)
    if how == "public":
        return public_half(_pair(rest))
    if how == "text":
        return _secret(rest)
    if how == "pem":
        return _secret(export((public_half(_pair(rest)),), "pem").reveal())
    raise ValueError(f"{how} is no way to name a key")


def text(names: Sequence[str]) -> Secret[str]:
    """Return what a key field shows for these keys: a secret as it is, a JWK, or a JWK Set of several."""
    if len(names) == 1 and names[0].startswith("text:"):
        return Secret(names[0].removeprefix("text:"))
    return export(tuple(named(name) for name in names), "jwk" if len(names) == 1 else "jwks")


def _pair(name: str) -> Key:
    kind, _, kid = name.partition("#")
    return _made(kind, "" if kind == "RSA" else kid)._replace(kid=kid or None)


@cache
def _made(kind: str, nth: str) -> Key:  # noqa: ARG001 - nth tells keys of one kind apart; RSA takes long, so one serves all
    return generate.generate(kind)


def _secret(value: str) -> Key:
    data = value.encode()
    return Key("oct", Secret(data), True, len(data) * 8, f"secret, {len(data)} bytes of text")
