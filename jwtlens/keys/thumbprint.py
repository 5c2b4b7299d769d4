"""The JWK thumbprint (RFC 7638; for AKP RFC 9964 section 6)."""

import hashlib
import json

from jwtlens.jose import base64url
from jwtlens.keys.jwk import required_members
from jwtlens.keys.key import Key


def thumbprint(key: Key) -> str:
    """Return the SHA-256 thumbprint in base64url; raises ValueError for a curve that JOSE has no name for.

    That of a secret is a hash of the secret: whoever sees it can test guesses (RFC 7638 section 7).
    """
    members = required_members(key) if key.kty != "oct" else {"k": _k(key), "kty": "oct"}
    canonical = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return base64url.encode(hashlib.sha256(canonical.encode("ascii")).digest())


def _k(key: Key) -> str:
    secret = key.material.reveal()
    return base64url.encode(secret) if isinstance(secret, bytes) else ""
