"""``jwtlens key thumbprint``: the name that a key has from its own content (RFC 7638)."""

from jwtlens.cli import key_answer, options, output
from jwtlens.cli.key_answer import Answer
from jwtlens.displayable import displayable
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.problem import Problem

SUMMARY = "Print the SHA-256 thumbprint of keys (RFC 7638), one a line; for several keys, the label after it."
EXAMPLES = (
    "jwtlens key thumbprint @jwks.json",
    "jwtlens key generate Ed25519 | jwtlens key thumbprint -",
)
_HASH_OF_A_SECRET = "the thumbprint of a secret is a hash of it: whoever sees it can test guesses"


def run(words: list[str]) -> int:
    """Print the thumbprints; return 0, or 1 where one is missing."""
    parser = options.Parser("key thumbprint", SUMMARY, EXAMPLES)
    key_answer.add_key(parser)
    args = parser.parse_args(words)
    keyring = key_answer.keyring(args)
    if any(key.kty == "oct" for key in keyring.keys):
        output.say(_HASH_OF_A_SECRET)
    lines, problems = _lines(keyring)
    return key_answer.finish(Answer(keyring.keys, (*keyring.problems, *problems), Secret("".join(lines))), args)


def _lines(keyring: Keyring) -> tuple[list[str], list[Problem]]:
    lines: list[str] = []
    problems: list[Problem] = []
    for key in keyring.keys:
        try:
            lines.append(f"{thumbprint(key)}{_label(key, keyring)}\n")
        except ValueError:
            message = f"{key.label} has no thumbprint: JOSE has no name for its curve"
            problems.append(Problem("no-thumbprint", message, "key"))
    return lines, problems


def _label(key: Key, keyring: Keyring) -> str:
    return f"  {displayable(key.label)}" if keyring.is_set else ""
