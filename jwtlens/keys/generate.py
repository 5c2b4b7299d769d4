"""New keys. Their randomness is the operating system's, through ``secrets`` and the cryptography package."""

import secrets
from typing import Any

from jwtlens.displayable import quoted
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.abilities import abilities
from jwtlens.keys.key import Key, KeyType
from jwtlens.keys.secret import Secret

KINDS: dict[str, KeyType] = {
    "oct": "oct",
    "RSA": "RSA",
    **dict.fromkeys(("P-256", "P-384", "P-521", "secp256k1"), "EC"),
    **dict.fromkeys(("Ed25519", "Ed448", "X25519", "X448"), "OKP"),
    **dict.fromkeys(("ML-DSA-44", "ML-DSA-65", "ML-DSA-87"), "AKP"),
}
"""What can be made: a secret, RSA, or the name of a curve or parameter set, each with its key type."""

SIZES = {"oct": (128, 4096), "RSA": (2048, 4096)}
"""Smallest and largest size in bits, of the kinds that have a choice.

No algorithm of JOSE takes a secret of less than 128 bits (RFC 7518 section 4.4) or RSA of less than 2048 (section 3.3).
"""

_USUAL = {"oct": 256, "RSA": 2048}
_NAMES = {name.lower(): name for name in (*SIGNATURE_ALGORITHMS, *KINDS)}


def generate(what: str, *, bits: int | None = None, kid: str | None = None, use: str | None = None) -> Key:
    """Make a private key or secret.

    ``what`` is one of ``KINDS``, or a signature algorithm ("ES256"), which becomes the key's ``alg``; case is ignored.
    ``bits`` is for ``oct`` and ``RSA`` only; ``kid`` is the thumbprint unless one is given. Raises ValueError, with a
    sentence for the user, for anything that cannot be made.

    Most keys take a millisecond, RSA of 4096 bits up to a few seconds: call it in a thread, for it does not hold the
    interpreter's lock. OpenSSL cannot be interrupted, so cancelling means to drop the result.
    """
    name = _NAMES.get(what.strip().lower())
    if name is None:
        known = f"{', '.join(KINDS)}; or an algorithm, such as ES256"
        raise ValueError(f"{quoted(what)} is no kind of key. Known are {known}")
    kind, least, alg = _kind(name)
    size = _size(name, kind, bits, least)
    key = _secret(size) if kind == "oct" else _pair(kind, size)
    key = key._replace(use=use, alg=alg or key.alg)
    if not abilities(key):
        raise ValueError(f"a key of the kind {name} has no use {quoted(use or '')}. Leave the use out, or make another")
    if kid is not None:
        return key._replace(kid=kid)
    from jwtlens.keys.thumbprint import thumbprint  # noqa: PLC0415 - a given kid needs no hash

    return key._replace(kid=thumbprint(key))


def _kind(name: str) -> tuple[str, int, str | None]:
    """Return the kind, its smallest size in bits (0 where it is fixed) and the ``alg`` that was asked for."""
    if name in KINDS:
        return name, SIZES.get(name, (0, 0))[0], None
    row = SIGNATURE_ALGORITHMS[name]
    return row.curves[0] if row.curves else row.kty, row.min_key_bits, name


def _size(name: str, kind: str, bits: int | None, least: int) -> int:
    if kind not in SIZES:
        if bits is not None:
            raise ValueError(f"the size of {name} is fixed. Leave the bits out")
        return 0
    most = SIZES[kind][1]
    size = max(_USUAL[kind], least) if bits is None else bits
    if not least <= size <= most or size % 8:
        raise ValueError(f"{name} takes {least} to {most} bits, in steps of 8; {size} were asked for")
    return size


def _secret(bits: int) -> Key:
    words = f"generated; secret, {bits // 8} bytes"
    return Key("oct", Secret(secrets.token_bytes(bits // 8)), True, bits, words, origin="generated")


def _pair(kind: str, bits: int) -> Key:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - a secret does without the package

    from jwtlens.keys import load  # noqa: PLC0415 - as above

    try:
        return load.key_of(load.Loaded(Secret(_material(kind, bits))), "generated", "generated")
    except UnsupportedAlgorithm:
        raise ValueError(f"the cryptography library here cannot make {kind} keys. Upgrade it") from None


def _material(kind: str, bits: int) -> object:
    from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - as above
        ec,
        ed448,
        ed25519,
        mldsa,
        rsa,
        x448,
        x25519,
    )

    curves: dict[str, type[ec.EllipticCurve]] = {
        "P-256": ec.SECP256R1,
        "P-384": ec.SECP384R1,
        "P-521": ec.SECP521R1,
        "secp256k1": ec.SECP256K1,
    }
    if kind == "RSA":
        return rsa.generate_private_key(65537, bits)
    if kind in curves:
        return ec.generate_private_key(curves[kind]())
    makers: dict[str, Any] = {  # their classes share no interface
        "Ed25519": ed25519.Ed25519PrivateKey,
        "Ed448": ed448.Ed448PrivateKey,
        "X25519": x25519.X25519PrivateKey,
        "X448": x448.X448PrivateKey,
        "ML-DSA-44": mldsa.MLDSA44PrivateKey,
        "ML-DSA-65": mldsa.MLDSA65PrivateKey,
        "ML-DSA-87": mldsa.MLDSA87PrivateKey,
    }
    key: object = makers[kind].generate()
    return key
