from jwtlens.audit import Severity, Subject
from jwtlens.verify.policy import Policy
from tests.audit.builders import NOW, Json, Raises, Silent, about_claims, compact, head, subject, typed

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

DAY = 86_400
MINUTE_OF_LEEWAY = Policy(leeway=60)


def _lives(seconds: int, **changes: object) -> Subject:
    return about_claims(iat=NOW, exp=NOW + seconds, **changes)


def _exact(claims: bytes) -> Subject:
    return subject(compact(head(), claims))


_KUBERNETES = {"namespace": "default"}

_PUSH: Json = {"iss": "DEF123GHIJ", "iat": NOW - 60}


def _push(claims: Json, **header: object) -> Subject:
    """A token for Apple's push service, or nearly."""
    return subject(compact({"alg": "ES256", "kid": "ABC123DEFG", **header}, claims, b"\x01" * 64))


RAISES = [
    Raises("exp-missing", INFO, _push(_PUSH)),
    Raises("aud-missing", INFO, _push(_PUSH)),
    Raises("exp-missing", HIGH, _push({**_PUSH, "sub": "a"})),
    Raises("exp-missing", HIGH, _push({**_PUSH, "iss": "DEF123GHI"})),
    Raises("exp-missing", HIGH, _push(_PUSH, kid="abc123defg")),
    Raises("exp-missing", HIGH, _push(_PUSH, alg="RS256")),
    Raises("aud-missing", LOW, _push({**_PUSH, "sub": "a"})),
    Raises(
        "exp-lifetime-long", MEDIUM, _lives(14 * DAY + 1, iss="https://session.firebase.google.com/shop", firebase={})
    ),
    Raises("exp-lifetime-long", MEDIUM, _lives(15_777_001, aud="https://appleid.apple.com")),
    Raises("exp-missing", HIGH, about_claims(exp=...)),
    Raises("exp-missing", HIGH, typed("at+jwt", exp=...)),
    Raises("exp-missing", HIGH, about_claims(exp=..., iss="kubernetes/serviceaccount")),
    Raises("exp-expired", INFO, about_claims(exp=NOW)),
    Raises("exp-in-leeway", INFO, about_claims(MINUTE_OF_LEEWAY, exp=NOW - 59)),
    Raises("nbf-future", INFO, about_claims(MINUTE_OF_LEEWAY, nbf=NOW + 61)),
    Raises("iat-future", LOW, about_claims(iat=NOW + 300)),
    Raises("iat-future", MEDIUM, about_claims(iat=NOW + 301)),
    Raises("iat-missing", INFO, about_claims(iat=...)),
    Raises("exp-lifetime-long", LOW, _lives(DAY + 1)),
    Raises("exp-lifetime-long", MEDIUM, _lives(30 * DAY + 1)),
    Raises("exp-lifetime-long", HIGH, _lives(366 * DAY)),
    Raises("exp-lifetime-long", MEDIUM, _lives(DAY + 1, scope="read")),
    Raises("exp-lifetime-long", MEDIUM, about_claims(iat=..., nbf=NOW - 2 * DAY, nonce="n")),
    Raises("exp-lifetime-long", MEDIUM, about_claims(iat=..., exp=NOW + 2 * DAY, nonce="n")),
    Raises("exp-lifetime-long", LOW, typed("logout+jwt", iat=NOW, exp=NOW + 121)),
    Raises("exp-lifetime-long", LOW, _lives(3_601, iss="client", sub="client")),
    Raises("exp-lifetime-long", LOW, _lives(365 * DAY, **{"kubernetes.io": {**_KUBERNETES, "warnafter": NOW + 3_607}})),
    Raises("exp-lifetime-long", MEDIUM, _lives(365 * DAY, **{"kubernetes.io": _KUBERNETES})),
    Raises("exp-lifetime-advisory", INFO, _lives(3_601)),
    Raises("exp-lifetime-advisory", INFO, _lives(DAY, nonce="n")),
    Raises("time-order-invalid", MEDIUM, about_claims(nbf=NOW + 840)),
    Raises("time-order-invalid", MEDIUM, about_claims(exp=NOW - 61)),
    Raises("numericdate-type", HIGH, about_claims(exp=str(NOW + 840))),
    Raises("numericdate-type", HIGH, about_claims(nbf=None)),
    Raises("numericdate-type", MEDIUM, about_claims(iat=True)),
    Raises("numericdate-type", MEDIUM, about_claims(auth_time={"s": NOW})),
    Raises("numericdate-millis", HIGH, about_claims(exp=(NOW + 840) * 1000)),
    Raises("numericdate-millis", MEDIUM, about_claims(iat=NOW * 1000)),
    Raises("numericdate-range", HIGH, about_claims(nbf=-1)),
    Raises("numericdate-range", HIGH, about_claims(exp=253_402_300_800)),
    Raises("numericdate-range", HIGH, about_claims(exp=10**400)),
    Raises("numericdate-range", HIGH, _exact(b'{"exp":' + b"9" * 5_000 + b"}")),
    Raises("numericdate-range", HIGH, _exact(b'{"exp":1e999}')),
    Raises("numericdate-range", HIGH, _exact(b'{"exp":NaN}')),
    Raises("numericdate-float", INFO, about_claims(iat=NOW - 60.5)),
    Raises("auth-time-order", LOW, about_claims(auth_time=NOW + 241)),
]

SILENT = [
    Silent("exp-lifetime-long", _lives(14 * DAY, iss="https://session.firebase.google.com/shop", firebase={})),
    Silent("exp-lifetime-long", _lives(15_777_000, aud="https://appleid.apple.com")),
    Silent("exp-missing", about_claims(exp=None)),
    Silent("exp-missing", typed("dpop+jwt", exp=...)),
    Silent("exp-missing", about_claims(exp=..., events={"https://event.example": {}})),
    Silent("exp-missing", typed("entity-statement+jwt", exp=...)),
    Silent("exp-missing", about_claims(exp=..., typ="Offline")),
    Silent("exp-expired", about_claims(exp=NOW + 1)),
    Silent("exp-expired", about_claims(MINUTE_OF_LEEWAY, exp=NOW - 59)),
    Silent("exp-expired", about_claims(exp="yesterday")),
    Silent("exp-in-leeway", about_claims(MINUTE_OF_LEEWAY, exp=NOW - 60)),
    Silent("exp-in-leeway", about_claims(MINUTE_OF_LEEWAY, exp=NOW + 1)),
    Silent("nbf-future", about_claims(MINUTE_OF_LEEWAY, nbf=NOW + 60)),
    Silent("iat-future", about_claims(MINUTE_OF_LEEWAY, iat=NOW + 60)),
    Silent("iat-future", about_claims(iat=NOW * 1000)),
    Silent("iat-missing", about_claims(iat="now")),
    Silent("iat-missing", about_claims(iat=..., sub="spiffe://example/ns/web")),
    Silent("exp-lifetime-long", _lives(DAY)),
    Silent("exp-lifetime-long", _lives(DAY, scope="read")),
    Silent("exp-lifetime-long", _lives(3_600, iss="client", sub="client")),
    Silent("exp-lifetime-long", _lives(10 * 365 * DAY, role="anon", ref="abcdefghij")),
    Silent("exp-lifetime-long", typed("dc+sd-jwt", iat=NOW, exp=NOW + 5 * 365 * DAY)),
    Silent("exp-lifetime-long", about_claims(exp=(NOW + 840) * 1000)),
    Silent("exp-lifetime-long", typed("logout+jwt", iat=NOW, exp=NOW + 120)),
    Silent("exp-lifetime-advisory", _lives(3_600)),
    Silent("exp-lifetime-advisory", _lives(DAY + 1)),
    Silent("exp-lifetime-advisory", _lives(7_200, typ="Refresh")),
    Silent("time-order-invalid", about_claims(nbf=NOW - 660)),
    Silent("time-order-invalid", about_claims(iat=NOW * 1000)),
    Silent("numericdate-type", about_claims(exp=NOW + 0.5)),
    Silent("numericdate-millis", about_claims(created_at_ms=NOW * 1000)),
    Silent("numericdate-millis", about_claims(exp=10**11 - 1)),
    Silent("numericdate-range", about_claims(nbf=0)),
    Silent("numericdate-range", about_claims(exp=NOW * 1000)),
    Silent("numericdate-range", about_claims(exp="9" * 5_000)),
    Silent("numericdate-float", about_claims(iat=float(NOW))),
    Silent("auth-time-order", about_claims(auth_time=NOW + 240)),
    Silent("auth-time-order", about_claims(auth_time=NOW - 30 * DAY)),
]
