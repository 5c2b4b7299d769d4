"""What every action of ``jwtlens key`` is given and gives back: options, keys, and the answer as text, JSON or file."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple, get_args

from jwtlens.cli import key_option, options, output
from jwtlens.cli.usage import UsageError
from jwtlens.keys.export import Form, export
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem

_WHOLE = frozenset(
    {"jwk-leading-zero", "jwk-x5c", "jwk-x5t", "json-bom", "json-duplicate", "json-constant", "jwks-private"}
)
"""Problems of keys that were read all the same."""


class Answer(NamedTuple):
    """The keys that an action ended with, what could not be done, and the text to hand out, if it makes one.

    ``about`` are further members of the JSON answer.
    """

    keys: tuple[Key, ...]
    problems: tuple[Problem, ...] = ()
    content: Secret[str] | None = None
    about: tuple[tuple[str, object], ...] = ()


def add_key(parser: argparse.ArgumentParser) -> None:
    """Add the key to read, and how."""
    parser.add_argument("key", metavar="KEY", help="@FILE, env:NAME, - for standard input, or the key itself")
    parser.add_argument(
        "--key-encoding",
        metavar="E",
        choices=options.ENCODINGS,
        default="auto",
        help=f"how a shared secret is written: {', '.join(options.ENCODINGS)}",
    )
    parser.add_argument("--passphrase", metavar="P", help="@FILE or env:NAME with the passphrase of an encrypted key")
    parser.set_defaults(token=None)  # for the reader of --key, which asks what else standard input is wanted for
    add_json(parser)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the form of the answer."""
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def add_form(parser: argparse.ArgumentParser, help_text: str) -> None:
    """Add the form of the keys that are written, and their kid."""
    parser.add_argument("--to", metavar="F", choices=get_args(Form), help=help_text)
    parser.add_argument("--kid", metavar="K", help="the key's kid; the word thumbprint stands for its thumbprint")


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add a file for what would otherwise be printed."""
    parser.add_argument(
        "--output", metavar="FILE", help="save it there, for you alone to read (0600); print what it is"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")


def keyring(args: argparse.Namespace) -> Keyring:
    """Read the keys. Raises UsageError where there is not one."""
    found = key_option.read(args).keyring
    if not found.keys:
        problem = found.problems[0]
        raise UsageError(problem.message, problem.code, problem.field)
    return found


def written(keys: Sequence[Key], problems: tuple[Problem, ...], form: Form, kid: str | None) -> Answer:
    """Write the keys in one form, with the kid that was asked for. Raises UsageError where that cannot be done."""
    if form == "pem":
        if kid is not None:
            raise UsageError("--kid: PEM has no place for a kid; --to jwk has one")
        keys = [key._replace(kid=None, use=None, key_ops=None, alg=None) for key in keys]
    try:
        keys = keys if kid is None else _named(keys, kid)
        return Answer(tuple(keys), problems, export(keys, form))
    except ValueError as error:
        raise UsageError(str(error), "key-form", "key") from None


def _named(keys: Sequence[Key], kid: str) -> Sequence[Key]:
    if kid == "thumbprint":
        from jwtlens.keys.thumbprint import thumbprint  # noqa: PLC0415 - hashes, which few calls need

        return [key._replace(kid=thumbprint(key)) for key in keys]
    if len(keys) != 1:
        raise UsageError(f"--kid: one name cannot serve {len(keys)} keys; thumbprint gives each its own")
    return [keys[0]._replace(kid=kid)]


def finish(answer: Answer, args: argparse.Namespace) -> int:
    """Save or print the answer; return 0, or 1 where something is missing from it."""
    saved: str | None = getattr(args, "output", None)
    if saved is not None and answer.content is not None:
        from jwtlens.cli import saving  # noqa: PLC0415 - few calls save

        saving.saved(saved, answer.content, overwrite=args.force)
        keys = tuple(key._replace(origin=f"@{saved}") for key in answer.keys)
        answer = answer._replace(keys=keys, content=None, about=(*answer.about, ("output", saved)))
    complete = all(problem.code in _WHOLE for problem in answer.problems)
    if args.json:
        from jwtlens.cli import key_render  # noqa: PLC0415 - text pays for text only

        output.write(key_render.as_json(answer, complete=complete))
    else:
        _print(answer)
    return 0 if complete else 1


def _print(answer: Answer) -> None:
    for problem in answer.problems:
        output.say(problem.message)
    if answer.content is not None:
        output.write(answer.content.reveal())
        return
    from jwtlens import styled  # noqa: PLC0415 - as above
    from jwtlens.cli import key_render  # noqa: PLC0415 - as above

    output.write(styled.render(key_render.table(answer.keys), colour=output.has_colour()))
