"""ASCII in place of our symbols, for locales, fonts and consoles that have nothing else: one rule for every output."""

import codecs
import os
from collections.abc import Mapping
from typing import Literal

_STATUS = {"✓": "+", "✗": "x", "–": "-", "⚠": "!"}
_SEVERITY = {"▲": "!", "◆": "!", "●": "*", "○": "o", "·": "|"}
_ARROWS = {"▸": ">", "▾": "v", "▼": "v", "›": ">"}
_WORDS = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "×": "x", "²": "2", "•": "*", "≥": ">"}
_LINES = {"◉": "*", "◌": "o", "⋯": "~", "␣": "_", "‖": "|", "█": "#", "░": ":"}
_SYMBOLS = _STATUS | _SEVERITY | _ARROWS | _WORDS | _LINES
CELLS = str.maketrans(
    {**_SYMBOLS, "…": "~", "→": ">", "§": "s"}
    | dict.fromkeys("─━═╌╍┄┅▔▁▂▃▄▅▆▇▀", "-")
    | dict.fromkeys("│┃║╎╏▏▎▍▌▋▊▉▐▕╷╵", "|")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛╔╗╚╝┠┨┯┷", "+")
    | dict(zip("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\|/-\\|/", strict=True))
)
"""For ``str.translate``: one character for one, so that nothing on a screen moves."""
TEXT = str.maketrans({**_SYMBOLS, "…": "...", "→": "->", "§": "section "})
"""For ``str.translate``: in a text there is room."""

_COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}
"""What Python itself writes into LC_CTYPE where the locale is C (PEP 538)."""

_wanted: Literal["auto", "unicode", "ascii"] = "auto"  # what the user set; see use


def use(symbols: Literal["auto", "unicode", "ascii"]) -> None:
    """Choose the symbols from now on; ``auto`` leaves it to the locale and the terminal."""
    global _wanted  # noqa: PLW0603 - one user, one terminal; the core never asks
    _wanted = symbols


def are_wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether ASCII is wanted: the user said so, or locale or console have no more.

    The console of Linux (``TERM=linux``) has a font of 256 or 512 characters, without ours.
    """
    if _wanted != "auto":
        return _wanted == "ascii"
    return charset(environ) != "utf-8" or environ.get("TERM") == "linux"


def charset(environ: Mapping[str, str] = os.environ) -> str:
    """Return the encoding of the locale, as Python calls it; ``utf-8`` where nothing is said."""
    language, kind = environ.get("LANG", ""), environ.get("LC_CTYPE", "")
    if kind in _COERCED and language in {"C", "POSIX"}:
        kind = ""
    locale = environ.get("LC_ALL") or kind or language
    if locale in {"C", "POSIX"}:
        return "ascii"
    try:
        return codecs.lookup(locale.partition(".")[2].partition("@")[0] or "utf-8").name
    except LookupError:
        return "utf-8"
