"""Options for what OpenID Connect, OAuth and DPoP hold against a token: client, login, request, key of the sender."""

import argparse
from collections.abc import Callable

from jwtlens import expectations
from jwtlens.cli import options, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import without_line_break
from jwtlens.verify.policy import HEADER_KEYS, PROOF_SECONDS, Policy, Possession, Profile

_ABOUT_CLAIMS = ("client_id", "token_type", "max_age", "access_token", "code", "htm", "htu", "jkt")
"""Options that --no-claims leaves nothing to do for; a nonce may be that of a key binding, which is no claim."""


def add(parser: options.Parser) -> None:
    """Add the options."""
    group = parser.add_further_group("OpenID Connect, OAuth and DPoP")
    group.add_argument(
        "--token-type", metavar="T", choices=("access", "id"), help="what the token is used as: access or id"
    )
    group.add_argument("--client-id", metavar="C", type=_text, help="client that the token must be issued to")
    group.add_argument("--nonce", metavar="N", type=_text, help="nonce of an ID token, DPoP proof or key binding")
    group.add_argument("--max-age", metavar="S", type=_seconds, help="greatest age of the login, in seconds")
    group.add_argument("--access-token", metavar="T", type=_secret, help="@FILE or env:NAME, for at_hash and ath")
    group.add_argument("--code", metavar="C", type=_secret, help="@FILE or env:NAME with the code, for c_hash")
    group.add_argument("--htm", metavar="M", type=_text, help="method of the request that a DPoP proof is for")
    group.add_argument("--htu", metavar="U", type=_text, help="address of that request")
    group.add_argument("--jkt", metavar="J", type=_thumbprint, help="thumbprint of the sender's key")
    group.add_argument(
        "--proof-max-age",
        metavar="S",
        type=_proof_seconds,
        default=PROOF_SECONDS,
        help=f"greatest age of a DPoP proof, in seconds ({PROOF_SECONDS})",
    )
    group.add_argument("--ignore-exp", action="store_true", help="take expired tokens, as your verifier does")
    group.add_argument(
        "--allow-header-keys", action="store_true", help="your verifier takes keys from headers: a finding, not done"
    )


def extended(policy: Policy, args: argparse.Namespace) -> Policy:
    """Return the expectations with those of these options. Raises UsageError for a secret that cannot be read."""
    given = [name for name in _ABOUT_CLAIMS if getattr(args, name) is not None] + ["ignore_exp"] * args.ignore_exp
    if given and not policy.check_claims:
        raise UsageError(f"--no-claims judges no claims, so it does not go with --{given[0].replace('_', '-')}")
    return policy._replace(
        profile=Profile(args.token_type, args.client_id, args.nonce, args.max_age, args.access_token, args.code),
        possession=Possession(args.htm, args.htu, args.jkt, args.proof_max_age),
        check_exp=not args.ignore_exp,
        header_keys=HEADER_KEYS if args.allow_header_keys else (),
    )


def _text(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("it must not be empty")
    return text


def _secret(spec: str) -> Secret[str]:
    """Read a secret that other users of the machine must not see, so never from the command line itself."""
    if not spec.startswith(("@", "env:")):
        raise argparse.ArgumentTypeError("@FILE or env:NAME is needed: others can see what is in a command line")
    text = without_line_break(sources.read(spec).text)
    if not text:
        raise argparse.ArgumentTypeError(f"{quoted(spec)} is empty")
    return Secret(text)


def _worded(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{quoted(text)}: {error}") from None


def _seconds(text: str) -> object:
    return _worded(expectations.read_max_age, text)


def _proof_seconds(text: str) -> object:
    return _worded(expectations.read_proof_age, text)


def _thumbprint(text: str) -> object:
    return _worded(expectations.read_thumbprint, text)
