"""Whose token it looks like: by the issuer, or by claims that only one product writes. A hint, no evidence."""

from functools import lru_cache


def by_issuer(claims: dict[str, object]) -> str:
    """Name the product that the issuer looks like, or return an empty string."""
    issuer = claims.get("iss")
    if not isinstance(issuer, str):
        return ""
    return _known(issuer) if len(issuer) <= _LONGEST else _known.__wrapped__(issuer)


_LONGEST = 256
"""Longest issuer that is remembered, in characters."""


@lru_cache(maxsize=256)
def _known(issuer: str) -> str:
    return next((name for name, marks in _ISSUERS.items() if any(mark in issuer for mark in marks)), "")


def likely(claims: dict[str, object]) -> str:
    """Name the product by the issuer, else by the shape of the claims, or return an empty string.

    Issuers have addresses of their own choice, and custom domains hide the product; the claims still show it.
    """
    return by_issuer(claims) or _by_subject(claims.get("sub")) or _by_shape(claims)


def _by_subject(subject: object) -> str:
    if not isinstance(subject, str):
        return ""
    if subject.startswith("spiffe://"):
        return "SPIFFE"
    return "Auth0" if subject.startswith("auth0|") or subject.endswith("@clients") else ""


def _by_shape(claims: dict[str, object]) -> str:
    named = next((name for name, needed in _SHAPES if needed <= claims.keys()), "")
    if named:
        return named
    prefixed = (vendor for name in claims for prefix, vendor in _PREFIXES if name.startswith(prefix))
    return next(prefixed, "")


_ISSUERS = {
    "Auth0": (".auth0.com/",),
    "Keycloak": ("/realms/",),
    "Microsoft Entra ID": (
        "https://login.microsoftonline.com/",
        "https://sts.windows.net/",
        ".b2clogin.com/",
        ".ciamlogin.com/",
    ),
    "Amazon Cognito": ("https://cognito-idp.",),
    "Firebase": ("https://securetoken.google.com/", "https://session.firebase.google.com/"),
    "Google": ("accounts.google.com",),
    "Okta": (".okta.com", ".oktapreview.com"),
    "GitHub Actions": ("https://token.actions.githubusercontent.com",),
    "GitLab": ("https://gitlab.",),
    "Kubernetes": (
        "kubernetes/serviceaccount",
        "https://kubernetes.default.svc",
        "https://container.googleapis.com/",
        "https://oidc.eks.",
        ".oic.prod-aks.azure.com/",
    ),
    "Supabase": (".supabase.co/auth/v1", "supabase"),
    "Apple": ("https://appleid.apple.com",),
}
_SHAPES: tuple[tuple[str, frozenset[str]], ...] = (
    ("Keycloak", frozenset({"realm_access"})),
    ("Keycloak", frozenset({"resource_access"})),
    ("Keycloak", frozenset({"session_state", "azp"})),
    ("Microsoft Entra ID", frozenset({"tid", "oid"})),
    ("Microsoft Entra ID", frozenset({"tid", "uti"})),
    ("Amazon Cognito", frozenset({"token_use", "origin_jti"})),
    ("Firebase", frozenset({"firebase", "user_id"})),
    ("Okta", frozenset({"cid", "uid"})),
    ("Okta", frozenset({"cid", "scp", "ver"})),
    ("GitHub Actions", frozenset({"repository", "workflow"})),
    ("GitLab", frozenset({"project_path", "pipeline_id"})),
    ("Kubernetes", frozenset({"kubernetes.io"})),
    ("Supabase", frozenset({"aal", "session_id", "app_metadata"})),
    ("Supabase", frozenset({"role", "ref", "iat"})),
    ("Apple", frozenset({"nonce_supported", "sub"})),
    ("Auth0", frozenset({"gty", "azp"})),
)
"""Claims that stand together in the tokens of one product only, the more telling first."""
_PREFIXES = (("cognito:", "Amazon Cognito"), ("kubernetes.io/serviceaccount/", "Kubernetes"))
"""Beginnings of names that one product has for itself."""

VENDORS = frozenset(_ISSUERS) | {"SPIFFE"}
"""Every product that can be named."""
