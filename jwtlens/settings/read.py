"""The file of settings, read strictly: what is right is used, and everything else is named with its line."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from jwtlens.displayable import displayable, quoted
from jwtlens.settings import keymap, members, profile_members, references
from jwtlens.settings.lines import Path, lines_of
from jwtlens.settings.model import Fault, SavedProfile, Settings
from jwtlens.settings.near import near

MOST_BYTES = 1024 * 1024
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_KEY_WORDS = frozenset({"secret", "jwk", "jwks", "pem", "k", "d", "password", "private_key", "public_key", "keys"})
"""Names under which somebody might write a key itself."""


class Read(NamedTuple):
    """The settings, and what is wrong with the file, by line."""

    settings: Settings
    faults: tuple[Fault, ...]


def read(data: bytes, folder: str) -> Read:
    """Read the file's content; paths of keys start in its ``folder``. Never raises."""
    if len(data) > MOST_BYTES:
        return _unread(1, f"the file has more than {MOST_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unread(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8")
    text = text.replace("\r\n", "\n")
    try:
        book = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        return _unread(line, f"this is no TOML: {displayable(_PLACE.sub('', str(error)))}")
    except (RecursionError, ValueError):  # arrays in arrays without end; a number of thousands of digits
        return _unread(1, "this is no TOML that can be read: it nests too deep, or a number is too long")
    return _settings(book, lines_of(text), folder)


def profile_name(name: str) -> str:
    """Return the name. Raises ValueError where it is none: letters, digits, dot, dash and underscore make one."""
    if not _NAME.fullmatch(name):
        raise ValueError("a profile's name has letters, digits, dot, dash and underscore, at most 64")
    return name


def _unread(line: int, message: str) -> Read:
    """Give up. The file may have said that nothing is to be fetched, so nothing is."""
    return Read(Settings(network="never", unread=True), (Fault(line, "", message),))


def _settings(book: dict[str, Any], lines: dict[Path, int], folder: str) -> Read:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in book.items():
        line = lines.get((name,), 1)
        try:
            if name in members.MEMBERS:
                values[name] = members.MEMBERS[name].read(value)
            elif name not in members.TABLES:
                hint = near(name, [*members.MEMBERS, *members.TABLES])
                raise ValueError(f"there is no setting {quoted(name)}{hint}")  # noqa: TRY301 - one place says what is wrong
            elif not isinstance(value, dict):
                raise ValueError(f"{name} is a table: [{'profiles.NAME' if name == 'profiles' else name}]")  # noqa: TRY301 - one place says what is wrong
        except ValueError as error:
            faults.append(Fault(line, quoted(name), str(error)))
    if any(fault.field == "network" for fault in faults) or ("network" not in book and any(map(_is_stray, lines))):
        values["network"] = "never"  # it may have meant that
    keys = _table(book, "keymap")
    values["keymap"], wrong = keymap.read(keys, {name: lines.get(("keymap", name), 1) for name in keys})
    values["profiles"] = _profiles(_table(book, "profiles"), lines, folder)
    faults += wrong
    faults += (fault for profile in values["profiles"].values() for fault in profile.faults)
    values["lines"] = {".".join(map(str, path)): line for path, line in lines.items() if len(path) <= 2}
    return Read(Settings(**values), tuple(sorted(faults)))


def _is_stray(path: Path) -> bool:
    """Whether this is the setting ``network``, misspelled or below the head of a table, and not a profile's name."""
    name = str(path[-1]).lower()
    if path[0] == "profiles" and len(path) == 2:
        return False
    return name == "network" or (name[:1] == "n" and "did you mean" in near(name, ["network"]))


def _table(book: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = book.get(name, {})
    return found if isinstance(found, dict) else {}


def _profiles(given: Mapping[str, Any], lines: dict[Path, int], folder: str) -> dict[str, SavedProfile]:
    return {name: _profile(name, value, lines, folder) for name, value in given.items()}


def _profile(name: str, given: object, lines: dict[Path, int], folder: str) -> SavedProfile:
    """Read one profile. A fault in it is a fault of all of it."""
    path: Path = ("profiles", name)
    line = lines.get(path, 1)
    field = f"profiles.{quoted(name)}"
    faults = []
    try:
        profile_name(name)
    except ValueError as error:
        faults.append(Fault(line, field, str(error)))
    if not isinstance(given, dict):
        faults.append(Fault(line, field, f"a profile is a table: [profiles.{quoted(name)}]"))
        return SavedProfile(name, line, faults=tuple(faults))
    values: dict[str, Any] = {}
    for member, value in given.items():
        try:
            values[member] = _member(member, value)
        except ValueError as error:
            at = _line_of(lines, (*path, member), value, line)
            faults.append(Fault(at, f"{field}.{quoted(member)}", str(error)))
    if not faults and not values:
        faults.append(Fault(line, field, "the profile is empty: it would expect nothing"))
    if faults:
        return SavedProfile(name, line, frozenset(given), faults=tuple(faults))
    keys = tuple(references.absolute(one, folder) for one in values.get("key", ()))
    encoding = values.get("key_encoding", "auto")
    return SavedProfile(name, line, frozenset(given), profile_members.policy_of(values), keys, encoding)


def _member(name: str, value: object) -> Any:  # noqa: ANN401 - whatever the file says
    if name in profile_members.MEMBERS:
        return profile_members.MEMBERS[name].read(value)
    if name.lower() in _KEY_WORDS:
        raise ValueError(f"keys are not kept in this file. {references.INSTEAD}")
    raise ValueError(f"a profile has no member {quoted(name)}{near(name, profile_members.MEMBERS)}")


def _line_of(lines: dict[Path, int], path: Path, value: object, otherwise: int) -> int:
    """Return the line of the element that is at fault, where it is one of a list of references."""
    line = lines.get(path, otherwise)
    if path[-1] != "key" or not isinstance(value, list):
        return line
    for index, one in enumerate(value):
        try:
            references.checked(one)
        except ValueError:
            return lines.get((*path, index), line)
    return line
