"""What sort of token this is: said by its type, or inferred from its claims."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from jwtlens.jose.header import media_type
from jwtlens.knowledge import vendors

Confidence = Literal["certain", "heuristic"]

KindName = Literal[
    "access token",
    "ID token",
    "refresh token",
    "logout token",
    "security event",
    "DPoP proof",
    "key-binding token",
    "SD-JWT credential",
    "verifiable credential",
    "status list",
    "API key",
    "workload token",
    "JWT-SVID",
    "VAPID token",
    "client assertion",
    "typed token",
    "token",
]

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
"""The member of ``events`` that makes a logout token (OpenID Connect Back-Channel Logout section 2.4)."""


class Kind(NamedTuple):
    """A kind of token. ``explicit`` when its type or the expectations name it; ``evidence`` says what it follows from.

    A "typed token" has a type of its own that jwtlens knows no profile of; a plain "token" gave no evidence at all.
    """

    name: KindName
    explicit: bool
    evidence: str
    vendor: str = ""

    @property
    def confidence(self) -> Confidence:
        """How sure a finding can be that depends on the kind."""
        return "certain" if self.explicit else "heuristic"

    @property
    def words(self) -> str:
        """The kind with its article, for a sentence: "an ID token", and "looks like" where it was inferred."""
        article = "an" if self.name.startswith(("a", "A", "I", "SD")) else "a"
        return f"{'is' if self.explicit else 'looks like'} {article} {self.name}"


_BY_TYP: dict[str, KindName] = {
    "at+jwt": "access token",  # RFC 9068 section 2.1
    "dpop+jwt": "DPoP proof",  # RFC 9449 section 4.2
    "secevent+jwt": "security event",  # RFC 8417 section 2.3
    "logout+jwt": "logout token",  # OpenID Connect Back-Channel Logout section 2.4
    "kb+jwt": "key-binding token",  # RFC 9901 section 4.3
    "statuslist+jwt": "status list",
    "passport": "typed token",  # RFC 8225 section 8.1
}
_BY_TOKEN_USE: dict[str, KindName] = {"access": "access token", "id": "ID token"}
_BY_KEYCLOAK_TYP: dict[str, KindName] = {
    "Bearer": "access token",
    "ID": "ID token",
    "Refresh": "refresh token",
    "Offline": "refresh token",
    "Logout": "logout token",
}


def by_type(typ: object) -> KindName | None:
    """Return the kind that a type names, or None for ``JWT`` and other types that name none."""
    folded = media_type(typ)
    if folded in _BY_TYP:
        return _BY_TYP[folded]
    if folded.endswith("+sd-jwt"):
        return "SD-JWT credential"
    return "typed token" if folded.endswith("+jwt") else None


def classify(
    header: dict[str, object],
    claims: dict[str, object],
    expected_typ: str | None = None,
    expected_use: str | None = None,
) -> Kind:
    """Tell the kind by type, else by the claims, else by what the user expects. Never raises.

    ``expected_use`` is what the token is used as: ``access``, ``id`` or None.
    """
    maker = vendors.by_issuer(claims)
    if kind := by_type(header.get("typ")):
        return Kind(kind, explicit=True, evidence="typ", vendor=maker)
    if inferred := _by_product(claims) or _by_profile(claims) or _by_claims(claims):
        return Kind(inferred[0], explicit=False, evidence=inferred[1], vendor=maker)
    if kind := by_type(expected_typ):
        return Kind(kind, explicit=True, evidence="the expected typ", vendor=maker)
    if expected_use in _BY_TOKEN_USE:
        return Kind(_BY_TOKEN_USE[expected_use], explicit=True, evidence="the expected token type", vendor=maker)
    return Kind("token", explicit=False, evidence="no marker of any kind", vendor=maker)


def markers(claims: dict[str, object]) -> Iterator[tuple[KindName, str]]:
    """Yield what claims say plainly that belong to one kind of token only, and which claims these are."""
    events, use, typ = claims.get("events"), claims.get("token_use"), claims.get("typ")
    if isinstance(events, dict) and events:
        yield ("logout token" if LOGOUT_EVENT in events else "security event"), "events"
    if isinstance(use, str) and use in _BY_TOKEN_USE:
        yield _BY_TOKEN_USE[use], "token_use"
    if isinstance(typ, str) and typ in _BY_KEYCLOAK_TYP:
        yield _BY_KEYCLOAK_TYP[typ], "typ in the claims"
    if "htm" in claims and "htu" in claims:
        yield "DPoP proof", "htm and htu"
    if "nonce" in claims and "at_hash" in claims:
        yield "ID token", "nonce and at_hash"


def _by_product(claims: dict[str, object]) -> tuple[KindName, str] | None:
    """Markers that a product sets to tell its own tokens apart; they weigh more than a set of claims."""
    if marked := next(markers(claims), None):
        return marked
    if is_supabase_key(claims):
        return "API key", "role"
    if "kubernetes.io" in claims or claims.get("iss") == "kubernetes/serviceaccount":
        return "workload token", "kubernetes.io" if "kubernetes.io" in claims else "iss"
    return None


def _by_profile(claims: dict[str, object]) -> tuple[KindName, str] | None:
    """Profiles that can be told by the shape of the subject or by a claim of their own."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    about = subject if isinstance(subject, str) else ""
    if about.startswith("spiffe://"):
        return "JWT-SVID", "sub"
    if issuer is None and about.startswith(("mailto:", "https:")) and claims.keys() <= {"aud", "exp", "sub"}:
        return "VAPID token", "sub"
    if about and issuer == subject and "aud" in claims and not claims.keys() & {"scope", "scp"}:
        return "client assertion", "iss equal to sub"
    if isinstance(claims.get("vc"), dict) or isinstance(claims.get("vp"), dict):
        return "verifiable credential", "vc" if "vc" in claims else "vp"
    if "_sd_alg" in claims or "_sd" in claims:
        return "SD-JWT credential", "_sd"
    return None


def _by_claims(claims: dict[str, object]) -> tuple[KindName, str] | None:
    if "firebase" in claims:
        return "ID token", "firebase"
    scoped = next((name for name in ("scope", "scp") if name in claims), "")
    login = next((name for name in ("at_hash", "c_hash", "nonce") if name in claims), "")
    if scoped:
        return "access token", scoped
    return ("ID token", login) if login else None


def conflict(kind: Kind, claims: dict[str, object], expected_use: str) -> bool:
    """Whether a token of this kind is not what it is used as: ``access`` for an API, ``id`` to log somebody in.

    What only the claims suggest counts as long as no other claim speaks against it.
    """
    if kind.name in _NEITHER:
        return True
    other = "id" if expected_use == "access" else "access"
    if kind.name != _BY_TOKEN_USE[other]:
        return False
    against = {"nonce", "at_hash"} if other == "access" else {"client_id"}
    inferred = kind.evidence in {"scope", "scp", "nonce", "at_hash", "c_hash"}
    return not inferred or against.isdisjoint(claims)


_NEITHER: frozenset[KindName] = frozenset(
    {"refresh token", "logout token", "security event", "DPoP proof", "key-binding token", "status list"}
)
"""Kinds that are neither access nor ID tokens."""


def is_supabase_key(claims: dict[str, object]) -> bool:
    """Whether the claims have the shape of a Supabase API key, public or administrative."""
    if claims.get("role") not in ("anon", "service_role"):
        return False
    return "ref" in claims or claims.get("iss") in ("supabase", "supabase-demo")
