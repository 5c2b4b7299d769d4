from jwtlens.audit import Severity, Subject
from jwtlens.verify.policy import Policy
from tests.audit.builders import (
    NOW,
    Json,
    Raises,
    Silent,
    about_claims,
    about_header,
    compact,
    ec_key,
    encrypted,
    good,
    head,
    mac,
    rsa_key,
    subject,
    typed,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_PLAIN = about_header()
_INNER = compact(head(), good())
_JWE = {"alg": "dir", "enc": "A256GCM"}
_GRAPH = "https://sts.windows.net/7d1f/"


def _kid(kid: object) -> Subject:
    return about_header(kid=kid)


def _jku(jku: str, **claims: object) -> Subject:
    return subject(compact(head(jku=jku), good(**claims)))


def _conflict(typ: str, /, **claims: object) -> Raises:
    return Raises("typ-claims-conflict", MEDIUM, typed(typ, **claims))


_LOGOUT: Json = {"http://schemas.openid.net/event/backchannel-logout": {}}

RAISES = [
    *(
        Raises("kid-injection", HIGH, _kid(kid))
        for kid in (
            *("//etc/passwd", "C:/windows/win.ini", "....//....//key", "%252e%252e%252fkey", "..;/key"),
            *("\\\\10.0.0.1\\share\\key", "a|/bin/sleep 5", "a;nslookup b", "a & ping b", "#{7*7}"),
            *("key%00.pem", '{"$ne": null}'),
        )
    ),
    *(
        Raises("hdr-jwk-private", CRITICAL, about_header(**{name: value}))
        for name, value in (
            ("jwk", {"keys": [{"kty": "oct", "k": "AQ"}]}),
            ("jwk", '{"kty": "oct", "k": "AQ"}'),
            ("signing_key", {"kty": "EC", "d": "AQ"}),
            ("key", "-----BEGIN EC PRIVATE KEY-----"),
        )
    ),
    Raises("hdr-jku", MEDIUM, about_header(jku=["https://issuer.example/keys"])),
    Raises("hdr-jku", MEDIUM, _jku(" https://issuer.example/keys ", iss="https://b.example")),
    Raises("hdr-x5u", MEDIUM, about_header(x5u={"url": "https://issuer.example/keys"})),
    Raises("url-not-https", HIGH, _jku(" http://issuer.example/keys")),
    *(
        Raises("url-private-host", HIGH, _jku(address))
        for address in (
            *(" https://10.0.0.1/keys", "https:\\\\10.0.0.1\\keys", "https:/10.0.0.1/keys", "//10.0.0.1/keys"),
            *("https://10.0.0.1\t/keys", "https://①②⑦.0.0.1/keys", "https://[64:ff9b::a00:1]/", "https://[::7f00:1]/"),
        )
    ),
    Raises("kid-missing", INFO, _kid(...)),
    Raises("kid-missing", LOW, subject(compact(head(kid=...), good()), rsa_key(kid="a"), rsa_key(3072, kid="b"))),
    Raises("kid-not-found", HIGH, subject(_INNER, rsa_key(kid="a"), rsa_key(3072, kid="b"))),
    Raises("kid-not-found", MEDIUM, subject(_INNER, rsa_key(kid="2026-1"))),
    *(
        Raises("kid-injection", HIGH, _kid(kid))
        for kid in (
            "../../dev/null",
            "..\\..\\keys\\a.pem",
            "%2e%2e%2fetc",
            "/etc/passwd",
            "C:\\windows\\win.ini",
            "file:///keys/a",
            "data:text/plain,key",
            "a' OR '1'='1",
            "x' UNION SELECT 'key",
            "1 union all select secret",
            "1; DROP TABLE keys",
            "1 or 1=1",
            "a/*b*/c",
            "key; sleep 5",
            "key|cat /etc/hosts",
            "$(id)",
            "`id`",
            "a && b",
            "*)(uid=*",
            "{{7*7}}",
            "${jndi:ldap}",
            "<%= key %>",
            "key\x00.pem",
        )
    ),
    Raises("kid-type", MEDIUM, _kid({"$ne": ""})),
    Raises("kid-type", MEDIUM, _kid(None)),
    Raises("kid-url", INFO, _kid("https://keys.example/2026")),
    Raises("hdr-jku", LOW, _jku("https://issuer.example/keys")),
    Raises("hdr-jku", MEDIUM, _jku("https://login.issuer.example/keys")),
    Raises("hdr-x5u", LOW, about_header(x5u="ims_na1-key-at-1.cer")),
    Raises("hdr-x5u", MEDIUM, about_header(x5u="https://other.example/a.cer")),
    Raises("url-not-https", HIGH, _jku("http://issuer.example/keys")),
    Raises("url-not-https", MEDIUM, _jku("http://127.0.0.1:8080/keys")),
    Raises("url-not-https", HIGH, about_header(x5u="ftp://issuer.example/a.cer")),
    *(
        Raises("url-private-host", HIGH, _jku(f"https://{host}/keys"))
        for host in (
            "localhost",
            "10.1.2.3",
            "169.254.169.254",
            "172.31.0.1:8443",
            "192.168.1.1",
            "100.64.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "[::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "keys.internal",
            "printer.local.",
            "issuer.example@evil.example",
        )
    ),
    Raises("url-foreign-host", MEDIUM, _jku("https://evil.example.net/keys", iss="https://issuer.example.com")),
    Raises("hdr-jwk", HIGH, about_header(jwk={"kty": "RSA", "n": "AQAB", "e": "AQAB"})),
    Raises("hdr-jwk-private", CRITICAL, about_header(jwk={"kty": "oct", "k": "c2VjcmV0"})),
    Raises("hdr-jwk-private", CRITICAL, subject(encrypted({**_JWE, "epk": {"kty": "EC", "d": "AQ"}}))),
    Raises("crit-unknown", HIGH, about_header(crit=["exp-policy"], **{"exp-policy": "strict"})),
    Raises("crit-malformed", HIGH, about_header(crit=[])),
    Raises("crit-malformed", HIGH, about_header(crit="b64")),
    Raises("crit-malformed", HIGH, about_header(crit=["alg"])),
    Raises("crit-malformed", HIGH, about_header(crit=["x"])),
    Raises("crit-malformed", HIGH, about_header(crit=["x", "x"], x=1)),
    Raises("b64-false", HIGH, about_header(b64=False, crit=["b64"])),
    Raises("b64-false", HIGH, about_header(b64="false", crit=["b64"])),
    Raises("b64-false", HIGH, about_header(b64=True)),
    Raises("typ-missing", INFO, about_header(typ=...)),
    Raises("typ-mismatch", HIGH, about_header(Policy(typ="at+jwt"))),
    Raises("typ-mismatch", HIGH, about_header(Policy(typ="JWT"), typ=...)),
    Raises("typ-type", MEDIUM, about_header(typ=1)),
    Raises("typ-type", MEDIUM, about_header(cty=["JWT"])),
    Raises("cty-nested", INFO, subject(compact(head(cty="jwt"), _INNER.encode()))),
    Raises("cty-missing-nested", MEDIUM, subject(compact(head(), _INNER.encode()))),
    Raises("zip-jws", MEDIUM, about_header(zip="DEF")),
    Raises("claim-in-header", LOW, about_header(iss="https://issuer.example")),
    Raises("claim-in-header", LOW, about_header(exp=NOW)),
    Raises("claim-in-header", MEDIUM, subject(compact(head(exp=NOW), good(exp=...)))),
    Raises("hdr-nonce-firstparty", INFO, subject(compact(head(nonce="x"), good(iss=_GRAPH)))),
    Raises("hdr-unregistered", INFO, about_header(tenant="acme")),
    _conflict("at+jwt", nonce="n", at_hash="h"),
    _conflict("at+jwt", token_use="id"),
    _conflict("at+jwt", typ="ID"),
    _conflict("at+jwt", events=_LOGOUT),
    _conflict("logout+jwt", htm="GET", htu="https://api.example/"),
    _conflict("dpop+jwt", typ="Bearer"),
]

SILENT = [
    *(
        Silent("kid-injection", _kid(kid))
        for kid in ("//keys/2026", "a....b", "R&D key", "a%20b", "\\\\", '{"kid": 1}')
    ),
    *(Silent("hdr-jwk-private", about_header(**{name: "{"})) for name in ("jwk", "key")),
    Silent("url-private-host", _jku(" https://issuer.example/keys")),
    Silent("url-private-host", _jku("https://[64:ff9b::808:808]/keys")),
    Silent("kid-missing", _PLAIN),
    Silent("kid-missing", subject(mac(head(alg="HS256", kid=...), good()))),
    Silent("kid-missing", about_header(kid=..., x5t="abc")),
    Silent("kid-not-found", subject(_INNER, rsa_key())),
    Silent("kid-not-found", subject(_INNER, ec_key(kid="a"), rsa_key(kid="2026-11"))),
    *(
        Silent("kid-injection", _kid(kid))
        for kid in (
            "credit-union-select-2026",
            "a+b/c//d==",
            "x--y",
            "/keys/2026",
            "projects/p/locations/global/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
            "arn:aws:kms:eu-west-1:123456789012:key/1b2c",
            "did:web:issuer.example#key-1",
            "urn:ietf:params:oauth:jwk-thumbprint:sha-256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
            "tenant|2026",
            "v1..v2",
            "12345",
            "order by 2026",
        )
    ),
    Silent("kid-type", _kid("")),
    Silent("kid-url", _kid("httpskey")),
    Silent("hdr-jku", about_header(x5u="https://a.example")),
    Silent("hdr-x5u", about_header(jku="https://a.example")),
    Silent("url-not-https", _jku("https://issuer.example/keys")),
    Silent("url-not-https", _jku("keys.json")),
    *(
        Silent("url-private-host", _jku(f"https://{host}/keys"))
        for host in ("10.example.com", "172.32.0.1", "8.8.8.8", "local.example.com", "[2606:4700::1]", "256.1.1.1", "")
    ),
    Silent("url-private-host", _jku("https://issuer.example/keys@v1")),
    Silent("url-foreign-host", _jku("https://keys.example.com", iss="https://login.example.com/t")),
    Silent("url-foreign-host", _jku("https://keys.example.com", iss="example")),
    Silent("hdr-jwk", subject(compact(head(typ="dpop+jwt", jwk={"kty": "EC"}), good()))),
    Silent("hdr-jwk-private", about_header(jwk={"kty": "RSA", "n": "AQAB", "e": "AQAB"}, epk="d")),
    Silent("crit-unknown", about_header(crit=["b64"], b64=True)),
    Silent("crit-unknown", about_header(crit=["alg", "x"])),
    Silent("crit-malformed", about_header(crit=["b64", "x"], b64=True, x=1)),
    Silent("b64-false", about_header(b64=True, crit=["b64"])),
    Silent("typ-missing", about_header(typ="")),
    Silent("typ-mismatch", about_header(Policy(typ="application/AT+JWT"), typ="at+jwt")),
    Silent("typ-type", about_header(typ="at+jwt", cty="json")),
    Silent("cty-nested", about_header(cty="json")),
    Silent("cty-missing-nested", subject(compact(head(cty="JWT"), _INNER.encode()))),
    Silent("cty-missing-nested", subject(compact(head(), b'"eyJ.a.b"'))),
    Silent("zip-jws", subject(encrypted({**_JWE, "zip": "DEF"}))),
    Silent("claim-in-header", subject(encrypted({**_JWE, "iss": "a", "aud": "b"}))),
    Silent("claim-in-header", about_header(iat_ms=NOW)),
    Silent("hdr-nonce-firstparty", about_header(nonce="x")),
    Silent("hdr-nonce-firstparty", about_claims(iss=_GRAPH, nonce="x")),
    Silent("hdr-unregistered", about_header(x5t="a", crit=["x"], x=1, exp=NOW)),
    Silent("typ-claims-conflict", typed("at+jwt", nonce="n", typ="Bearer", token_use="access")),
    Silent("typ-claims-conflict", typed("secevent+jwt", events=_LOGOUT)),
    Silent("typ-claims-conflict", typed("JWT", nonce="n", at_hash="h", htm="GET", htu="h")),
    Silent("typ-claims-conflict", typed("at+jwt", typ="Person")),
]
