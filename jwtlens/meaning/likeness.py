"""Whose token it looks like, and which kind: "looks like a Keycloak access token". A hint and never a promise."""

from jwtlens.inspection import Inspection
from jwtlens.knowledge import kinds, vendors
from jwtlens.knowledge.kinds import Kind

_UNKNOWN = frozenset({"token", "typed token"})


def likeness(inspection: Inspection) -> Kind:
    """Tell kind and vendor by the header's type, the issuer and the shape of the claims. Never raises."""
    claims = inspection.claims
    return kinds.classify(inspection.token.header.members, claims)._replace(vendor=vendors.likely(claims))


def is_told(kind: Kind) -> bool:
    """Whether there is anything to tell: a vendor, or a kind that jwtlens knows."""
    return bool(kind.vendor) or kind.name not in _UNKNOWN


def in_words(kind: Kind) -> str:
    """Return what to tell people, such as "looks like an Okta access token"; empty where there is nothing to tell."""
    if not is_told(kind):
        return ""
    noun = "token" if kind.name in _UNKNOWN else kind.name
    vendor = kind.vendor.removesuffix(" ID")  # "Microsoft Entra ID token" would be read as one thing or the other
    name = f"{vendor} {noun}" if vendor else noun
    article = "an" if name.startswith(("A", "I", "O", "SD-", "a")) else "a"
    return f"{'says it is' if kind.explicit and noun != 'token' else 'looks like'} {article} {name}"
