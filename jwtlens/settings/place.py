"""Where the settings are: said by an option, by ``JWTLENS_CONFIG``, or in the system's folder for configuration."""

import os
import sys

VARIABLE = "JWTLENS_CONFIG"


def place(option: str | None = None) -> str:
    """Return the path of the file, whether it is there or not. What was named by the user keeps its words."""
    named = option or os.environ.get(VARIABLE)
    if named:
        return os.path.expanduser(named)  # noqa: PTH111 - as in keys.save
    if sys.platform in {"win32", "darwin", "android"}:
        from platformdirs import user_config_dir  # noqa: PLC0415 - for those who ask for it

        folder = user_config_dir("jwtlens", appauthor=False)
    else:
        folder = os.path.join(_base(), "jwtlens")  # noqa: PTH118 - as in keys.save
    return os.path.join(folder, "config.toml")  # noqa: PTH118 - as in keys.save


def _base() -> str:
    """Return the folder that the XDG Base Directory Specification names; a relative one does not count there."""
    named = os.environ.get("XDG_CONFIG_HOME", "").strip()
    return named if named.startswith("/") else os.path.expanduser("~/.config")  # noqa: PTH111 - as in keys.save
