"""A JWS in compact serialization, taken apart (RFC 7515 section 7.1): what can be read is read, whatever is broken."""

from functools import lru_cache
from typing import NamedTuple

from jwtlens.jose import base64url, header, strict_json
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.limits import SEGMENTS
from jwtlens.problem import Problem, Span

PARTS = ("header", "payload", "signature")
CACHED_CHARS = 4_096
"""Longest header in base64url that is kept; those of one issuer are all alike, and 64 of them take little memory."""


class Segment(NamedTuple):
    """One dot-separated part: its text as received, where it stands in the token, and the bytes it stands for."""

    name: str
    text: str
    span: Span
    data: bytes
    problems: tuple[Problem, ...]


class Token(NamedTuple):
    """A token taken apart. Segments that are missing are empty; ``problems`` is everything that makes it malformed.

    Spans of problems are positions in ``text``. ``segment_count`` is the number of segments that the text really has.
    In JSON serialization with several signatures, ``signatures`` holds the token as each of them sees it, with what is
    wrong there, and the token itself is seen by the first that is well-formed.
    """

    text: str
    segment_count: int
    segments: tuple[Segment, ...]
    header: JsonDocument
    payload: JsonDocument
    problems: tuple[Problem, ...]
    serialization: str = "JWS compact"
    signatures: "tuple[Token, ...]" = ()

    def segment(self, name: str) -> Segment:
        """Return the segment of that name; an empty one where the token has none."""
        for one in self.segments:
            if one.name == name:
                return one
        return Segment(name, "", Span(0, 0), b"", ())

    @property
    def encrypted(self) -> bool:
        """Whether this is a JWE."""
        return self.serialization.startswith("JWE")

    @property
    def alg(self) -> str:
        """The ``alg`` of the header, or an empty string where it has none that is a string."""
        alg = self.header.members.get("alg")
        return alg if strict_json.is_text(alg) else ""

    @property
    def signing_input(self) -> bytes:
        """The bytes that were signed: as received, never re-encoded (RFC 7515 section 5.2 step 8, RFC 7797)."""
        head, payload = self.segment("header").text, self.segment("payload")
        if header.unencoded_payload(self.header):
            return head.encode("utf-8", "surrogatepass") + b"." + payload.data
        return f"{head}.{payload.text}".encode("utf-8", "surrogatepass")


def parse(text: str, detached: bytes | None = None) -> Token:
    """Take a compact JWS apart. Never raises. ``detached`` is the payload where it travels apart (RFC 7515 app. F)."""
    pieces = text.split(".", SEGMENTS)
    count = text.count(".") + 1 if text else 0
    head, header_json, header_problems = _header(pieces[0]) if len(pieces[0]) <= CACHED_CHARS else _read(pieces[0])
    at, inside = len(head.text) + 1, pieces[1] if count > 1 else ""
    middle = payload_segment(inside, at, raw=header.unencoded_payload(header_json), detached=detached)
    tail = encoded_segment("signature", pieces[2] if count > 2 else "", at + len(inside) + 1)
    segments = (head, middle, tail)
    problems = (*_structure(count, head), *head.problems, *middle.problems, *tail.problems, *header_problems)
    return Token(text, count, segments, header_json, strict_json.parse(middle.data, "payload"), problems)


def _read(text: str) -> tuple[Segment, JsonDocument, tuple[Problem, ...]]:
    """Read the header part, and say what is wrong with the JSON in it."""
    head = encoded_segment("header", text, 0)
    document = strict_json.parse(head.data, "header")
    if not text:
        return head, document, ()
    located = (_in_token(problem, head, document.text) for problem in document.problems)
    return head, document, (*located, *header.problems(document))


_header = lru_cache(maxsize=64)(_read)
"""The header of a token depends on nothing but its text: 0.2 us for one that was seen before, 12 us for a new one."""


def payload_segment(text: str, start: int, *, raw: bool, detached: bytes | None) -> Segment:
    """Read the payload part: base64url, or the text itself where ``raw``; empty, it may have been supplied apart."""
    if detached is not None:
        encoded = "" if raw else base64url.encode(detached)
        both = Problem("detached-twice", "a payload was supplied, but the token holds one already", "payload")
        return Segment("payload", encoded, Span(start, start), detached, (both,) if text else ())
    if raw:
        return Segment("payload", text, Span(start, start + len(text)), text.encode("utf-8", "surrogatepass"), ())
    return encoded_segment("payload", text, start)


def encoded_segment(name: str, text: str, start: int) -> Segment:
    """Read a base64url part that starts at this position of the token."""
    decoded = base64url.decode(text, name)
    if not decoded.problems:
        return Segment(name, text, Span(start, start + len(text)), decoded.data, ())
    located = tuple(
        problem._replace(
            message=f"{name}: {problem.message}", span=problem.span.shifted(start) if problem.span else None
        )
        for problem in decoded.problems
    )
    return Segment(name, text, Span(start, start + len(text)), decoded.data, located)


def _in_token(problem: Problem, segment: Segment, text: str) -> Problem:
    """Translate a range of a segment's JSON text into the range of base64url characters that hold it."""
    if problem.span is None:
        return problem
    if segment.problems:  # then characters and bytes do not correspond
        return problem._replace(span=segment.span)
    start, end = (len(text[:position].encode()) for position in problem.span)
    first, last = start * 4 // 3, min(-(-end * 4 // 3), len(segment.text))
    return problem._replace(span=Span(min(first, last), last).shifted(segment.span.start))


def _structure(count: int, head: Segment) -> list[Problem]:
    if count == 0:
        return [Problem("empty", "there is no token")]
    found = []
    if count == 5:
        found.append(Problem("jwe", "five segments: an encrypted token (JWE), which is not decrypted here"))
    elif count != 3:
        parts = "one segment" if count == 1 else f"{count:,} segments"
        found.append(Problem("segments", f"{parts}; a signed token has 3 (header.payload.signature)"))
    if not head.text:
        found.append(Problem("header-empty", "the header is empty", "header"))
    return found
