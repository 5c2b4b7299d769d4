"""What every command does first: read the settings, say once what is wrong with them, and take the profile."""

from typing import TYPE_CHECKING

from jwtlens import ascii_symbols, times
from jwtlens.cli import output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import displayable, quoted
from jwtlens.settings.load import load
from jwtlens.settings.model import Loaded, SavedProfile
from jwtlens.verify.policy import Policy, Profile

if TYPE_CHECKING:
    import argparse

_AT_MOST = 5
"""Faults that are said; the rest is counted."""
_BEYOND = ("token_type", "client_id", "max_age")
"""Members of a profile that only some commands have an option for."""


def begin(option: str | None = None) -> Loaded:
    """Read the settings and put those in force that concern every command. Raises UsageError for ``--config``."""
    loaded = load(option)
    if option is not None and not loaded.there:
        raise UsageError(f"there is no file {quoted(option)}; jwtlens config edit makes one", "settings")
    for fault in loaded.faults[:_AT_MOST]:
        output.say(loaded.words(fault))
    more = len(loaded.faults) - _AT_MOST
    if more > 0:
        output.say(f"and {more} more: jwtlens config check")
    times.show_in(loaded.settings.time_zone)
    ascii_symbols.use(loaded.settings.symbols)
    return loaded


def take(args: "argparse.Namespace") -> None:
    """Read the settings for a call that was parsed, and let its profile say what its options did not."""
    args.loaded = begin(getattr(args, "config", None))
    args.settings = args.loaded.settings
    args.of_profile = None
    if getattr(args, "fetch", False) and args.profile is None:
        raise UsageError("--fetch fetches the keys of a profile, so it needs --profile", "profile")
    if getattr(args, "profile", None) is not None:
        args.of_profile = named(args.loaded, args.profile)
        if hasattr(args, "iss"):  # batch has no options that expect anything
            _fill(args, args.of_profile)


def named(loaded: Loaded, name: str) -> SavedProfile:
    """Return a profile that can be used as a whole. Raises UsageError for any other: it must not judge by a part."""
    path, profiles = displayable(loaded.path), loaded.settings.profiles
    if loaded.settings.unread:
        raise UsageError(f"the profile {quoted(name)} cannot be read: {loaded.words(loaded.faults[0])}", "profile")
    if name not in profiles:
        from jwtlens.settings.near import near  # noqa: PLC0415 - for those who ask for it

        hint = near(name, profiles) if profiles else ""
        raise UsageError(f"there is no profile {quoted(name)} in {path}{hint}", "profile")
    profile = profiles[name]
    if profile.faults:
        words = f"the profile {quoted(name)} cannot be used: {loaded.words(profile.faults[0])}"
        raise UsageError(words, "profile")
    return profile


def _fill(args: "argparse.Namespace", profile: SavedProfile) -> None:
    """Write into the arguments what the profile demands, as if it had been typed; what was typed stays."""
    policy = profile.policy
    claims = sorted(profile.said - {"key", "key_encoding", "algorithms", "typ"})
    if getattr(args, "no_claims", False) and claims:
        words = (
            f"--no-claims judges no claims, so it does not go with the profile {profile.name}, which says {claims[0]}"
        )
        raise UsageError(words)
    args.iss = args.iss or [*policy.issuers]
    args.aud = args.aud or [*policy.audiences]
    args.alg = args.alg or ([policy.algorithms] if policy.algorithms else None)
    args.require = args.require or ([policy.required] if policy.required else None)
    args.typ = policy.typ if args.typ is None else args.typ
    if args.leeway is None and "leeway" in profile.said:
        args.leeway = policy.leeway
    for name in _BEYOND:
        if hasattr(args, name) and getattr(args, name) is None:
            setattr(args, name, getattr(policy.profile, name))
    if args.key is None and profile.keys:
        args.key = profile.keys[0]  # read by key_option, all of them
        args.key_encoding = profile.key_encoding if args.key_encoding == "auto" else args.key_encoding
        args.profile_keys = profile.keys


def base(args: "argparse.Namespace") -> Policy:
    """Return what the profile expects beyond the options that every command has."""
    profile = args.of_profile
    return Policy() if profile is None else Policy(profile=profile.policy.profile)


def refuse_beyond(args: "argparse.Namespace", what: str) -> None:
    """Raise UsageError where the profile demands what this command could not express."""
    profile = args.of_profile
    if profile is not None and profile.policy.profile != Profile():
        name = next(one for one in _BEYOND if one in profile.said)
        raise UsageError(f"the profile {profile.name} says {name}, which {what}", "profile")
