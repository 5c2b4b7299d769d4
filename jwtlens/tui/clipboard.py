"""Text to the desktop's clipboard, by every way there is: none of them says whether it worked."""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message

from jwtlens.keys.secret import Secret
from jwtlens.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from jwtlens.settings.model import ClipboardMethod

_TERMINAL_BYTES = 100_000  # many terminals ignore a longer OSC 52
_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_method: "ClipboardMethod" = "auto"


SECRET_SECONDS = 45
"""How long a secret stays on the clipboards: long enough to paste it somewhere."""


class SecretCopied(Message):
    """A secret was sent to the clipboard, and should not stay there."""

    def __init__(self, text: Secret[str]) -> None:
        super().__init__()
        self.text = text


def use(method: "ClipboardMethod") -> None:
    """Copy in this way from now on: by the terminal (``osc52``), by the desktop (``system``), or both (``auto``)."""
    global _method  # noqa: PLW0603 - one user, one terminal, one desktop
    _method = method


def by_terminal() -> bool:
    """Whether the terminal gets copies."""
    return _method != "system"


def copy(app: App[Any], text: str, *, secret: bool = False) -> None:
    """Send a text to the terminal's clipboard and to the desktop's, as far as both are wanted, and say so.

    A secret is cleared again: the application does that, and hears of it by SecretCopied.

    The terminal's (OSC 52) works over ssh too, the desktop's also where the terminal does not know OSC 52. What is
    not Unicode, lone surrogates, is replaced: no clipboard takes it.
    """
    text = _LONE_SURROGATE.sub("\ufffd", text)
    app.copy_to_clipboard(text)
    if _method != "osc52":
        app.run_worker(lambda: _copy_to_desktop(text), thread=True, group="clipboard")
    size = len(text.encode())
    count = f"{len(text):,} character{'' if len(text) == 1 else 's'} sent to the clipboard"
    if secret:
        app.post_message(SecretCopied(Secret(text)))
        count += f"; cleared in {SECRET_SECONDS} s, or when you quit, unless you copy something else"
    if size > _TERMINAL_BYTES and by_terminal():
        app.notify(f"{count}; many terminals refuse more than 100 KB", severity="warning", markup=False)
    else:
        app.notify(count, markup=False)


def _copy_to_desktop(text: str) -> None:
    import pyperclip  # noqa: PLC0415 - it looks for programs, and only a copy needs it

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return  # this machine has no clipboard we can reach, or its program is gone


def clear_desktop(text: Secret[str]) -> bool:
    """Empty the desktop's clipboard if it still holds the text; return whether nothing else is on it.

    A clipboard that cannot be read, as over ssh, counts as one that did not change: a secret that stays is worse.
    """
    there = read() if _method != "osc52" else None
    if there and there.rstrip("\r\n") != text.reveal().rstrip("\r\n"):
        return False
    if there:
        _copy_to_desktop("")
    return True


def read() -> str | None:
    """Return the text on the desktop's clipboard, or None where this machine has no clipboard that can be reached."""
    import pyperclip  # noqa: PLC0415 - it looks for programs, and only a call that asks for the clipboard needs it

    try:
        return str(pyperclip.paste())
    except (pyperclip.PyperclipException, OSError):
        return None
