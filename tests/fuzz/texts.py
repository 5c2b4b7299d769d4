"""Texts that have broken programs, and any text or bytes with a few of its places changed."""

from collections.abc import Sequence
from random import Random

from tests.fuzz.chance import below, octets, one_in, pick

CONTROLS = ("\x00", "\x1b[31m", "\x1b]52;c;aGk=\x07", "\x1b]0;title\x07", "\x9b31m", "\x7f", "\x07", "\x85", "\t", "\n")
INVISIBLE = ("\u202e", "\u2066", "\u200b", "\u200f", "\u061c", "\ufeff", "\xad", "\u2028", "\u2029", "\U000e0041")
SURROGATES = ("\ud800", "\udfff", "\udc80", "\udcff", "\ud83d", "\ude00\ud83d")
WIDE = (
    "漢字",
    "العربية",
    "👩‍👩‍👧",
    "e" + "\u0301" * 40,
    "\u0345\U0001f9d1",
    "\ufffd",
    "\U0010ffff",
    "ß",
    "İ",
    "\u017f",
    "\x85",
)
MARKUP = ("[/nope]", "[@click=app.quit]x[/]", "[bold", "a[/b", "\\[x]", "<script>alert(1)</script>", "`|*_", "%s%n{0}")
SIGNS = (
    "",
    " ",
    ".",
    "..",
    "~",
    "=",
    "==",
    "+",
    "/",
    "-",
    "_",
    "'",
    '"',
    "\\",
    "\\u0000",
    "\r\n",
    "{",
    "}",
    "[",
    "]",
    ":",
)
NUMERALS = ("0", "-1", "٣", "²", "1_000", "1e400", "9" * 30, "0x10", "1795000000")
FRAGMENTS: tuple[str, ...] = (*CONTROLS, *INVISIBLE, *SURROGATES, *WIDE, *MARKUP, *SIGNS, *NUMERALS)
WORDS = (
    "a",
    "sub",
    "admin",
    "https://issuer.example",
    "user@example.com",
    "2026-11-23",
    "Bearer",
    "eyJ",
    "null",
    "RS256",
)
_LONG = (64, 300, 1024, 5000)


def text(r: Random) -> str:
    """A short text, often an ugly one, seldom a long one."""
    kind = below(r, 8)
    if kind < 3:
        return pick(r, WORDS)
    if kind < 5:
        return pick(r, FRAGMENTS)
    if kind < 7:
        return pick(r, WORDS) + pick(r, FRAGMENTS) + pick(r, WORDS)
    return pick(r, FRAGMENTS) * pick(r, _LONG) if one_in(r, 8) else pick(r, FRAGMENTS) * 3


def changed(r: Random, whole: str, others: Sequence[str] = FRAGMENTS) -> str:
    """The text with one to three changes: cut, doubled, replaced, spliced with one of the ``others``."""
    for _ in range(1 + below(r, 3)):
        at = below(r, len(whole) + 1)
        end = min(len(whole), at + pick(r, (1, 1, 2, 4, 16, 200)))
        match below(r, 8):
            case 0:
                whole = whole[:at] + whole[end:]
            case 1:
                whole = whole[:end] + whole[at:]
            case 2:
                whole = whole[:at] + pick(r, FRAGMENTS) + whole[at:]
            case 3:
                whole = whole[:at] + pick(r, FRAGMENTS) + whole[end:]
            case 4:
                whole = whole[:at] + chr(33 + below(r, 94)) + whole[at + 1 :]
            case 5:
                whole = whole[:at] if one_in(r, 2) else whole[at:]
            case 6:
                other = pick(r, others)
                cut = below(r, len(other) + 1)
                whole = whole[:at] + other[cut : cut + 200] + whole[end:]
            case _:
                whole = whole[:at] + whole[at:end] * pick(r, (2, 3, 20)) + whole[end:]
    return whole


def changed_bytes(r: Random, whole: bytes) -> bytes:
    """The bytes with one to three changes."""
    for _ in range(1 + below(r, 3)):
        at = below(r, len(whole) + 1)
        end = min(len(whole), at + pick(r, (1, 1, 2, 4, 16, 200)))
        match below(r, 5):
            case 0:
                whole = whole[:at] + octets(r, 1) + whole[at + 1 :]
            case 1:
                whole = whole[:at] + whole[end:]
            case 2:
                whole = whole[:at] + octets(r, pick(r, (1, 2, 4, 8))) + whole[at:]
            case 3:
                whole = (
                    whole[:at] + pick(r, (b"\xff" * 4, b"\x00" * 4, b"\x80", b"\x30\x84\x7f\xff\xff\xff")) + whole[end:]
                )
            case _:
                whole = whole[:at] if one_in(r, 2) else whole[:end] + whole[at:]
    return whole
