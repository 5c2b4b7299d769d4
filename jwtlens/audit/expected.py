"""Rules of the profiles that ask what the user expects: use, client, login, request, and what came with the token.

Whether an expectation is met is judged in the report; a rule says what it means that it is not.
"""

from collections.abc import Iterator

from jwtlens.audit.case import Case, sentence, shown
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.knowledge import kinds
from jwtlens.verify.policy import CLIENT_CLAIMS
from jwtlens.verify.report import Status

FAMILY = Family(Need.CLAIMS)

_NAMES = frozenset({*CLIENT_CLAIMS, "auth_time", "ath"})


def _unmet(case: Case, *names: str, codes: tuple[str, ...] = ()) -> Iterator[Hit]:
    """Yield a hit for each of these checks that failed, where ``codes`` are given with one of them."""
    for check in case.report.checks:
        if check.name in names and check.status is Status.FAILED and (not codes or check.code in codes):
            _, _, claim = check.field.partition("/")
            value = case.claims.get(claim) if check.field.startswith("payload/") else None
            is_said = value is not None and not isinstance(value, dict)  # an object may have a private key in it
            yield Hit(
                case.place(check.field), shown(value) if is_said else check.reason, _worded(check.name, check.reason)
            )


def _worded(name: str, reason: str) -> str:
    """Return the reason of a check as a sentence of its own; names of claims stay as they are."""
    if reason.startswith(("the ", "no ", "logged ", "bound ")):
        return sentence(reason)
    first = reason.partition(" ")[0]
    if first in _NAMES:
        return f"{reason}."
    return f"{name} {reason}." if first == "is" else f"{name} is {reason}."


@FAMILY.rule(
    "azp-mismatch",
    "Issued to another client",
    Severity.MEDIUM,
    why="A token that one client got is used by another: this is how tokens are substituted.",
    remedy="Refuse it, unless that client is trusted as well.",
    source="OIDC Core §3.1.3.7; RFC 9068 §2.2; RFC 9700 §4.15",
    needs=(Need.CLIENT,),
    clock=True,
)
def _azp_mismatch(case: Case) -> Iterator[Hit]:
    yield from _unmet(case, "client", codes=("client-mismatch",))


@FAMILY.rule(
    "idtoken-as-access",
    "ID token used as access token",
    Severity.HIGH,
    why="An ID token tells a client who logged in; an API that takes it takes tokens that were never meant for it.",
    remedy="Send an access token.",
    source="ASVS 5.0 9.2.2; RFC 9068 §5; RFC 8725 §2.8",
    confidence="heuristic",
    needs=(Need.USE,),
)
def _idtoken_as_access(case: Case) -> Iterator[Hit]:
    if case.expected_use == "access" and case.kind.name == "ID token" and _is_misused(case, "access"):
        message = f"An access token was expected, and this looks like an ID token (by {case.kind.evidence})."
        yield Hit("payload", case.kind.evidence, message)


@FAMILY.rule(
    "access-as-idtoken",
    "Access token used as ID token",
    Severity.HIGH,
    why="An access token says what its bearer may do, and proves to no client who logged in.",
    remedy="Use the ID token.",
    source="ASVS 5.0 9.2.2; OIDC Core §2",
    confidence="heuristic",
    needs=(Need.USE,),
)
def _access_as_idtoken(case: Case) -> Iterator[Hit]:
    if case.expected_use == "id" and case.kind.name == "access token" and _is_misused(case, "id"):
        message = f"An ID token was expected, and this looks like an access token (by {case.kind.evidence})."
        yield Hit("payload", case.kind.evidence, message)


def _is_misused(case: Case, use: str) -> bool:
    return kinds.conflict(case.kind, case.claims, use)


@FAMILY.rule(
    "nonce-mismatch",
    "Missing or different nonce",
    Severity.HIGH,
    why="The token does not answer this login: it was replayed, or slipped in from another one.",
    remedy="Refuse it, and start the login again.",
    source="OIDC Core §3.1.3.7, §15.5.2; ASVS 5.0 10.5.1",
    needs=(Need.NONCE,),
    clock=True,
)
def _nonce_mismatch(case: Case) -> Iterator[Hit]:
    if case.kind.name != "DPoP proof":  # there it is about the request: dpop-binding
        yield from _unmet(case, "nonce", "kb nonce")


@FAMILY.rule(
    "at-hash-mismatch",
    "Wrong at_hash or c_hash",
    Severity.HIGH,
    why="The access token or the code that came with the ID token was swapped for another.",
    remedy="Refuse both.",
    source="OIDC Core §3.1.3.8, §3.2.2.9, §3.3.2.10",
    needs=(Need.HASHED,),
    clock=True,
)
def _at_hash_mismatch(case: Case) -> Iterator[Hit]:
    yield from _unmet(case, "at_hash", "c_hash")


@FAMILY.rule(
    "auth-age",
    "Login too old, or auth_time missing",
    Severity.MEDIUM,
    why="Whoever asks for a recent login must check when it was; the issuer may have used an old session.",
    remedy="Ask for a fresh login.",
    source="OIDC Core §3.1.2.1, §3.1.3.7; ASVS 5.0 10.3.4",
    needs=(Need.MAX_AGE,),
    clock=True,
)
def _auth_age(case: Case) -> Iterator[Hit]:
    yield from _unmet(case, "auth_time", codes=("auth-time-missing", "auth-time-type", "login-too-old"))


@FAMILY.rule(
    "dpop-binding",
    "DPoP proof does not fit the request or the token",
    Severity.HIGH,
    why="The proof was made for another request, or by the holder of another key: it was replayed or swapped.",
    remedy="Refuse the request.",
    source="RFC 9449 §4.3, §7.1",
    needs=(Need.REQUEST,),
    clock=True,
)
def _dpop_binding(case: Case) -> Iterator[Hit]:
    if case.is_proof:
        yield from _unmet(case, "htm", "htu", "ath", "nonce", "jkt")


@FAMILY.rule(
    "cnf-mismatch",
    "Bound to another key",
    Severity.HIGH,
    why="The sender does not have the key that the token was issued for: this is what a stolen token looks like.",
    remedy="Refuse the token.",
    source="RFC 7800 §3.1; RFC 9449 §7.1; RFC 8705 §3",
    needs=(Need.THUMBPRINT,),
    clock=True,
)
def _cnf_mismatch(case: Case) -> Iterator[Hit]:
    yield from _unmet(case, "cnf", codes=("cnf-mismatch",))
