"""What samples and lessons put on the bench: a token, its key, expectations and a clock."""

from typing import Any, NamedTuple

from jwtlens.expectations import read_moment
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.samples import made_keys
from jwtlens.samples.recipe import Recipe, token
from jwtlens.verify.policy import KeyBinding, Policy, Profile

_LISTS = {"iss": "issuers", "aud": "audiences", "alg": "algorithms", "require": "required"}
_PLAIN = {"typ": "typ", "leeway": "leeway"}
_PROFILE = {"type": "token_type", "client_id": "client_id", "nonce": "nonce"}
EXPECTATIONS = frozenset({*_LISTS, *_PLAIN, *_PROFILE, "at", "key_binding"})
"""What a description may expect: the names of the command line's options, and ``key_binding`` for an SD-JWT."""


class Setup(NamedTuple):
    """Something to look at, ready to be inspected.

    ``token`` is None where a step of a lesson goes on with what the user has. So is ``key_text``, which is what a key
    field shows for ``keyring``; the empty text for no key. ``at`` is the instant of judgement as a Unix time in
    seconds, None for the running clock. ``policy`` is None where it stays as it is.
    """

    token: str | None = None
    key_text: Secret[str] | None = None
    keyring: Keyring = Keyring()
    policy: Policy | None = None
    at: float | None = None


class Plan(NamedTuple):
    """A setup as it is described: None for what it leaves alone. ``keys`` are names of keys, none for no key."""

    recipe: Recipe | None = None
    keys: tuple[str, ...] | None = None
    expect: dict[str, Any] | None = None


def built(plan: Plan, now: float) -> Setup:
    """Make the token and read the key as of ``now``, a Unix time in seconds. Raises ValueError for a bad plan."""
    made = None if plan.recipe is None else token(plan.recipe, now)
    key_text, keyring = None, Keyring()
    if plan.keys is not None:
        key_text = made_keys.text(plan.keys) if plan.keys else Secret("")
        keyring = read_keys(key_text, origin="sample") if plan.keys else keyring
    if plan.expect is None:
        return Setup(made, key_text, keyring)
    at = plan.expect.get("at")
    return Setup(made, key_text, keyring, policy_of(plan.expect), None if at is None else float(read_moment(at, now)))


def policy_of(expect: dict[str, Any]) -> Policy:
    """Return the expectations that a description names; lists may be one text."""
    said: dict[str, Any] = {_LISTS[name]: _several(value) for name, value in expect.items() if name in _LISTS}
    said |= {_PLAIN[name]: value for name, value in expect.items() if name in _PLAIN}
    profile = {_PROFILE[name]: value for name, value in expect.items() if name in _PROFILE}
    binding = KeyBinding(**expect.get("key_binding", {}))
    return Policy(**said, profile=Profile(**profile), key_binding=binding)


def _several(value: "str | list[str]") -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
