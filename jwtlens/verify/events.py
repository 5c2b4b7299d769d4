"""What security event tokens (RFC 8417) and logout tokens (OpenID Connect Back-Channel Logout) say happened."""

from collections.abc import Iterator
from typing import Literal

from jwtlens.displayable import quoted
from jwtlens.jose import header
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import type_name
from jwtlens.knowledge.kinds import LOGOUT_EVENT
from jwtlens.problem import Problem
from jwtlens.verify.report import Check, Status

EventKind = Literal["logout token", "security event"]

TYPES: dict[str, EventKind] = {"logout+jwt": "logout token", "secevent+jwt": "security event"}
"""Types by which a token promises to keep to one of these profiles."""


def events_check(token: Token) -> Check | None:
    """Hold a token against the profile that its type names; None for any other type."""
    kind = TYPES.get(header.media_type(token.header.members.get("typ")))
    if kind is None:
        return None
    name, claims = "events", token.payload.members
    fault = next(faults(claims, kind), None)
    if fault is not None:
        return Check(name, Status.FAILED, fault.message, fault.code, fault.field, brief=f"not a valid {kind}")
    events = claims["events"]
    shown = ", ".join(quoted(one) for one in list(events)[:5]) if isinstance(events, dict) else ""
    return Check(name, Status.PASSED, shown, name, "payload/events")


def faults(claims: dict[str, object], kind: EventKind) -> Iterator[Problem]:
    """Yield everything by which the claims break the profile (RFC 8417 §2.2, Back-Channel Logout §2.4)."""
    events = claims.get("events")
    if not isinstance(events, dict):
        state = "missing" if "events" not in claims else f"a JSON {type_name(events)}"
        yield Problem("events-type", f"events is {state}; it must be an object that names what happened", _at())
    elif not events:
        yield Problem("events-empty", "events is an empty object; it must name what happened", _at())
    else:
        for name, about in events.items():
            if not isinstance(about, dict):
                message = f"the value of the event {quoted(name)} is a JSON {type_name(about)}; it must be an object"
                yield Problem("event-type", message, _at(name))
    if kind == "logout token":
        yield from _faults_of_logout(claims, events)


def _faults_of_logout(claims: dict[str, object], events: object) -> Iterator[Problem]:
    if isinstance(events, dict) and events and LOGOUT_EVENT not in events:
        yield Problem("events-no-logout", "the events of the logout token do not name the logout", _at())
    if "nonce" in claims:
        message = "the logout token has a nonce, so it could pass for an ID token"
        yield Problem("logout-nonce", message, "payload/nonce")
    if claims.keys().isdisjoint({"sub", "sid"}):
        message = "the logout token says neither who is logged out (sub) nor which session is (sid)"
        yield Problem("logout-subject", message, "payload")


def _at(*names: str) -> str:
    return "payload" + pointer("events", *names)
