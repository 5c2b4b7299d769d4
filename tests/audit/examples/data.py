from jwtlens.audit import Severity, Subject
from tests.audit.builders import NOW, Raises, Silent, about_claims, about_header, b64, compact, good, head, subject

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n"
_SUPABASE = {"iss": "supabase", "ref": "abcdefghijklmnop", "aud": ...}


def _claim(name: str, value: object) -> Subject:
    return about_claims(**{name: value})


def _escaped(claims: str) -> Subject:
    return subject(compact(head(), claims.encode()))


def _secrets() -> list[tuple[str, object]]:
    return [
        ("password", "hunter2!"),
        ("userPassword", "correct horse"),
        ("client-secret", "8f14e45f"),
        ("db.api_key", "abcd1234"),
        ("cvv", "123"),
        ("pin", 1234),
        ("note", "AKIAIOSFODNN7EXAMPLE"),
        ("note", "ghp_" + "a" * 36),
        ("note", "sk_live_" + "4" * 24),
        ("note", "$2b$12$" + "a" * 53),
        ("note", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"),
        ("dsn", "postgres://app:s3cret@db.example/app"),
    ]


def _no_secrets() -> list[tuple[str, object]]:
    return [
        ("password_changed_at", NOW),
        ("pwd_exp", 12_345),
        ("pwd_url", "https://portal.example/ChangePassword.aspx"),
        ("pin_verified", True),
        ("secret_question_set", "yes"),
        ("session_id", "b1946ac92492d2347c6235b4d2611184"),
        ("amr", ["pwd"]),
        ("firebase", {"sign_in_provider": "password"}),
        ("kubernetes.io/serviceaccount/secret.name", "web-token-x7k2p"),
        ("last_password", "2026-01-31"),
        ("password", "********"),
        ("secret", True),
        ("secret", ""),
        ("mapping", "spin"),
        ("login", "https://login.example/?user=a"),
    ]


RAISES = [
    Raises("private-key-in-claims", CRITICAL, _claim("key", _PEM)),
    Raises("private-key-in-claims", CRITICAL, _claim("keys", [{"kty": "EC", "d": "AQ"}])),
    Raises("private-key-in-claims", CRITICAL, _claim("jwk", {"kty": "oct", "k": "AQ"})),
    *(Raises("secret-in-claims", HIGH, _claim(name, value)) for name, value in _secrets()),
    Raises("pan-in-claims", HIGH, _claim("card", "4111 1111 1111 1111")),
    Raises("pan-in-claims", HIGH, _claim("card", 5_555_555_555_554_444)),
    Raises("pan-in-claims", HIGH, _claim("payment", {"number": "3782-822463-10005"})),
    Raises("pan-in-claims", HIGH, _claim("accounts", ["6011000990139424"])),
    Raises("ssn-in-claims", MEDIUM, _claim("note", "219-09-9999")),
    Raises("ssn-in-claims", MEDIUM, _claim("ssn", 219_099_999)),
    Raises("pii-special", MEDIUM, _claim("passport_number", "C01X00T47")),
    Raises("pii-special", MEDIUM, _claim("account", "DE89 3704 0044 0532 0130 00")),
    Raises("pii-in-claims", INFO, _claim("email", "ann@example.com")),
    Raises("pii-in-claims", INFO, _claim("contact", ["ann@example.com"])),
    Raises("token-in-claims", MEDIUM, _claim("access_token", compact(head(), good()))),
    Raises("token-in-claims", MEDIUM, _claim("refreshToken", "0.AAAAe5f1c0-4a5b-opaque")),
    Raises("privilege-broad", MEDIUM, _claim("scope", "read *")),
    Raises("privilege-broad", MEDIUM, _claim("permissions", ["*:*"])),
    Raises("privilege-broad", INFO, _claim("realm_access", {"roles": ["Admin"]})),
    Raises("privilege-broad", INFO, _claim("groups", ["system:masters"])),
    Raises("publishable-api-key", INFO, about_claims(**_SUPABASE, role="anon")),
    Raises("privileged-api-key", HIGH, about_claims(**_SUPABASE, role="service_role")),
    Raises("internal-exposure", INFO, _claim("host", "db-1.prod.internal")),
    Raises("internal-exposure", INFO, _claim("url", "http://10.2.3.4:8080/x")),
    Raises("internal-exposure", INFO, _claim("file", "/home/ann/keys")),
    Raises("bidi-control", MEDIUM, _claim("name", "abc\u202ecba")),
    Raises("bidi-control", MEDIUM, _claim("a\u2066b", 1)),
    Raises("bidi-control", MEDIUM, _claim("aud", "api\u200f")),
    Raises("bidi-control", MEDIUM, about_header(kid="a\u200eb")),
    Raises("control-chars", MEDIUM, _escaped('{"name":"\\u001b[2J"}')),
    Raises("control-chars", MEDIUM, _escaped('{"na\\u0000me":1}')),
    Raises("control-chars", MEDIUM, _escaped('{"a":[{"b":"\\u009b31m"}]}')),
    Raises("control-chars", MEDIUM, _claim("sub", "ann\nadmin")),
    Raises("control-chars", MEDIUM, about_header(kid="a\tb")),
    Raises("invisible-chars", LOW, _claim("sub", "admin\u200b")),
    Raises("invisible-chars", LOW, _claim("ro\u00adle", "a")),
    Raises("invisible-chars", LOW, _claim("realm_access", {"roles": ["adm\u2060in"]})),
]

SILENT = [
    Silent("private-key-in-claims", _claim("cnf", {"jwk": {"kty": "EC", "x": "d", "crv": "P-256"}})),
    Silent("private-key-in-claims", _claim("key", "-----BEGIN PUBLIC KEY-----")),
    Silent("private-key-in-claims", _claim("point", {"d": 1, "k": 2})),
    *(Silent("secret-in-claims", _claim(name, value)) for name, value in _no_secrets()),
    Silent("pan-in-claims", _claim("run_id", "4111111111111111")),
    Silent("pan-in-claims", _claim("accountId", 4_111_111_111_111_111)),
    Silent("pan-in-claims", _claim("card", "4111111111111112")),
    Silent("pan-in-claims", _claim("snowflake", "1111111111111117")),
    Silent("pan-in-claims", _claim("stamp", NOW * 1000)),
    Silent("ssn-in-claims", _claim("part", "000-12-3456")),
    Silent("ssn-in-claims", _claim("part", "666-12-3456")),
    Silent("ssn-in-claims", _claim("part", "912-12-3456")),
    Silent("ssn-in-claims", _claim("number", 219_099_999)),
    Silent("pii-special", _claim("product", "DE89370400440532013001")),
    Silent("pii-special", _claim("passport", True)),
    Silent("pii-special", _claim("passport_verified", "verified")),
    Silent("pii-in-claims", _claim("contact", "robot@project.iam.gserviceaccount.com")),
    Silent("pii-in-claims", _claim("email", "")),
    Silent("token-in-claims", _claim("token_use", "access_and_something_else")),
    Silent("token-in-claims", _claim("software_statement", compact(head(), good()))),
    Silent("token-in-claims", _claim("token_version", "20261118202611182026")),
    Silent("token-in-claims", _claim("token", "short")),
    Silent("token-in-claims", _claim("csrf_token", b64(b"x" * 32))),
    Silent("token-in-claims", _claim("device_token", "https://push.example/a/b/c/d")),
    Silent("privilege-broad", _claim("scope", "aws.cognito.signin.user.admin")),
    Silent("privilege-broad", _claim("permissions", ["supervisor:read", "install", "realm-management"])),
    Silent("privilege-broad", _claim("title", "admin")),
    Silent("publishable-api-key", about_claims(role="anon")),
    Silent("publishable-api-key", about_claims(**_SUPABASE, role="service_role")),
    Silent("privileged-api-key", about_claims(role="service_role")),
    Silent("internal-exposure", about_claims(iss="https://kubernetes.default.svc.cluster.local")),
    Silent("internal-exposure", _claim("version", "10.2.3.4.5")),
    Silent("internal-exposure", _claim("address", "8.8.8.8")),
    Silent("internal-exposure", _claim("path", "/users/42")),
    Silent("internal-exposure", _claim("scope", "locale local.read")),
    Silent("bidi-control", _claim("name", "שלום\u200f!")),
    Silent("control-chars", _claim("description", "two\nlines\tand a tab\r\n")),
    Silent("invisible-chars", _claim("name", "\u0646\u0645\u06cc\u200c\u062e \U0001f468\u200d\U0001f469")),
    Silent("invisible-chars", about_header()),
]
