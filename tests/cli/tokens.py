"""Tokens with a fixed date, made by PyJWT: an opinion that is not our own."""

from typing import Any

import jwt

from jwtlens.jose import base64url
from jwtlens.knowledge.sample import SECRET, sample_token

ISSUED = 1795444480  # 2026-11-23 14:34:40Z
EXPIRES = ISSUED + 900
SAMPLE = sample_token(ISSUED)


def hs256(header: dict[str, Any] | None = None, **claims: object) -> str:
    return jwt.encode(claims, SECRET, "HS256", headers=header)


def raw(header: bytes, payload: bytes, signature: bytes = b"signature") -> str:
    return ".".join(base64url.encode(part) for part in (header, payload, signature))
