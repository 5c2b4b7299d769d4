"""``jwtlens key``: look at keys, make them, write them in another form, fetch them. Each action is a module here."""

from importlib import import_module

from jwtlens.cli import options

ACTIONS: dict[str, str] = {
    "show": "say what keys are and what they can do; never their private material",
    "generate": "make a new key",
    "convert": "write keys as PEM, JWK or JWK Set",
    "thumbprint": "print the thumbprint, which serves as kid",
    "public": "write the public half",
    "fetch": "fetch the keys of an issuer, after asking",
}
SUMMARY = "Look at keys, make them, convert them, fetch them.\n\nactions:\n"
EXAMPLES = (
    "jwtlens key show @jwks.json",
    "jwtlens key generate ES256 > private.json && jwtlens key public @private.json",
)


def run(words: list[str]) -> int:
    """Carry out one action; return 0 done, 1 done in part. Raises UsageError where nothing can be done."""
    actions = "\n".join(f"  {name:<12}{words}" for name, words in ACTIONS.items())
    usage = "jwtlens key ACTION [options] ...\n       jwtlens key ACTION -h"
    parser = options.Parser("key", SUMMARY + actions, EXAMPLES, usage, with_settings=False)
    parser.add_argument("action", metavar="ACTION", choices=ACTIONS, help="one of those above")
    action = parser.parse_args(words[:1]).action
    return int(import_module(f"jwtlens.cli.key_{action}").run(words[1:]))
