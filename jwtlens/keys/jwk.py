"""A key as a JSON Web Key, for export and for its thumbprint (RFC 7517, RFC 7518 section 6, RFC 8037, RFC 9964)."""

from typing import Any, Literal, overload

from jwtlens.jose import base64url
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret

_PUBLIC_OPERATION = {"sign": "verify", "decrypt": "encrypt", "unwrapKey": "wrapKey"}
_CURVES = {"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}
"""Bytes of a coordinate and of a private key (RFC 7518 section 6.2.1.2)."""


@overload
def to_jwk(key: Key, *, private: Literal[False]) -> dict[str, object]: ...
@overload
def to_jwk(key: Key, *, private: Literal[True]) -> Secret[dict[str, object]]: ...
def to_jwk(key: Key, *, private: bool) -> dict[str, object] | Secret[dict[str, object]]:
    """Write the key as a JWK, or its public half. Raises ValueError if there is no such half or the curve has no name.

    A secret (``oct``) has no public half; a public key has no private one.
    """
    if private and not key.private:
        raise ValueError(f"{key.kind} is a public key: there is no private half to write")
    about = {"kid": key.kid, "use": key.use, "alg": key.alg, "key_ops": _operations(key, private)}
    said = {name: value for name, value in about.items() if value is not None}
    members: dict[str, object] = required_members(key) if key.kty != "oct" else {"kty": "oct"}
    if private:
        return Secret({**members, **_private_members(key), **said})
    if key.kty == "oct":
        raise ValueError("a secret has no public half")
    return {**members, **said}


def required_members(key: Key) -> dict[str, object]:
    """Return the members that make the public key (RFC 7638 section 3.2, RFC 8037 section 2, RFC 9964 section 6).

    Raises ValueError for a secret, and for a curve that JOSE has no name for.
    """
    material: Any = key.material.reveal()
    public = material.public_key() if key.private and key.kty != "oct" else material
    match key.kty:
        case "RSA":
            numbers = public.public_numbers()
            return {"kty": "RSA", "n": _integer(numbers.n), "e": _integer(numbers.e)}
        case "EC" if size := _CURVES.get(key.curve):
            numbers = public.public_numbers()
            return {"kty": "EC", "crv": key.curve, "x": _fixed(numbers.x, size), "y": _fixed(numbers.y, size)}
        case "OKP":
            return {"kty": "OKP", "crv": key.curve, "x": base64url.encode(public.public_bytes_raw())}
        case "AKP":
            return {"kty": "AKP", "alg": key.curve, "pub": base64url.encode(public.public_bytes_raw())}
    raise ValueError(f"{key.kind} has no public form as JWK")


def _private_members(key: Key) -> dict[str, object]:
    material: Any = key.material.reveal()
    match key.kty:
        case "oct":
            return {"k": base64url.encode(material)}
        case "RSA":
            numbers = material.private_numbers()
            values = (numbers.d, numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)
            return dict(zip(("d", "p", "q", "dp", "dq", "qi"), map(_integer, values), strict=True))
        case "EC":
            return {"d": _fixed(material.private_numbers().private_value, _CURVES[key.curve])}
        case "OKP":
            return {"d": base64url.encode(material.private_bytes_raw())}
        case "AKP":
            return {"priv": base64url.encode(material.private_bytes_raw())}


def _operations(key: Key, private: bool) -> list[str] | None:
    if key.key_ops is None or private:
        return None if key.key_ops is None else list(key.key_ops)
    return list(dict.fromkeys(_PUBLIC_OPERATION.get(name, name) for name in key.key_ops))


def _integer(value: int) -> str:
    return base64url.encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _fixed(value: int, size: int) -> str:
    return base64url.encode(value.to_bytes(size, "big"))
