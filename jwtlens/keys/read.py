"""Any text or bytes that hold keys, recognised by their content, become a key ring.

Nothing here touches the cryptography package: a shared secret must not pay for its import.
"""

import re

from jwtlens.displayable import quoted
from jwtlens.keys import der, der_bounds, dotenv, json_keys, openssh, pem, secret_text
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.request import ESCAPE, Request, noted, refused, ring
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import Reading, SecretEncoding, readings
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.limits import KEY_BYTES

__all__ = ["Reading", "SecretEncoding", "read_keys", "readings"]

_TOKEN = lazy_pattern(r"\s*(?:Bearer\s+)?eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}\s*")
_ADDRESS = lazy_pattern(r"\s*https?://\S+\s*", re.IGNORECASE)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NO_KEYS = (
    ("putty-user-key-file-", "a key of PuTTY", "Write it with puttygen FILE -O private-openssh, and give that"),
    ("<rsakeyvalue", "a key in .NET's XML", "Export it as PEM (ExportRSAPublicKeyPem)"),
    ("<!doctype html", "a web page", "Look at it: the download was answered with an error, or with a login"),
    ("<html", "a web page", "Look at it: the download was answered with an error, or with a login"),
    ("age-secret-key-1", "a key of age", "No algorithm of JOSE uses it"),
)
"""How texts begin that are surely no keys for JOSE, in lower case; what they are, and what to do."""
_KEY_STORES = {b"\xfe\xed\xfe\xed": "Java key store (JKS)", b"\xce\xce\xce\xce": "Java key store (JCEKS)"}


def read_keys(
    material: Secret[str] | Secret[bytes],
    *,
    encoding: SecretEncoding = "auto",
    passphrase: Secret[str] | None = None,
    origin: str = "pasted",
) -> Keyring:
    """Read keys of any form. Never raises: what cannot be read is a problem of the ring, with its place and remedy.

    ``encoding`` is for shared secrets only: ``auto`` takes text, unless a prefix (``base64:``) says otherwise.
    """
    request = Request(encoding, passphrase, origin)
    value = material.reveal()
    if len(value) > KEY_BYTES:
        return refused("key-too-large", f"this is larger than {KEY_BYTES:,} bytes; no key is, so jwtlens stops there")
    if isinstance(value, str):
        return _from_text(value, request)
    if der_bounds.whole(value) and (keyring := der.read(value, request, "DER")).keys:
        return keyring
    text = as_text(value)
    return _from_bytes(value, request) if text is None else _from_text(text, request)


def as_text(data: bytes) -> str | None:
    """Decode as UTF-8, or as a byte order mark says; None for bytes that are not text."""
    mark, codec = next((pair for pair in _BYTE_ORDER_MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(codec)
    except UnicodeDecodeError:
        return None


def _from_bytes(data: bytes, request: Request) -> Keyring:
    for magic, name in _KEY_STORES.items():
        if data.startswith(magic):
            remedy = "Export the certificate with keytool -exportcert -rfc and give that"
            return refused("key-store", f"this is a {name}, which jwtlens does not open. {remedy}")
    if der_bounds.whole(data):
        return der.read(data, request, "DER")
    if request.encoding == "auto" and (expected := der_bounds.cut_size(data)):
        message = f"this looks like a key in DER that was cut: {len(data):,} of {expected:,} bytes are here"
        return refused("key-cut", f"{message}. Copy all of it. If it is a secret, choose text as its encoding")
    if request.encoding not in {"auto", "text"}:
        return refused("secret-not-text", f"these bytes are not text, so they are not {request.encoding} either")
    words = f"secret, {len(data)} bytes that are not text"
    return ring([Key("oct", Secret(data), private=True, bits=len(data) * 8, words=words, origin=request.origin)], [])


def _from_text(text: str, request: Request) -> Keyring:
    found = dotenv.find(text)
    if found is None:
        return _value(text, request)
    if found.problem:
        return Keyring(problems=(found.problem,), words="no key could be read")
    # Looked for once only: a value that looks like an assignment again is a value.
    return noted(_value(found.value.reveal(), request), f"value of {quoted(found.name)}")


def _value(text: str, request: Request) -> Keyring:
    if not text.strip():
        return refused("key-empty", "there is nothing here to read a key from. Give a key or a secret")
    encoding, body = secret_text.split_prefix(text) if request.encoding == "auto" else (request.encoding, text)
    structured = _structured(body, request)
    # A public key must not become an HMAC secret because somebody left the switch on "text" (RFC 8725 section 2.1).
    if structured and (encoding == "auto" or structured.keys or pem.in_text(body)):
        return structured
    if encoding == "auto" and (other := _mistaken(body) or _in_base64(body, request)):
        return other
    return _secret(body, encoding, request)


def _structured(text: str, request: Request) -> Keyring | None:
    """Read JSON, PEM, OpenSSH and bare DER in base64, which no secret looks like; None for any other text."""
    if text.lstrip()[:1] in {"{", "["}:
        return json_keys.read(text, request)
    if pem.in_text(text):
        return pem.read(text, request)
    if openssh.in_text(text):
        return openssh.read(text, request)
    return der.from_base64_text(text, request)


def _in_base64(text: str, request: Request) -> Keyring | None:
    if text.lstrip()[:1] not in {"L", "e", "c"}:  # "-----", "{", "ssh-" in base64
        return None
    return _key_in(secret_text.decode(text, "base64").data.reveal(), "base64", request)


def _mistaken(text: str) -> Keyring | None:
    """Refuse what is surely no key: a token, an address or another program's file in the place of one."""
    begin = text.lstrip()[:32].lower()
    for start, kind, remedy in _NO_KEYS:
        if begin.startswith(start):
            return refused("key-foreign", f"this is {kind}. {remedy}. {ESCAPE}")
    if "eyJ" in text and _TOKEN.fullmatch(text):
        return refused("key-is-token", f"this is a token, not a key. {ESCAPE}")
    if "://" in text and _ADDRESS.fullmatch(text):
        remedy = "Nothing is fetched from here: jwtlens key fetch gets the keys of an issuer, or a JWK Set"
        return refused("key-is-address", f"this is an address, not a key. {remedy}. {ESCAPE}")
    return None


def _secret(text: str, encoding: SecretEncoding, request: Request) -> Keyring:
    body = secret_text.without_line_break(text)
    decoded = secret_text.decode(body, encoding)
    if decoded.refusal:
        remedy = "Correct it, or choose another encoding for the secret"
        return refused("secret-encoding", f"the secret cannot be read: {decoded.refusal}. {remedy}")
    data = decoded.data
    size = len(data.reveal())
    if not size:
        return refused("key-empty", "the secret is empty: everyone could make its signatures. Give at least one byte")
    if encoding not in {"auto", "text"} and (inner := _key_in(data.reveal(), encoding, request)):
        return inner
    words = secret_text.described(size, encoding)
    if body != text:
        words += ", without the line break at its end"
    hints = secret_text.hints(body) if encoding == "auto" else []
    key = Key("oct", Secret(data.reveal()), private=True, bits=size * 8, words=words, origin=request.origin)
    return ring([key], [], "; ".join([words, *hints]))


def _key_in(data: bytes, encoding: SecretEncoding, request: Request) -> Keyring | None:
    """Read a key file that somebody wrote in base64 or hex; None if the bytes are a secret."""
    inner = as_text(data) or ""
    keyring = der.read(data, request, "DER") if der_bounds.whole(data) else _structured(inner, request)
    if keyring is None or not (keyring.keys or pem.in_text(inner) or keyring.problems[0].code.startswith("passphrase")):
        return None
    return noted(keyring, f"written in {encoding}")
