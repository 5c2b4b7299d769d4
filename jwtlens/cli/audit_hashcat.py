"""``audit --export-hashcat``: tokens as hashcat reads them, for lists that are too long for one machine's cores."""

import argparse
from typing import TYPE_CHECKING

from jwtlens.cli import output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.keys.secret import Secret
from jwtlens.search.target import Hashcat, hashcat

if TYPE_CHECKING:
    from jwtlens.reports import Subject

_NAME = "token.hashcat"


def export(subjects: "tuple[Subject, ...]", args: argparse.Namespace) -> int:
    """Print or save a line for each token that has a shared secret, and say the command; return 0.

    Raises UsageError where no token has one.
    """
    found: list[Hashcat] = []
    for subject in subjects:
        try:
            found.append(hashcat(subject.inspection.token))
        except ValueError as error:
            output.say(f"{subject.origin}: {error}")
    if not found:
        raise UsageError("there is no token that hashcat could search for", "no-shared-secret", "token")
    lines = "".join(f"{one.line}\n" for one in found)
    path: str | None = args.output
    if path is None:
        output.write(lines)
    else:
        from jwtlens.cli import saving  # noqa: PLC0415 - few calls save

        saving.saved(path, Secret(lines), overwrite=args.force)
    command = found[0].command if path is None else found[0].command.replace(_NAME, quoted(path))
    output.say(f"with these lines in {quoted(path) if path else _NAME}: {command}")
    return 0
