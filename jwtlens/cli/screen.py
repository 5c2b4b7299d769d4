"""``jwtlens [TOKEN]``: from the words of the call to the start of the screen, or to a report where there is none.

The screen itself is not imported here: the command line does not know it.
"""

import argparse
import os
import sys
import time

from jwtlens.cli import instead, options, output, serve_options, sources, verify, workspace_options
from jwtlens.cli.commands import COMMANDS
from jwtlens.inspection import inspect
from jwtlens.keys.gather import gathered
from jwtlens.start import Start

EXAMPLES = (
    "jwtlens                     opens on a built-in sample; paste a token over it",
    "jwtlens --key @jwks.json --aud https://api.example.com env:TOKEN",
)
_STANDARD_INPUT = 16 * 1024 * 1024
"""Bytes of standard input that the screen takes; a file has no such limit."""
_USAGE = "jwtlens [options] [TOKEN]\n       jwtlens COMMAND [options] ..."
_SUMMARY = "Paste a JSON Web Token: see what is in it, whether it would be accepted, and why not.\n\ncommands:\n"


def parse(words: list[str]) -> argparse.Namespace:
    """Read the words of a call that names no command."""
    commands = "\n".join(f"  {name:<20}  {words}" for name, words in COMMANDS.items())
    parser = options.Parser("", _SUMMARY + commands, EXAMPLES, _USAGE)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("token", metavar="TOKEN", nargs="?", help=options.TOKEN_HELP)
    source.add_argument(
        "--file", metavar="F", help="read the token from a file (- for standard input), or list all tokens in it"
    )
    source.add_argument("--sample", metavar="NAME", help="a sample, dated now, with its key; --list-samples names them")
    source.add_argument("--clipboard", action="store_true", help="read the token from the clipboard")
    source.add_argument("--open", metavar="F", help="open a workspace that was saved")
    options.add_judgement(parser, is_usual=False)
    watching = parser.add_further_group("on the screen")
    watching.add_argument(
        "--watch-clipboard", action="store_true", help="show each token that is copied elsewhere meanwhile"
    )
    serve_options.add(parser.add_further_group("in a browser"))
    instead.add(group := parser.add_further_group("instead of the screen"))
    workspace_options.add(group)
    args = parser.parse_args(words)
    serve_options.refuse_alone(args)
    instead.refuse_alone(args)
    workspace_options.refuse_alone(args)
    return args


def start(args: argparse.Namespace, clipboard: str | None) -> Start:
    """Read everything that the call names; ``clipboard`` is its text, for a call that asks for it."""
    if args.sample is not None:
        from jwtlens.cli import samples  # noqa: PLC0415 - few calls open one

        return with_keys(samples.start(args), args)._replace(loaded=args.loaded)
    if args.file is not None:
        args.token = "-" if args.file == "-" else f"@{args.file}"
    if clipboard is not None:
        source, origin = clipboard, "the clipboard"
    elif args.token is not None:
        source, origin = sources.read(args.token)
    else:
        source, origin = None, ""
    notes = (f"read from {origin}",) if origin else ()
    begin = Start(source, policy=options.policy(args), at=args.at, notes=notes, of_profile=args.of_profile)
    begin = with_keys(begin, args)._replace(
        loaded=args.loaded, set_by_options=frozenset() if args.leeway is None else frozenset({"leeway"})
    )
    if args.open is None:
        return begin
    from jwtlens.cli import workspace  # noqa: PLC0415 - for those who ask for it

    return workspace.started(begin, workspace.opened(args), args)


def with_keys(begin: Start, args: argparse.Namespace) -> Start:
    """Add the keys of the call, or those of its profile."""
    if args.key is None:
        return begin
    from jwtlens.cli import key_option  # noqa: PLC0415 - for those who ask for it

    given = key_option.read(args)
    keyring = given.each[0][1] if given.each else given.keyring
    return begin._replace(
        key_text=given.text,
        key_encoding=args.key_encoding,
        keyring=keyring,
        passphrase=given.passphrase,
        more_keys=given.each[1:],
    )


def with_capture(begin: Start, args: argparse.Namespace) -> Start:
    """Add what only the screen wants: the text to look through, if it is more than one token; how to open files."""
    from jwtlens import captures  # noqa: PLC0415 - with the harvest, for the screen only
    from jwtlens.cli import captures as files  # noqa: PLC0415 - as above

    begin = begin._replace(open_file=files.of_file, watch_clipboard=args.watch_clipboard)
    if begin.source is None or args.sample is not None or captures.is_bare(begin.source):
        return begin
    if not args.clipboard and str(args.token).startswith("@"):
        return begin._replace(capture=files.of_file(args.token[1:]))  # from its beginning, however long it is
    source = begin.source
    if args.token == "-" and len(source.encode("utf-8", "surrogateescape")) > _STANDARD_INPUT:
        words = "only the first 16 MiB of standard input were read; “jwtlens scan -” reads all of it"
        begin = begin._replace(notes=(*begin.notes, words))
    name = "the clipboard" if args.clipboard else "standard input" if args.token == "-" else "the text"
    return begin._replace(capture=captures.of_text(name, source))


def attach_keyboard() -> bool:
    """Whether somebody sits before a screen; a keyboard behind a pipe becomes standard input again."""
    if os.environ.get("TEXTUAL_DRIVER") == serve_options.DRIVER:
        return True  # in a browser
    # The screen is drawn on standard error, so that has to be the terminal too.
    if sys.stdin is None or not output.is_terminal(sys.stdout) or not output.is_terminal(sys.stderr):
        return False
    if os.environ.get("TERM") == "dumb":
        return False  # it prints what would move the cursor
    if output.is_terminal(sys.stdin):
        return True
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        return False
    os.dup2(terminal, 0)
    os.close(terminal)
    return True


def report(begin: Start, *, as_json: bool = False) -> int:
    """Print the report of ``verify`` instead of a screen, as text or JSON; return its exit code."""
    now = time.time() if begin.at is None else begin.at
    source, keyring = begin.source, begin.keyring
    if source is None:
        from jwtlens.knowledge import sample  # noqa: PLC0415 - a call with a token has no use for it

        source = sample.sample_token(now)
        keyring = keyring if begin.key_text else sample.sample_key()[1]
    elif begin.key_text:
        from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

        keyring = gathered([key_option.required(keyring), *(ring for _, ring in begin.more_keys)])
    if begin.workspace is not None:
        from jwtlens.cli import workspace  # noqa: PLC0415 - for those who ask for it

        workspace.say_unread(begin.workspace)
    inspection = inspect(source, keyring, begin.policy, now=now, as_of=begin.at is not None)
    return verify.report_json(inspection) if as_json else verify.report(inspection)
