"""``jwtlens --serve``: its options, and the call that a page gets."""

import argparse

from jwtlens.cli.commands import COMMANDS
from jwtlens.cli.usage import UsageError

DRIVER = "jwtlens.web.driver:PacketDriver"
"""What draws the screen for a page, as the variable TEXTUAL_DRIVER names it."""


def add(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the options that say where the screen is served."""
    parser.add_argument("--serve", action="store_true", help="show the screen in a browser on this machine")
    parser.add_argument("--port", metavar="N", type=_port, help="the port to serve it on; a free one unless given")
    parser.add_argument("--host", metavar="H", help="the address to serve it on; 127.0.0.1 unless given")
    parser.add_argument(
        "--allow-others", action="store_true", help="let --host be an address that other machines can reach"
    )


def words_for_page(words: list[str], args: argparse.Namespace) -> tuple[str, ...]:
    """Return the words of a call without those about serving.

    Raises UsageError for a call that makes no screen, or whose screen would need the standard input of this process.
    """
    if args.json:
        raise UsageError("--json prints a report and --serve shows the screen; give one of them")
    if "-" in {args.token, args.file, args.key, args.passphrase}:
        raise UsageError("a page has no standard input: give --serve the token and the key as @FILE or env:NAME")
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add(parser)
    rest = tuple(parser.parse_known_args(words)[1])
    if rest and rest[0] in COMMANDS:
        raise UsageError(f"--serve shows the screen, so it goes with no command, and {rest[0]} is one")
    return rest


def refuse_alone(args: argparse.Namespace) -> None:
    """Raise UsageError where options about serving stand without ``--serve``."""
    given = {"--port": args.port is not None, "--host": args.host is not None, "--allow-others": args.allow_others}
    for name, is_given in given.items():
        if is_given and not args.serve:
            raise UsageError(f"{name} says how to serve the screen, so it needs --serve")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)
