"""jwtlens: see what is in a JSON Web Token, whether it would be accepted, and why not.

The program is one pure function, :func:`jwtlens.inspect`; the screen and the command line render what it returns. What
is named here is the library; the README has a page of examples.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection, edit, inspect
    from jwtlens.keys.key import Keyring
    from jwtlens.keys.read import read_keys
    from jwtlens.keys.secret import Secret
    from jwtlens.verify.policy import Policy
    from jwtlens.verify.report import Status, Verdict

__version__ = "0.1.0"
__all__ = [
    "Inspection",
    "Keyring",
    "Policy",
    "Secret",
    "Status",
    "Verdict",
    "__version__",
    "edit",
    "inspect",
    "read_keys",
]

_HOMES = {
    "Inspection": "jwtlens.inspection",
    "Keyring": "jwtlens.keys.key",
    "Policy": "jwtlens.verify.policy",
    "Secret": "jwtlens.keys.secret",
    "Status": "jwtlens.verify.report",
    "Verdict": "jwtlens.verify.report",
    "edit": "jwtlens.inspection",
    "inspect": "jwtlens.inspection",
    "read_keys": "jwtlens.keys.read",
}


def __getattr__(name: str) -> object:
    """Import the core on first use: ``jwtlens --version`` and shell completion must not pay for it."""
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415 - as above

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
