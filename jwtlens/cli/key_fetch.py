"""``jwtlens key fetch``: the keys of an issuer, from the network, after saying what is asked from whom."""

import argparse
import sys

from jwtlens.cli import key_answer, options, output
from jwtlens.cli.usage import UsageError
from jwtlens.network.issuer import Fetched, NotFetchedError, Plan, UnconfirmedError, fetch, plan

SUMMARY = (
    "Fetch the keys of an issuer, or a JWK Set, and print them as JWK Set. What would be fetched is\n"
    "said first, and you are asked once for each host. Private members of published keys are dropped."
)
EXAMPLES = (
    "jwtlens key fetch --dry-run https://accounts.google.com",
    'jwtlens key fetch --yes "$ISSUER" > jwks.json',
)


def run(words: list[str]) -> int:
    """Print the keys, or save them; return 0, or 1 where some could not be read or the user said no."""
    args = _arguments(words)
    try:
        agreed = plan(args.address, args.kind)
        if args.dry_run:
            output.write("".join(f"{sentence}\n" for sentence in agreed.sentences))
            return 0
        fetched = _fetched(agreed, args)
    except NotFetchedError as error:
        raise UsageError(error.problem.message, error.problem.code, error.problem.field) from None
    if fetched is None:
        output.say("nothing was fetched")
        return 1
    keyring = fetched.keyring
    if not keyring.keys:
        raise UsageError(fetched.problems[0].message, fetched.problems[0].code, "key")
    answer = key_answer.written(keyring.keys, fetched.problems, args.to or "jwks", None)
    return key_answer.finish(answer._replace(about=(("url", fetched.url), ("fetched_at", fetched.fetched_at))), args)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = options.Parser("key fetch", SUMMARY, EXAMPLES)
    parser.add_argument("address", metavar="ADDRESS", help="an issuer (the iss of a token) or a JWK Set")
    parser.add_argument("--as", dest="kind", metavar="A", choices=("issuer", "jwks"), help="which: issuer or jwks")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched, and end")
    parser.add_argument("--yes", action="store_true", help="do not ask; needed where there is no terminal")
    parser.add_argument(
        "--allow-private", action="store_true", help="do not ask about names with addresses of private networks"
    )
    parser.add_argument("--to", metavar="F", choices=("pem", "jwk", "jwks"), help="pem, jwk or jwks (the default)")
    key_answer.add_file(parser)
    key_answer.add_json(parser)
    return parser.parse_args(words)


def _fetched(agreed: Plan, args: argparse.Namespace) -> Fetched | None:
    """Fetch once every host has been agreed to; None where the user says no."""
    if not _agrees(agreed, "", said=args.yes, option="--yes"):
        return None
    while True:
        try:
            return fetch(agreed)
        except UnconfirmedError as error:
            agreed = error.plan
            said, option = (args.allow_private, "--allow-private") if error.private else (args.yes, "--yes")
            if not _agrees(agreed, str(error), said=said, option=option):
                return None


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
