"""Writing into the file of settings: what the user wrote around it, comments and order, stays as it is."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jwtlens.displayable import quoted
from jwtlens.keys.save import NotSavedError, save
from jwtlens.keys.secret import Secret
from jwtlens.settings.read import MOST_BYTES, read

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def write_settings(path: str, changes: Mapping[str, object]) -> None:
    """Set members to values; None takes a member out, so that its default counts. Raises ValueError with a sentence."""

    def change(book: "TOMLDocument") -> None:
        for name, value in changes.items():
            if value is None:
                book.pop(name, None)
            else:
                _set(book, name, value)

    _rewrite(path, change)


def write_profile(path: str, name: str, members: Mapping[str, Any]) -> None:
    """Put a profile in the file, in the place of one of that name. Raises ValueError, with a sentence."""

    def change(book: "TOMLDocument") -> None:
        from tomlkit import inline_table, table  # noqa: PLC0415 - as below
        from tomlkit.items import InlineTable  # noqa: PLC0415 - as below

        if "profiles" not in book:
            book.append("profiles", table(is_super_table=True))
        profiles: Any = book["profiles"]
        if name in profiles:
            for gone in [member for member in profiles[name] if member not in members]:
                del profiles[name][gone]
            profiles[name].update(members)
        else:
            made = inline_table() if isinstance(profiles, InlineTable) else table()
            made.update(members)
            profiles[name] = made

    _rewrite(path, change)


def create(path: str, text: str) -> None:
    """Make the file, if there is none. Raises ValueError, with a sentence."""
    _make_folder(path)
    try:
        save(path, Secret(text))
    except NotSavedError as error:
        if error.problem.code not in {"save-exists", "save-link"}:
            raise ValueError(str(error)) from None


def _rewrite(path: str, change: Any) -> None:  # noqa: ANN401 - whatever the file says
    import tomlkit  # noqa: PLC0415 - for those who ask for it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - for those who ask for it

    path = os.path.realpath(path)  # a link into a folder of dot files stays one
    before = _content(path)
    if read(before, "").settings.unread:
        raise ValueError(f"{quoted(path)} is no TOML as it is. Repair it first: jwtlens config edit")
    try:
        book = tomlkit.parse(before.decode("utf-8-sig"))
        change(book)
        text = tomlkit.dumps(book)
    except (TOMLKitError, ValueError, TypeError) as error:
        raise ValueError(f"{quoted(path)} cannot be changed: {error}. Use jwtlens config edit") from None
    if read(text.encode(), "").settings.unread:
        raise ValueError(f"{quoted(path)} cannot be changed so that it stays TOML. Use jwtlens config edit")
    _make_folder(path)
    try:
        save(path, Secret(text), overwrite=True)
    except NotSavedError as error:
        raise ValueError(str(error)) from None


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as in keys.save
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ValueError(f"{quoted(path)} cannot be read: {error.strerror}") from None


def _set(book: "TOMLDocument", name: str, value: object) -> None:
    """Set a member before the first table: after one it would be that table's."""
    book[name] = value


def _make_folder(path: str) -> None:
    try:
        os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120 - as in keys.save
    except OSError as error:
        raise ValueError(f"the folder of {quoted(path)} cannot be made: {error.strerror}") from None
