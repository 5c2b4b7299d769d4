"""``jwtlens --version``, and with ``--verbose`` what a report of a bug should say: no token, no path, no name."""

import os
import sys

from jwtlens import __version__
from jwtlens.displayable import displayable

_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "NO_COLOR", "LANG", "LC_ALL")
_AROUND = ("TMUX", "STY", "SSH_CONNECTION")
"""Variables that tell where the terminal is; what they hold is nobody's business."""


def version() -> str:
    """Return the program and its version."""
    return f"jwtlens {__version__}\n"


def versions() -> str:
    """Return the versions of everything that takes part and the kind of terminal, a fact a line."""
    import platform  # noqa: PLC0415 - not for the version alone
    import ssl  # noqa: PLC0415 - as above

    from cryptography.hazmat.backends.openssl import backend  # noqa: PLC0415 - as above

    from jwtlens.cli import licences  # noqa: PLC0415 - as above

    facts = [
        ("jwtlens", __version__),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("OpenSSL of Python", ssl.OPENSSL_VERSION),
        ("OpenSSL of cryptography", backend.openssl_version_text()),
        *((part.name, part.version) for part in licences.parts()),
        ("standard output", _output()),
        *((name, os.environ.get(name, "not set")) for name in _TERMINAL),
        *((name, "set" if name in os.environ else "not set") for name in _AROUND),
    ]
    wide = max(len(name) for name, _ in facts)
    return "".join(f"{name:<{wide}}  {displayable(value)}\n" for name, value in facts)


def _output() -> str:
    if sys.stdout is None:
        return "closed"
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return f"{sys.stdout.encoding}, no terminal"
    return f"{sys.stdout.encoding}, {size.columns} by {size.lines}"
