"""Rules about ``alg`` as against the supplied key and the allowed algorithms."""

import hmac
import json
from collections.abc import Iterator
from typing import Any

from jwtlens.audit.case import Case, HeaderCase, shown
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose import jwa
from jwtlens.keys.jwk import required_members
from jwtlens.keys.key import Key, same_algorithm

FAMILY = Family(Need.HEADER)

_OPERATIONS_OF_JWE = frozenset({"decrypt", "unwrapKey", "deriveKey", "deriveBits"})


def _is_hmac(alg: str) -> bool:
    return alg in jwa.SIGNATURE_ALGORITHMS and jwa.SIGNATURE_ALGORITHMS[alg].kty == "oct"


@FAMILY.header_rule(
    "alg-key-mismatch",
    "Algorithm does not fit the key",
    Severity.HIGH,
    why="The token cannot verify with this key. A changed algorithm is often half of an attack.",
    remedy="Use the right key, or correct alg.",
    source="RFC 7518 §3.1–3.5; RFC 8725 §3.1; CVE-2022-23539",
    needs=(Need.KEY,),
)
def _alg_key_mismatch(case: HeaderCase) -> Iterator[Hit]:
    # The key's own alg is another rule's business (alg-jwk-mismatch), a MAC against a public key is alg-confusion.
    if case.is_jwe or case.alg not in jwa.SIGNATURE_ALGORITHMS:
        return
    if any(case.alg in jwa.fitting(key.kty, key.curve) for key in case.keys):
        return
    if _is_hmac(case.alg) and any(key.kty != "oct" for key in case.keys):
        return
    kinds = ", ".join(dict.fromkeys(key.kind for key in case.keys))
    yield Hit("header/alg", shown(case.alg), f"{case.alg} does not work with the supplied key ({quoted(kinds)}).")


@FAMILY.rule(
    "alg-confusion",
    "HMAC token against a public key",
    Severity.CRITICAL,
    why="A verifier that takes its public key for an HMAC secret accepts tokens from everyone who knows that key.",
    remedy="Pin the asymmetric algorithm and give keys a type; never hand the text of a public key to an HMAC check.",
    source="RFC 8725 §2.1, §3.1; CVE-2015-9235, CVE-2016-10555, CVE-2022-29217, CVE-2023-48223, CVE-2026-48526",
    needs=(Need.KEY,),
    when=lambda case: _is_hmac(case.alg) and any(key.kty != "oct" for key in case.keyring.keys),
)
def _alg_confusion(case: Case) -> Iterator[Hit]:
    public = [key for key in case.keyring.keys if key.kty != "oct"]
    if not _is_hmac(case.alg) or not public or case.is_jwe:
        return
    for key in public[:8]:
        for encoding, secret in _encodings(key):
            digest = hmac.digest(secret, case.token.signing_input, f"sha{jwa.SIGNATURE_ALGORITHMS[case.alg].hash_bits}")
            if hmac.compare_digest(digest, case.signature):
                message = f"The MAC was made with the public key's own bytes ({encoding}): anyone could have made it."
                yield Hit("header/alg", shown(case.alg), message)
                return
    if any(key.kty == "oct" for key in case.keys):
        return  # a shared secret that may be the one
    message = (
        f"{case.alg} against a public key looks like key confusion; the usual encodings of this key did not match."
    )
    yield Hit("header/alg", shown(case.alg), message, Severity.HIGH, "heuristic")


def _encodings(key: Key) -> Iterator[tuple[str, bytes]]:
    """Yield the texts and bytes in which this public key is commonly stored, and so mistaken for a secret."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - costs 40 ms

    material: Any = key.material.reveal()
    public = material.public_key() if key.private else material
    formats = [("SPKI", PublicFormat.SubjectPublicKeyInfo)]
    if key.kty == "RSA":
        formats.append(("PKCS#1", PublicFormat.PKCS1))
    for name, layout in formats:
        pem = public.public_bytes(Encoding.PEM, layout)
        yield f"PEM {name}", pem
        yield f"PEM {name} without the final line feed", pem.rstrip(b"\n")
        yield f"PEM {name} with CRLF", pem.replace(b"\n", b"\r\n")
        yield f"DER {name}", public.public_bytes(Encoding.DER, layout)
    if jwk := _canonical_jwk(key):
        yield "JWK", jwk


def _canonical_jwk(key: Key) -> bytes:
    """Return the JWK with its required members only, in the order of RFC 7638 section 3.2."""
    try:
        members = required_members(key)
    except ValueError:  # a curve that JOSE has no name for
        return b""
    return json.dumps(members, sort_keys=True, separators=(",", ":")).encode()


@FAMILY.header_rule(
    "alg-not-allowed",
    "Algorithm outside the expectations",
    Severity.HIGH,
    why="A verifier with this list must refuse the token.",
    remedy="Refuse the token, or change the list deliberately.",
    source="RFC 8725 §3.1; RFC 7515 §5.2; ASVS 5.0 9.1.2",
    needs=(Need.ALGORITHMS,),
)
def _alg_not_allowed(case: HeaderCase) -> Iterator[Hit]:
    allowed = case.policy.algorithms or ()
    if case.alg and case.alg not in allowed:
        listed = quoted(", ".join(allowed))
        yield Hit("header/alg", shown(case.alg), f"alg is {quoted(case.alg)}; allowed is {listed}.")


@FAMILY.header_rule(
    "alg-jwk-mismatch",
    "Algorithm differs from the key's alg",
    Severity.HIGH,
    why="One key must serve one algorithm, and this key says which.",
    remedy="Refuse the token; publish one key for each algorithm.",
    source="RFC 7517 §4.4; RFC 8725 §3.1",
    needs=(Need.KEY,),
)
def _alg_jwk_mismatch(case: HeaderCase) -> Iterator[Hit]:
    named = [key for key in case.keys if key.alg is not None]
    if not case.alg or len(named) < len(case.keys):
        return
    if not any(same_algorithm(case.alg, key.alg or "", key.curve) for key in named):
        wanted = quoted(", ".join(dict.fromkeys(key.alg or "" for key in named)))
        yield Hit("header/alg", shown(case.alg), f"alg is {quoted(case.alg)}; the supplied key is for {wanted}.")


@FAMILY.header_rule(
    "key-use-mismatch",
    "Key not meant for this operation",
    Severity.MEDIUM,
    why="A key that serves two purposes lets an attack on one of them reach the other.",
    remedy="Use a key that is published for this purpose.",
    source="RFC 7517 §4.2, §4.3",
    needs=(Need.KEY,),
)
def _key_use_mismatch(case: HeaderCase) -> Iterator[Hit]:
    if any(_is_meant(key, is_jwe=case.is_jwe) for key in case.keys):
        return
    key = case.keys[0]
    said = f"use {key.use}" if key.use is not None else "key_ops " + ", ".join(key.key_ops or ())
    operation = "decrypting" if case.is_jwe else "signatures"
    yield Hit("key", quoted(said), f"The supplied key is not meant for {operation}: it says {quoted(said)}.")


def _is_meant(key: Key, *, is_jwe: bool) -> bool:
    if not is_jwe:
        return key.may("verify")
    if key.use is not None and key.use != "enc":
        return False
    return key.key_ops is None or not _OPERATIONS_OF_JWE.isdisjoint(key.key_ops)
