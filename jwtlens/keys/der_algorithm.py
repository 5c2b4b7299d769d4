"""The AlgorithmIdentifier of a key in DER (RFC 5280 section 4.1.1.2): what the cryptography package does not tell.

It drops the parameters of RSA-PSS keys, and of a key that it cannot work with it does not say what it is.
"""

from itertools import islice
from typing import NamedTuple

from jwtlens.keys import der_bounds

_INTEGER, _OCTETS, _OID, _SEQUENCE = 0x02, 0x04, 0x06, 0x30
_NUMBER = 0x1F
"""Bits of a tag that hold its number, without class and form (X.690 section 8.1.2)."""
_BEFORE_THE_KEY = 6
"""Values of a TBSCertificate with a version before its subjectPublicKeyInfo (RFC 5280 section 4.1)."""

_RSA_PSS = bytes.fromhex("2a864886f70d01010a")
_MGF1 = bytes.fromhex("2a864886f70d010108")
_SHA2 = {
    bytes.fromhex("608648016503040201"): 256,
    bytes.fromhex("608648016503040202"): 384,
    bytes.fromhex("608648016503040203"): 512,
}
_SHA1_BYTES = 20
"""Length of the salt where the parameters give none (RFC 4055 section 3.1)."""

ANY_PSS = ("PS256", "PS384", "PS512")
EC = "an EC key on a curve that JOSE has no name for, or with its parameters written out"
_KINDS = {
    bytes.fromhex("2a8648ce3804"): "a DSA key",
    bytes.fromhex("2a864886f70d0103"): "a Diffie-Hellman key",
    bytes.fromhex("2a8648ce3e02"): "a Diffie-Hellman key",
    bytes.fromhex("2a8503"): "a GOST key",
    bytes.fromhex("6086480165030404"): "an ML-KEM key",
    bytes.fromhex("2a8648ce3d02"): EC,
}
"""What a key is that no algorithm of JOSE uses, by the beginning of its object identifier."""


class _Value(NamedTuple):
    """One value in DER: its tag, its content, and both with the length between them."""

    tag: int
    content: bytes
    whole: bytes


def kind(data: bytes) -> str:
    """Say what kind of key this is in DER, if JOSE has no use for it; ``EC`` where the curve decides; else empty."""
    oid, _ = _identifier(_content(data))
    if not oid and _is_sec1(data):
        return EC
    return next((words for start, words in _KINDS.items() if oid.startswith(start)), "")


def in_certificate(signed: bytes) -> bytes:
    """Return the subjectPublicKeyInfo of a TBSCertificate; empty where it is not found."""
    found = _values(_content(signed))
    at = _BEFORE_THE_KEY - (found[:1] != [] and found[0].tag == _INTEGER)  # version 1 is not written
    return found[at].whole if at < len(found) else b""


def restricted_to(data: bytes) -> tuple[str, ...] | None:
    """Return the algorithms that a key is restricted to by being an RSA-PSS key; None for any other key.

    Such a key must not be used for PKCS#1 v1.5 (RFC 4055 section 1.2). With parameters, its hash must be the
    algorithm's, in MGF1 too, and the salt that it demands not longer than the algorithm's (section 3.3).
    """
    oid, parameters = _identifier(_content(data))
    if oid != _RSA_PSS:
        return None
    if parameters is None:
        return ANY_PSS
    said = {value.tag & _NUMBER: value.content for value in _values(parameters)}
    hashed, _ = _algorithm(_content(said.get(0, b"")))
    mask, of_mask = _algorithm(_content(said.get(1, b"")))
    bits = _SHA2.get(hashed, 0)
    same = mask == _MGF1 and of_mask is not None and _algorithm(of_mask)[0] == hashed
    salt = int.from_bytes(_content(said[2]), "big") if 2 in said else _SHA1_BYTES
    return (f"PS{bits}",) if bits and same and salt <= bits // 8 else ()


def nested_algorithm(data: bytes) -> tuple[bytes, bytes]:
    """Return identifier and parameters of the AlgorithmIdentifier that a SEQUENCE begins with; empty where none is."""
    oid, parameters = _algorithm(_content(_content(data)))
    return oid, next((one.whole for one in _values(_content(_content(data)))[1:2]), b"") if parameters else b""


def integers(data: bytes) -> list[int]:
    """Return the integers that stand in a SEQUENCE itself."""
    return [int.from_bytes(one.content, "big") for one in _values(_content(data)) if one.tag == _INTEGER]


def _is_sec1(data: bytes) -> bool:
    """Whether this is an EC private key by itself (RFC 5915): version 1, then the key."""
    found = _values(_content(data))
    return [value.tag for value in found[:2]] == [_INTEGER, _OCTETS] and found[0].content == b"\x01"


def _identifier(content: bytes) -> tuple[bytes, bytes | None]:
    """Return identifier and parameters of a key, after whose version (in a private key) they stand."""
    found = [value for value in islice(_values(content), 2) if value.tag == _SEQUENCE]
    return _algorithm(found[0].content) if found else (b"", None)


def _algorithm(content: bytes) -> tuple[bytes, bytes | None]:
    """Return the object identifier of an AlgorithmIdentifier, and the content of its parameters if it has any."""
    found = _values(content)
    if not found or found[0].tag != _OID:
        return b"", None
    return found[0].content, found[1].content if found[1:] and found[1].tag == _SEQUENCE else None


def _content(data: bytes) -> bytes:
    """Return the content of the value that the data begin with."""
    return next((value.content for value in _values(data)), b"")


def _values(data: bytes) -> list[_Value]:
    """Return the values that stand one after the other, up to the first that is damaged."""
    found: list[_Value] = []
    at = 0
    while (bounds := der_bounds.bounds(data, at)) is not None:
        start, end = bounds
        found.append(_Value(data[at], data[start:end], data[at:end]))
        at = end
    return found
