"""The token and key on which the screen opens: freshly dated, and it verifies."""

import hmac
import json

from jwtlens.jose import base64url

SECRET = "a-demo-secret-for-jwtlens-only-do-not-use-it"


def sample_token(now: float) -> str:
    """Build an HS256 token issued at ``now`` (a Unix time in seconds) that lives for 15 minutes."""
    issued = int(now)
    header = {"alg": "HS256", "typ": "JWT", "kid": "demo-1"}
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


def _encoded(value: dict[str, object]) -> str:
    return base64url.encode(json.dumps(value, separators=(",", ":")).encode())
