"""Rules about the claims that are instants: ``exp``, ``nbf``, ``iat`` and ``auth_time``."""

from collections.abc import Iterator

from jwtlens import times
from jwtlens.audit.case import TIME_CLAIMS, Case, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.jose.strict_json import type_name
from jwtlens.knowledge.kinds import KindName
from jwtlens.lazy_pattern import lazy_pattern

FAMILY = Family(Need.CLAIMS)

DAY = 86_400
YEAR = 365 * DAY

_MUST_EXPIRE: frozenset[KindName] = frozenset(
    {"access token", "ID token", "API key", "workload token", "JWT-SVID", "token"}
)
"""Kinds that are useful to whoever holds them; other kinds have no ``exp`` by their profile, or state it themselves."""

_NO_ISSUE_TIME: frozenset[KindName] = frozenset({"VAPID token", "JWT-SVID", "typed token", "SD-JWT credential"})


_APPLE_ID = lazy_pattern(r"[A-Z0-9]{10}")


def is_push_provider(case: Case) -> bool:
    """Whether it has the shape of a provider token for Apple's push service: a team, a key of it, and an instant."""
    team, key = text(case.claims.get("iss")), text(case.header.get("kid"))
    named = _APPLE_ID.fullmatch(team) and _APPLE_ID.fullmatch(key)
    return case.alg == "ES256" and case.claims.keys() == {"iss", "iat"} and bool(named)


def _at(case: Case, name: str) -> str:
    """Return a time claim as evidence: the number and the instant."""
    value = case.claims[name]
    seconds = times.numeric_date(value)
    return shown(value) if seconds is None else f"{shown(value)} ({times.utc(seconds)})"


@FAMILY.rule(
    "exp-missing",
    "Never expires",
    Severity.HIGH,
    why="Whoever gets hold of such a token can use it for ever.",
    remedy="Set exp.",
    source="RFC 7519 §4.1.4; RFC 9068 §2.2; OIDC Core §2; RFC 8725 §3.12; ASVS 5.0 9.2.1",
    absent=("exp",),
)
def _exp_missing(case: Case) -> Iterator[Hit]:
    if "exp" in case.claims or case.kind.name not in _MUST_EXPIRE:
        return
    if is_push_provider(case):
        message = "The token has no exp: it looks like one for Apple's push service, which counts an hour from iat."
        yield Hit("payload", "no exp", message, Severity.INFO, "heuristic")
    else:
        own = " (expires_in is a claim of the issuer's own; verifiers do not know it)"
        never = "it never expires" + own * ("expires_in" in case.claims)
        yield Hit("payload", "no exp", f"The token has no exp: {never}.")


@FAMILY.rule(
    "exp-expired",
    "Expired",
    Severity.INFO,
    why="A state, not a weakness: verifiers refuse the token from this second on.",
    remedy="Get a new token; never extend the leeway to revive an old one.",
    source="RFC 7519 §4.1.4; ASVS 5.0 9.2.1",
    clock=True,
    present=("exp",),
)
def _exp_expired(case: Case) -> Iterator[Hit]:
    end = case.time("exp")
    if end is not None and case.now >= end + case.policy.leeway:
        yield Hit("payload/exp", _at(case, "exp"), f"The token expired {times.relative(end, case.now)}.")


@FAMILY.rule(
    "exp-in-leeway",
    "Alive only because of leeway",
    Severity.INFO,
    why="Verifiers with less leeway refuse the token already, which explains why two of them disagree.",
    remedy="Keep the leeway to a minute or two.",
    source="RFC 7519 §4.1.4",
    clock=True,
    present=("exp",),
    when=lambda case: case.policy.leeway > 0,
)
def _exp_in_leeway(case: Case) -> Iterator[Hit]:
    end = case.time("exp")
    if end is not None and end <= case.now < end + case.policy.leeway:
        left = times.duration(end + case.policy.leeway - case.now)
        message = f"The token has expired, and passes for another {left} because of a leeway of {case.policy.leeway} s."
        yield Hit("payload/exp", _at(case, "exp"), message)


@FAMILY.rule(
    "nbf-future",
    "Not valid yet",
    Severity.INFO,
    why="A state, not a weakness: verifiers refuse the token until then.",
    remedy="Wait, or correct the clocks.",
    source="RFC 7519 §4.1.5; ASVS 5.0 9.2.1",
    clock=True,
    present=("nbf",),
)
def _nbf_future(case: Case) -> Iterator[Hit]:
    start = case.time("nbf")
    if start is not None and case.now < start - case.policy.leeway:
        yield Hit("payload/nbf", _at(case, "nbf"), f"The token becomes valid {times.relative(start, case.now)}.")


@FAMILY.rule(
    "iat-future",
    "Issued in the future",
    Severity.MEDIUM,
    why="A few minutes are a clock that goes wrong; more is a wrong unit, or a token made by hand.",
    remedy="Synchronise the clocks.",
    source="RFC 7519 §4.1.6; NIST SP 800-63C-4",
    confidence="heuristic",
    clock=True,
    present=("iat",),
)
def _iat_future(case: Case) -> Iterator[Hit]:
    issued = case.time("iat")
    if issued is None or issued <= case.now + case.policy.leeway:
        return
    near = issued - case.now <= 300
    message = f"It looks like the issuer's clock is {'ahead' if near else 'far ahead'}, or this one is behind: "
    message += f"the token says it was issued {times.relative(issued, case.now)}."
    yield Hit("payload/iat", _at(case, "iat"), message, Severity.LOW if near else Severity.MEDIUM)


@FAMILY.rule(
    "iat-missing",
    "No issue time",
    Severity.INFO,
    why="The age and the lifetime of the token cannot be told.",
    remedy="Set iat.",
    source="RFC 7519 §4.1.6",
    absent=("iat",),
)
def _iat_missing(case: Case) -> Iterator[Hit]:
    if "iat" not in case.claims and case.kind.name not in _NO_ISSUE_TIME:
        yield Hit("payload", "no iat", "The token does not say when it was issued.")


@FAMILY.rule(
    "exp-lifetime-long",
    "Lifetime beyond what its kind needs",
    Severity.MEDIUM,
    why="A stolen token works until it expires; there is seldom a way to call it back.",
    remedy="Shorten the lifetime, and refresh.",
    source="RFC 6750 §5.3; RFC 6819 §5.1.5.3; NIST SP 800-63C-4; OIDC Back-Channel Logout §4; ASVS 5.0 10.5.5",
    confidence="heuristic",
    clock=True,
    present=("exp",),
)
def _lifetime_long(case: Case) -> Iterator[Hit]:
    lifetime = case.lifetime
    if lifetime is None or lifetime <= _ceiling(case) or (severity := _too_long(case, lifetime)) is None:
        return
    words = "a token" if case.kind.name == "token" else f"one that {case.kind.words}"
    message = f"The token lives for {times.duration(lifetime)}, which looks long for {words}."
    yield Hit("payload/exp", _at(case, "exp"), message, severity)


def _too_long(case: Case, lifetime: float) -> Severity | None:
    """Grade a lifetime by the kind of token; 24 hours is the default or the ceiling at Auth0, Okta and Cognito."""
    match case.kind.name:
        case "API key" | "SD-JWT credential" | "verifiable credential" | "typed token" | "status list":
            return None  # meant to last, or governed by a profile of their own
        case "workload token" if _is_extended(case.claims):
            return Severity.LOW if lifetime > DAY else None
        case _ if lifetime > YEAR:
            return Severity.HIGH
        case "access token" | "ID token":
            return Severity.MEDIUM if lifetime > DAY else None
        case "logout token":
            return Severity.LOW if lifetime > 120 else None
        case "client assertion":
            return Severity.LOW if lifetime > 3_600 else None
        case "token" | "workload token" | "JWT-SVID" | "VAPID token" if lifetime > DAY:
            return Severity.MEDIUM if lifetime > 30 * DAY else Severity.LOW
        case _:
            return None


def _ceiling(case: Case) -> float:
    """Seconds that the maker of such tokens allows, where its documentation says so; 0 where nothing is known."""
    if text(case.claims.get("iss")).startswith("https://session.firebase.google.com/"):
        return 14 * DAY  # session cookies, which can be called back
    return 15_777_000 if case.claims.get("aud") == "https://appleid.apple.com" else 0  # a client's secret at Apple


def _is_extended(claims: dict[str, object]) -> bool:
    """Whether Kubernetes issued it for an hour and made it a year, so that old clients keep working."""
    kubernetes = claims.get("kubernetes.io")
    return isinstance(kubernetes, dict) and "warnafter" in kubernetes


@FAMILY.rule(
    "exp-lifetime-advisory",
    "Longer than the usual 15 to 60 minutes",
    Severity.INFO,
    why="Advice, not a defect: the shorter the life, the less a stolen token is worth.",
    remedy="Prefer 5 to 15 minutes for access tokens.",
    source="RFC 6750 §5.3",
    confidence="heuristic",
    clock=True,
    present=("exp",),
)
def _lifetime_advisory(case: Case) -> Iterator[Hit]:
    lifetime = case.lifetime
    if lifetime is None or not 3_600 < lifetime <= DAY:
        return
    if case.kind.name in ("access token", "ID token", "token"):
        message = (
            f"The token lives for {times.duration(lifetime)}; it looks like one for which an hour or less is usual."
        )
        yield Hit("payload/exp", _at(case, "exp"), message)


@FAMILY.rule(
    "time-order-invalid",
    "Validity window is empty",
    Severity.MEDIUM,
    why="There is no instant at which the token is valid.",
    remedy="Correct the issuer.",
    source="RFC 7519 §4.1.4–4.1.5",
    present=("exp",),
)
def _time_order(case: Case) -> Iterator[Hit]:
    # nbf before iat is normal: GitHub back-dates nbf to forgive slow clocks.
    end = case.time("exp")
    for name, verb in (("nbf", "becomes valid"), ("iat", "was issued")):
        start = case.time(name)
        if end is not None and start is not None and end <= start:
            when = "in the second" if end == start else f"{times.duration(start - end)} before"
            message = f"The token expires {when} it {verb}."
            yield Hit("payload/exp", f"exp {_at(case, 'exp')}, {name} {_at(case, name)}", message)


@FAMILY.rule(
    "numericdate-type",
    "Time claim is not a number",
    Severity.HIGH,
    why="Some verifiers take such a claim as absent, and then the check silently does not happen.",
    remedy="Emit seconds as a number.",
    source="RFC 7519 §2, §4.1.4–4.1.6; CVE-2026-25537",
    present=TIME_CLAIMS,
)
def _numericdate_type(case: Case) -> Iterator[Hit]:
    for name, value, _ in case.instants:
        if type_name(value) != "number":
            severity = Severity.HIGH if name in ("exp", "nbf") else Severity.MEDIUM
            yield Hit(f"payload/{name}", shown(value), f"{name} {wrong_type(value, 'a number')}.", severity)


@FAMILY.rule(
    "numericdate-millis",
    "Time claim in milliseconds",
    Severity.HIGH,
    why="Verifiers read seconds: such an exp lies tens of thousands of years ahead.",
    remedy="Divide by 1000.",
    source="RFC 7519 §2",
    confidence="heuristic",
    present=TIME_CLAIMS,
)
def _numericdate_millis(case: Case) -> Iterator[Hit]:
    for name, value, seconds in case.instants:
        if seconds is not None and times.looks_like_milliseconds(seconds):
            message = f"{name} looks like milliseconds ({times.utc(seconds / 1000)}); a verifier reads seconds."
            severity = Severity.HIGH if name == "exp" else Severity.MEDIUM
            yield Hit(f"payload/{name}", shown(value), message, severity)


@FAMILY.rule(
    "numericdate-range",
    "Time claim out of range",
    Severity.HIGH,
    why="Dates before 1970 and after the year 9999 overflow in many languages.",
    remedy="Emit a sane number of seconds.",
    source="RFC 7519 §2; RFC 8259 §6",
    present=TIME_CLAIMS,
)
def _numericdate_range(case: Case) -> Iterator[Hit]:
    for name, value, seconds in case.instants:
        if type_name(value) != "number":
            continue
        if seconds is None:
            yield Hit(f"payload/{name}", shown(value), f"{name} is a number beyond all clocks.")
        elif seconds < 0 or (seconds > times.YEAR_9999 and not times.looks_like_milliseconds(seconds)):
            where = "before 1970" if seconds < 0 else "after the year 9999"
            yield Hit(f"payload/{name}", shown(value), f"{name} is an instant {where}.")


@FAMILY.rule(
    "numericdate-float",
    "Fractional time",
    Severity.INFO,
    why="Allowed, but some verifiers cut the fraction off, and others refuse it.",
    remedy="Prefer whole seconds.",
    source="RFC 7519 §2",
    present=TIME_CLAIMS,
)
def _numericdate_float(case: Case) -> Iterator[Hit]:
    for name, value, seconds in case.instants:
        if isinstance(value, float) and seconds is not None and not value.is_integer():
            yield Hit(f"payload/{name}", shown(value), f"{name} has a fraction of a second.")


@FAMILY.rule(
    "auth-time-order",
    "Authenticated after issue",
    Severity.LOW,
    why="A login cannot be later than the token that reports it.",
    remedy="Correct the issuer's clock.",
    source="OIDC Core §2",
    confidence="heuristic",
    present=("auth_time",),
)
def _auth_time_order(case: Case) -> Iterator[Hit]:
    login, issued = case.time("auth_time"), case.time("iat")
    if login is not None and issued is not None and login > issued + 300:
        after = times.duration(login - issued)
        message = f"It looks like a clock is wrong: the login is {after} after the issue of the token."
        yield Hit("payload/auth_time", _at(case, "auth_time"), message)
