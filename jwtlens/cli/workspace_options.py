"""Options of ``jwtlens`` about workspaces in files."""

import argparse

from jwtlens.cli.usage import UsageError


def add(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the options about saving."""
    parser.add_argument(
        "--save", metavar="F", help="save token, expectations and references to keys for --open, with mode 0600"
    )
    parser.add_argument("--force", action="store_true", help="with --save: replace the file if it is there")


def refuse_alone(args: argparse.Namespace) -> None:
    """Raise UsageError for options that do nothing together, or alone."""
    if args.force and args.save is None:
        raise UsageError("--force replaces the file of --save, so it needs that")
    if args.save is not None and (args.json or args.serve):
        raise UsageError("--save writes a file and shows nothing, so it goes with neither --json nor --serve")
