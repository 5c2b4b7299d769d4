"""Asking for keys over the network: what is asked of whom is said first, and each host is a question."""

import sys

from jwtlens.cli import output
from jwtlens.cli.usage import UsageError
from jwtlens.network.issuer import Fetched, NotFetchedError, Plan, UnconfirmedError, fetch
from jwtlens.settings.model import Loaded


def fetched(agreed: Plan, loaded: Loaded, *, yes: bool, option: str, allow_private: bool = False) -> Fetched | None:
    """Fetch once every host has been agreed to; None where the user says no.

    ``yes`` agrees to every host; ``option`` is what says so on the command line. Raises UsageError where the settings
    forbid it or nobody can be asked, NotFetchedError where it fails.
    """
    if loaded.refusal:
        raise UsageError(loaded.refusal, "network-never", "key")
    if not _agrees(agreed, "", said=yes, option=option):
        return None
    while True:
        try:
            return fetch(agreed)
        except UnconfirmedError as error:
            agreed = error.plan
            said, by = (allow_private, "--allow-private") if error.private else (yes, option)
            if not _agrees(agreed, str(error), said=said, option=by):
                return None


def worded(error: NotFetchedError) -> UsageError:
    """Return what is to be said of a fetch that failed."""
    return UsageError(error.problem.message, error.problem.code, error.problem.field)


def _agrees(agreed: Plan, reason: str, *, said: bool, option: str) -> bool:
    """Ask whether to go on, unless an option has said so; ``reason`` is why it is asked once more."""
    if said:
        return True
    if sys.stdin is None or not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        why = reason or f"this would fetch {agreed.url}"
        raise UsageError(f"{why}; there is no terminal to ask on, and {option} allows it", "unconfirmed", "key")
    for sentence in dict.fromkeys((*([reason] if reason else []), *agreed.sentences)):
        output.say(sentence)
    print("jwtlens: do it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
