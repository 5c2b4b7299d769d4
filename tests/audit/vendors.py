"""Tokens as well-known products issue them, made here after their documentation: there is nothing wrong with any."""

import hashlib

from jwtlens.audit import Subject
from jwtlens.keys.jwk import required_members
from tests.audit.builders import NOW, SECRET, Json, b64, compact, ec_key, encrypted, mac, signed, subject

_RS: Json = {"alg": "RS256", "kid": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"}
_GUID = "7f1c1c9e-5d0f-4c3c-9b39-0c7c2a4f6d11"
_OBJECT = "d3c4b2a1-90ab-4cde-8f01-23456789abcd"
_HASH = "MTIzNDU2Nzg5MGFiY2RlZg"


def _rs(claims: Json, life: int = 3_600, **header: object) -> Subject:
    """An RS256 token of a minute ago with this lifetime in seconds, 0 for none."""
    times: Json = {"iat": NOW - 60, "exp": NOW - 60 + life} if life else {"iat": NOW - 60}
    return subject(compact(_RS | {"typ": "JWT"} | header, times | claims))


def _untyped(claims: Json, life: int = 3_600) -> Subject:
    times: Json = {"iat": NOW - 60, "exp": NOW - 60 + life}
    return subject(compact(_RS, times | claims))


_AUTH0: Json = {"iss": "https://shop.eu.auth0.com/", "sub": "auth0|65f0c3a1b2c3d4e5f6a7b8c9"}
_KEYCLOAK: Json = {
    "iss": "https://login.shop.example/realms/shop",
    "jti": _GUID,
    "sub": _OBJECT,
    "azp": "web",
    "sid": _GUID,
    "acr": "1",
}
_ENTRA: Json = {
    "iss": f"https://login.microsoftonline.com/{_GUID}/v2.0",
    "aud": _OBJECT,
    "nbf": NOW - 60,
    "oid": _OBJECT,
    "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
    "tid": _GUID,
    "uti": "fqiBqXLPj0eQa82S-IYFAA",
    "rh": "0.AQwAcA.",
    "ver": "2.0",
}
_COGNITO: Json = {
    "iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI",
    "sub": _GUID,
    "origin_jti": _GUID,
    "event_id": _OBJECT,
    "auth_time": NOW - 60,
    "jti": _OBJECT,
}
_GOOGLE: Json = {"sub": "110169484474386276334", "azp": "407408718192.apps.googleusercontent.com"}
_PERSON: Json = {
    "email": "ann@example.com",
    "email_verified": True,
    "name": "Ann Example",
    "picture": "https://p.example/a",
}
_OKTA: Json = {
    "ver": 1,
    "jti": "AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE",
    "iss": "https://dev-123456.okta.com/oauth2/default",
    "aud": "api://default",
    "cid": "0oa1b2c3d4e5f6g7h8i9",
    "sub": "00u1b2c3d4e5f6g7h8i9",
}
_GITHUB: Json = {
    "jti": _GUID,
    "sub": "repo:octo-org/octo-repo:environment:prod",
    "aud": "https://github.com/octo-org",
    "ref": "refs/heads/main",
    "sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e",
    "repository": "octo-org/octo-repo",
    "repository_id": "7412036955001234",
    "repository_owner_id": "65",
    "run_id": "4111111111111111",
    "run_attempt": "2",
    "actor": "octocat",
    "workflow_ref": "octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main",
    "iss": "https://token.actions.githubusercontent.com",
    "nbf": NOW - 660,
    "iat": NOW - 60,
    "exp": NOW + 240,
}
_GITLAB: Json = {
    "iss": "https://gitlab.example.com",
    "sub": "project_path:team/app:ref_type:branch:ref:main",
    "aud": "https://vault.example.com",
    "namespace_path": "team",
    "project_path": "team/app",
    "pipeline_id": "574",
    "job_id": "302",
    "user_login": "sidney",
    "user_email": "sidney@example.com",
    "user_access_level": "developer",
    "jti": _GUID,
    "nbf": NOW - 65,
}
_KUBERNETES: Json = {
    "aud": ["https://kubernetes.default.svc.cluster.local"],
    "iss": "https://kubernetes.default.svc.cluster.local",
    "jti": _GUID,
    "kubernetes.io": {
        "namespace": "default",
        "node": {"name": "node-1", "uid": _GUID},
        "pod": {"name": "web-7d9c", "uid": _OBJECT},
        "serviceaccount": {"name": "web", "uid": _GUID},
    },
    "nbf": NOW - 60,
    "sub": "system:serviceaccount:default:web",
}
_SUPABASE: Json = {
    "iss": "https://abcdefghijklmnop.supabase.co/auth/v1",
    "sub": _GUID,
    "aud": "authenticated",
    "email": "ann@example.com",
    "phone": "",
    "app_metadata": {"provider": "email", "providers": ["email"]},
    "user_metadata": {},
    "role": "authenticated",
    "aal": "aal1",
    "amr": [{"method": "password", "timestamp": NOW - 60}],
    "session_id": _OBJECT,
    "is_anonymous": False,
    "iat": NOW - 60,
    "exp": NOW + 3_540,
}
_FIREBASE: Json = {
    "iss": "https://securetoken.google.com/shop-1234",
    "aud": "shop-1234",
    "auth_time": NOW - 9_000,
    "user_id": "Zx81aBcDeFgHiJkLmNoPqRsTuVw2",
    "sub": "Zx81aBcDeFgHiJkLmNoPqRsTuVw2",
    "firebase": {"identities": {"email": ["ann@example.com"]}, "sign_in_provider": "password"},
}
_APPLE: Json = {
    "iss": "https://appleid.apple.com",
    "aud": "com.example.shop",
    "sub": "001234.abcdef0123456789abcdef0123456789.1234",
    "nonce": "n-0S6_WzA2Mj",
    "c_hash": _HASH,
    "email": "x9y8z7@privaterelay.appleid.com",
    "email_verified": "true",
    "is_private_email": "true",
    "auth_time": NOW - 60,
    "nonce_supported": True,
}
_LOGOUT_EVENT: Json = {"http://schemas.openid.net/event/backchannel-logout": {}}
_DPOP: Json = {"jti": "e1j3V_bKic8-LAEB", "htm": "POST", "htu": "https://api.example/token", "iat": NOW - 5}
_DISCLOSED = b64('["2GLC42sKQveCfGfryNRN9w", "given_name", "Ann"]')
_KEY_BINDING: Json = {"iat": NOW - 5, "aud": "https://verifier.example", "nonce": "1234567890abcdef", "sd_hash": _HASH}
_SD_JWT = compact(
    _RS | {"typ": "dc+sd-jwt"},
    {
        "iss": "https://issuer.example",
        "vct": "https://credentials.example/identity",
        "iat": NOW - 60,
        "exp": NOW + 5 * 365 * 86_400,
        "_sd_alg": "sha-256",
        "_sd": [b64(hashlib.sha256(_DISCLOSED.encode()).digest())],
        "cnf": {"jwk": required_members(ec_key())},
    },
)
_STATUS: Json = {"status_list": {"idx": 412, "uri": "https://status.example/1"}}

TOKENS: dict[str, Subject] = {
    "Okta access of a person": _untyped(
        _OKTA | {"sub": "ann@example.com", "uid": "00u1b2c3d4e5f6g7h8i9", "scp": ["openid"]}
    ),
    "Google service account that acts for a person": _rs(
        {
            "iss": "robot@shop-1.iam.gserviceaccount.com",
            "sub": "ann@example.com",
            "scope": "https://www.googleapis.com/auth/calendar.readonly",
            "aud": "https://oauth2.googleapis.com/token",
        }
    ),
    "Firebase session cookie": _rs(
        {
            "iss": "https://session.firebase.google.com/shop-1",
            "aud": "shop-1",
            "sub": "aBcDeFgHiJkLmNoPqRsT",
            "auth_time": NOW - 60,
            "firebase": {"identities": {}, "sign_in_provider": "password"},
        },
        5 * 86_400,
    ),
    "Push provider token for Apple": subject(
        compact({"alg": "ES256", "kid": "ABC123DEFG"}, {"iss": "DEF123GHIJ", "iat": NOW - 60}, b"\x01" * 64)
    ),
    "Client secret for Apple": _rs(
        {"iss": "DEF123GHIJ", "aud": "https://appleid.apple.com", "sub": "com.example.app"}, 15_777_000
    ),
    "Auth0 access": _rs(
        _AUTH0
        | {"aud": ["https://api.shop.example", "https://shop.eu.auth0.com/userinfo"], "scope": "openid", "azp": "web"},
        86_400,
    ),
    "Auth0 access, RFC 9068": _rs(
        _AUTH0 | {"aud": "https://api.shop.example", "client_id": "web", "jti": "x7Kp2mQz9LrT"}, 86_400, typ="at+jwt"
    ),
    "Auth0 machine": _rs(
        _AUTH0 | {"sub": "web@clients", "aud": "https://api.shop.example", "gty": "client-credentials"}, 86_400
    ),
    "Auth0 ID": _rs(_AUTH0 | _PERSON | {"aud": "web", "nonce": "abc123", "sid": _GUID}, 36_000),
    "Keycloak access": _rs(
        _KEYCLOAK
        | {
            "aud": "account",
            "typ": "Bearer",
            "realm_access": {"roles": ["offline_access", "default-roles-shop"]},
            "resource_access": {"account": {"roles": ["manage-account", "view-profile"]}},
            "scope": "openid profile email",
            "allowed-origins": ["https://shop.example"],
            "preferred_username": "ann",
        },
        300,
    ),
    "Keycloak ID": _rs(_KEYCLOAK | _PERSON | {"aud": "web", "typ": "ID", "nonce": _GUID, "at_hash": _HASH}, 300),
    "Keycloak refresh": subject(
        mac(
            {"alg": "HS512", "typ": "JWT", "kid": _GUID},
            _KEYCLOAK | {"aud": _KEYCLOAK["iss"], "typ": "Refresh", "iat": NOW - 60, "exp": NOW + 1_740},
            SECRET * 2,
        )
    ),
    "Keycloak offline": subject(
        mac(
            {"alg": "HS512", "typ": "JWT", "kid": _GUID},
            _KEYCLOAK | {"aud": _KEYCLOAK["iss"], "typ": "Offline", "iat": NOW - 60},
            SECRET * 2,
        )
    ),
    "Entra v2 access": _rs(
        _ENTRA | {"azp": _GUID, "azpacr": "1", "scp": "Data.Read"}, 3_900, x5t="u7Kp2mQz9LrTx7Kp2mQz9LrTx7K"
    ),
    "Entra v1 app": _rs(
        _ENTRA
        | {"iss": f"https://sts.windows.net/{_GUID}/", "appid": _GUID, "appidacr": "2", "idtyp": "app", "ver": "1.0"},
        3_900,
        x5t="u7Kp2mQz9LrTx7Kp2mQz9LrTx7K",
    ),
    "Entra ID": _rs(
        _ENTRA | {"nonce": "678910", "pwd_exp": 86_400, "pwd_url": "https://portal.example/ChangePassword.aspx"}
    ),
    "Microsoft Graph": _rs(
        _ENTRA | {"iss": f"https://sts.windows.net/{_GUID}/", "aud": "https://graph.microsoft.com", "scp": "User.Read"},
        nonce="4Xg7Gk1v",
    ),
    "Cognito access": _untyped(
        _COGNITO
        | {"token_use": "access", "client_id": "7abc", "scope": "aws.cognito.signin.user.admin", "username": "ann"}
    ),
    "Cognito ID": _untyped(_COGNITO | _PERSON | {"token_use": "id", "aud": "7abc", "cognito:username": "ann"}),
    "Google ID": _rs(
        _GOOGLE | _PERSON | {"iss": "https://accounts.google.com", "aud": _GOOGLE["azp"], "at_hash": _HASH}
    ),
    "Google ID, older issuer": _rs(_GOOGLE | {"iss": "accounts.google.com", "aud": _GOOGLE["azp"], "at_hash": _HASH}),
    "Google service account": _rs(
        {
            "iss": "robot@shop-1234.iam.gserviceaccount.com",
            "sub": "robot@shop-1234.iam.gserviceaccount.com",
            "aud": "https://pubsub.googleapis.com/",
        }
    ),
    "Firebase ID": _rs(_FIREBASE),
    "Okta access": _untyped(_OKTA | {"scp": ["openid", "profile"]}),
    "Okta machine": _untyped(_OKTA | {"scp": ["data:read"], "sub": "0oa1b2c3d4e5f6g7h8i9"}),
    "Okta ID": _untyped(
        _OKTA | {"aud": "0oa1b2c3d4e5f6g7h8i9", "jti": "ID.x7Kp2mQz9LrT", "nonce": "n", "amr": ["pwd"]}
    ),
    "GitHub Actions": _rs(_GITHUB, 300, x5t="hOBcHZi846VqSgSgjOVWSoaFvwo"),
    "GitLab": _rs(_GITLAB),
    "Kubernetes": _untyped(_KUBERNETES, 3_607),
    "SPIFFE JWT-SVID": _rs({"sub": "spiffe://example.org/ns/default/sa/web", "aud": ["spiffe://example.org/db"]}, 300),
    "VAPID": subject(
        compact(
            {"typ": "JWT", "alg": "ES256"},
            {"aud": "https://push.example.net", "exp": NOW + 43_200, "sub": "mailto:push@example.com"},
            b"\x11" * 64,
        )
    ),
    "Supabase user": subject(mac({"alg": "HS256", "typ": "JWT", "kid": "a1B2c3D4"}, _SUPABASE)),
    "Supabase anonymous key": subject(
        mac(
            {"alg": "HS256", "typ": "JWT"},
            {
                "iss": "supabase",
                "ref": "abcdefghijklmnop",
                "role": "anon",
                "iat": NOW - 60,
                "exp": NOW + 10 * 365 * 86_400,
            },
        )
    ),
    "Apple ID": _untyped(_APPLE, 86_400),
    "NextAuth session": subject(encrypted({"alg": "dir", "enc": "A256GCM"}, key=b"")),
    "Auth.js session": subject(
        encrypted(
            {"alg": "dir", "enc": "A256CBC-HS512", "kid": _HASH},
            key=b"",
            iv=b"i" * 16,
            content=b"c" * 320,
            tag=b"t" * 32,
        )
    ),
    "nested, signed then encrypted": subject(
        encrypted({"alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT", "kid": "2026"})
    ),
    "DPoP proof": subject(
        signed({"typ": "dpop+jwt", "alg": "ES256", "jwk": required_members(ec_key())}, _DPOP, ec_key(private=True))
    ),
    "DPoP-bound access": _rs(
        {
            "iss": "https://issuer.example",
            "sub": _GUID,
            "aud": "https://api.example",
            "scope": "read",
            "cnf": {"jkt": b64(b"t" * 32)},
        },
        900,
    ),
    "logout, untyped": _untyped(
        {"iss": "https://issuer.example", "sub": _GUID, "aud": "web", "jti": _GUID, "events": _LOGOUT_EVENT}, 120
    ),
    "logout": _rs(
        {"iss": "https://issuer.example", "sid": _GUID, "aud": "web", "jti": _GUID, "events": _LOGOUT_EVENT},
        120,
        typ="logout+jwt",
    ),
    "security event": _rs(
        {
            "iss": "https://idp.example",
            "aud": "https://rp.example",
            "jti": _GUID,
            "events": {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {"event_timestamp": NOW}},
        },
        0,
        typ="secevent+jwt",
    ),
    "SD-JWT credential": subject(f"{_SD_JWT}~{_DISCLOSED}~"),
    "SD-JWT with key binding": subject(
        f"{_SD_JWT}~{_DISCLOSED}~{compact({'alg': 'ES256', 'typ': 'kb+jwt'}, _KEY_BINDING, b's' * 64)}"
    ),
    "key binding": subject(
        compact({"alg": "ES256", "typ": "kb+jwt"}, _KEY_BINDING, b"s" * 64),
    ),
    "status list": _rs(
        {"sub": "https://status.example/1", "status_list": {"bits": 1, "lst": "eNrbuRgAAhcBXQ"}},
        604_800,
        typ="statuslist+jwt",
    ),
    "RFC 9068 access with status": _rs(
        {
            "iss": "https://issuer.example",
            "sub": _GUID,
            "aud": "https://api.example",
            "client_id": "s6BhdRkqt3",
            "jti": _GUID,
            "status": _STATUS,
        },
        600,
        typ="application/at+jwt",
    ),
    "client assertion": _rs({"iss": "web", "sub": "web", "aud": "https://issuer.example/token", "jti": _GUID}, 300),
    "OpenID Federation": _rs(
        {"iss": "https://leaf.example", "sub": "https://leaf.example", "jwks": {"keys": []}, "metadata": {}},
        86_400 * 30,
        typ="entity-statement+jwt",
    ),
}
