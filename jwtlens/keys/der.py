"""Keys in DER, bare or as base64 without the lines of PEM around it (Keycloak's ``publicKey``, cloud consoles)."""

import re

from jwtlens.keys.key import Keyring
from jwtlens.keys.request import ESCAPE, Request, UnreadableKeyError, refused, ring
from jwtlens.keys.secret_text import decode

_BASE64 = re.compile(r"\s*M[A-P][A-Za-z0-9+/\s]{38,}={0,2}\s*")
_SEQUENCE = 0x30
_LONG_FORM = 0x80
_PKCS12 = b"\x02\x01\x03\x30"
"""What a PKCS#12 store begins with after the outer header: version 3 and a SEQUENCE (RFC 7292 section 4)."""


def declared_size(data: bytes) -> int:
    """Size in bytes of the DER SEQUENCE that the data begin with, header included; 0 if they begin otherwise."""
    found = _header(data, 0) if data[:1] == bytes([_SEQUENCE]) else None
    return found[1] if found else 0


def cut_size(data: bytes) -> int:
    """Size in bytes of the key that the data are the beginning of; 0 where they look like anything else.

    A long SEQUENCE that begins with a SEQUENCE or an INTEGER, as every key does: of random secrets one in eight million
    looks like that.
    """
    expected = declared_size(data)
    begins = data[:2] == bytes([_SEQUENCE, _LONG_FORM | 2]) and data[4:5] in {b"\x30", b"\x02"}
    return expected if begins and expected > len(data) else 0


def bounds(data: bytes, at: int) -> tuple[int, int] | None:
    """Return where the content of the DER value at this place begins and ends; None where there is no whole value."""
    found = _header(data, at)
    return found if found and found[1] <= len(data) else None


def _header(data: bytes, at: int) -> tuple[int, int] | None:
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    if size >= _LONG_FORM:
        count = size - _LONG_FORM
        if not 1 <= count <= 4 or len(data) < start + count:
            return None
        size, start = int.from_bytes(data[start : start + count], "big"), start + count
    return start, start + size


def whole(data: bytes) -> bool:
    """Whether the data are one DER SEQUENCE from the first byte to the last."""
    return declared_size(data) == len(data) > 2


def read(data: bytes, request: Request, how: str) -> Keyring:
    """Read one key or certificate in DER; ``how`` begins its words. Never raises."""
    if _PKCS12 in data[2:10]:
        remedy = "Run openssl pkcs12 -in FILE -nodes and give what it prints"
        return refused("key-store", f"this is a PKCS#12 store, which jwtlens does not open. {remedy}")
    from jwtlens.keys import load  # noqa: PLC0415 - imports cryptography, which a secret does not need

    try:
        return ring([load.key_of(load.from_der(data, request.passphrase), how, request.origin)], [])
    except UnreadableKeyError as error:
        return Keyring(problems=(error.problem,), words="no key could be read")


def from_base64_text(text: str, request: Request) -> Keyring | None:
    """Read DER written in base64; None if the text is not that. A damaged one is a problem, not a secret."""
    if not _BASE64.fullmatch(text):
        return None
    decoded = decode(text, "base64")
    data = decoded.data.reveal()
    if whole(data):
        return read(data, request, "base64 without PEM lines")
    expected = declared_size(data)
    if text.lstrip().startswith("MII") and expected > len(data):
        message = f"this looks like a key in base64 that was cut: {len(data)} of {expected} bytes are here"
        return refused("key-cut", f"{message}. Copy all of it. {ESCAPE}")
    return None
