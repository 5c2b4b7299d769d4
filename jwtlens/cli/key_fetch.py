"""``jwtlens key fetch``: the keys of an issuer, from the network, after saying what is asked from whom."""

import argparse

from jwtlens.cli import key_answer, options, output
from jwtlens.cli.fetching import fetched, worded
from jwtlens.cli.usage import UsageError
from jwtlens.network.issuer import NotFetchedError, plan

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
        found = fetched(agreed, args.loaded, yes=args.yes, option="--yes", allow_private=args.allow_private)
    except NotFetchedError as error:
        raise worded(error) from None
    if found is None:
        output.say("nothing was fetched")
        return 1
    keyring = found.keyring
    if not keyring.keys:
        raise UsageError(found.problems[0].message, found.problems[0].code, "key")
    answer = key_answer.written(keyring.keys, found.problems, args.to or "jwks", None)
    return key_answer.finish(answer._replace(about=(("url", found.url), ("fetched_at", found.fetched_at))), args)


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
    options.add_settings(parser)
    return parser.parse_args(words)
