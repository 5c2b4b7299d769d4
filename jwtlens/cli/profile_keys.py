"""The keys that a profile refers to: all of them, or the call fails. What a profile demands is never left out."""

import argparse

from jwtlens.cli import fetching
from jwtlens.cli.usage import UsageError
from jwtlens.keys.export import export
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import load_key
from jwtlens.network.issuer import NotFetchedError, plan
from jwtlens.settings.references import is_address


def read(args: argparse.Namespace, passphrase: Secret[str] | None) -> tuple[tuple[Secret[str], Keyring], ...]:
    """Return what a key field would show for each reference, and its keys. Raises UsageError where one gives none."""
    return tuple(_read(one, args, passphrase) for one in args.profile_keys)


def _read(reference: str, args: argparse.Namespace, passphrase: Secret[str] | None) -> tuple[Secret[str], Keyring]:
    if is_address(reference):
        return _fetched(reference, args)
    keyring = load_key(reference, encoding=args.key_encoding, passphrase=passphrase)
    if not keyring.keys:
        problem = keyring.problems[0]
        raise UsageError(_words(args, problem.message), problem.code, problem.field)
    return Secret(reference), keyring


def _fetched(address: str, args: argparse.Namespace) -> tuple[Secret[str], Keyring]:
    try:
        found = fetching.fetched(plan(address, "jwks"), args.loaded, yes=args.fetch, option="--fetch")
    except NotFetchedError as error:
        raise UsageError(_words(args, error.problem.message), error.problem.code, error.problem.field) from None
    if found is None:
        raise UsageError(_words(args, "its keys were not fetched. Name one with --key"), "unconfirmed", "key")
    if not found.keyring.keys:
        problem = found.problems[0]
        raise UsageError(_words(args, problem.message), problem.code, "key")
    return export(found.keyring.keys, "jwks"), found.keyring


def _words(args: argparse.Namespace, reason: str) -> str:
    return f"the profile {args.of_profile.name} cannot be applied: {reason}"
