"""Keys as text for other programs: PEM (RFC 7468), JWK and JWK Set (RFC 7517)."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from jwtlens.displayable import quoted
from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret

Form = Literal["pem", "jwk", "jwks"]


def export(keys: Sequence[Key], form: Form) -> Secret[str]:
    """Write the keys as they are: private ones with their private half, which is not encrypted.

    The text is boxed whatever is in it, so that no caller has to know. Raises ValueError, with a sentence for the user,
    for a key that has no such form, and for several keys as one JWK. PEM has no place for kid, use and alg.
    """
    if form == "pem":
        return Secret("".join(_pem(key) for key in keys))
    members = [_members(key) for key in keys]
    if form == "jwks":
        return Secret(_text({"keys": [one.reveal() for one in members]}))
    if len(members) != 1:
        raise ValueError(f"a JWK is one key, and these are {len(members)}. Write them as a JWK Set (jwks)")
    return Secret(_text(members[0].reveal()))


def public(key: Key) -> Key:
    """Return the public half, which is the key itself if it is public. Raises ValueError for a secret.

    ``key_ops`` stays that of the key pair; the writer of JWKs names the reverse operations for a public key.
    """
    if not key.private:
        return key
    if key.kty == "oct":
        raise ValueError(f"{_named(key)} has no public half: whoever can verify with it can sign")
    material: Any = key.material.reveal()
    return key._replace(
        material=Secret(material.public_key()), private=False, words=f"public half; {key.kind} public key"
    )


def _members(key: Key) -> Secret[dict[str, object]]:
    try:
        return to_jwk(key, private=True) if key.private else Secret(to_jwk(key, private=False))
    except ValueError:
        raise ValueError(f"{_named(key)} cannot be written as JWK: JOSE has no name for its curve") from None


def _text(value: dict[str, object]) -> str:
    return json.dumps(value, indent=2) + "\n"


def _pem(key: Key) -> str:
    if key.kty == "oct":
        raise ValueError(f"{_named(key)} cannot be written as PEM, which is for key pairs. Write it as JWK")
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - a secret does without the package
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    material: Any = key.material.reveal()
    if key.private:
        return str(material.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii"))
    return str(material.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii"))


def _named(key: Key) -> str:
    return f"the secret {quoted(key.kid)}" if key.kty == "oct" and key.kid is not None else quoted(key.label)
