from jwtlens.audit import Severity
from jwtlens.verify.policy import Policy
from tests.audit.builders import (
    ISSUER,
    Raises,
    Silent,
    about_claims,
    about_header,
    compact,
    good,
    head,
    rsa_key,
    subject,
    typed,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_FULL = Policy(issuers=(ISSUER,), audiences=("https://api.example",), algorithms=("RS256",), typ="JWT", leeway=60)
_KEYCLOAK = "https://login.example/realms/shop"


def _algorithms(*names: str) -> Policy:
    return _FULL._replace(algorithms=names)


_TWO = subject(compact(head(), good()), rsa_key(), policy=_algorithms("RS256", "PS256"))

RAISES = [
    Raises("policy-none-allowed", CRITICAL, about_claims(_algorithms("RS256", "None"))),
    Raises("policy-mixed-families", HIGH, about_claims(_algorithms("HS256", "RS256"))),
    Raises("policy-alg-unpinned", INFO, about_claims(_FULL._replace(algorithms=None))),
    Raises("policy-many-algs", INFO, _TWO),
    Raises("policy-no-aud", MEDIUM, about_claims(_FULL._replace(audiences=()))),
    Raises("policy-no-iss", MEDIUM, about_claims(_FULL._replace(issuers=()))),
    Raises("policy-leeway", MEDIUM, about_claims(_FULL._replace(leeway=301))),
    Raises("policy-leeway", MEDIUM, about_claims(_FULL._replace(leeway=3_600))),
    Raises("policy-leeway", HIGH, about_claims(_FULL._replace(leeway=3_601))),
    Raises("policy-leeway", HIGH, about_claims(_FULL._replace(leeway=-1))),
    Raises("policy-time-unchecked", HIGH, about_claims(_FULL._replace(check_claims=False))),
    Raises("policy-time-unchecked", HIGH, about_claims(_FULL._replace(check_exp=False))),
    Raises("policy-header-keys", CRITICAL, about_claims(_FULL._replace(header_keys=("jwk",)))),
    Raises("policy-no-typ", INFO, about_claims(_FULL._replace(typ=None), iss=_KEYCLOAK)),
]

SILENT = [
    Silent("policy-none-allowed", about_claims(_FULL)),
    Silent("policy-mixed-families", about_claims(_algorithms("HS256", "HS512"))),
    Silent("policy-mixed-families", about_claims(_algorithms("RS256", "ES256"))),
    Silent("policy-alg-unpinned", about_claims(_FULL)),
    Silent("policy-many-algs", subject(compact(head(), good()), rsa_key(), policy=_algorithms("RS256", "ES256"))),
    Silent("policy-many-algs", subject(compact(head(), good()), rsa_key(), rsa_key(3072), policy=_TWO.policy)),
    Silent("policy-no-aud", about_claims(_FULL)),
    Silent("policy-no-aud", subject(typed("dpop+jwt").token.text, policy=_FULL._replace(audiences=()))),
    Silent("policy-no-iss", about_claims(_FULL)),
    Silent("policy-no-iss", about_claims(_FULL._replace(issuers=(), check_claims=False))),
    Silent("policy-leeway", about_claims(_FULL._replace(leeway=300))),
    Silent("policy-leeway", about_claims(_FULL._replace(leeway=0))),
    Silent("policy-time-unchecked", about_claims(_FULL)),
    Silent("policy-header-keys", about_header(_FULL, jwk={"kty": "RSA"}, jku="https://issuer.example/keys")),
    Silent("policy-no-typ", about_claims(_FULL, iss=_KEYCLOAK)),
    Silent("policy-no-typ", about_claims(_FULL._replace(typ=None))),
]
