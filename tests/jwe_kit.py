"""Keys, and tokens made by joserfc and jwcrypto, for the tests of JWE."""

import json
import warnings
from functools import cache
from typing import Any

from joserfc import jwe as joserfc_jwe
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, KeyFlexible, OctKey, OKPKey, RSAKey
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto.jwk import JWK

from jwtlens.jose import base64url, jwe
from jwtlens.jose.jwe import Jwe
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret

PLAINTEXT = b'{"sub":"Live long and prosper."}'
OURS_ONLY = ("RSA-OAEP-384", "RSA-OAEP-512")
"""Neither joserfc nor jwcrypto has these."""
SHARED = [name for name in KEY_MANAGEMENT if name not in OURS_ONLY]
ENCS = list(CONTENT_ENCRYPTION)
CURVES = ("P-256", "P-384", "P-521", "X25519", "X448")
ALGS_AND_KINDS = [
    (alg, kind)
    for alg in SHARED
    for kind in (CURVES if alg.startswith("ECDH-ES") else ("RSA",) if alg.startswith("RSA") else ("oct",))
]

Jwk = dict[str, Any]


@cache
def asymmetric(kind: str, number: int = 0) -> str:
    """A private JWK as JSON text; ``number`` tells keys of one kind apart."""
    if kind == "RSA":
        return json.dumps(RSAKey.generate_key(2048).as_dict(private=True))
    family: Any = OKPKey if kind.startswith("X") else ECKey
    return json.dumps(family.generate_key(kind).as_dict(private=True))


def secret_for(alg: str, enc: str, filler: int = 7) -> Jwk:
    row = KEY_MANAGEMENT[alg]
    bits = CONTENT_ENCRYPTION[enc].cek_bits if alg == "dir" else row.secret_bits or 8 * len("correct horse battery")
    return {"kty": "oct", "k": base64url.encode(bytes(filler + at for at in range(bits // 8)))}


def key_for(alg: str, enc: str, kind: str, number: int = 0) -> Jwk:
    """A key that fits; another one for another number."""
    return secret_for(alg, enc, 7 + number) if kind == "oct" else dict(json.loads(asymmetric(kind, number)))


def ring(*jwks: Jwk) -> Keyring:
    text = json.dumps(jwks[0] if len(jwks) == 1 else {"keys": jwks})
    keyring = read_keys(Secret(text))
    assert len(keyring.keys) == len(jwks), keyring.problems
    return keyring


def parsed(token: str) -> Jwe:
    found = jwe.parse(token)
    assert not found.problems
    return found


def header_for(alg: str, enc: str) -> dict[str, Any]:
    return {"alg": alg, "enc": enc, **({"p2c": 1000} if alg.startswith("PBES2") else {})}


def by_joserfc(header: dict[str, Any], key: Jwk, plaintext: bytes = PLAINTEXT) -> str:
    with warnings.catch_warnings(action="ignore", category=SecurityWarning):
        return joserfc_jwe.encrypt_compact(header, plaintext, _joserfc(key), [header["alg"], header["enc"]])


def joserfc_opens(token: str, header: dict[str, Any], key: Jwk) -> bytes:
    with warnings.catch_warnings(action="ignore", category=SecurityWarning):
        opened = joserfc_jwe.decrypt_compact(token, _joserfc(key), [header["alg"], header["enc"], "DEF"])
    assert opened.plaintext is not None
    return opened.plaintext


def by_jwcrypto(header: dict[str, Any], key: Jwk, plaintext: bytes = PLAINTEXT) -> str:
    header = {name: value for name, value in header.items() if name != "p2c"}  # it has its own count
    made = jwcrypto_jwe.JWE(plaintext, json.dumps(header), algs=[header["alg"], header["enc"]])
    made.add_recipient(JWK(**key))
    return str(made.serialize(compact=True))


def json_by_jwcrypto(
    recipients: list[tuple[dict[str, Any], Jwk]], aad: bytes | None = None, **headers: dict[str, Any]
) -> dict[str, Any]:
    """A JSON serialization; flattened if there is one recipient. ``headers``: protected, unprotected."""
    made = jwcrypto_jwe.JWE(
        PLAINTEXT,
        json.dumps(headers["protected"]) if "protected" in headers else None,
        json.dumps(headers["unprotected"]) if "unprotected" in headers else None,
        aad,
        algs=[*KEY_MANAGEMENT, *CONTENT_ENCRYPTION],
    )
    for header, key in recipients:
        made.add_recipient(JWK(**key), json.dumps(header) if header else None)
    return dict(json.loads(made.serialize(compact=False)))


def jwcrypto_opens(token: str, header: dict[str, Any], key: Jwk) -> bytes:
    opened = jwcrypto_jwe.JWE(algs=[header["alg"], header["enc"]])
    opened.deserialize(token, JWK(**key))
    return bytes(opened.payload)


def compact(header: dict[str, Any], *parts: bytes) -> str:
    """A compact token of these parts, whatever they are."""
    return ".".join(base64url.encode(part) for part in (json.dumps(header).encode(), *parts))


def _joserfc(key: Jwk) -> KeyFlexible:
    kinds: dict[str, Any] = {"oct": OctKey, "RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    imported: KeyFlexible = kinds[key["kty"]].import_key(key)
    return imported
