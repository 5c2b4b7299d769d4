"""Rules about for whom the token is meant: ``aud`` and ``azp``."""

from collections.abc import Iterator

from jwtlens.audit.case import Case, is_text, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.audit.time import is_push_provider
from jwtlens.displayable import quoted
from jwtlens.knowledge.kinds import KindName

FAMILY = Family(Need.CLAIMS)

NO_AUDIENCE: frozenset[KindName] = frozenset(
    {
        *("DPoP proof", "key-binding token"),
        *("typed token", "status list", "SD-JWT credential", "verifiable credential"),
    }
)


@FAMILY.rule(
    "aud-missing",
    "No audience",
    Severity.LOW,
    why="Every service that trusts the issuer will take the token for its own.",
    remedy="Set aud, and check it.",
    source="RFC 7519 §4.1.3; RFC 8725 §3.9; ASVS 5.0 9.2.3–9.2.4",
    absent=("aud",),
)
def _aud_missing(case: Case) -> Iterator[Hit]:
    if "aud" in case.claims:
        return
    if case.policy.audiences:
        expected = quoted(", ".join(case.policy.audiences))
        yield Hit("payload", "no aud", f"The token names no audience; {expected} was expected.", Severity.HIGH)
    elif case.claims.get("token_use") == "access" and "client_id" in case.claims:
        message = "The token names no audience, as Cognito's access tokens do; check client_id and token_use."
        yield Hit("payload", "no aud", message, Severity.INFO)
    elif case.kind.name not in NO_AUDIENCE:
        told = case.kind.name in ("API key", "security event") or is_push_provider(case)
        severity = Severity.INFO if told else None
        yield Hit("payload", "no aud", "The token does not say for whom it is meant.", severity)


@FAMILY.rule(
    "aud-mismatch",
    "Not meant for this audience",
    Severity.HIGH,
    why="The token is meant for another service, and must be refused here.",
    remedy="Refuse the token.",
    source="RFC 7519 §4.1.3; RFC 8725 §3.9; RFC 9068 §4; ASVS 5.0 9.2.3",
    needs=(Need.AUDIENCE,),
    present=("aud",),
)
def _aud_mismatch(case: Case) -> Iterator[Hit]:
    if "aud" not in case.claims or not set(case.audiences).isdisjoint(case.policy.audiences):
        return
    value = case.claims["aud"]
    expected = quoted(", ".join(case.policy.audiences))
    yield Hit("payload/aud", shown(value), f"aud is {shown(value)}; expected is {expected}.")


@FAMILY.rule(
    "aud-type",
    "Malformed audience",
    Severity.HIGH,
    why="Verifiers have taken an audience of the wrong type for none at all, and accepted the token.",
    remedy="Emit a string or an array of strings.",
    source="RFC 7519 §4.1.3; CVE-2020-26160",
    present=("aud",),
)
def _aud_type(case: Case) -> Iterator[Hit]:
    if "aud" not in case.claims:
        return
    aud = case.claims["aud"]
    if isinstance(aud, list):
        wrong = next((value for value in aud if not text(value)), None)
        if not aud:
            yield Hit("payload/aud", shown(aud), "aud is an empty array.")
        elif not all(text(value) for value in aud):
            what = "the empty string" if wrong == "" else f"{shown(wrong)}, which is not a string"
            yield Hit("payload/aud", shown(aud), f"aud contains {what}.")
    elif not is_text(aud):
        yield Hit("payload/aud", shown(aud), f"aud {wrong_type(aud, 'a string or an array of strings')}.")
    elif not aud:
        yield Hit("payload/aud", shown(aud), "aud is the empty string.")


@FAMILY.rule(
    "aud-multiple",
    "Several audiences",
    Severity.INFO,
    why="Each of the audiences can present the token to the others.",
    remedy="One audience for each token, where that is possible.",
    source="RFC 7519 §4.1.3; RFC 9700 §2.3; OIDC Core §2",
    present=("aud",),
)
def _aud_multiple(case: Case) -> Iterator[Hit]:
    count = len(case.audiences)
    if count > 1:
        message = f"The token is meant for {count} audiences."
        yield Hit("payload/aud", shown(case.claims["aud"]), message, Severity.LOW if count > 5 else Severity.INFO)


@FAMILY.rule(
    "aud-wildcard",
    "Wildcard audience",
    Severity.MEDIUM,
    why="An audience that means everyone restricts nothing, or is compared as plain text and means nobody.",
    remedy="Name the audience.",
    source="RFC 8725 §3.9; ASVS 5.0 9.2.4",
    confidence="heuristic",
    present=("aud",),
)
def _aud_wildcard(case: Case) -> Iterator[Hit]:
    for audience in case.audiences:
        if "*" in audience:
            yield Hit("payload/aud", shown(audience), f"The audience {quoted(audience)} looks like a wildcard.")


@FAMILY.rule(
    "azp-missing",
    "Several audiences, no azp",
    Severity.LOW,
    why="With several audiences an ID token should say to which client it was issued.",
    remedy="Add azp.",
    source="OIDC Core §2, §3.1.3.7",
    confidence="heuristic",
    present=("aud",),
)
def _azp_missing(case: Case) -> Iterator[Hit]:
    if case.kind.name == "ID token" and len(case.audiences) > 1 and "azp" not in case.claims:
        message = f"The token {case.kind.words}; it has {len(case.audiences)} audiences and no azp."
        yield Hit("payload", "no azp", message, confidence=case.kind.confidence)
