"""New tokens from nothing but claims and a key: signed (RFC 7515 section 5.1) and encrypted (RFC 7516 section 5.1)."""

import json
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.editing.members import Member, with_members
from jwtlens.editing.signed import sign
from jwtlens.jose import base64url, jwa, serialization
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify import signature

_PUBLIC = {"RSA": "RSA-OAEP-256", "EC": "ECDH-ES+A256KW", "OKP": "ECDH-ES+A256KW"}
_WRAPPING = {128: "A128KW", 192: "A192KW", 256: "A256KW"}
_DIRECT = {384: "A192CBC-HS384", 512: "A256CBC-HS512"}
"""Content encryption that takes a secret of so many bits, where no key wrapping does."""


class Wanted(NamedTuple):
    """What the header of a new token should say; None leaves it to the key. ``members`` are set last."""

    alg: str | None = None
    enc: str | None = None
    kid: str | None = None
    typ: str | None = None
    cty: str | None = None
    members: tuple[Member, ...] = ()


def signed(payload: str, wanted: Wanted, keyring: Keyring) -> str:
    """Return a compact JWS over exactly this payload.

    The key is the one that ``kid`` names, else the first that can sign ``alg``. Raises ValueError with a sentence.
    """
    if wanted.alg is not None and jwa.is_none(wanted.alg):
        head, ring = _header(wanted, None, alg=wanted.alg), Keyring()
    else:
        key = _signer(wanted, keyring)
        head, ring = _header(wanted, key, alg=wanted.alg or key.algorithms()[0]), Keyring((key,))
    body = base64url.encode(payload.encode("utf-8", "surrogatepass"))
    made = sign(base64url.encode(head.encode()), body, ring)
    if made.source is None or made.note:
        raise ValueError(made.note)
    return made.source


def encrypted(content: str, wanted: Wanted, keyring: Keyring) -> str:
    """Return a compact JWE with exactly this content, for the holder of the key; a public key is enough.

    Raises ValueError with a sentence.
    """
    from jwtlens.verify.encryption import encrypt  # noqa: PLC0415 - needs the libraries for encryption

    refusal = "no key to encrypt with"
    named = [key for key in keyring.keys if wanted.kid is None or key.kid in {wanted.kid, None}]
    if keyring.keys and not named:
        raise ValueError(f"none of the keys has kid {quoted(wanted.kid or '')}")
    for key in named:
        try:
            alg, enc = encryption_for(key, wanted)
            header = json.loads(_header(wanted, key, alg=alg, enc=enc))
            return encrypt(content.encode("utf-8", "surrogatepass"), header, key)
        except ValueError as error:
            refusal = str(error)
    raise ValueError(refusal)


def encryption_for(key: Key, wanted: Wanted) -> tuple[str, str]:
    """Return ``alg`` and ``enc`` for the holder of a key: what is wanted, else the strongest that every library has.

    Raises ValueError, with a sentence, for a key that needs a choice or does not encrypt.
    """
    alg = wanted.alg or (key.alg if key.alg not in CONTENT_ENCRYPTION else "dir")
    if alg is None and key.kty == "oct":
        alg = _WRAPPING.get(key.bits) or ("dir" if key.bits in _DIRECT else None)
        if alg is None:
            raise ValueError(
                f"a secret of {key.bits} bits fits no algorithm by itself; as a password it needs PBES2-HS512+A256KW"
            )
    alg = alg or _PUBLIC.get(key.kty)
    if alg is None:
        raise ValueError(f"{key.label} does not encrypt")
    if wanted.enc is not None:
        return alg, wanted.enc
    fitting = [row.name for row in CONTENT_ENCRYPTION.values() if row.cek_bits == key.bits]
    if key.alg in CONTENT_ENCRYPTION:
        return alg, key.alg
    return alg, (fitting[-1] if alg == "dir" and fitting else "A256GCM")


def content_type(content: str) -> str | None:
    """Return the ``cty`` that announces this content: JWT for a token (RFC 7519 section 5.2), None for all else."""
    return None if serialization.parse(content).token.problems else "JWT"


def _signer(wanted: Wanted, keyring: Keyring) -> Key:
    if not keyring.keys:
        raise ValueError("no key to sign with")
    named = [key for key in keyring.keys if wanted.kid is None or key.kid == wanted.kid]
    if not named and len(keyring.keys) == 1 and keyring.keys[0].kid is None:
        named = list(keyring.keys)
    if not named:
        raise ValueError(f"none of the keys has kid {quoted(wanted.kid or '')}")
    for key in named:
        if key.can_sign and (wanted.alg is None or wanted.alg in key.algorithms()):
            return key
    key = named[0]
    if wanted.alg is not None and wanted.alg not in jwa.SIGNATURE_ALGORITHMS:
        raise ValueError(f"{quoted(wanted.alg)} does not sign; known: {', '.join(jwa.SIGNATURE_ALGORITHMS)}")
    reason = signature.cannot_fit(wanted.alg, key) if wanted.alg is not None and len(named) == 1 else ""
    if not reason and len(named) == 1:
        half = "its use or key_ops does not allow it" if key.private else "signing needs the private half"
        reason = f"{key.label} cannot sign: {half}" if key.algorithms() else f"{key.label} does not sign at all"
    raise ValueError(reason or "none of the keys can sign" + (f" {wanted.alg}" if wanted.alg else ""))


def _header(wanted: Wanted, key: Key | None, *, alg: str, enc: str | None = None) -> str:
    kid = wanted.kid if wanted.kid is not None else key and key.kid
    asked = {"alg": alg, "enc": enc, "typ": wanted.typ or None, "cty": wanted.cty, "kid": kid}
    members = [Member(name, value) for name, value in asked.items() if value is not None]
    return with_members("{}", [*members, *wanted.members], "header")
