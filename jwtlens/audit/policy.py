"""Rules about the user's own expectations: what a verifier configured like this would let pass."""

from collections.abc import Iterator

from jwtlens.audit.audience import NO_AUDIENCE
from jwtlens.audit.case import Case, HeaderCase
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.audit.identity import NO_ISSUER
from jwtlens.displayable import quoted
from jwtlens.jose import jwa

FAMILY = Family(Need.POLICY)

_SEVERAL_KINDS = frozenset(
    {"Auth0", "Keycloak", "Microsoft Entra ID", "Amazon Cognito", "Okta"}  # ID and access tokens, under the same keys
)


def _families(case: HeaderCase) -> dict[str, list[str]]:
    """Return the allowed algorithms by the kind of key that they need; unknown names stand for themselves."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(case.policy.algorithms or ()):
        if not jwa.is_none(name):
            row = jwa.SIGNATURE_ALGORITHMS.get(name)
            found.setdefault(row.kty if row else name, []).append(name)
    return found


@FAMILY.header_rule(
    "policy-none-allowed",
    "Expectations accept none",
    Severity.CRITICAL,
    why="Unsigned tokens pass.",
    remedy="Remove it from the list.",
    source="ASVS 5.0 9.1.2; RFC 8725 §3.2; CVE-2022-23540",
    needs=(Need.ALGORITHMS,),
)
def _none_allowed(case: HeaderCase) -> Iterator[Hit]:
    for name in case.policy.algorithms or ():
        if jwa.is_none(name):
            yield Hit("expectations/algorithms", quoted(name), "The list of allowed algorithms contains none.")


@FAMILY.header_rule(
    "policy-mixed-families",
    "Expectations mix HMAC and public-key algorithms",
    Severity.HIGH,
    why="The one key is a secret for some of them and public for the others: this is how keys get confused.",
    remedy="Separate by issuer and key, with one family for each.",
    source="ASVS 5.0 9.1.2; RFC 8725 §3.1",
    needs=(Need.ALGORITHMS,),
)
def _mixed_families(case: HeaderCase) -> Iterator[Hit]:
    families = _families(case)
    if "oct" in families and len(families) > 1:
        listed = quoted(", ".join(case.policy.algorithms or ()))
        message = f"The list of allowed algorithms mixes shared secrets and public keys: {listed}."
        yield Hit("expectations/algorithms", listed, message)


@FAMILY.header_rule(
    "policy-alg-unpinned",
    "No list of allowed algorithms",
    Severity.INFO,
    why="jwtlens derives the list from the key; many libraries then let the token choose.",
    remedy="Name the algorithms.",
    source="RFC 8725 §3.1",
)
def _unpinned(case: HeaderCase) -> Iterator[Hit]:
    if not case.policy.algorithms:
        yield Hit("expectations/algorithms", "none named", "The expectations name no algorithm.")


@FAMILY.header_rule(
    "policy-many-algs",
    "Several algorithms for one key",
    Severity.INFO,
    why="Each key should serve exactly one algorithm.",
    remedy="Name one.",
    source="RFC 8725 §3.1",
    needs=(Need.ALGORITHMS, Need.KEY),
)
def _many_algorithms(case: HeaderCase) -> Iterator[Hit]:
    if len(case.keyring.keys) != 1:
        return
    for names in _families(case).values():
        if len(names) > 1:
            listed = quoted(", ".join(names))
            message = f"{len(names)} algorithms are allowed for the one supplied key: {listed}."
            yield Hit("expectations/algorithms", listed, message)


@FAMILY.rule(
    "policy-no-aud",
    "Audience not checked",
    Severity.MEDIUM,
    why="Tokens that are meant for other services pass.",
    remedy="Set the audience.",
    source="RFC 8725 §3.9; ASVS 5.0 9.2.3",
    needs=(Need.CLAIMS,),
    when=lambda case: not case.policy.audiences,
)
def _no_audience(case: Case) -> Iterator[Hit]:
    policy = case.policy
    if policy.check_claims and not policy.audiences and case.kind.name not in NO_AUDIENCE:
        yield Hit("expectations/audiences", "none named", "The expectations name no audience.")


@FAMILY.rule(
    "policy-no-iss",
    "Issuer not checked",
    Severity.MEDIUM,
    why="Tokens of every issuer pass whose key is known.",
    remedy="Set the issuer.",
    source="RFC 8725 §3.8; ASVS 5.0 9.1.3",
    needs=(Need.CLAIMS,),
    when=lambda case: not case.policy.issuers,
)
def _no_issuer(case: Case) -> Iterator[Hit]:
    policy = case.policy
    if policy.check_claims and not policy.issuers and case.kind.name not in NO_ISSUER:
        yield Hit("expectations/issuers", "none named", "The expectations name no issuer.")


@FAMILY.header_rule(
    "policy-leeway",
    "Leeway too large",
    Severity.MEDIUM,
    why="Expired tokens pass for that much longer.",
    remedy="Use 60 seconds or less.",
    source="RFC 7519 §4.1.4",
)
def _leeway(case: HeaderCase) -> Iterator[Hit]:
    leeway = case.policy.leeway
    if not 0 <= leeway <= 300:
        severity = Severity.MEDIUM if 0 <= leeway <= 3_600 else Severity.HIGH
        what = "negative" if leeway < 0 else "more than a few minutes"
        yield Hit("expectations/leeway", f"{leeway} s", f"The leeway is {leeway:,} s, which is {what}.", severity)


@FAMILY.header_rule(
    "policy-time-unchecked",
    "Time checks disabled",
    Severity.HIGH,
    why="Expired tokens pass.",
    remedy="Turn the check on.",
    source="RFC 7519 §4.1.4; ASVS 5.0 9.2.1",
)
def _time_unchecked(case: HeaderCase) -> Iterator[Hit]:
    if not case.policy.check_claims:
        yield Hit("expectations/check_claims", "off", "The expectations leave exp and all other claims unchecked.")
    elif not case.policy.check_exp:
        yield Hit("expectations/check_exp", "off", "The expectations leave exp unchecked.")


@FAMILY.rule(
    "policy-no-typ",
    "Type not checked",
    Severity.INFO,
    why="Tokens of another kind from the same issuer are told apart by nothing but their content.",
    remedy="Check typ, or whatever this issuer uses instead.",
    source="RFC 8725 §3.11–3.12; ASVS 5.0 9.2.2",
    confidence="heuristic",
    needs=(Need.CLAIMS,),
    when=lambda case: case.policy.typ is None,
)
def _no_type(case: Case) -> Iterator[Hit]:
    if case.policy.typ is None and case.kind.vendor in _SEVERAL_KINDS:
        message = (
            f"The expectations name no typ, and the issuer looks like {case.kind.vendor}, which mints several kinds."
        )
        yield Hit("expectations/typ", "none named", message)


@FAMILY.header_rule(
    "policy-header-keys",
    "Expectations take keys from the token",
    Severity.CRITICAL,
    why="Whoever makes a token then brings the key that it is verified with.",
    remedy="Configure keys out of band. jwtlens never takes one from a token, whatever the expectations say.",
    source="RFC 8725 §3.10; ASVS 5.0 9.1.3",
)
def _header_keys(case: HeaderCase) -> Iterator[Hit]:
    if case.policy.header_keys:
        listed = quoted(", ".join(case.policy.header_keys))
        message = f"The expectations let the header of the token name the key: {listed}."
        yield Hit("expectations/header_keys", listed, message)
