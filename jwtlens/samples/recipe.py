"""Tokens from a description, dated when they are made: a stored token would be stale by the time it is read."""

import hashlib
import json
import re
import secrets
from typing import Any, NamedTuple

from jwtlens.editing.signed import sign
from jwtlens.expectations import read_moment
from jwtlens.jose import base64url
from jwtlens.keys.jwk import required_members
from jwtlens.keys.key import Keyring
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.samples import made_keys

Json = dict[str, Any]

_MOMENTS = frozenset({"exp", "nbf", "iat", "auth_time", "timestamp", "event_timestamp", "warnafter"})
_OFFSET = re.compile(r"now|[+-]\d+[smhdwy]?")
_KEY_BINDING = {"alg": "ES256", "typ": "kb+jwt"}


class Recipe(NamedTuple):
    """How to make a token.

    Times among the ``claims`` are offsets from now (``+15m``, ``now``); ``jwk`` and ``jkt`` name a key, whose public
    members or thumbprint they become. ``sign`` names the key that signs; empty for none. ``tamper`` are claims changed
    after that. ``encrypt`` is the header of a JWE around it, and in ``key`` the name of the key. ``disclose`` are the
    disclosable claims of an SD-JWT; ``bind`` the claims of its key-binding JWT, and in ``key`` the holder's key.
    """

    claims: Json = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    header: Json = {}  # noqa: RUF012
    sign: str = ""
    tamper: Json = {}  # noqa: RUF012
    encrypt: Json = {}  # noqa: RUF012
    disclose: Json = {}  # noqa: RUF012
    bind: Json = {}  # noqa: RUF012


def token(recipe: Recipe, now: float) -> str:
    """Make the token as of ``now``, a Unix time in seconds. Raises ValueError for a recipe that cannot be made."""
    claims = settled(recipe.claims, now)
    disclosures = [_disclosure(name, value) for name, value in recipe.disclose.items()]
    if disclosures:
        claims |= {"_sd": sorted(_digest(one) for one in disclosures), "_sd_alg": "sha-256"}
    made = _signed(settled(recipe.header, now), claims, recipe.sign) if recipe.header else written(claims)
    if recipe.tamper:
        head, _, signature = made.split(".")
        made = f"{head}.{base64url.encode(written(claims | settled(recipe.tamper, now)).encode())}.{signature}"
    if recipe.encrypt:
        return _encrypted(made, recipe.encrypt)
    if disclosures:
        made = "~".join([made, *disclosures, ""])
    return made + _key_binding(made, recipe.bind, now) if recipe.bind else made


def settled(members: Json, now: float) -> Json:
    """Put in the place of offsets the times that they mean, and in the place of names the keys."""
    return {name: _value(name, value, now) for name, value in members.items()}


def _value(name: str, value: object, now: float) -> object:
    if isinstance(value, dict):
        return settled(value, now)
    if isinstance(value, list):
        return [_value("", one, now) for one in value]
    if not isinstance(value, str):
        return value
    if name in _MOMENTS and _OFFSET.fullmatch(value):
        return read_moment(value, now)
    if name == "jwk":
        return required_members(made_keys.named(value))
    return thumbprint(made_keys.named(value)) if name == "jkt" else value


def _signed(header: Json, claims: Json, key: str) -> str:
    ring = Keyring((made_keys.named(key),)) if key else Keyring()
    made = sign(base64url.encode(written(header).encode()), base64url.encode(written(claims).encode()), ring)
    if made.source is None or made.note:
        raise ValueError(made.note)
    return made.source


def _encrypted(content: str, header: Json) -> str:
    from jwtlens.verify.encryption import encrypt  # noqa: PLC0415 - needs the libraries for encryption

    wanted = {name: value for name, value in header.items() if name != "key"}
    return encrypt(content.encode(), wanted, made_keys.named(header["key"]))


def _disclosure(name: str, value: object) -> str:
    return base64url.encode(written([secrets.token_urlsafe(16), name, value]).encode())


def _digest(disclosed: str) -> str:
    return base64url.encode(hashlib.sha256(disclosed.encode("ascii")).digest())


def _key_binding(presentation: str, bind: Json, now: float) -> str:
    """Sign what binds the presentation to its holder (RFC 9901 section 4.3)."""
    claims = {name: value for name, value in settled(bind, now).items() if name != "key"}
    return _signed(_KEY_BINDING, claims | {"sd_hash": _digest(presentation)}, bind["key"])


def written(value: object) -> str:
    """Write JSON as tokens have it: no white space, and letters as they are."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
