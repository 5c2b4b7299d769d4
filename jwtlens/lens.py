"""Which characters of a token encode which characters of its JSON, and the other way round: bit by bit.

Base64url writes 3 bytes as 4 characters of 6 bits (RFC 4648 section 5), so a claim seldom begins or ends where a
character does: the one at its edge holds bits of its neighbour too.
"""

from typing import NamedTuple

from jwtlens.jose.header import unencoded_payload
from jwtlens.jose.jws import Segment, Token
from jwtlens.problem import Span


class Lit(NamedTuple):
    """Characters of a token, as positions in its text; the first and last may hold bits of what stands beside."""

    span: Span
    shares_first: bool = False
    shares_last: bool = False


def in_token(token: Token, part: str, span: Span) -> Lit | None:
    """Return the characters of the token that encode this range of the part's JSON text; None where none do.

    ``part`` is ``header`` or ``payload``. The bytes of a detached payload are not in the token, and those of a segment
    that is no base64url do not correspond to characters.
    """
    segment, text = token.segment(part), _text(token, part)
    if not _is_encoded(segment) or span.start >= span.end:
        return None
    if _is_raw(token, part):
        return Lit(span.shifted(segment.span.start)) if span.end <= len(segment.text) else None
    start, end = (len(text[:position].encode("utf-8", "surrogatepass")) for position in span)
    first, last = start * 8 // 6, min(-(-end * 8 // 6), len(segment.text))
    if first >= last:
        return None
    return Lit(Span(first, last).shifted(segment.span.start), start * 8 % 6 != 0, end * 8 % 6 != 0)


def in_json(token: Token, part: str, span: Span) -> Span | None:
    """Return the range of the part's JSON text that these characters of the token have bits of; None for nothing."""
    segment, text = token.segment(part), _text(token, part)
    if not _is_encoded(segment):
        return None
    start, end = max(span.start, segment.span.start), min(span.end, segment.span.end)
    if start >= end:
        return None
    start, end = start - segment.span.start, end - segment.span.start
    if _is_raw(token, part):
        return Span(start, end)
    data = text.encode("utf-8", "surrogatepass")
    first, last = start * 6 // 8, min(-(-end * 6 // 8), len(data))
    if first >= last:
        return None
    return Span(_characters(data, first), _characters(data, last - 1) + 1)


def is_exact(token: Token, part: str) -> bool:
    """Whether the part's JSON text is what the segment's bytes say: not for a merged header, nor for broken UTF-8."""
    return token.segment(part).data == _text(token, part).encode("utf-8", "surrogatepass")


def segment_at(token: Token, position: int) -> Segment | None:
    """Return the segment that a position of the token's text is in, or right behind."""
    return next((one for one in token.segments if one.span.start <= position <= one.span.end), None)


def _is_encoded(segment: Segment) -> bool:
    start, end = segment.span
    return not segment.problems and 0 < end - start == len(segment.text)  # in JSON it may be written with escapes


def _characters(data: bytes, index: int) -> int:
    """Count the characters before the one that the byte at ``index`` belongs to."""
    while data[index] & 0xC0 == 0x80:
        index -= 1
    return len(data[:index].decode("utf-8", "surrogatepass"))


def _text(token: Token, part: str) -> str:
    return (token.header if part == "header" else token.payload).text


def _is_raw(token: Token, part: str) -> bool:
    return part == "payload" and unencoded_payload(token.header)
