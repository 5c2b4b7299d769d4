"""``jwtlens config show``: every setting, its value, and where that is from."""

from collections.abc import Iterator

from jwtlens import styled
from jwtlens.answers import dump
from jwtlens.cli import config, config_check, output
from jwtlens.displayable import displayable, quoted
from jwtlens.settings import keymap
from jwtlens.settings.members import MEMBERS
from jwtlens.settings.model import Loaded, SavedProfile
from jwtlens.settings.profile_members import members_of
from jwtlens.styled import Line, Piece

_NAME = 12
_VALUE = 14


def run(words: list[str]) -> int:
    """Print the settings; return 0 nothing is wrong with them, 1 something is."""
    parser = config.parser("show", "Say every setting, its value, and where that is from.")
    parser.add_argument("--keys", action="store_true", help="list every action and its key, as the keymap names them")
    args = parser.parse_args(words)
    found = config_check.loaded(args)
    if args.json:
        output.write(dump(_answer(found)))
    else:
        lines = _keys(found) if args.keys else _lines(found)
        output.write(styled.render(lines, colour=output.has_colour()))
        for fault in found.faults:
            output.say(found.words(fault))
    return int(bool(found.faults))


def _lines(found: Loaded) -> Iterator[Line]:
    settings = found.settings
    yield (
        Piece("file  ", "quiet"),
        Piece(displayable(found.path)),
        Piece("" if found.there else "  (not there)", "quiet"),
    )
    yield ()
    for name, member in MEMBERS.items():
        value = str(getattr(settings, name))
        yield (
            Piece(f"{name:<{_NAME}}", "name"),
            Piece(f"{value:<{_VALUE}}"),
            Piece(f"{origin(found, name):<10}", "quiet"),
            Piece(member.words, "quiet"),
        )
    for name, key in settings.keymap.items():
        words = keymap.BY_SETTING[name].title
        yield Piece(f"keymap.{name} ", "name"), Piece(key or "no key"), Piece(f"  {words}", "quiet")
    for profile in settings.profiles.values():
        yield ()
        yield Piece(f"profile {quoted(profile.name)}", "strong"), Piece(f"  line {profile.line}", "quiet")
        yield from _profile(profile)


def _profile(profile: SavedProfile) -> Iterator[Line]:
    if profile.faults:
        yield (Piece("  cannot be used: something in it is wrong", "bad"),)
        return
    for name, value in _members(profile).items():
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        yield Piece(f"  {name:<{_NAME}}", "name"), Piece(displayable(shown))


def origin(found: Loaded, name: str) -> str:
    """Say where a setting is from: ``line 3`` of the file, or ``default``."""
    if any(fault.field == name for fault in found.faults) or name not in found.settings.lines:
        return "default"
    return f"line {found.settings.lines[name]}"


def _keys(found: Loaded) -> Iterator[Line]:
    for action in keymap.mapped(found.settings.keymap):
        yield (
            Piece(f"{action.setting:<22}", "name"),
            Piece(f"{action.key or '-':<12}"),
            Piece(action.title.removesuffix("…"), "quiet"),
        )


def _members(profile: SavedProfile) -> dict[str, object]:
    keys = {"key": [*profile.keys]} if profile.keys else {}
    encoding = {"key_encoding": profile.key_encoding} if "key_encoding" in profile.said else {}
    return {**members_of(profile.policy), **keys, **encoding}


def _answer(found: Loaded) -> dict[str, object]:
    settings = found.settings
    return {
        "schema": 1,
        "path": found.path,
        "there": found.there,
        "settings": {
            name: {"value": getattr(settings, name), "from": _from(found, name), "line": _line(found, name)}
            for name in MEMBERS
        },
        "keymap": {action.setting: action.key for action in keymap.mapped(settings.keymap)},
        "profiles": {
            name: {"line": one.line, "usable": not one.faults, **({} if one.faults else _members(one))}
            for name, one in settings.profiles.items()
        },
        "errors": config_check.errors(found),
    }


def _from(found: Loaded, name: str) -> str:
    return "default" if origin(found, name) == "default" else "file"


def _line(found: Loaded, name: str) -> int | None:
    return found.settings.lines[name] if _from(found, name) == "file" else None
