"""ECDSA signatures as numbers: read raw or DER, and compared with the order of the curve."""

from typing import NamedTuple


class Pair(NamedTuple):
    """The two numbers of a signature."""

    r: int
    s: int


ORDERS = {
    "ES256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "ES384": int(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16
    ),
    "ES512": int(
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA"
        "51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
        16,
    ),
    "ES256K": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
}
"""The order n of each curve (SP 800-186 section 3.2.1, SEC 2 section 2.4.1); r and s are from 1 to n - 1."""


def raw(signature: bytes) -> Pair | None:
    """Read r‖s, two halves of any length (RFC 7518 section 3.4 wants the curve's)."""
    if not signature or (len(signature) % 2 and any(signature)):
        return None
    half = len(signature) // 2
    return Pair(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


def der(signature: bytes) -> Pair | None:
    """Read a DER SEQUENCE of two INTEGERs that fills the bytes exactly (SEC 1 section C.5), else return None."""
    body = _element(signature, 0x30)
    if body is None or body[1]:
        return None
    first = _element(body[0], 0x02)
    second = _element(first[1], 0x02) if first else None
    if first is None or second is None or second[1] or not first[0] or not second[0]:
        return None
    return Pair(int.from_bytes(first[0], "big", signed=True), int.from_bytes(second[0], "big", signed=True))


def _element(data: bytes, tag: int) -> tuple[bytes, bytes] | None:
    """Split off one element with this tag: its content, and what follows it. Two length octets are enough here."""
    if len(data) < 2 or data[0] != tag:
        return None
    length, start = data[1], 2
    if length == 0x81 and len(data) > 2:
        length, start = data[2], 3
    elif length >= 0x80:
        return None
    end = start + length
    return (data[start:end], data[end:]) if end <= len(data) else None
