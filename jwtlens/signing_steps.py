"""How a signature comes about, step by step with the user's own values. The verdict on it is that of the inspection."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.displayable import shorten
from jwtlens.inspection import Inspection
from jwtlens.jose import base64url, jwa
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS, Algorithm
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.verify import signature
from jwtlens.verify.report import Status
from jwtlens.verify.selection import select

if TYPE_CHECKING:
    from jwtlens.jose.jws import Token

_MOST = 160
"""Characters of a value that are written; the middle of a longer one is left out."""
_IN_FORMULA = 24
"""Characters of the signing input inside the formula; the step before it has more of them."""


class Step(NamedTuple):
    """One step: its name, the value that it comes to, and what that is.

    Where there is a ``secret``, it stands between ``value`` and ``after``; a front end masks it until it is asked not
    to. ``status`` is how a comparison ended.
    """

    name: str
    value: str
    words: str = ""
    secret: Secret[str] | None = None
    after: str = ""
    status: Status | None = None


def signing_steps(inspection: Inspection) -> tuple[Step, ...]:
    """Compute the steps, in their order. Never raises for a bad token or a key that does not fit."""
    token = inspection.token
    if token.encrypted:
        words = "An encrypted token is not signed: its tag is what shows a change, and is computed with the content."
        return (Step("none", "", words),)
    return tuple(_steps(inspection, token))


def _steps(inspection: Inspection, token: "Token") -> Iterator[Step]:
    algorithm, key = SIGNATURE_ALGORITHMS.get(token.alg), _key(inspection)
    message, received = token.signing_input, token.segment("signature")
    shown = message.decode("utf-8", "replace")
    if algorithm is None:
        unknown = "an algorithm that no registry has" if token.alg else "the header names no algorithm"
        words = "no signature: anybody can write such a token" if jwa.is_none(token.alg) else unknown
        yield Step("algorithm", shorten(token.alg), words)
    else:
        yield Step("algorithm", algorithm.name, f"{algorithm.words} ({algorithm.spec})")
    yield Step(
        "signing input",
        shorten(shown, _MOST),
        f"{len(message):,} bytes: header, dot and payload as in the token",
    )
    if algorithm is not None and algorithm.family == "HMAC":
        yield from _hmac(algorithm, key, message, received.text)
    elif algorithm is not None:
        yield from _asymmetric(algorithm, key, message, received.data)
    check = inspection.report.check("signature")
    if check is not None:
        yield Step("so it is", "", check.reason, status=check.status)


def _hmac(algorithm: Algorithm, key: Key | None, message: bytes, received: str) -> Iterator[Step]:
    function, short = f"HMAC-SHA-{algorithm.hash_bits}", shorten(message.decode("utf-8", "replace"), _IN_FORMULA)
    if key is None:
        yield Step("formula", f"{function}(key, {short})", "Type the secret in the Keys pane, and it is computed here.")
        yield Step("in the token", shorten(received, _MOST), "the signature as received, in base64url")
        return
    try:
        digest = signature.mac(algorithm, key, message)
    except ValueError as error:
        yield Step("key", key.label, str(error), status=Status.FAILED)
        return
    yield Step("key", key.label, f"{key.bits // 8:,} bytes; whoever has them can sign as well as verify")
    yield Step(
        "formula", f"{function}(", "the same text and key always give the same digest", _text(key), f", {short})"
    )
    encoded = base64url.encode(digest)
    same = encoded == received
    yield Step("digest", digest.hex(), f"{len(digest)} bytes in hex: what the formula comes to")
    yield Step("in base64url", encoded, "the same bytes as they would stand in the token")
    yield Step(
        "in the token",
        shorten(received, _MOST),
        "the same, character by character" if same else "not the same: other text, another key, or another algorithm",
        status=Status.PASSED if same else Status.FAILED,
    )


def _asymmetric(algorithm: Algorithm, key: Key | None, message: bytes, received: bytes) -> Iterator[Step]:
    if algorithm.hash_bits:
        digest = hashlib.new(f"sha{algorithm.hash_bits}", message).hexdigest()
        yield Step("hash", digest, f"SHA-{algorithm.hash_bits} of the signing input, {algorithm.hash_bits // 8} bytes")
        of = f"SHA-{algorithm.hash_bits}(signing input)"
    else:
        yield Step("hash", "", f"{algorithm.family} hashes inside, together with values of its own")
        of = "signing input"
    yield from _received(algorithm, received)
    if algorithm.family == "RSASSA-PKCS1-v1_5" and key is not None:
        yield _inside(algorithm, key, message, received)
    name = key.label if key else "public key"
    words = (
        "The private key made it; the public one can only check it, so whoever verifies cannot sign."
        if key
        else "Give the public key in the Keys pane, and it is checked."
    )
    yield Step("formula", f"verify({name}, {of}, signature)", words)


def _received(algorithm: Algorithm, received: bytes) -> Iterator[Step]:
    length = f"{len(received):,} bytes"
    if algorithm.signature_bytes and len(received) != algorithm.signature_bytes:
        der = "; it begins like DER, which JOSE does not use" if received[:1] == b"\x30" else ""
        words = f"{length}, where {algorithm.name} has {algorithm.signature_bytes:,}{der}"
        yield Step("signature", shorten(received.hex(), _MOST), words, status=Status.FAILED)
        return
    if algorithm.family != "ECDSA":
        words = f"{length}; one number as long as the modulus of the key" if algorithm.kty == "RSA" else length
        yield Step("signature", shorten(received.hex(), _MOST), words)
        return
    half = len(received) // 2
    yield Step("r", received[:half].hex(), f"first half of the signature's {length}: a number")
    yield Step("s", received[half:].hex(), "second half: another number. JOSE puts them side by side, without DER")


def _inside(algorithm: Algorithm, key: Key, message: bytes, received: bytes) -> Step:
    """Show the hash that an RSA signature holds, which its public key brings out again (RFC 8017 section 8.2.2)."""
    hidden = signature.recovered(algorithm, key, received)
    if hidden is None:
        words = "the public key finds nothing in it that looks like a hash"
        return Step("inside", "", words, status=Status.FAILED)
    same = hidden == hashlib.new(f"sha{algorithm.hash_bits}", message).digest()
    words = "what the public key finds in the signature: " + ("the same hash" if same else "another hash")
    return Step("inside", hidden.hex(), words, status=Status.PASSED if same else Status.FAILED)


def _key(inspection: Inspection) -> Key | None:
    """Return the key that the inspection found the signature valid for, or else the first that it tried."""
    check = inspection.report.check("signature")
    if check is not None and check.key is not None:
        return check.key
    candidates = select(inspection.token, inspection.keyring).candidates
    return candidates[0] if candidates else None


def _text(key: Key) -> Secret[str]:
    """Return a secret as people read it: its text, or else its bytes in hex."""
    material = key.material.reveal()
    data = material if isinstance(material, bytes) else b""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Secret(f"0x{data.hex()}")
    return Secret(text if text.isprintable() else f"0x{data.hex()}")
