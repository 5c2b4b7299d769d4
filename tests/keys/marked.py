"""Key material that is easy to find again in whatever a program prints, in every spelling that it could be in."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tests.keys.key_kit import Kit

SECRET = b"MARKED-secret-0123456789-MARKED-secret"
PASSPHRASE = "MARKED-phrase-0123456789-MARKED"
_PIECE = 12
"""Characters that nothing else has in common with a key by chance, and that no leak would be shorter than."""


def spellings(data: bytes) -> Iterator[str]:
    """The bytes as text, in hex, in base64 of either alphabet from each of three offsets, and as a number."""
    yield data.decode("latin-1")
    yield data.hex()
    yield data.hex().upper()
    yield str(int.from_bytes(data, "big"))
    for offset in range(3):
        whole = data[offset : offset + (len(data) - offset) // 3 * 3]
        yield binascii.b2a_base64(whole, newline=False).decode()
        yield base64.urlsafe_b64encode(whole).decode()


@cache
def pieces(data: bytes) -> set[str]:
    found = set()
    for text in spellings(data):
        found |= {text[at : at + _PIECE] for at in range(0, max(len(text) - _PIECE, 1), _PIECE // 2)}
    return {piece for piece in found if len(piece) == _PIECE and piece.strip("0A\x00")}


def hidden(output: str, secrets: Iterable[bytes]) -> None:
    """Fail if any piece of a secret is in the output, and show what stands around it."""
    for data in secrets:
        for piece in pieces(data):
            at = output.find(piece)
            assert at < 0, f"{piece!r} in {output[max(at - 80, 0) : at + 80]!r}"


def private_numbers(kit: Kit, family: str) -> list[bytes]:
    members: dict[str, Any] = kit.jwk(family, private=True)
    names = [name for name in ("d", "p", "q", "dp", "dq", "qi") if name in members]
    return [base64.urlsafe_b64decode(members[name] + "==") for name in names]


def materials(kit: Kit) -> dict[str, tuple[str, list[bytes]]]:
    """Keys as people paste them, whole and damaged, each with the bytes that nobody may see."""
    found: dict[str, tuple[str, list[bytes]]] = {}
    text = SECRET.decode()
    encoded = base64.b64encode(SECRET).decode()
    for name, spelled in {
        "text": text, "base64": f"base64:{encoded}", "hex": f"hex:{SECRET.hex()}",
        "bad base64": f"base64:{encoded[:-1]}!", "bad hex": f"hex:{SECRET.hex()}x", "env": f'JWT_SECRET="{text}"',
        "two": f"KEY={text}\nSECRET={text}x",
        "oct": json.dumps({"kty": "oct", "k": encoded.rstrip("=")}),
        "bad oct": json.dumps({"kty": "oct", "k": f"{encoded}*"}),
        "cut json": json.dumps({"kty": "oct", "k": encoded})[:-2], "no kty": json.dumps({"k": encoded, "kid": "a"}),
        "number": json.dumps({"kty": "oct", "k": int.from_bytes(SECRET, "big")}),
        "address": f"https://user:{text}@example.com/", "token": f"eyJhbGciOiJIUzI1NiJ9.{encoded.rstrip('=')}.AAAA",
    }.items():  # fmt: skip
        found[f"secret as {name}"] = (spelled, [SECRET])
    for family in ("RSA", "P-256", "Ed25519"):
        pem, hide = kit.text(family, "pkcs8"), private_numbers(kit, family)
        members = kit.jwk(family, private=True)
        found[f"{family} PEM"] = (pem, hide)
        found[f"{family} PEM on one line"] = (pem.replace("\n", " "), hide)
        found[f"{family} PEM cut"] = (pem[:-60], hide)
        found[f"{family} PEM mangled"] = (pem.replace("\n", "\n?", 2), hide)
        found[f"{family} bare base64"] = ("".join(pem.split("\n")[1:-2]), hide)
        found[f"{family} account"] = (json.dumps({"private_key": pem}), hide)
        found[f"{family} JWK"] = (json.dumps(members), hide)
        found[f"{family} JWK Set"] = (json.dumps({"keys": [members, {**members, "x": "AA", "n": "AA"}]}), hide)
        for name in ("d", "p"):
            if name in members:
                found[f"{family} JWK with {name} damaged"] = (json.dumps({**members, name: members[name] + "~"}), hide)
                found[f"{family} JWK with {name} listed"] = (json.dumps({**members, name: [members[name]]}), hide)
    found["encrypted"] = (kit.text("RSA", "encrypted"), private_numbers(kit, "RSA"))
    return found
