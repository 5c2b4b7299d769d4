"""The JWK thumbprint (RFC 7638; for AKP RFC 9964 section 6), and the URI that names it (RFC 9278)."""

import hashlib
import json
from typing import Literal, get_args

from jwtlens.jose import base64url
from jwtlens.keys.jwk import required_members
from jwtlens.keys.key import Key

Hash = Literal["sha-256", "sha-384", "sha-512"]
"""Names of the hashes in the Named Information registry, as RFC 9278 section 4 writes them."""

HASHES: tuple[Hash, ...] = get_args(Hash)

_URI = "urn:ietf:params:oauth:jwk-thumbprint:"


def thumbprint(key: Key, hash_name: Hash = "sha-256") -> str:
    """Return the thumbprint in base64url; raises ValueError for a curve that JOSE has no name for.

    That of a secret is a hash of the secret: whoever sees it can test guesses (RFC 7638 section 7).
    """
    members = required_members(key) if key.kty != "oct" else {"k": _k(key), "kty": "oct"}
    canonical = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return base64url.encode(hashlib.new(hash_name.replace("-", ""), canonical.encode("ascii")).digest())


def thumbprint_uri(key: Key, hash_name: Hash = "sha-256") -> str:
    """Return the thumbprint as a URI that names its hash (RFC 9278 section 3); raises ValueError as above."""
    return f"{_URI}{hash_name}:{thumbprint(key, hash_name)}"


def _k(key: Key) -> str:
    secret = key.material.reveal()
    return base64url.encode(secret) if isinstance(secret, bytes) else ""
