"""What a profile says for every request of ``jwtlens batch`` that does not say it itself."""

import argparse
from typing import NamedTuple

from jwtlens.cli import profile_keys
from jwtlens.cli.batch_members import RequestError
from jwtlens.cli.batch_request import Request
from jwtlens.keys.gather import gathered
from jwtlens.keys.key import Keyring
from jwtlens.settings.model import SavedProfile
from jwtlens.settings.profile_members import completed

_NOT_ABOUT_CLAIMS = frozenset({"key", "key_encoding", "algorithms", "typ"})


class Standing(NamedTuple):
    """A profile that can be used as a whole, and its keys."""

    profile: SavedProfile
    keyring: Keyring


def standing(args: argparse.Namespace) -> Standing | None:
    """Read the keys of the profile that the call names; None where it names none. Raises UsageError."""
    if args.of_profile is None:
        return None
    args.profile_keys, args.key_encoding = args.of_profile.keys, args.of_profile.key_encoding
    each = profile_keys.read(args, None)
    return Standing(args.of_profile, gathered([ring for _, ring in each]) if each else Keyring())


def under(request: Request, standing: Standing) -> Request:
    """Return the request with what the profile demands beyond it.

    Raises RequestError where the request asks for no claims to be judged and the profile demands some.
    """
    policy, profile = request.policy, standing.profile
    held = sorted(profile.said - _NOT_ABOUT_CLAIMS)
    if not policy.check_claims and held:
        message = f"claims is false, so nothing would be held against {held[0]} of the profile; leave one of them out"
        raise RequestError("request-conflict", message)
    leeway = policy.leeway if "leeway" in request.said else profile.policy.leeway
    policy = completed(policy, profile.policy)._replace(leeway=leeway)
    keyed = bool(request.keyring.keys or request.keyring.problems or request.key)
    return request._replace(policy=policy, keyring=request.keyring if keyed else standing.keyring)
