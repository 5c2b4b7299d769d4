"""A JWS in compact serialization, taken apart (RFC 7515 section 7.1): what can be read is read, whatever is broken."""

from typing import NamedTuple

from jwtlens.jose import base64url, header, strict_json
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.limits import SEGMENTS
from jwtlens.problem import Problem, Span

PARTS = ("header", "payload", "signature")


class Segment(NamedTuple):
    """One dot-separated part: its text as received, where it stands in the token, and the bytes it stands for."""

    name: str
    text: str
    span: Span
    data: bytes
    problems: tuple[Problem, ...]


class Token(NamedTuple):
    """A compact token. Segments that are missing are empty; ``problems`` is everything that makes it malformed.

    Spans of problems are positions in ``text``. ``segment_count`` is the number of segments that the text really has.
    """

    text: str
    segment_count: int
    segments: tuple[Segment, ...]
    header: JsonDocument
    payload: JsonDocument
    problems: tuple[Problem, ...]

    def segment(self, name: str) -> Segment:
        """Return the segment ``header``, ``payload`` or ``signature``."""
        return self.segments[PARTS.index(name)]

    @property
    def alg(self) -> str:
        """The ``alg`` of the header, or an empty string where it has none that is a string."""
        alg = self.header.members.get("alg")
        return alg if isinstance(alg, str) else ""

    @property
    def signing_input(self) -> bytes:
        """The bytes that were signed: as received, never re-encoded (RFC 7515 section 5.2 step 8)."""
        return f"{self.segments[0].text}.{self.segments[1].text}".encode("utf-8", "surrogatepass")


def parse(text: str) -> Token:
    """Take a compact JWS apart. Never raises."""
    pieces = text.split(".", SEGMENTS)
    count = text.count(".") + 1 if text else 0
    head = _segment("header", pieces[0], 0)
    header_json = strict_json.parse(head.data, "header")
    at = len(head.text) + 1
    middle = _payload(pieces[1] if count > 1 else "", at, raw=header.unencoded_payload(header_json))
    tail = _segment("signature", pieces[2] if count > 2 else "", at + len(middle.text) + 1)
    segments = (head, middle, tail)
    problems = [problem for segment in segments for problem in segment.problems]
    problems += _structure(count, segments)
    problems += [*header_json.problems, *header.problems(header_json)] if head.text else []
    return Token(text, count, segments, header_json, strict_json.parse(middle.data, "payload"), tuple(problems))


def _segment(name: str, text: str, start: int) -> Segment:
    decoded = base64url.decode(text, name)
    located = tuple(
        problem._replace(
            message=f"{name}: {problem.message}", span=problem.span.shifted(start) if problem.span else None
        )
        for problem in decoded.problems
    )
    return Segment(name, text, Span(start, start + len(text)), decoded.data, located)


def _payload(text: str, start: int, *, raw: bool) -> Segment:
    if raw:
        return Segment("payload", text, Span(start, start + len(text)), text.encode("utf-8", "surrogatepass"), ())
    return _segment("payload", text, start)


def _structure(count: int, segments: tuple[Segment, ...]) -> list[Problem]:
    if count == 0:
        return [Problem("empty", "there is no token")]
    found = []
    if count == 5:
        found.append(Problem("jwe", "five segments: an encrypted token (JWE), which is not decrypted here"))
    elif count != 3:
        parts = "one segment" if count == 1 else f"{count:,} segments"
        found.append(Problem("segments", f"{parts}; a signed token has 3 (header.payload.signature)"))
    if not segments[0].text:
        found.append(Problem("header-empty", "the header is empty", "header"))
    return found
