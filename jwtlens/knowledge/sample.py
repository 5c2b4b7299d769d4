"""The token and key on which the screen opens: freshly dated, and it verifies."""

import hmac
import json
from collections.abc import Mapping

from jwtlens.jose import base64url
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret

SECRET = "kMyZfeYh5kDk9LMcPs6u3tqlLtBo733UOJ_b2Q_TdQd"
"""Made by a random generator, as a good one is, but printed here: it protects nothing."""


def sample_token(now: float) -> str:
    """Build an HS256 token issued at ``now`` (a Unix time in seconds) that lives for 15 minutes."""
    issued = int(now)
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {
        "iss": "https://auth.example.com",
        "sub": "user_789",
        "aud": "https://api.example.com",
        "email": "alice@example.com",
        "role": "admin",
        "iat": issued,
        "exp": issued + 15 * 60,
    }
    signing_input = f"{_encoded(header)}.{_encoded(claims)}"
    mac = hmac.digest(SECRET.encode(), signing_input.encode("ascii"), "sha256")
    return f"{signing_input}.{base64url.encode(mac)}"


def sample_key() -> tuple[Secret[str], Keyring]:
    """Return the text of the sample's key and the key itself."""
    words = f"secret, {len(SECRET)} bytes of text"
    key = Key("oct", Secret(SECRET.encode()), private=True, bits=len(SECRET) * 8, words=words, origin="sample")
    return Secret(SECRET), Keyring((key,), words=words)


def _encoded(value: Mapping[str, object]) -> str:
    return base64url.encode(json.dumps(value, separators=(",", ":")).encode())
