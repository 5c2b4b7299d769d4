"""The keymap: actions and the keys that call them. What could not work is refused with the line that says it."""

import re
from collections.abc import Iterator, Mapping

from jwtlens.actions import ACTIONS, Action
from jwtlens.displayable import quoted
from jwtlens.settings.model import Fault
from jwtlens.settings.near import near

_MODIFIERS = "ctrl", "alt", "shift", "super"
_KEY = re.compile(rf"((?:(?:{'|'.join(_MODIFIERS)})\+)*)([a-z0-9]|[a-z]+(?:_[a-z]+)*|f[1-9]|f1[0-9]|f2[0-4])")
_NAMED = frozenset(
    {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "enter"}
) | {
    *("tab", "escape", "space", "backspace", "comma", "full_stop", "slash", "backslash", "minus", "equals_sign"),
    *("semicolon", "apostrophe", "left_square_bracket", "right_square_bracket", "grave_accent"),
}
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""Keys that a terminal sends as another one."""
TAKEN: Mapping[str, str] = {
    **dict.fromkeys(("tab", "shift+tab"), "moves to the next field"),
    **dict.fromkeys(("enter", "escape", "space"), "works in fields, lists and dialogs"),
    **dict.fromkeys(("ctrl+q", "ctrl+p"), "quits, or opens the palette"),
    **dict.fromkeys(("ctrl+a", "ctrl+c", "ctrl+v", "ctrl+x", "ctrl+z", "ctrl+y"), "edits texts"),
    **dict.fromkeys(("ctrl+u", "ctrl+k", "ctrl+w", "ctrl+j", "alt+d", "backspace", "delete"), "edits texts"),
    **dict.fromkeys(
        (f"{keys}{name}" for keys in ("", "shift+", "ctrl+", "ctrl+shift+") for name in
         ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")),
        "moves in texts and lists",
    ),
}  # fmt: skip
"""Keys that the screen itself needs, and what they do."""
BY_SETTING: Mapping[str, Action] = {action.setting: action for action in ACTIONS}


def read(given: Mapping[str, object], lines: Mapping[str, int]) -> tuple[dict[str, str], list[Fault]]:
    """Return the keys that can be used, by the names of actions, and what is wrong with the others."""
    keymap: dict[str, str] = {}
    faults = []
    for name, value in given.items():
        try:
            keymap[_action(name)] = _key(value)
        except ValueError as error:
            faults.append(Fault(lines[name], f"keymap.{quoted(name)}", str(error)))
    while found := next(_conflicts(keymap, lines), None):  # who loses a key has its old one again, and that may clash
        name, words = found
        faults.append(Fault(lines[name], f"keymap.{name}", words))
        del keymap[name]
    return keymap, faults


def mapped(keymap: Mapping[str, str]) -> tuple[Action, ...]:
    """Return every action with the key that it has now; an empty text takes the key away."""
    return tuple(action._replace(key=keymap.get(action.setting, action.key)) for action in ACTIONS)


def _action(name: str) -> str:
    if name in BY_SETTING:
        return name
    raise ValueError(f"there is no action {quoted(name)}{near(name, BY_SETTING)}")


def _key(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError('a key is a text, such as "ctrl+b" or "f6"; "" takes the key away')  # noqa: TRY004 - one exception for every fault
    text = value.strip().lower()
    if not text:
        return ""
    match = _KEY.fullmatch(text)
    if match is None or (len(match[2]) > 1 and match[2] not in _NAMED and not re.fullmatch(r"f\d+", match[2])):
        raise ValueError(f'{quoted(value)} is no key; write "ctrl+b", "alt+s", "shift+f5" or "f6"')
    modifiers = [one for one in _MODIFIERS if one in match[1].split("+")]
    key = "+".join([*modifiers, match[2]])
    if key in _SAME:
        raise ValueError(f"a terminal sends {key} as {_SAME[key]}; choose another key")
    if key in TAKEN:
        raise ValueError(f"{key} {TAKEN[key]}; choose another key")
    if not {"ctrl", "alt", "super"} & {*modifiers} and not re.fullmatch(r"f\d+|insert", match[2]):
        raise ValueError(f"{key} types into fields; put ctrl or alt before it, or take a function key")
    return key


def _conflicts(keymap: Mapping[str, str], lines: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Find the keys that two actions would have; the one that the file names last is at fault."""
    owners = {action.key: action.setting for action in ACTIONS if action.key and action.setting not in keymap}
    for name, key in [*keymap.items()]:
        if not key:
            continue
        other = owners.setdefault(key, name)
        if other != name:
            where = f"line {lines[other]}" if other in keymap else "as ever"
            yield name, f"{key} is the key of {other} too ({where}); give one of them another key"
