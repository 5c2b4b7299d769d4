"""``jwtlens key thumbprint``: the name that a key has from its own content (RFC 7638), also as a URI (RFC 9278)."""

import argparse

from jwtlens.cli import key_answer, options, output
from jwtlens.cli.key_answer import Answer
from jwtlens.displayable import displayable
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.keys.thumbprint import HASHES, thumbprint, thumbprint_uri
from jwtlens.problem import Problem

SUMMARY = "Print the thumbprint of keys (RFC 7638, RFC 9278), one a line; for several keys, the label after it."
EXAMPLES = (
    "jwtlens key thumbprint --uri --hash sha-512 @jwks.json",
    "jwtlens key generate Ed25519 | jwtlens key thumbprint -",
)
_HASH_OF_A_SECRET = "the thumbprint of a secret is a hash of it: whoever sees it can test guesses"


def run(words: list[str]) -> int:
    """Print the thumbprints; return 0, or 1 where one is missing."""
    parser = options.Parser("key thumbprint", SUMMARY, EXAMPLES)
    key_answer.add_key(parser)
    parser.add_argument("--hash", metavar="H", choices=HASHES, default="sha-256", help=f"its hash: {', '.join(HASHES)}")
    parser.add_argument("--uri", action="store_true", help="as a URI that names the hash (RFC 9278)")
    args = parser.parse_args(words)
    keyring = key_answer.keyring(args)
    if any(key.kty == "oct" for key in keyring.keys):
        output.say(_HASH_OF_A_SECRET)
    lines, problems = _lines(keyring, args)
    return key_answer.finish(Answer(keyring.keys, (*keyring.problems, *problems), Secret("".join(lines))), args)


def _lines(keyring: Keyring, args: argparse.Namespace) -> tuple[list[str], list[Problem]]:
    lines: list[str] = []
    problems: list[Problem] = []
    name = thumbprint_uri if args.uri else thumbprint
    for key in keyring.keys:
        try:
            lines.append(f"{name(key, args.hash)}{_label(key, keyring)}\n")
        except ValueError:
            message = f"{key.label} has no thumbprint: JOSE has no name for its curve"
            problems.append(Problem("no-thumbprint", message, "key"))
    return lines, problems


def _label(key: Key, keyring: Keyring) -> str:
    return f"  {displayable(key.label)}" if keyring.is_set else ""
