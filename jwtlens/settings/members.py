"""The settings one by one: how each is read, what it is for, and what there is to choose from."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.settings import profile_members
from jwtlens.settings.model import HISTORY
from jwtlens.settings.near import near

MOST_HISTORY = 10_000
THEMES = (
    *("jwtlens-dark", "jwtlens-light"),
    *("ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte"),
    *("catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine"),
    *("rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark"),
    *("textual-light", "tokyo-night"),
)
"""Ours, and those of the library that draws the screen."""


class Member(NamedTuple):
    """``read`` turns a TOML value into the setting, or raises ValueError with a sentence.

    ``choices`` are values to choose from with words for each, empty for a number.
    """

    read: Callable[[object], Any]
    words: str
    choices: Mapping[str, str] = {}


def _theme(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError('a theme is a text, such as "jwtlens-dark"')  # noqa: TRY004 - one exception for every fault
    if value not in THEMES:
        raise ValueError(f"there is no theme {quoted(value)}{near(value, THEMES)}")
    return value


def _history(value: object) -> int:
    if isinstance(value, bool):
        return HISTORY if value else 0
    if not isinstance(value, int) or not 0 <= value <= MOST_HISTORY:
        raise ValueError(f"this is a number of tokens up to {MOST_HISTORY:,}, true or false")
    return value


def _chosen(words: str, choices: Mapping[str, str]) -> Member:
    return Member(profile_members.one_of(*choices), words, choices)


MEMBERS: Mapping[str, Member] = {
    "theme": Member(_theme, "colours of the screen", dict.fromkeys(THEMES, "")),
    "symbols": _chosen(
        "symbols and borders, on the screen and in texts",
        {"auto": "what locale and terminal have", "unicode": "✓ ✗", "ascii": "+ x"},
    ),
    "time_zone": _chosen(
        "how times are shown; JSON and reports are always in UTC",
        {"both": "UTC and local", "utc": "UTC", "local": "of this machine"},
    ),
    "leeway": Member(profile_members.seconds, "clock skew that is allowed where nothing else is said, in seconds"),
    "clipboard": _chosen(
        "how the screen copies",
        {
            "auto": "terminal and desktop",
            "osc52": "terminal only",
            "system": "desktop only",
        },
    ),
    "network": _chosen(
        "whether keys of issuers may be fetched", {"ask": "before each host", "never": "nothing is fetched"}
    ),
    "history": Member(_history, "tokens that a session remembers until it ends; 0 for none"),
}
TABLES: Mapping[str, str] = {"keymap": "keys of actions", "profiles": "expectations under a name"}
