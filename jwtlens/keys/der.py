"""Keys in DER, bare or as base64 without the lines of PEM around it (Keycloak's ``publicKey``, cloud consoles)."""

from jwtlens.keys.der_bounds import declared_size, whole
from jwtlens.keys.key import Keyring
from jwtlens.keys.request import ESCAPE, Request, UnreadableKeyError, refused, ring
from jwtlens.keys.secret_text import decode
from jwtlens.lazy_pattern import lazy_pattern

_BASE64 = lazy_pattern(r"\s*M[A-P][A-Za-z0-9+/\s]{38,}={0,2}\s*")
_PKCS12 = b"\x02\x01\x03\x30"
"""What a PKCS#12 store begins with after the outer header: version 3 and a SEQUENCE (RFC 7292 section 4)."""


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
    if text.lstrip()[:1] != "M" or not _BASE64.fullmatch(text):
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
