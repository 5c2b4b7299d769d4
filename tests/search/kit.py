"""Tokens signed by PyJWT, and word lists, for the tests of the search."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import jwt

from jwtlens.jose import jws
from jwtlens.jose.jws import Token

LIST = [f"word {number}".encode() for number in range(1_000)]
"""None of these is in any test's token unless the test says so."""

UNKNOWN = b"\x00\xfe nobody has written this down \xff"


def signed(secret: bytes = UNKNOWN, alg: str = "HS256", claims: Mapping[str, object] = MappingProxyType({})) -> Token:
    """A token with this secret, made by PyJWT; expired unless ``claims`` say otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT warns about short secrets, which are the point here
        # PyJWT refuses the empty secret, but HMAC fills every secret up with zeros: this is the same one.
        text = jwt.api_jws.encode(json.dumps({"exp": 1, **claims}).encode(), secret or b"\0", alg)
    return jws.parse(text)


def written(folder: Path, content: bytes) -> str:
    """Path of a word list with this content."""
    path = folder / "words.txt"
    path.write_bytes(content)
    return str(path)
