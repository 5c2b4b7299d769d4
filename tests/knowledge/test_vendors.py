"""Whose token it looks like, over tokens as vendors issue them and over others that resemble them."""

import pytest

from jwtlens.knowledge import vendors
from tests.audit.vendors import TOKENS

_VENDOR = {
    "Auth0": "Auth0",
    "Keycloak": "Keycloak",
    "Entra": "Microsoft Entra ID",
    "Microsoft Graph": "Microsoft Entra ID",
    "Cognito": "Amazon Cognito",
    "Google ID": "Google",
    "Firebase": "Firebase",
    "Okta": "Okta",
    "GitHub": "GitHub Actions",
    "GitLab": "GitLab",
    "Kubernetes": "Kubernetes",
    "SPIFFE": "SPIFFE",
    "Supabase": "Supabase",
    "Apple": "Apple",
}


@pytest.mark.parametrize("name", TOKENS)
def test_ordinary_tokens(name: str) -> None:
    expected = next((vendor for start, vendor in _VENDOR.items() if name.startswith(start)), "")
    assert vendors.likely(TOKENS[name].token.payload.members) == expected


@pytest.mark.parametrize("name", [name for name in TOKENS if name.startswith(("Keycloak acc", "Entra v2", "Okta acc"))])
def test_a_custom_domain_hides_the_issuer_and_not_the_shape(name: str) -> None:
    claims = TOKENS[name].token.payload.members | {"iss": "https://login.example"}
    assert vendors.by_issuer(claims) == ""
    assert vendors.likely(claims) == next(vendor for start, vendor in _VENDOR.items() if name.startswith(start))


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iss": 5, "sub": ["auth0|1"]},
        {"iss": "https://auth.example.com", "sub": "u1", "aud": "api", "role": "admin", "iat": 1, "exp": 2},
        {"tid": "x", "scope": "a"},
        {"roles": ["admin"], "groups": [], "azp": "web", "sid": "1"},
        {"ref": "main", "repository": "a/b"},
        {"sub": "user|auth0|1"},
    ],
)
def test_others_look_like_nobodys(claims: dict[str, object]) -> None:
    assert vendors.likely(claims) == ""
