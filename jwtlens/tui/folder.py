"""What a folder holds, for a name that is being typed. Blocks on slow disks: call it in a thread."""

import os
from typing import NamedTuple

from jwtlens.displayable import quoted

MOST = 500
"""Names that are listed; whoever has more in a folder types more of the name."""


class Listing(NamedTuple):
    """The names in ``folder`` that go on as typed; those of folders end in a slash. ``problem`` is a sentence."""

    folder: str
    names: tuple[str, ...] = ()
    more: int = 0
    problem: str = ""


def listing(text: str) -> Listing:
    """List what the text of a path could become; never raises. Hidden names only after a dot."""
    typed, _, begun = text.rpartition("/")
    folder = os.path.expanduser(f"{typed}/" if "/" in text else "./")  # noqa: PTH111 - the text stays as typed
    try:
        with os.scandir(folder) as entries:
            found = [f"{one.name}/" if _is_folder(one) else one.name for one in entries if _goes_on(one.name, begun)]
    except FileNotFoundError:
        return Listing(folder, problem=f"there is no folder {quoted(typed)}")
    except PermissionError:
        return Listing(folder, problem=f"you may not look into the folder {quoted(typed or '.')}")
    except (OSError, ValueError):  # a name with a NUL is a ValueError
        return Listing(folder, problem=f"{quoted(typed)} is no folder that can be read")
    names = sorted(found, key=lambda name: (not name.endswith("/"), name.lower()))
    return Listing(folder, tuple(names[:MOST]), max(0, len(names) - MOST))


def _goes_on(name: str, begun: str) -> bool:
    return name.lower().startswith(begun.lower()) and (begun.startswith(".") or not name.startswith("."))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads nowhere, or in a circle
        return False
