"""``jwtlens code``: the verification that a call expresses, as a program."""

import time

from jwtlens.cli import configuration, key_option, options, output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.inspection import inspect
from jwtlens.keys.key import Keyring
from jwtlens.programs import PROGRAMS, program

SUMMARY = (
    "Write a short program that verifies tokens like this one, with these expectations.\n"
    "Secrets stay out of it: the program reads them from its environment."
)
EXAMPLES = (
    "jwtlens code --for pyjwt --aud https://api.example.com env:TOKEN",
    "jwtlens code --for jose --key @jwks.json @token.txt",
)


def run(words: list[str]) -> int:
    """Print the program; return 0."""
    parser = options.Parser("code", SUMMARY, EXAMPLES)
    parser.add_argument("token", metavar="TOKEN", help=options.TOKEN_HELP)
    parser.add_argument(
        "--for", dest="language", metavar="P", choices=PROGRAMS, required=True, help=", ".join(PROGRAMS)
    )
    options.add_judgement(parser)
    args = parser.parse_args(words)
    configuration.refuse_beyond(args, "such a program would not check")
    keyring = Keyring() if args.key is None else key_option.required(key_option.read(args).keyring)
    now = time.time() if args.at is None else args.at
    inspection = inspect(sources.read(args.token).text, keyring, options.policy(args), now=now, with_audit=False)
    try:
        text = program(inspection, args.language)
    except ValueError as error:
        raise UsageError(str(error)) from None
    output.write(text)
    return 0
