import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jwtlens.audit import RULES, Severity, Subject, audit, worst
from jwtlens.audit.case import Case
from jwtlens.audit.engine import HITS_PER_RULE, audit_everything
from jwtlens.verify.policy import Policy
from tests.audit.builders import (
    NOW,
    Json,
    about_claims,
    about_header,
    compact,
    ec_key,
    encrypted,
    good,
    head,
    rsa_key,
    secret,
    subject,
)
from tests.audit.test_audit_rules import RAISES, SILENT
from tests.audit.vendors import TOKENS

_EXPECTATIONS = Policy(issuers=("a",), audiences=("b",), algorithms=("HS256", "ES256"), typ="at+jwt", leeway=60)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["none", "HS256", "RS256", "ES256", "dpop+jwt", "../..", "https://10.0.0.1/a?b", "*", "\ud800", NOW]
    )
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | _LEAVES.map(str), inner, max_size=3)
    ),
    max_leaves=8,
)
_PARAMETERS = [
    *("alg", "enc", "kid", "typ", "cty", "jku", "x5u", "jwk", "x5c", "x5t", "x5t#S256", "crit"),
    *("b64", "zip", "epk", "p2c", "p2s", "iss", "aud", "nonce"),
]
_CLAIMS = [
    *("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "events", "cnf", "htm", "htu", "typ"),
    *("token_use", "_sd", "_sd_alg", "status", "role", "ref", "scope", "vc", "act"),
]


def _members(names: list[str]) -> st.SearchStrategy[Json]:
    return st.dictionaries(st.sampled_from(names) | st.text(max_size=8), _VALUES, max_size=8)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    _members(_PARAMETERS), _members(_CLAIMS), st.binary(max_size=80), st.sampled_from(["", "~", "~WyJhIiwiYiIsMV0~x"])
)
def test_no_rule_is_passed_over_or_raises_for_any_header_and_claims(
    header: Json, claims: Json, signature: bytes, rest: str
) -> None:
    text = compact(header, claims, signature) + rest
    for keys in ((), (secret(),), (rsa_key(), ec_key())):
        for policy in (Policy(), _EXPECTATIONS):
            assert_no_rule_is_passed_over(subject(text, *keys, policy=policy))
    audit(subject(encrypted(header)))


def assert_no_rule_is_passed_over(asked: Subject) -> None:
    """Rules that are not about a token are not asked, and what one header settles is kept: neither changes a word."""
    everything = audit_everything(Case(asked))
    assert audit(asked) == everything
    assert audit(asked) == everything  # now from what was kept


@pytest.mark.parametrize("asked", [row.subject for row in (*RAISES, *SILENT)], ids=range(len(RAISES) + len(SILENT)))
def test_no_rule_is_passed_over(asked: Subject) -> None:
    assert_no_rule_is_passed_over(asked)


@pytest.mark.parametrize("asked", TOKENS.values(), ids=TOKENS)
def test_no_rule_is_passed_over_in_a_token_of_a_vendor(asked: Subject) -> None:
    assert_no_rule_is_passed_over(asked)


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('eyJhbGciOiJub25lIn0.-_~=+/ \n{}[]":\u202e\ud800'), max_size=120))
def test_never_raises_for_any_text(text: str) -> None:
    audit(subject(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "." * 10_000,
        "~" * 10_000,
        compact(head(), good()) + "~a" * 5_000,
        compact(head(kid="'" * 100_000), good()),
        compact(head(), good(iss="http://" + "a." * 50_000, aud=["*"] * 10_000)),
        compact(head(), good(sub="a@" * 50_000, note="-----BEGIN " * 20_000)),
        compact(head(), {"a" * at: "\x00\u202e" for at in range(500)}),
        compact(head(), b'{"a":' * 60 + b"1" + b"}" * 60),
        compact(head(), b"[" * 100_000),
        '{"protected":"e30","payload":"e30","signature":"e30"}',
        "{",
        compact(head(x5c=["MAA="] * 1_000, epk=[], jwk=[], crit=[[]], zip={}), good()),
        compact(
            {"alg": {}, "kid": [], "jku": "https://[::1", "x5u": "http://0x7f.0.0.1:99999999"}, {"exp": {}, "cnf": [1]}
        ),
    ],
    ids=range(16),
)
def test_never_raises_for_hostile_text(text: str) -> None:
    audit(subject(text))
    audit(subject(text, rsa_key(), policy=_EXPECTATIONS))


def test_findings_are_sorted_by_severity_then_in_the_order_of_the_catalogue() -> None:
    order = {rule.slug: place for place, rule in enumerate(RULES)}
    findings = audit(about_claims(exp=..., iss=["a"], aud=..., iat="now", jti="1")).findings
    keys = [(-finding.severity, order[finding.slug]) for finding in findings]
    assert len(set(keys)) > 4
    assert keys == sorted(keys)


def test_a_rule_without_what_it_needs_is_not_checked() -> None:
    lacks = {lack.slug: lack.needs for lack in audit(about_header()).not_checked}
    assert lacks["sig-invalid"] == "a key"
    assert lacks["iss-mismatch"] == "an expected issuer"
    assert lacks["policy-many-algs"] == "expectations and a list of allowed algorithms and a key"
    assert "alg-none" not in lacks


def test_claims_of_an_encrypted_token_are_not_checked() -> None:
    result = audit(subject(encrypted({"alg": "dir", "enc": "A256GCM"}, key=b"")))
    lacks = {lack.slug: lack.needs for lack in result.not_checked}
    assert lacks["exp-missing"] == "claims that can be read"
    assert not [finding for finding in result.findings if finding.field.startswith("payload")]


def test_an_unreadable_header_is_not_blamed_for_what_it_does_not_say() -> None:
    result = audit(subject(compact(b"{", good())))
    assert "alg-missing" in {lack.slug for lack in result.not_checked}
    assert [finding.slug for finding in result.findings][:1] == ["fmt-json"]


def test_every_rule_is_found_not_found_or_not_checked_once() -> None:
    for token in TOKENS.values():
        lacking = [lack.slug for lack in audit(token).not_checked]
        assert len(lacking) == len(set(lacking))


def test_a_rule_that_hits_everywhere_is_cut_and_says_so() -> None:
    findings = [
        one
        for one in audit(about_claims(**{f"n{at}": 2**60 for at in range(50)})).findings
        if one.slug == "json-bignum"
    ]
    assert len(findings) == HITS_PER_RULE
    assert findings[-1].message.endswith("There are more of these, not listed.")


def test_expired_is_information() -> None:
    result = audit(about_claims(exp=NOW - 10, iat=NOW - 100))
    assert worst(result) is Severity.INFO
    assert "exp-expired" in {finding.slug for finding in result.findings}


def test_secrets_are_not_repeated() -> None:
    result = audit(about_claims(password="correct horse battery", card="4111111111111111"))
    words = " ".join(finding.evidence + finding.message for finding in result.findings)
    assert "horse" not in words
    assert "4111111" not in words


def test_import_costs_neither_cryptography_nor_dataclasses() -> None:
    code = (
        "import sys, jwtlens.audit.engine\n"
        "print(sorted({'cryptography', 'jwt', 'dataclasses', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_private_key_in_the_header_is_not_repeated() -> None:
    jwk = {"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ", "d": "c2VjcmV0LXNjYWxhcg"}
    for token in (
        about_header(jwk=jwk),
        about_header(jwk=jwk, typ="dpop+jwt"),
        about_claims(cnf={"jwk": jwk, "jku": "a"}),
    ):
        words = " ".join(finding.evidence + finding.message for finding in audit(token).findings)
        assert "private members" in words
        assert "c2VjcmV0" not in words
