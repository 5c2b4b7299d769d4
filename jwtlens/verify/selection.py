"""Which of the supplied keys may verify this token: chosen by kid, then by what fits; never by the token's own keys."""

from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify.signature import cannot_fit


class Selection(NamedTuple):
    """The keys to try, in order; or, where there are none, why not in words and as a stable code."""

    candidates: tuple[Key, ...]
    reason: str
    code: str = ""


def select(token: Token, keyring: Keyring) -> Selection:
    """Select by ``kid`` in a set (RFC 7515 section 4.1.4), then drop what cannot or must not verify this algorithm."""
    if not keyring.keys:
        return Selection((), "no key", "no-key")
    named, how = _by_kid(token, keyring)
    if not named:
        return Selection((), how, "kid-not-found")
    fitting = [key for key in named if token.alg in key.algorithms()]
    if not fitting:
        return Selection((), _why_none_fits(token.alg, named, how), "key-mismatch")
    usable = tuple(key for key in fitting if key.may("verify"))
    if not usable:
        return Selection((), f"{how}; its use or key_ops does not allow to verify signatures", "key-use")
    return Selection(usable, how if len(fitting) == 1 else f"{how}; {len(usable)} keys fit {token.alg}")


def _by_kid(token: Token, keyring: Keyring) -> tuple[list[Key], str]:
    kid = token.header.members.get("kid")
    keys = list(keyring.keys)
    if not is_text(kid):
        return keys, "the only key" if len(keys) == 1 else f"the token names no kid; {len(keys)} keys to try"
    same = [key for key in keys if key.kid == kid]
    shown = quoted(kid)
    if same:
        return same, "the set has a key with this kid" if keyring.is_set else "the key has this kid"
    if not keyring.is_set:
        other = keys[0].kid
        suffix = "which has none" if other is None else f"whose kid is {quoted(other)}"
        return keys, f"the token asks for kid {shown}; tried with your key, {suffix}"
    unnamed = [key for key in keys if key.kid is None]
    if unnamed:
        return unnamed, f"no key has kid {shown}; {len(unnamed)} without a kid to try"
    return [], f"none of the {len(keys)} keys has kid {shown}"


def _why_none_fits(alg: str, keys: list[Key], how: str) -> str:
    if len(keys) == 1:
        return cannot_fit(alg, keys[0]) or f"this key is {keys[0].kind}: it does not fit {quoted(alg)}"
    kinds = ", ".join(dict.fromkeys(key.kind for key in keys))
    return f"{how}, but none fits {quoted(alg)} ({kinds})"


def signer(alg: str, kid: object, keyring: Keyring) -> Key | None:
    """Return the key that would sign a token with this ``alg``: the one that ``kid`` names, else the first that can."""
    able = [key for key in keyring.keys if key.can_sign and alg in key.algorithms()]
    return next((key for key in able if key.kid is not None and key.kid == kid), able[0] if able else None)
