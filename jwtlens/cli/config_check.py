"""``jwtlens config check``: what is wrong in the file of settings, line by line."""

import argparse

from jwtlens.answers import dump
from jwtlens.cli import config, output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import displayable, quoted
from jwtlens.settings.load import load
from jwtlens.settings.model import Loaded


def run(words: list[str]) -> int:
    """Print every fault; return 0 there is none, 1 there are some."""
    args = config.parser("check", "Say what is wrong in the file of settings, line by line.").parse_args(words)
    return report(loaded(args), as_json=args.json)


def loaded(args: argparse.Namespace) -> Loaded:
    """Read the file that the call names. Raises UsageError where an option names one that is not there."""
    found = load(args.config)
    if args.config is not None and not found.there:
        raise UsageError(f"there is no file {quoted(args.config)}; jwtlens config edit makes one", "settings")
    return found


def report(found: Loaded, *, as_json: bool) -> int:
    """Print the faults; return the exit code."""
    if as_json:
        answer = {"schema": 1, "path": found.path, "there": found.there, "valid": not found.faults}
        output.write(dump(answer | {"errors": errors(found)}))
    elif found.faults:
        output.write("".join(f"{found.words(fault)}\n" for fault in found.faults))
    elif found.there:
        output.write(f"{displayable(found.path)} is right: {_counted(found)}\n")
    else:
        output.write(f"there is no file {displayable(found.path)}, so every setting has its default\n")
    return int(bool(found.faults))


def errors(found: Loaded) -> list[dict[str, object]]:
    """Return the faults as objects."""
    return [{"line": fault.line, "field": fault.field, "message": fault.message} for fault in found.faults]


def _counted(found: Loaded) -> str:
    settings = found.settings
    lines = sum("." not in name and name not in {"keymap", "profiles"} for name in settings.lines)
    counts = ((lines, "setting"), (len(settings.keymap), "key"), (len(settings.profiles), "profile"))
    return ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
