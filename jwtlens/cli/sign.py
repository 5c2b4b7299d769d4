"""``jwtlens sign``: a new signed token from claims and a key."""

import argparse
import time

from jwtlens.cli import key_option, making, options, output
from jwtlens.cli.usage import UsageError
from jwtlens.editing.members import Member, with_members
from jwtlens.editing.new_token import signed
from jwtlens.expectations import read_moment
from jwtlens.jose import jwa

SUMMARY = "Make a signed token (JWS) of claims: a JSON object, options, or both."
EXAMPLES = (
    "jwtlens sign --key env:JWT_SECRET --iss https://auth.example.com --sub alice --exp +15m",
    """echo '{"sub":"alice"}' | jwtlens sign --key env:JWT_SECRET --alg HS256 --claim admin:=true -""",
)
_NAMES = ("iss", "sub", "aud", "jti")
_MOMENTS = ("exp", "nbf", "iat")


def run(words: list[str]) -> int:
    """Print the token; return 0."""
    parser = options.Parser("sign", SUMMARY, EXAMPLES)
    making.add_content(parser, "claims", "a JSON object, which is signed as it is where no option changes it")
    claims = parser.add_argument_group("claims")
    for name in _NAMES:
        claims.add_argument(f"--{name}", metavar="TEXT", help=f"the claim {name}")
    for name in _MOMENTS:
        claims.add_argument(
            f"--{name}", metavar="T", help=f"the claim {name}: +15m, --{name}=-1d, now, a Unix time or a date"
        )
    claims.add_argument("--claim", metavar="C", action="append", default=[], help="name=text, or name:=JSON")
    claims.add_argument("--raw", action="store_true", help="sign any text, without asking whether it is JSON")
    making.add_header(parser, ", ".join(("none", *jwa.SIGNATURE_ALGORITHMS)))
    args = parser.parse_args(words)
    text = making.content(args) or "{}"
    members = _members(args)
    if args.raw and members:
        raise UsageError("--raw signs a text as it is, so no option can add claims to it")
    if args.key is None and not (args.alg and jwa.is_none(args.alg)):
        raise UsageError("--key is missing: @FILE, env:NAME, - or the key itself", "usage", "key")
    try:
        payload = text if args.raw else with_members(text, members, "payload")
        token = signed(payload, making.wanted(args, typ="JWT"), key_option.required(key_option.read(args).keyring))
    except ValueError as error:
        raise UsageError(str(error)) from None
    if args.alg and jwa.is_none(args.alg):
        output.say("alg is none: this token has no signature, and nobody may accept it")
    return making.finish(token, args)


def _members(args: argparse.Namespace) -> list[Member]:
    now = time.time()
    found = [Member(name, value) for name in _NAMES if (value := getattr(args, name)) is not None]
    found += [
        Member(name, making.read(read_moment, text, f"--{name}", now))
        for name in _MOMENTS
        if (text := getattr(args, name)) is not None
    ]
    return found + making.members(args.claim, "--claim")
