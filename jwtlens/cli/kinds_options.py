"""Options of ``verify`` for some kinds of tokens: detached payload, decryption, certificates, key binding."""

import argparse

from jwtlens.cli import options, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.inspection import Apart
from jwtlens.limits import INFLATED_BYTES, LARGEST_CAP, PBES2_ROUNDS
from jwtlens.verify.policy import KeyBinding, Policy


def add(parser: options.Parser) -> None:
    """Add the options."""
    group = parser.add_further_group("kinds of tokens")
    group.add_argument("--payload-file", metavar="F", help="the payload of a JWS that travels apart from it")
    group.add_argument("--decrypt-key", metavar="K", help="key for a JWE, where another one verifies what is inside")
    group.add_argument("--trust", metavar="F", action="append", default=[], help="root certificates (PEM) for x5c")
    group.add_argument("--kb-aud", metavar="A", help="audience that the key binding of an SD-JWT must have")
    group.add_argument("--kb-max-age", metavar="S", type=_count, help="greatest age of the key binding, in seconds")
    group.add_argument("--require-kb", action="store_true", help="refuse an SD-JWT without key binding")
    group.add_argument(
        "--max-p2c",
        metavar="N",
        type=_count,
        default=PBES2_ROUNDS,
        help=f"rounds of PBKDF2 spent on one JWE and all in it, not more ({PBES2_ROUNDS})",
    )
    group.add_argument(
        "--max-inflated",
        metavar="BYTES",
        type=_count,
        default=INFLATED_BYTES,
        help=f"size up to which a compressed JWE is inflated ({INFLATED_BYTES})",
    )


def extended(policy: Policy, args: argparse.Namespace) -> Policy:
    """Return the expectations with those of these options. Raises UsageError for a file that cannot be used."""
    # Who says what the key binding has to hold wants one to be there.
    required = args.require_kb or args.kb_aud is not None or args.kb_max_age is not None
    binding = KeyBinding(aud=args.kb_aud, required=required, max_age=args.kb_max_age)
    roots = tuple(der for path in args.trust for der in _roots(path))
    limits = None
    if (args.max_p2c, args.max_inflated) != (PBES2_ROUNDS, INFLATED_BYTES):
        from jwtlens.verify.decryption import JweLimits  # noqa: PLC0415 - for encrypted tokens only

        limits = JweLimits(rounds=args.max_p2c, inflated_bytes=args.max_inflated)
    return policy._replace(roots=roots, key_binding=binding, jwe_limits=limits)


def apart(args: argparse.Namespace) -> Apart:
    """Read what does not travel in the token."""
    payload = None if args.payload_file is None else sources.content(args.payload_file)
    if args.decrypt_key is None:
        return Apart(payload)
    from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

    return Apart(payload, key_option.required(key_option.named(args.decrypt_key, args)))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(LARGEST_CAP)) or int(text) > LARGEST_CAP:
        raise argparse.ArgumentTypeError(f"{quoted(text)}: a whole number up to {LARGEST_CAP:,} is needed")
    return int(text)


def _roots(path: str) -> tuple[bytes, ...]:
    from jwtlens.jose import x509  # noqa: PLC0415 - few calls name roots

    found = x509.in_pem(sources.file(path))
    if not found.der:
        reason = found.problems[0].message if found.problems else "there is no certificate in it"
        raise UsageError(f"{quoted(path)}: {reason}", "roots", "expectations")
    return found.der
