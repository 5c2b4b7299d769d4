"""``jwtlens key show``: what keys are and what they can do."""

from jwtlens.cli import key_answer, options
from jwtlens.cli.key_answer import Answer

SUMMARY = "Say what keys are and what they can do. Private material is never shown."
EXAMPLES = ("jwtlens key show @jwks.json", "jwtlens key show --json env:JWT_SECRET")


def run(words: list[str]) -> int:
    """Print a table of the keys; return 0, or 1 where some could not be read."""
    parser = options.Parser("key show", SUMMARY, EXAMPLES)
    key_answer.add_key(parser)
    args = parser.parse_args(words)
    keyring = key_answer.keyring(args)
    return key_answer.finish(Answer(keyring.keys, keyring.problems), args)
