"""A JWE taken apart (RFC 7516 section 7): what can be read is read, whatever is broken."""

from jwtlens.jose import jwe_json
from jwtlens.jose.jwe_parts import COMPACT, PARTS, Envelope, Jwe, Recipient, assemble
from jwtlens.jose.jws import encoded_segment
from jwtlens.limits import SEGMENTS
from jwtlens.problem import Problem

__all__ = ["PARTS", "Jwe", "Recipient", "parse"]


def parse(text: str) -> Jwe:
    """Take a JWE in any serialization apart. Never raises."""
    if text.lstrip()[:1] == "{":
        return jwe_json.parse(text)
    pieces = text.split(".", SEGMENTS)
    count = text.count(".") + 1 if text else 0
    segments, at = [], 0
    for name, piece in zip(PARTS, [*pieces, "", "", "", ""], strict=False):
        segments.append(encoded_segment(name, piece, min(at, len(text))))
        at += len(piece) + 1
    protected, encrypted_key, iv, ciphertext, tag = segments
    envelope = Envelope(COMPACT, protected, {}, [{}], [encrypted_key], iv, ciphertext, tag)
    return assemble(text, envelope, _structure(count))


def _structure(count: int) -> list[Problem]:
    if count == 0:
        return [Problem("empty", "there is no token")]
    if count == len(PARTS):
        return []
    parts = "one segment" if count == 1 else f"{count:,} segments"
    return [Problem("segments", f"{parts}; an encrypted token has 5 ({'.'.join(PARTS)})")]
