"""What the commands that make tokens share: where the content comes from, what the header says, how it is printed."""

import argparse
from collections.abc import Callable
from typing import TypeVar

from jwtlens.cli import options, output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.editing.members import Member, read_member
from jwtlens.editing.new_token import Wanted

_T = TypeVar("_T")


def add_content(parser: argparse.ArgumentParser, name: str, words: str) -> None:
    """Add the content, the form of the answer, and the key."""
    where = "- for standard input, @FILE or env:NAME"
    parser.add_argument("token", metavar=name.upper(), nargs="?", help=f"{words}; {where}")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the token alone")
    options.add_key(parser)


def add_header(parser: argparse.ArgumentParser, algorithms: str) -> None:
    """Add what the header may be made to say."""
    header = parser.add_argument_group("header")
    header.add_argument("--alg", metavar="A", help=f"the algorithm, if the key does not decide it: {algorithms}")
    header.add_argument("--kid", metavar="K", help="which key of a set; else the key id to write")
    header.add_argument("--typ", metavar="T", help="the type; empty for none")
    header.add_argument("--header", metavar="P", action="append", default=[], help="name=text, or name:=JSON")


def content(args: argparse.Namespace) -> str:
    """Read the content; empty where none was given. One line break at its end is the shell's, not the token's."""
    if args.token is None:
        return ""
    found = sources.read(args.token)
    return found.text.removesuffix("\n").removesuffix("\r") if found.origin else found.text


def wanted(args: argparse.Namespace, typ: str | None) -> Wanted:
    """Return what the header should say; ``typ`` is its type where the call names none."""
    chosen = typ if args.typ is None else args.typ
    return Wanted(
        args.alg, getattr(args, "enc", None), args.kid, chosen, members=tuple(members(args.header, "--header"))
    )


def members(texts: list[str], option: str) -> list[Member]:
    """Read members of a JSON object. Raises UsageError that names the option."""
    return [read(read_member, text, option) for text in texts]


def read(reader: Callable[..., _T], text: str, option: str, *more: object) -> _T:
    """Read an option's text. Raises UsageError that names the option and the text."""
    try:
        return reader(text, *more)
    except ValueError as error:
        raise UsageError(f"{option} {quoted(text)}: {error}") from None


def finish(token: str, args: argparse.Namespace) -> int:
    """Print the token, or an object with it; return 0."""
    if args.json:
        from jwtlens.cli import render_json  # noqa: PLC0415 - text pays for text only

        output.write(render_json.dump({"schema": render_json.SCHEMA, "valid": True, "errors": [], "token": token}))
    else:
        output.write(f"{token}\n")
    return 0
