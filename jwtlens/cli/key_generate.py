"""``jwtlens key generate``: a new key, printed or saved."""

import textwrap

from jwtlens.cli import key_answer, options
from jwtlens.cli.usage import UsageError
from jwtlens.keys.generate import KINDS, generate

_KINDS = textwrap.fill(f"KIND is one of {', '.join(KINDS)}; or an algorithm that it is for, such as ES256.", 100)
SUMMARY = f"Make a new private key or secret.\n\n{_KINDS}"
EXAMPLES = (
    "jwtlens key generate ES256 > private.json",
    "jwtlens key generate RSA --bits 3072 --to pem --output private.pem",
)


def run(words: list[str]) -> int:
    """Print the key, or save it and print what it is; return 0."""
    parser = options.Parser("key generate", SUMMARY, EXAMPLES)
    parser.add_argument("kind", metavar="KIND", help="what to make")
    parser.add_argument("--bits", metavar="N", type=int, help="size of a secret (256) or of an RSA key (2048)")
    parser.add_argument("--use", metavar="U", choices=("sig", "enc"), help="what it is for: sig or enc")
    key_answer.add_form(parser, "write it as jwk (the default), as jwks with one key, or as pem")
    key_answer.add_file(parser)
    key_answer.add_json(parser)
    args = parser.parse_args(words)
    try:
        key = generate(args.kind, bits=args.bits, use=args.use)
    except ValueError as error:
        raise UsageError(str(error)) from None
    return key_answer.finish(key_answer.written([key], (), args.to or "jwk", args.kid), args)
