"""The members of a profile: how each is read from a file, and what of the expectations it is."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.expectations import read_leeway
from jwtlens.jose import jwa
from jwtlens.settings.references import checked
from jwtlens.verify.policy import Policy, Profile

MOST_SECONDS = 1_000_000_000
"""Largest number of seconds, some thirty years: as in requests of ``batch``."""
ENCODINGS = ("auto", "text", "base64", "base64url", "hex")
_MOST_NAMES = 200


class Member(NamedTuple):
    """``read`` turns a TOML value into what the policy holds, or raises ValueError with a sentence."""

    read: Callable[[object], Any]
    words: str


def text(value: object) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{_shape(value)}; a text that is not empty is needed")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return one or several texts, of which there must be one: an empty list would expect nothing."""
    values = value if isinstance(value, list) else [value]
    if not values:
        raise ValueError("the list is empty; name at least one, or leave the member out")
    if len(values) > _MOST_NAMES:
        raise ValueError(f"the list has more than {_MOST_NAMES} names")
    return tuple(dict.fromkeys(map(text, values)))


def algorithms(value: object) -> tuple[str, ...]:
    """Return names of algorithms; one that is only spelled wrongly is refused here, not at the token."""
    names = texts(value)
    for name in names:
        if meant := jwa.near_miss(name):
            raise ValueError(f"{quoted(name)} is not an algorithm; meant is {meant}")
    return names


def seconds(value: object) -> int:
    """Return whole seconds, from a number or a text such as ``30s``."""
    if isinstance(value, str):
        return read_leeway(value) if value.strip() else _no_seconds(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return _no_seconds(value)
    if not 0 <= value <= MOST_SECONDS:
        raise ValueError(f"the number of seconds is from 0 to {MOST_SECONDS:,}")
    return value


def one_of(*allowed: str) -> Callable[[object], str]:
    """Return a reader that takes one of a few words."""

    def read(value: object) -> str:
        if value not in allowed:
            listed = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
            raise ValueError(f"{_shape(value)}; it is one of {listed}")
        return str(value)

    return read


def _references(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not values:
        raise ValueError("the list is empty; name a key, or leave the member out")
    return tuple(dict.fromkeys(map(checked, values)))


def _no_seconds(value: object) -> int:
    raise ValueError(f'{_shape(value)}; a number of seconds is needed, such as 30 or "30s"')


def _shape(value: object) -> str:
    """Name what a value is, never the value itself: it may be a secret in the wrong place."""
    if value == "":
        return "this is an empty text"
    for kind, words in _SHAPES.items():
        if isinstance(value, kind):
            return f"this is {words}"
    return "this is a date"


_SHAPES: Mapping[type, str] = {
    bool: "true or false",
    str: "another text",
    int: "a number",
    float: "a number with a fraction",
    list: "a list",
    dict: "a table",
}

MEMBERS: Mapping[str, Member] = {
    "issuer": Member(texts, "the issuer (iss) that is expected, or several"),
    "audience": Member(texts, "the audience (aud) that is expected, or several"),
    "algorithms": Member(algorithms, "the algorithms that are allowed"),
    "required": Member(texts, "claims that must be there"),
    "typ": Member(text, "the typ that the header must have"),
    "leeway": Member(seconds, "clock skew that is allowed, in seconds"),
    "token_type": Member(one_of("access", "id"), "what the token is used as: access or id"),
    "client_id": Member(text, "the client that the token must be issued to"),
    "max_age": Member(seconds, "the greatest age of the login, in seconds"),
    "key": Member(_references, "@FILE, env:NAME or the address of a JWK Set, or several"),
    "key_encoding": Member(one_of(*ENCODINGS), "how a shared secret is written"),
}


def policy_of(read: Mapping[str, Any]) -> Policy:
    """Return the expectations of members that were read."""
    return Policy(
        issuers=read.get("issuer", ()),
        audiences=read.get("audience", ()),
        algorithms=read.get("algorithms"),
        required=read.get("required", ()),
        typ=read.get("typ"),
        leeway=read.get("leeway", 0),
        profile=Profile(read.get("token_type"), read.get("client_id"), max_age=read.get("max_age")),
    )


def completed(policy: Policy, demanded: Policy) -> Policy:
    """Return the expectations with those of another source for every member that they leave open; leeway stays."""
    own, other = policy.profile, demanded.profile
    return policy._replace(
        issuers=policy.issuers or demanded.issuers,
        audiences=policy.audiences or demanded.audiences,
        algorithms=demanded.algorithms if policy.algorithms is None else policy.algorithms,
        required=policy.required or demanded.required,
        typ=demanded.typ if policy.typ is None else policy.typ,
        profile=own._replace(
            token_type=own.token_type or other.token_type,
            client_id=own.client_id or other.client_id,
            max_age=other.max_age if own.max_age is None else own.max_age,
        ),
    )


def members_of(policy: Policy) -> dict[str, Any]:
    """Return the members that say the expectations, as TOML and JSON have them; what is not said is left out."""
    found: dict[str, Any] = {
        "issuer": _one_or_more(policy.issuers),
        "audience": _one_or_more(policy.audiences),
        "algorithms": [*policy.algorithms] if policy.algorithms is not None else None,
        "required": [*policy.required] or None,
        "typ": policy.typ,
        "leeway": policy.leeway or None,
        "token_type": policy.profile.token_type,
        "client_id": policy.profile.client_id,
        "max_age": policy.profile.max_age,
    }
    return {name: value for name, value in found.items() if value is not None}


def left_out(policy: Policy) -> tuple[str, ...]:
    """Name what the expectations hold beyond the members: it cannot be kept, and whoever keeps them has to say so."""
    try:
        kept = policy_of({name: MEMBERS[name].read(value) for name, value in members_of(policy).items()})
    except ValueError:
        kept = Policy()
    words = [
        _BEYOND.get(name, name.replace("_", " "))
        for name in Policy._fields
        if name != "profile" and getattr(kept, name) != getattr(policy, name)
    ]
    words += [
        name.replace("_", " ")
        for name in Profile._fields
        if getattr(kept.profile, name) != getattr(policy.profile, name)
    ]
    return tuple(words)


_BEYOND = {
    "roots": "trusted certificates",
    "possession": "the request of a DPoP proof",
    "check_exp": "that expired tokens are taken",
    "check_claims": "that claims are not judged",
    "header_keys": "that keys of headers are taken",
    "jwe_limits": "limits for encrypted tokens",
}


def _one_or_more(names: tuple[str, ...]) -> str | list[str] | None:
    return names[0] if len(names) == 1 else [*names] or None
