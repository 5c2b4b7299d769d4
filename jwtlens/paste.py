"""From what people paste to the token in it: forgiving, and honest about what was removed."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose import base64url, jwa, strict_json
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.limits import SOURCE_CHARS
from jwtlens.problem import Span

_BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\xad\u200b\u200c\u200d\u2060\ufeff"  # the last row is invisible, and pasted often
)
_SPACE = lazy_pattern(f"[{_BLANKS}]+")
# A JOSE header is a JSON object: this is the base64url text of "{" with a quote, white space or "}" after it.
_START = r"e(?:yJ|yA|w[0ok]|30)"
_BEGIN = lazy_pattern(_START)
_BEGIN_IN_TEXT = lazy_pattern(rf"(?<![A-Za-z0-9_.+/-]){_START}")
_SECOND = frozenset("wxyz0123456789_-")
"""What follows the first e of every header: the first character of a JSON object is a bracket or a blank."""
_IN_HEADER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_IN_TOKEN = _IN_HEADER + b".=+/~"
_PIECE = lazy_pattern(rf"""[^{_BLANKS}"'`“”‘’<>()\[\]{{}}&;,|\\?#]+""")
_CLEAN = lazy_pattern(r"[A-Za-z0-9_=+/~.-]+")
_WORD = lazy_pattern(r"(?:[A-Za-z]?[a-z]+|[A-Z]+|[0-9]+)\.?|-.*")
_NEXT = lazy_pattern(rf"(?<![A-Za-z0-9_.+/-]){_START}[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_=-]*){{1,4}}(?![A-Za-z0-9_+/-])")
_AFTER = lazy_pattern(rf"""["'`”’>)\]}};&<|\\]|,["']|[^A-Za-z0-9_-]*(?:[{_BLANKS}]|\Z)""")
_WRAPPERS = (
    (lazy_pattern(r"(?:proxy-)?authorization\s*:\s*", re.IGNORECASE), "the header name {}"),
    (lazy_pattern(r"(?:set-)?cookie\s*:\s*", re.IGNORECASE), "the header name {}"),
    (lazy_pattern(r"[A-Za-z_][\w.-]{0,63}\s*=\s*"), "the name {}"),
    (lazy_pattern(r"(?:bearer|dpop|jwt|token)(?:\s*:\s*|\s+)", re.IGNORECASE), "the word {}"),
    (lazy_pattern(r"(?:https?://[^\s?#]*[?#]|[?#&])(?=[\w.-]+=)", re.IGNORECASE), "the address {}"),
    (lazy_pattern(r"""["'`“‘]+\s*"""), "quotes"),
)
_MOST_WRAPPERS = 12
_MOST_BEGINNINGS = 1000
_QUOTES = "\"'`”’"
_AROUND = "the text around the token"
_JWS_DOTS, _JWE_DOTS = 2, 4
_RSA_CHARS = frozenset({171, 256, 342, 512, 683, 1366})
"""Lengths in base64url of the signatures by moduli of 1024, 1536, 2048, 3072, 4096 and 8192 bits."""


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
    start, end = len(text) - len(text.lstrip(_BLANKS)), len(text.rstrip(_BLANKS))
    if start >= end:
        return Pasted("", (), ())
    as_it_is = Pasted(text[start:end], (), (Span(start, end),))
    if _is_whole(as_it_is.token) or (_BEGIN.match(text, start) and _PIECE.fullmatch(text, start, end)):
        return as_it_is
    if text[start] == "{" and _is_object_of_jose(as_it_is.token):
        return as_it_is
    return _unwrapped(text, start, end) or _within(text, start, end) or as_it_is


def _is_whole(text: str) -> bool:
    """Whether the text has the letters of a token and nothing else. Most have: no pattern is compiled for those."""
    head, dot, rest = text.partition(".")
    if not (dot and text.isascii() and head[:1] == "e" and head[1:2] in _SECOND):
        return False
    return not head.encode().translate(None, _IN_HEADER) and not rest.encode().translate(None, _IN_TOKEN)


def _is_object_of_jose(text: str) -> bool:
    """Whether this JSON is a token itself; another one that stands somewhere in it is then not the one to judge."""
    members = strict_json.parse_text(text, "token").members
    return not members.keys().isdisjoint({"signature", "signatures", "ciphertext"})


def _unwrapped(text: str, start: int, end: int) -> Pasted | None:
    removed: list[str] = []
    while not _BEGIN.match(text, start, end):
        found = ((pattern.match(text, start, end), words) for pattern, words in _WRAPPERS)
        match, words = next(((match, words) for match, words in found if match), (None, ""))
        if match is None or len(removed) == _MOST_WRAPPERS:
            return None
        removed.append(words.format(quoted(match[0].strip(" \t\r\n=:"))))
        start = match.end()
    return _cut(text, _pieces(text, start, end), end, removed)


def _within(text: str, at: int, end: int) -> Pasted | None:
    for _ in range(_MOST_BEGINNINGS):
        first = _BEGIN_IN_TEXT.search(text, at, end)
        if first is None:
            break
        if found := _cut(text, _pieces(text, first.start(), end), end, [_AROUND]):
            return found
        run = _PIECE.match(text, first.start(), end)
        at = run.end() if run else first.end()
    return None


def _cut(text: str, pieces: list[Span], end: int, removed: list[str]) -> Pasted | None:
    """Put the pieces together, and say what is left out; None where the text goes on like a token with a fault."""
    if not pieces or not _AFTER.match(text, pieces[-1].end, end):
        return None
    token = _joined(text, pieces)
    if len(pieces) > 1:
        breaks = any(sign in text[pieces[0].start : pieces[-1].end] for sign in "\r\n")
        removed.append("line breaks inside the token" if breaks else "blanks inside the token")
    rest = text[pieces[-1].end : end].strip(_BLANKS)
    others = {found[0].rstrip(".") for found in _NEXT.finditer(rest)} - {token}
    if rest and _AROUND not in removed and (rest.strip(_QUOTES) or "quotes" not in removed):
        removed.append("what follows the token")
    if others:
        removed.append(f"{len(others)} more token{'s' * (len(others) > 1)}")
    return Pasted(token, tuple(dict.fromkeys(removed)), tuple(pieces))


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Pieces of the token that begins at ``start``, over blanks and line breaks; empty where none begins there.

    A signature of just the length that its algorithm makes ends the token. Where there is none such, it goes on over
    line breaks, and over blanks while parts are missing, up to what reads like a word or like the next token.
    """
    found: list[Span] = []
    exact = likely = dots = tail = 0
    lengths: frozenset[int] | None = None
    most = _JWS_DOTS
    previous = ""
    for run, on_new_line in _runs(text, start, end):
        fresh, piece = _without_punctuation(text, run, most - dots)
        if found and _BEGIN.match(fresh) and not previous.endswith("."):
            break
        missing = dots < most
        dots += fresh.count(".")
        tail = len(fresh.rpartition(".")[2].rstrip("=")) + (0 if "." in fresh else tail)
        found.append(piece)
        if dots and lengths is None:
            lengths, most = _expected(_joined(text, found))
        word = _WORD.fullmatch(fresh) is not None
        if dots == _JWS_DOTS and lengths and tail in lengths and not (word and text[piece.end : piece.end + 1] == " "):
            exact = len(found)
        reads_on = (on_new_line or missing) and dots <= most and not word and _CLEAN.fullmatch(fresh)
        if likely == len(found) - 1 and (reads_on or not likely):
            likely = len(found)
        elif dots != _JWS_DOTS or not lengths or tail > max(lengths):
            break
        previous = fresh
    return found[: exact or likely] if dots else []


def _runs(text: str, at: int, end: int) -> Iterator[tuple[Span, bool]]:
    """Pieces with nothing but blanks between them, and whether each stands on a new line."""
    on_new_line = False
    while match := _PIECE.match(text, at, end):
        yield Span(*match.span()), on_new_line
        blank = _SPACE.match(text, match.end(), end)
        if blank is None:
            return
        on_new_line = "\n" in blank[0] or "\r" in blank[0]
        at = blank.end()


def _without_punctuation(text: str, piece: Span, dots: int) -> tuple[str, Span]:
    """Leave out what ends the sentence that the token stands in; ``dots`` is how many of them may be its own."""
    fresh = text[piece.start : piece.end].rstrip("!:*$%^@")
    if fresh.endswith(".") and fresh.count(".") > dots:
        fresh = fresh[:-1]
    return fresh, Span(piece.start, piece.start + len(fresh))


def _joined(text: str, pieces: list[Span]) -> str:
    return "".join(text[piece.start : piece.end] for piece in pieces)


def _expected(token: str) -> tuple[frozenset[int], int]:
    return expected_end(strict_json.parse(base64url.decode(token.partition(".")[0]).data, "header").members)


def expected_end(header: Mapping[str, object]) -> tuple[frozenset[int], int]:
    """Return the lengths in base64url that the signature may have by this header (none known: empty), and the dots."""
    alg = header.get("alg")
    known = jwa.SIGNATURE_ALGORITHMS.get(alg) if isinstance(alg, str) else None
    if "enc" in header:
        return frozenset(), _JWE_DOTS
    if known is None:
        return frozenset({0} if jwa.is_none(alg) else ()), _JWS_DOTS
    if known.kty == "RSA":
        return _RSA_CHARS, _JWS_DOTS
    sizes = (known.signature_bytes,) if known.signature_bytes else (64, 114)
    return frozenset((size * 8 + 5) // 6 for size in sizes), _JWS_DOTS
