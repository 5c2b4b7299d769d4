"""Rules about who issued the token, about whom, and which one it is: ``iss``, ``sub``, ``jti``."""

from collections.abc import Iterator

from jwtlens.audit import urls
from jwtlens.audit.case import Case, is_text, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.knowledge.kinds import KindName
from jwtlens.lazy_pattern import lazy_pattern

FAMILY = Family(Need.CLAIMS)

NO_ISSUER: frozenset[KindName] = frozenset(
    {
        *("JWT-SVID", "VAPID token", "DPoP proof", "key-binding token"),
        *("typed token", "status list", "SD-JWT credential", "verifiable credential"),
    }
)
_NO_SUBJECT: frozenset[KindName] = frozenset(
    {
        *("DPoP proof", "key-binding token", "security event", "logout token"),
        *("typed token", "status list", "SD-JWT credential", "verifiable credential", "API key"),
    }
)

_EMAIL = lazy_pattern(r"[^@\s:/]{1,64}@[^@\s:/]+\.[^@\s:/.]+")
_E164 = lazy_pattern(r"(?:tel:)?\+[1-9][0-9]{6,14}")


@FAMILY.rule(
    "iss-missing",
    "No issuer",
    Severity.LOW,
    why="Without an issuer a verifier cannot tie the token to the keys of the party that made it.",
    remedy="Set iss, and check it.",
    source="RFC 7519 §4.1.1; RFC 8725 §3.8; ASVS 5.0 9.1.3, 10.3.3",
)
def _iss_missing(case: Case) -> Iterator[Hit]:
    if "iss" in case.claims and (case.claims["iss"] != "" or case.policy.issuers):
        return  # against an expected issuer the empty one is a wrong one
    if case.policy.issuers:
        expected = quoted(", ".join(case.policy.issuers))
        yield Hit("payload", "no iss", f"The token names no issuer; {expected} was expected.", Severity.HIGH)
    elif case.kind.name not in NO_ISSUER:
        field, evidence = ("payload/iss", '""') if "iss" in case.claims else ("payload", "no iss")
        yield Hit(field, evidence, "The token does not say who issued it.")


@FAMILY.rule(
    "iss-mismatch",
    "Wrong issuer",
    Severity.HIGH,
    why="The token comes from another party than the expected one, and must be refused.",
    remedy="Refuse the token; copy the expected issuer exactly from its discovery document.",
    source="RFC 8414 §3.3; OIDC Core §3.1.3.7; RFC 9068 §4; CVE-2024-53861",
    needs=(Need.ISSUER,),
    present=("iss",),
)
def _iss_mismatch(case: Case) -> Iterator[Hit]:
    issuer = case.claims.get("iss")
    if "iss" not in case.claims or issuer in case.policy.issuers:
        return
    message = f"iss is {shown(issuer)}; expected is {quoted(', '.join(case.policy.issuers))}."
    if _loosely(text(issuer)) in {_loosely(expected) for expected in case.policy.issuers}:
        message += " Only case, scheme or a final slash differs, and issuers are compared exactly."
    yield Hit("payload/iss", shown(issuer), message)


def _loosely(issuer: str) -> str:
    return issuer.lower().removeprefix("https://").removeprefix("http://").rstrip("/")


@FAMILY.rule(
    "iss-type",
    "Issuer is not a string",
    Severity.HIGH,
    why="Verifiers that looked for their issuer inside an array have let foreign tokens pass.",
    remedy="Emit a string, and refuse anything else.",
    source="RFC 7519 §4.1.1; CVE-2025-30144",
    present=("iss",),
)
def _iss_type(case: Case) -> Iterator[Hit]:
    if "iss" in case.claims and not is_text(case.claims["iss"]):
        value = case.claims["iss"]
        yield Hit("payload/iss", shown(value), f"iss {wrong_type(value, 'a string')}.")


@FAMILY.rule(
    "iss-not-https",
    "Issuer over http",
    Severity.MEDIUM,
    why="Keys that are fetched from this issuer can be replaced on the wire.",
    remedy="Use an https issuer.",
    source="RFC 8414 §2; OIDC Core §2; RFC 9068 §2.2",
    present=("iss",),
)
def _iss_not_https(case: Case) -> Iterator[Hit]:
    issuer = text(case.claims.get("iss"))
    url = urls.parse(issuer) if issuer[:5].lower() == "http:" else None
    if url is None:
        return
    if urls.is_loopback(url.host):
        message = "The issuer is an http address of this machine, which is usual in development."
        yield Hit("payload/iss", shown(issuer), message, Severity.INFO)
    else:
        yield Hit("payload/iss", shown(issuer), "The issuer is an http address, without TLS.")


@FAMILY.rule(
    "sub-missing",
    "No subject",
    Severity.INFO,
    why="The token does not say whom it speaks for.",
    remedy="Set sub if the token speaks for someone.",
    source="RFC 7519 §4.1.2; RFC 9068 §2.2",
    absent=("sub",),
)
def _sub_missing(case: Case) -> Iterator[Hit]:
    if "sub" in case.claims or case.kind.name in _NO_SUBJECT:
        return
    required = case.kind.explicit and case.kind.name == "access token"
    message = "The token has no subject" + (", which its type requires." if required else ".")
    yield Hit("payload", "no sub", message, Severity.HIGH if required else None)


@FAMILY.rule(
    "sub-type",
    "Subject is not a string",
    Severity.MEDIUM,
    why="Strict libraries refuse it, others compare it loosely with a string.",
    remedy="Emit a string.",
    source="RFC 7519 §4.1.2",
    present=("sub",),
)
def _sub_type(case: Case) -> Iterator[Hit]:
    if "sub" in case.claims and not is_text(case.claims["sub"]):
        value = case.claims["sub"]
        yield Hit("payload/sub", shown(value), f"sub {wrong_type(value, 'a string')}.")


@FAMILY.rule(
    "sub-reassignable",
    "Subject is an e-mail address or a telephone number",
    Severity.LOW,
    why="Both can pass to another person, who then inherits the account; and both are personal data.",
    remedy="Use an opaque identifier that is never used again.",
    source="ASVS 5.0 10.3.3, 10.5.2; RFC 7519 §4.1.2; OIDC Core §5.7",
    confidence="heuristic",
    present=("sub",),
)
def _sub_reassignable(case: Case) -> Iterator[Hit]:
    subject = text(case.claims.get("sub"))
    if len(subject) > 320 or subject.lower().endswith(".gserviceaccount.com"):
        return
    if text(case.claims.get("iss")).endswith(".gserviceaccount.com"):
        return  # a service account of Google that asks to act for somebody has to name the address
    what = (
        "an e-mail address" if _EMAIL.fullmatch(subject) else "a telephone number" if _E164.fullmatch(subject) else ""
    )
    if what and "uid" in case.claims and "cid" in case.claims:
        message = f"sub looks like {what}, as in access tokens of Okta; uid is what stays."
        yield Hit("payload/sub", shown(subject), message, Severity.INFO)
    elif what:
        yield Hit("payload/sub", shown(subject), f"sub looks like {what}.")


@FAMILY.rule(
    "jti-missing",
    "No token id",
    Severity.INFO,
    why="Without an id a single token can neither be remembered nor called back.",
    remedy="Add a unique jti if you need a deny-list.",
    source="RFC 7519 §4.1.7; OWASP JWT Cheat Sheet",
    absent=("jti",),
)
def _jti_missing(case: Case) -> Iterator[Hit]:
    # Entra's token id is called uti; profiles that demand a jti have a rule of their own (profile-missing-claim).
    if "jti" not in case.claims and "uti" not in case.claims and not case.kind.explicit:
        yield Hit("payload", "no jti", "The token has no id of its own.")


@FAMILY.rule(
    "jti-weak",
    "Predictable token id",
    Severity.LOW,
    why="Short or counted ids collide and can be guessed.",
    remedy="Use 96 or more random bits, or a random UUID.",
    source="RFC 7519 §4.1.7; RFC 9449 §4.2",
    confidence="heuristic",
    present=("jti",),
)
def _jti_weak(case: Case) -> Iterator[Hit]:
    if "jti" not in case.claims:
        return
    value = case.claims["jti"]
    if not is_text(value):
        yield Hit("payload/jti", shown(value), f"jti {wrong_type(value, 'a string')}.", confidence="certain")
        return
    jti = text(value)
    if len(jti) < 8 or (len(jti) < 12 and jti.isdigit()):
        yield Hit("payload/jti", shown(jti), f"jti looks predictable: {len(jti)} characters.")


_FOLDED = {
    **dict.fromkeys(("exp", "nbf", "iss", "aud", "sub"), Severity.MEDIUM),
    **dict.fromkeys(("iat", "jti", "nonce", "azp", "auth_time", "cnf", "scope", "client_id"), Severity.LOW),
}
# Cyrillic and Greek letters that look like the Latin ones of these names (UTS #39).
_CONFUSABLES = str.maketrans("аеіїјорсѕухԁἰιαονυρ", "aeiijopcsyxdiiaovup")


@FAMILY.rule(
    "claim-name-case",
    "Registered name misspelled",
    Severity.MEDIUM,
    why="Names are compared exactly: the check that belongs to the registered name silently does not happen.",
    remedy="Use the exact registered name.",
    source="RFC 7519 §7.3; RFC 7515 §10.13",
    confidence="heuristic",
)
def _claim_name_case(case: Case) -> Iterator[Hit]:
    for name in case.claims:
        if name in _FOLDED or len(name) > 40 or (meant := _fold(name)) not in _FOLDED or meant in case.claims:
            continue
        message = f"The claim {quoted(name)} looks like {meant}, and is not."
        yield Hit("payload", shown(name), message, _FOLDED[meant])


def _fold(name: str) -> str:
    """Return the name as a careless reader sees it."""
    if not name.isascii():
        import unicodedata  # noqa: PLC0415 - a megabyte that hardly any token needs

        name = unicodedata.normalize("NFKC", name).casefold().translate(_CONFUSABLES)
        name = "".join(char for char in name if unicodedata.category(char) != "Cf")
    return name.strip().lower()
