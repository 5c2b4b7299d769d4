"""Rules of the profiles: what a kind of token must hold, and which keys and lists it is bound to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jwtlens.audit import embedded
from jwtlens.audit.case import Case, is_text, sentence, shown, text
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose import base64url
from jwtlens.jose.json_pointer import pointer
from jwtlens.knowledge import kinds
from jwtlens.knowledge.kinds import KindName

if TYPE_CHECKING:
    from jwtlens.verify.events import EventKind

FAMILY = Family(Need.CLAIMS)

_REQUIRED: dict[KindName, tuple[str, ...]] = {
    "ID token": ("iss", "sub", "aud", "exp", "iat"),  # OpenID Connect Core section 2
    "security event": ("iss", "iat", "jti", "events"),  # RFC 8417 section 2.2
    "logout token": ("iss", "aud", "iat", "exp", "jti", "events"),  # OIDC Back-Channel Logout section 2.4
    "key-binding token": ("iat", "aud", "nonce", "sd_hash"),  # RFC 9901 section 4.3
    "client assertion": ("iss", "sub", "aud", "exp"),  # RFC 7523 section 3
}
_ACCESS_TOKEN = ("iss", "exp", "aud", "sub", "client_id", "iat", "jti")  # RFC 9068 section 2.2


@FAMILY.rule(
    "profile-missing-claim",
    "Required claim missing for its kind",
    Severity.HIGH,
    why="A verifier that keeps to the profile refuses the token; one that does not is missing a safeguard.",
    remedy="Add the claim.",
    source="RFC 9068 §2.2; OIDC Core §2; RFC 8417 §2.2; OIDC BCL §2.4; RFC 9901 §4.3; RFC 7523 §3",
)
def _missing_claim(case: Case) -> Iterator[Hit]:
    kind = case.kind
    required = _REQUIRED.get(kind.name, ())
    if kind.name == "access token" and kinds.by_type(case.header.get("typ")) == "access token":
        required = _ACCESS_TOKEN  # at+jwt only: access tokens without that type promise nothing of the kind
    missing = [name for name in required if name not in case.claims]
    if kind.name == "logout token" and not case.claims.keys() & {"sub", "sid"}:
        missing.append("sub or sid")
    if missing:
        listed = ", ".join(missing)
        message = f"The token {kind.words}, and lacks what one must have: {listed}."
        severity = Severity.HIGH if kind.explicit else Severity.MEDIUM
        yield Hit("payload", f"no {listed}", message, severity, kind.confidence)


@FAMILY.rule(
    "dpop-invalid",
    "DPoP proof breaks its profile",
    Severity.HIGH,
    why="Servers must refuse such a proof.",
    remedy="Correct the client library.",
    source="RFC 9449 §4.2, §4.3",
    needs=(Need.HEADER,),
    when=lambda case: case.is_proof,
)
def _dpop_invalid(case: Case) -> Iterator[Hit]:
    if not case.is_proof or case.is_jwe:
        return
    from jwtlens.verify.possession import faults  # noqa: PLC0415 - few tokens are proofs

    for fault in faults(case.token):
        yield Hit(case.place(fault.field), _dpop_evidence(case, fault.code, fault.field), sentence(fault.message))


def _dpop_evidence(case: Case, code: str, field: str) -> str:
    if code == "proof-key-private":
        return "private members"
    part, _, name = field.partition("/")
    if code == "proof-key":
        return embedded.described(case.header["jwk"]) if name else "no jwk"
    if code == "proof-signature":
        return embedded.described(case.header.get("jwk"))
    return shown((case.header if part == "header" else case.claims).get(name))


@FAMILY.rule(
    "dpop-htu-query",
    "DPoP htu has a query or fragment",
    Severity.MEDIUM,
    why="The rule is an address without both; some servers refuse it otherwise.",
    remedy="Strip query and fragment.",
    source="RFC 9449 §4.2",
    present=("htu",),
)
def _dpop_htu(case: Case) -> Iterator[Hit]:
    htu = text(case.claims.get("htu"))
    if case.kind.name != "DPoP proof" or not htu:
        return
    fault = (
        "has a query or a fragment" if "?" in htu or "#" in htu else "" if "://" in htu else "is no absolute address"
    )
    if fault:
        yield Hit("payload/htu", shown(htu), f"htu {fault}.")


@FAMILY.rule(
    "dpop-stale",
    "DPoP proof outside its window",
    Severity.INFO,
    why="A state, not a weakness: servers accept a proof for a few minutes only, unless they hand out nonces.",
    remedy="Make one proof for each request.",
    source="RFC 9449 §4.3, §11.1",
    confidence="heuristic",
    clock=True,
    present=("iat",),
)
def _dpop_stale(case: Case) -> Iterator[Hit]:
    made = case.time("iat")
    if case.kind.name != "DPoP proof" or made is None or "nonce" in case.claims:
        return
    if abs(case.now - made) > 300:
        yield Hit("payload/iat", shown(case.claims["iat"]), "The proof looks too old, or made for later.")


@FAMILY.rule(
    "cnf-present",
    "Sender-constrained token",
    Severity.INFO,
    why="Holding the token is not enough to use it, if the verifier asks for the key as well.",
    remedy="Check the possession of the key too (DPoP proof or client certificate).",
    source="RFC 7800 §3.1; RFC 9449 §6.1; RFC 8705 §3.1; ASVS 5.0 10.3.5",
    present=("cnf",),
)
def _cnf_present(case: Case) -> Iterator[Hit]:
    names = [name for name in _CONFIRMATION if name in embedded.members(case.claims.get("cnf"))]
    if names:
        listed = ", ".join(names)
        yield Hit("payload/cnf", listed, f"The token is bound to a key (cnf with {listed}).")


_CONFIRMATION = ("jkt", "x5t#S256", "jwk", "jwe", "kid", "jku")


@FAMILY.rule(
    "cnf-malformed",
    "Malformed cnf",
    Severity.HIGH,
    why="The binding to a key cannot be enforced.",
    remedy="Correct the issuer.",
    source="RFC 7800 §3.1–3.5; RFC 9449 §6.1; RFC 8705 §3.1",
    present=("cnf",),
)
def _cnf_malformed(case: Case) -> Iterator[Hit]:
    if "cnf" not in case.claims:
        return
    cnf = embedded.members(case.claims["cnf"])
    if not cnf:
        yield Hit("payload/cnf", shown(case.claims["cnf"]), "cnf is not an object with members.")
    if len(cnf.keys() & {"jwk", "jwe", "jku"}) > 1:
        yield Hit("payload/cnf", quoted(", ".join(cnf)), "cnf names more than one key.")
    if private := embedded.private_members(cnf.get("jwk")):
        listed = ", ".join(private)
        yield Hit("payload/cnf/jwk", listed, f"The key in cnf shows private members: {listed}.")
    for name in ("jkt", "x5t#S256"):
        if name in cnf and not _is_sha256(cnf[name]):
            message = f"{name} is not the base64url text of 32 bytes."
            yield Hit("payload" + pointer("cnf", name), shown(cnf[name]), message)


def _is_sha256(value: object) -> bool:
    if not is_text(value):
        return False
    data, problems = base64url.decode(text(value))
    return len(data) == 32 and not problems


@FAMILY.rule(
    "logout-nonce",
    "Logout token with nonce, or without its event",
    Severity.HIGH,
    why="The nonce is forbidden, so that a logout token can never pass for an ID token; and the event is what it says.",
    remedy="Refuse the token.",
    source="OIDC BCL §2.4, §2.6; ASVS 5.0 10.5.5",
)
def _logout_nonce(case: Case) -> Iterator[Hit]:
    if case.kind.name == "logout token":
        yield from _event_hits(case, "logout token", {"logout-nonce", "events-no-logout"})


@FAMILY.rule(
    "events-malformed",
    "Malformed events",
    Severity.HIGH,
    why="The events are what the token says; a receiver that takes others may act on something that nobody said.",
    remedy="Refuse the token, and correct the issuer: events is an object, and so is the value of each event.",
    source="RFC 8417 §2.2; OIDC BCL §2.4",
    present=("events",),
)
def _events_malformed(case: Case) -> Iterator[Hit]:
    kind: EventKind = "logout token" if case.kind.name == "logout token" else "security event"
    if "events" in case.claims and case.kind.name == kind:
        yield from _event_hits(case, kind, {"events-type", "events-empty", "event-type"})


def _event_hits(case: Case, kind: "EventKind", codes: set[str]) -> Iterator[Hit]:
    from jwtlens.verify.events import faults  # noqa: PLC0415 - few tokens are about events

    for fault in faults(case.claims, kind):
        if fault.code in codes:
            about = case.claims["nonce" if fault.code == "logout-nonce" else "events"]
            yield Hit(fault.field, shown(about), sentence(fault.message))


@FAMILY.rule(
    "status-list",
    "Revocation list available",
    Severity.INFO,
    why="Whether the token was revoked is written in that list, not in the token.",
    remedy="Get the list and look the token up.",
    source="draft-ietf-oauth-status-list; OWASP JWT Cheat Sheet",
    present=("status",),
)
def _status_list(case: Case) -> Iterator[Hit]:
    entry = embedded.members(case.claims.get("status")).get("status_list")
    if entry is not None:
        where = quoted(text(embedded.members(entry).get("uri")) or "an unnamed place")
        yield Hit("payload/status/status_list", shown(entry), f"The status of the token stands in a list at {where}.")
