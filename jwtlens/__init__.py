"""jwtlens: see what is in a JSON Web Token, whether it would be accepted, and why not.

The program is one pure function, :func:`jwtlens.inspect`; the screen and the command line render what it returns.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection, edit, inspect

__version__ = "0.1.0"
__all__ = ["Inspection", "__version__", "edit", "inspect"]


def __getattr__(name: str) -> object:
    """Import the core on first use: ``jwtlens --version`` and shell completion must not pay for it."""
    if name in {"Inspection", "edit", "inspect"}:
        from jwtlens import inspection  # noqa: PLC0415 - the point of this function

        return getattr(inspection, name)
    raise AttributeError(name)
