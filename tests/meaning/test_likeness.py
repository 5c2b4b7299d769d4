import pytest

from jwtlens.inspection import inspect
from jwtlens.meaning.likeness import in_words, is_told, likeness
from tests.audit.vendors import TOKENS

_NOW = TOKENS["Keycloak access"].now


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Keycloak access", "looks like a Keycloak access token"),
        ("Entra ID", "looks like a Microsoft Entra ID token"),
        ("Entra v1 app", "looks like a Microsoft Entra token"),
        ("Okta access", "looks like an Okta access token"),
        ("Auth0 access, RFC 9068", "says it is an Auth0 access token"),
        ("Kubernetes", "looks like a Kubernetes workload token"),
        ("DPoP proof", "says it is a DPoP proof"),
        ("SD-JWT credential", "says it is an SD-JWT credential"),
        ("NextAuth session", ""),
        ("OpenID Federation", ""),
    ],
)
def test_likeness(name: str, words: str) -> None:
    kind = likeness(inspect(TOKENS[name].token.text, now=_NOW, with_audit=False))
    assert in_words(kind) == words
    assert is_told(kind) == bool(words)


def test_what_is_no_token_is_like_nothing() -> None:
    for text in ("", "a.b.c", "eyJhbGciOiJub25lIn0.W10."):
        assert in_words(likeness(inspect(text, now=_NOW))) == ""
