"""From what people paste to the token in it: forgiving, and honest about what was removed."""

import re
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.limits import SOURCE_CHARS
from jwtlens.problem import Span

# A JOSE header is a JSON object, and the base64url text of "{" begins with "e" and one of these.
_START = r"e[w-z0-9_-]"
_TOKEN = re.compile(rf"{_START}[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_=+/~-]*)+")
_TOKEN_IN_TEXT = re.compile(
    rf"(?<![A-Za-z0-9_.+/-]){_START}[A-Za-z0-9_-]{{4,}}(?:\.[A-Za-z0-9_=-]*){{1,4}}(?![A-Za-z0-9_.+/-])"
)
_WRAPPERS = (
    (re.compile(r"(?:proxy-)?authorization\s*:\s*", re.IGNORECASE), "the header name {}"),
    (re.compile(r"(?:set-)?cookie\s*:\s*", re.IGNORECASE), "the header name {}"),
    (re.compile(r"(?:bearer|dpop|jwt|token)(?:\s*:\s*|\s+)", re.IGNORECASE), "the word {}"),
    (re.compile(r"(?:https?://[^\s?#]*[?#]|[?#&])(?=[\w.-]+=)", re.IGNORECASE), "the address {}"),
    (re.compile(r"[A-Za-z_][\w.-]{0,63}\s*=\s*"), "the name {}"),
    (re.compile(r"""["'`“‘]"""), "quotes"),
)
_AFTER = re.compile(r"""["'`”’]|;.*|&.*|,""", re.DOTALL)


class Pasted(NamedTuple):
    """The token found in a text. ``removed`` says in words what was left out; ``kept`` are its pieces in the text."""

    token: str
    removed: tuple[str, ...]
    kept: tuple[Span, ...]

    def in_source(self, span: Span) -> Span:
        """Translate a range of the token into the range of the pasted text that it came from."""
        return Span(self._position(span.start), self._position(max(span.end - 1, span.start)) + (span.end > span.start))

    def _position(self, offset: int) -> int:
        for piece in self.kept:
            length = piece.end - piece.start
            if offset < length:
                return piece.start + offset
            offset -= length
        return (self.kept[-1].end if self.kept else 0) + offset


def extract(text: str) -> Pasted:
    """Find the one token in a pasted text. Never raises.

    Removed are blanks around it, line breaks inside it, quotes, ``Bearer``, a header, cookie or parameter name, and,
    where the token stands inside a longer text, everything else. A text without a token is returned as it is.
    """
    if len(text) > SOURCE_CHARS:
        return Pasted(text[:SOURCE_CHARS], (f"everything after {SOURCE_CHARS:,} characters",), (Span(0, SOURCE_CHARS),))
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return Pasted("", (), ())
    core = text[start:end]
    if not _has_space(core) and _TOKEN.match(core):
        return Pasted(core, (), (Span(start, end),))
    return _unwrapped(text, start, end) or _within(text) or Pasted(core, (), (Span(start, end),))


def _unwrapped(text: str, start: int, end: int) -> Pasted | None:
    removed: list[str] = []
    found = True
    while found:
        found = False
        for pattern, words in _WRAPPERS:
            if (match := pattern.match(text, start, end)) and not _TOKEN.match(text, start, end):
                removed.append(words.format(quoted(match[0].strip(" \t\r\n=:"))))
                start, found = match.end(), True
    if not removed and not _has_space(text[start:end]):
        return None
    inside, stop = _joined(text, start, end)
    if not inside:
        return None
    rest = text[stop:end].strip()
    if rest and not _AFTER.match(rest):
        return None
    if len(rest) > 1:
        removed.append("what follows the token")
    if len(inside) > 1:
        removed.append("line breaks inside the token" if "\n" in text[start:stop] else "blanks inside the token")
    token = "".join(text[piece.start : piece.end] for piece in inside)
    return Pasted(token, tuple(dict.fromkeys(removed)), tuple(inside))


_PIECE = re.compile(r"[A-Za-z0-9_=+/~.-]+")
_SPACE = re.compile(r"\s+")


def _joined(text: str, start: int, end: int) -> tuple[list[Span], int]:
    """Pieces of the token from ``start``, over line breaks, up to the first character that is neither."""
    pieces: list[Span] = []
    at = start
    while match := _PIECE.match(text, at, end):
        pieces.append(Span(*match.span()))
        blank = _SPACE.match(text, match.end(), end)
        if blank is None:
            break
        at = blank.end()
    stop = pieces[-1].end if pieces else start
    joined = "".join(text[piece.start : piece.end] for piece in pieces)
    return (pieces, stop) if _TOKEN.fullmatch(joined) else ([], start)


def _within(text: str) -> Pasted | None:
    first = _TOKEN_IN_TEXT.search(text)
    if first is None:
        return None
    removed = ["the text around the token"]
    others = {match[0] for match in _TOKEN_IN_TEXT.finditer(text, first.end())} - {first[0]}
    if others:
        removed.append(f"{len(others)} more token{'s' * (len(others) > 1)}")
    return Pasted(first[0], tuple(removed), (Span(*first.span()),))


def _has_space(text: str) -> bool:
    return _SPACE.search(text) is not None
