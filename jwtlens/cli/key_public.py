"""``jwtlens key public``: what others need to verify, and nothing else."""

from jwtlens.cli import key_answer, options
from jwtlens.cli.usage import UsageError
from jwtlens.keys.export import Form, public
from jwtlens.keys.key import Key, Keyring
from jwtlens.problem import Problem

SUMMARY = "Write the public half of keys, to hand out or to publish. A secret has none, and is left out."
EXAMPLES = (
    "jwtlens key generate ES256 | jwtlens key public -",
    "jwtlens key generate --to pem P-256 | jwtlens key public --to jwks --kid thumbprint -",
)


def run(words: list[str]) -> int:
    """Print the public keys, or save them; return 0, or 1 where one had to be left out."""
    parser = options.Parser("key public", SUMMARY, EXAMPLES)
    key_answer.add_key(parser)
    key_answer.add_form(parser, "pem, jwk or jwks; without it jwk for one key, jwks for several")
    key_answer.add_file(parser)
    args = parser.parse_args(words)
    keys, problems = _halves(key_answer.keyring(args))
    form: Form = args.to or ("jwk" if len(keys) == 1 else "jwks")
    return key_answer.finish(key_answer.written(keys, problems, form, args.kid), args)


def _halves(keyring: Keyring) -> tuple[tuple[Key, ...], tuple[Problem, ...]]:
    """Return the public keys, and why some are missing. Raises UsageError where none is left."""
    keys: list[Key] = []
    problems = list(keyring.problems)
    for key in keyring.keys:
        try:
            keys.append(public(key))
        except ValueError as error:
            problems.append(Problem("no-public-half", str(error), "key"))
    if not keys:
        raise UsageError(problems[-1].message, "no-public-half", "key")
    return tuple(keys), tuple(problems)
