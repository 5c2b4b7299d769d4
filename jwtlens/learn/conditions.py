"""The conditions of tasks: each a small question about what the user has on the bench, answered in words.

A condition is a function from its argument in the lesson's file and the situation to what is still missing; the empty
text when it holds. They only read what the inspection says: none of them judges a token.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from jwtlens import times
from jwtlens.audit.finding import Finding, Severity
from jwtlens.displayable import quoted
from jwtlens.inspection import Inspection
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.learn.server import Response
from jwtlens.learn.world import ACTIONS, Exchange
from jwtlens.samples import made_keys
from jwtlens.verify.report import Status

_NO_AUDIT = "the audit has not been made"
_EXPECTED = {"iss": "issuers", "aud": "audiences", "alg": "algorithms", "typ": "typ", "require": "required"}
_FIELDS = {"iss": "issuer", "aud": "audience", "typ": "type", "require": "required claim"}


class Situation(NamedTuple):
    """The bench as the step began and as it is now; what was asked of the server since, and answered."""

    before: Inspection
    now: Inspection
    exchanges: tuple[Exchange, ...] = ()


Condition = Callable[[Any, Situation], str]

CONDITIONS: dict[str, Condition] = {}
"""Every condition by its name in the files."""


def _condition(function: Condition) -> Condition:
    CONDITIONS[function.__name__.strip("_")] = function
    return function


@_condition
def _verdict(wanted: str, at: Situation) -> str:
    verdict = at.now.report.verdict
    return "" if verdict == wanted else f"the verdict is {verdict}, not {wanted}"


@_condition
def _checks(wanted: dict[str, str], at: Situation) -> str:
    for name, status in wanted.items():
        found = at.now.innermost.report.check(name) or at.now.report.check(name)
        if found is None or found.status != status:
            return f"the check {name} should be {status}, and is {found.status if found else 'not made'}"
    return ""


@_condition
def _claims(wanted: dict[str, object], at: Situation) -> str:
    return _members(wanted, at.now.innermost.claims, "claim")


@_condition
def _header(wanted: dict[str, object], at: Situation) -> str:
    return _members(wanted, at.now.token.header.members, "header parameter")


@_condition
def _has(wanted: list[str], at: Situation) -> str:
    missing = [name for name in wanted if name not in at.now.innermost.claims]
    return f"the claim {missing[0]} is missing" if missing else ""


@_condition
def _lacks(unwanted: list[str], at: Situation) -> str:
    still = [name for name in unwanted if name in at.now.innermost.claims]
    if not at.now.innermost.claims:
        return "the token has no claims that can be read"
    return f"the claim {still[0]} is still there" if still else ""


@_condition
def _names_key(_: object, at: Situation) -> str:
    kid, known = at.now.token.header.members.get("kid"), {key.kid for key in at.now.keyring.keys}
    return "" if isinstance(kid, str) and kid in known else "the header's kid names none of the keys"


@_condition
def _new_kid(_: object, at: Situation) -> str:
    kid = at.now.token.header.members.get("kid")
    return "" if kid and kid != at.before.token.header.members.get("kid") else "the header still names the old key"


@_condition
def _finding(wanted: list[str], at: Situation) -> str:
    if at.now.findings is None:
        return _NO_AUDIT
    found = {finding.slug for finding in _findings(at.now)}
    missing = [slug for slug in wanted if slug not in found]
    return f"the audit does not say {missing[0]}" if missing else ""


@_condition
def _no_finding(unwanted: list[str], at: Situation) -> str:
    if at.now.findings is None:
        return _NO_AUDIT
    still = next((finding for finding in _findings(at.now) if finding.slug in unwanted), None)
    return f"the audit still says {still.slug}: {still.title.lower()}" if still else ""


@_condition
def _quiet(_: object, at: Situation) -> str:
    if at.now.findings is None:
        return _NO_AUDIT
    loud = [finding for finding in _findings(at.now) if finding.severity > Severity.INFO]
    return f"{len(loud)} finding{'s' * (len(loud) != 1)} to go, such as {loud[0].slug}" if loud else ""


@_condition
def _signature(wanted: str, at: Situation) -> str:
    """``kept``: the old bytes on a changed token; ``new``: other bytes, which verify."""
    before, now = (_signature_of(one) for one in (at.before, at.now))
    if wanted == "kept":
        if at.now.token.text == at.before.token.text:
            return "the token is as it was"
        return "" if now and now == before else "the signature is no longer the old one"
    found = at.now.report.check("signature")
    if found is None or found.status is not Status.PASSED:
        return "the signature does not verify"
    return "" if now != before else "the signature is still the old one"


@_condition
def _key(wanted: dict[str, Any], at: Situation) -> str:
    """One key has this ``kind``; all have ``bits`` and are ``private`` or not; ``count`` of them at least."""
    keys = at.now.keyring.keys
    if len(keys) < wanted.get("count", 1):
        return f"{len(keys)} key{'s' * (len(keys) != 1)} at hand; {wanted.get('count', 1)} needed"
    if len(keys) > wanted.get("most", len(keys)):
        return f"{len(keys)} keys at hand; {wanted['most']} should remain"
    if any(key.bits < wanted.get("bits", 0) for key in keys):
        return f"a key has fewer than {wanted['bits']} bits"
    if "kind" in wanted and not any(key.kind == wanted["kind"] for key in keys):
        return f"no key is of the kind {wanted['kind']}"
    if "private" in wanted and not all(key.private == wanted["private"] for key in keys):
        return f"the key at hand is {'the public half only' if wanted['private'] else 'still the private one'}"
    return ""


@_condition
def _expects(wanted: list[str], at: Situation) -> str:
    missing = [name for name in wanted if not getattr(at.now.policy, _EXPECTED[name])]
    return f"no {_FIELDS.get(missing[0], missing[0])} is expected yet" if missing else ""


@_condition
def _leeway(wanted: dict[str, int], at: Situation) -> str:
    least, most, leeway = wanted.get("least", 0), wanted.get("most", at.now.policy.leeway), at.now.policy.leeway
    return "" if least <= leeway <= most else f"the leeway is {leeway} seconds"


@_condition
def _as_of(wanted: str, at: Situation) -> str:
    chosen = at.now.report.as_of
    if chosen is None:
        return "the clock is the running one"
    right = chosen > at.before.now if wanted == "later" else chosen < at.before.now
    return "" if right else f"the clock should be {wanted}"


@_condition
def _lifetime(most: int, at: Situation) -> str:
    """``exp`` and ``iat`` are there, and not further apart than so many seconds."""
    exp, iat = (times.numeric_date(at.now.innermost.claims.get(name)) for name in ("exp", "iat"))
    if exp is None or iat is None:
        return "exp or iat is missing"
    return "" if 0 < exp - iat <= most else f"it lives for {times.duration(exp - iat)}"


@_condition
def _size(most: int, at: Situation) -> str:
    count = len(at.now.token.text)
    return "" if 0 < count <= most else f"the token has {count:,} characters"


@_condition
def _parts(wanted: int, at: Situation) -> str:
    count = at.now.token.text.count(".") + 1
    return "" if count == wanted else f"the token has {count} parts"


@_condition
def _nested(_: object, at: Situation) -> str:
    return "" if at.now.inner is not None and at.now.inner.token.text else "there is no token inside that can be read"


@_condition
def _server(wanted: list[dict[str, Any]], at: Situation) -> str:
    """Each of these exchanges has happened since the step began: an action, a status, and why."""
    for one in wanted:
        answers = [exchange.response for exchange in at.exchanges if exchange.action == one["action"]]
        if not any(_is(answer, one) for answer in answers):
            status, got = one["status"], answers[-1].status if answers else None
            missing = f"no {status} yet" if got is None else f"{got} instead of {status}"
            return f"{f'{got} for another reason' if got == status else missing}: {ACTIONS[one['action']]}"
    return ""


@_condition
def _is_key(wanted: str, at: Situation) -> str:
    """One of the keys is the one of this name."""
    meant = made_keys.named(wanted)
    if not at.now.keyring.keys:
        return "there is no key yet"
    same = any(thumbprint(key) == thumbprint(meant) for key in at.now.keyring.keys)
    return "" if same else "the key is another one than this"


def _is(answer: Response, wanted: dict[str, Any]) -> bool:
    return bool(answer.status == wanted["status"] and answer.code == wanted.get("code", answer.code))


def _members(wanted: dict[str, object], found: dict[str, object], what: str) -> str:
    for name, value in wanted.items():
        if name not in found:
            return f"the {what} {name} is missing"
        if found[name] != value or isinstance(found[name], bool) != isinstance(value, bool):
            return f"the value of the {what} {name} should be {quoted(str(value))}"
    return ""


def _findings(of: Inspection) -> Iterable[Finding]:
    layer: Inspection | None = of
    while layer is not None:
        yield from layer.findings or ()
        layer = layer.inner


def _signature_of(one: Inspection) -> bytes:
    return b"" if one.token.encrypted else one.token.segment("signature").data
