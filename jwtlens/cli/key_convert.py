"""``jwtlens key convert``: the same keys in another form."""

from jwtlens.cli import key_answer, options
from jwtlens.cli.usage import UsageError

SUMMARY = (
    "Write keys as PEM, JWK or JWK Set. Private keys stay private, and what is written is not\n"
    "encrypted. PEM has no place for kid, use and alg; JWK has none for certificates."
)
EXAMPLES = (
    "jwtlens key convert --to pem @jwks.json",
    "jwtlens key generate --to pem RS256 | jwtlens key convert --to jwk --kid thumbprint -",
)


def run(words: list[str]) -> int:
    """Print the keys in the other form, or save them; return 0, or 1 where some could not be read."""
    parser = options.Parser("key convert", SUMMARY, EXAMPLES)
    key_answer.add_key(parser)
    key_answer.add_form(parser, "pem, jwk or jwks")
    key_answer.add_file(parser)
    args = parser.parse_args(words)
    if args.to is None:
        raise UsageError("--to is missing: pem, jwk or jwks")
    keyring = key_answer.keyring(args)
    return key_answer.finish(key_answer.written(keyring.keys, keyring.problems, args.to, args.kid), args)
