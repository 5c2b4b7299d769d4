"""Text to the desktop's clipboard, by every way there is: none of them says whether it worked."""

import re
from typing import Any

from textual.app import App

_TERMINAL_BYTES = 100_000  # many terminals ignore a longer OSC 52
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def copy(app: App[Any], text: str) -> None:
    """Send a text to the terminal's clipboard and to the desktop's, and say so.

    The terminal's (OSC 52) works over ssh too, the desktop's also where the terminal does not know OSC 52. What is
    not Unicode, lone surrogates, is replaced: no clipboard takes it.
    """
    text = _LONE_SURROGATE.sub("\ufffd", text)
    app.copy_to_clipboard(text)
    app.run_worker(lambda: _copy_to_desktop(text), thread=True, group="clipboard")
    size = len(text.encode())
    count = f"{len(text):,} character{'' if len(text) == 1 else 's'} sent to the clipboard"
    if size > _TERMINAL_BYTES:
        app.notify(f"{count}; many terminals refuse more than 100 KB", severity="warning", markup=False)
    else:
        app.notify(count, markup=False)


def _copy_to_desktop(text: str) -> None:
    import pyperclip  # noqa: PLC0415 - it looks for programs, and only a copy needs it

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return  # this machine has no clipboard we can reach, or its program is gone


def read() -> str | None:
    """Return the text on the desktop's clipboard, or None where this machine has no clipboard that can be reached."""
    import pyperclip  # noqa: PLC0415 - it looks for programs, and only a call that asks for the clipboard needs it

    try:
        return str(pyperclip.paste())
    except (pyperclip.PyperclipException, OSError):
        return None
