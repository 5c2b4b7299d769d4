"""What ``jwtlens`` prints instead of opening the screen: facts about itself, and its samples."""

import argparse

from jwtlens.cli.usage import UsageError

SHELLS = ("bash", "zsh", "fish")


def add(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the options that print something."""
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    parser.add_argument("--list-samples", action="store_true", help="name the samples, one a line")
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("--verbose", action="store_true", help="with --version: also what jwtlens needs and runs on")
    parser.add_argument(
        "--licences", action="store_true", help="list what jwtlens needs, with licences; --json makes it an SBOM"
    )
    parser.add_argument(
        "--print-completion", metavar="SHELL", choices=SHELLS, help="print what the tab key offers: bash, zsh or fish"
    )
    parser.add_argument(
        "--print-man", action="store_true", help="print the manual page: jwtlens --print-man | man -l -"
    )


def refuse_alone(args: argparse.Namespace) -> None:
    """Raise UsageError for a ``--verbose`` that nothing can be verbose about."""
    if args.verbose and not args.version:
        raise UsageError("--verbose goes with --version; a report is as long as it can be")


def printed(args: argparse.Namespace) -> str | None:
    """Return what a call asks for instead of a screen or a report; None where it asks for none of this.

    Only what makes the text is imported.
    """
    if args.version:
        from jwtlens.cli import about  # noqa: PLC0415 - see above

        return about.versions() if args.verbose else about.version()
    if args.licences:
        from jwtlens.cli import licences  # noqa: PLC0415 - see above

        return licences.sbom() if args.json else licences.table()
    if args.print_completion:
        from jwtlens.cli import completion  # noqa: PLC0415 - see above

        return completion.script(args.print_completion)
    if args.print_man:
        from jwtlens.cli import manual  # noqa: PLC0415 - see above

        return manual.page()
    if args.list_samples:
        from jwtlens import styled  # noqa: PLC0415 - see above
        from jwtlens.cli import output, samples  # noqa: PLC0415 - see above

        return styled.render(samples.listed(), colour=output.has_colour())
    return None
