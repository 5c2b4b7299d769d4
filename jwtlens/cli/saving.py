"""Saving what a command made, as every command does it."""

from jwtlens.cli.usage import UsageError
from jwtlens.keys.save import NotSavedError, save
from jwtlens.keys.secret import Secret


def saved(path: str, text: Secret[str], *, overwrite: bool) -> None:
    """Write a file of mode 0600 in one step; one that is there only with ``overwrite``. Raises UsageError."""
    try:
        save(path, text, overwrite=overwrite)
    except NotSavedError as error:
        hint = "; --force replaces it" if error.problem.code == "save-exists" else ""
        raise UsageError(f"{error}{hint}", error.problem.code, "output") from None
