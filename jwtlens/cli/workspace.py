"""``jwtlens --open`` and ``--save``: a workspace from a file, and into one."""

import argparse
import os

from jwtlens.cli import output, saving, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.keys.secret import Secret
from jwtlens.settings import workspace
from jwtlens.settings.profile_members import completed, left_out
from jwtlens.settings.references import absolute, checked
from jwtlens.settings.workspace import SavedKey, SavedWorkspace
from jwtlens.start import Start


def opened(args: argparse.Namespace) -> SavedWorkspace:
    """Read the file of ``--open``. Raises UsageError where it cannot be used as a whole."""
    data = sources.content(args.open)
    folder = os.path.dirname(os.path.abspath(os.path.expanduser(args.open)))  # noqa: PTH100, PTH111, PTH120 - as in keys.save
    try:
        return workspace.read(data, folder)
    except ValueError as error:
        raise UsageError(f"{quoted(args.open)}: {error}", "workspace", "token") from None


def started(begin: Start, saved: SavedWorkspace, args: argparse.Namespace) -> Start:
    """Return how to begin with a workspace; an option of the call stands in the place of what it says about the same.

    A leeway of the workspace is none for the profile of the call, which may be stricter.
    """
    policy = completed(begin.policy, saved.policy)
    if args.leeway is None and args.profile is None:
        policy = policy._replace(leeway=saved.policy.leeway)
    at = saved.at if args.at is None else args.at
    keys = saved.keys if args.key is None else ()
    note = f"opened the workspace {quoted(args.open)}"
    return begin._replace(
        source=saved.token, policy=policy, at=at, workspace=saved._replace(keys=keys), notes=(*begin.notes, note)
    )


def say_unread(saved: SavedWorkspace) -> None:
    """Say that nobody read the keys to which a workspace refers: it may be anybody's, and nobody can be asked."""
    if saved.keys:
        names = ", ".join(quoted(key.reference) for key in saved.keys)
        output.say(f"the keys that the workspace names are not read unasked: {names}; --key names one")


def save(begin: Start, args: argparse.Namespace) -> int:
    """Write the file of ``--save``; return 0. Raises UsageError."""
    if begin.source is None:
        raise UsageError("--save needs a token: as an argument, --file F or --clipboard", "usage", "token")
    keys, missing = _keys(args)
    if begin.workspace is not None and args.key is None:
        keys = begin.workspace.keys
    saved = SavedWorkspace(begin.source, begin.source, begin.policy, keys, begin.at)
    saving.saved(args.save, Secret(workspace.write(saved)), overwrite=args.force)
    for words in (*left_out(begin.policy), *missing):
        output.say(f"not saved: {words}")
    output.say(f"the workspace is saved as {quoted(args.save)}; the token in it is readable for you alone (0600)")
    return 0


def _keys(args: argparse.Namespace) -> tuple[tuple[SavedKey, ...], list[str]]:
    """Return the references of the call's keys, and in words what is none."""
    given = getattr(args, "profile_keys", ()) or ([args.key] if args.key is not None else [])
    found, missing = [], []
    for one in given:
        name = f"@{one}" if sources.is_file(one) else one
        try:
            found.append(SavedKey(absolute(checked(name), os.getcwd()), args.key_encoding))  # noqa: PTH109 - as in keys.save
        except ValueError:
            missing.append("a key that is no reference: @FILE and env:NAME can be kept")
    if args.passphrase is not None:
        missing.append("the passphrase")
    return tuple(found), missing
