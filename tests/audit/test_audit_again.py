import subprocess
import sys
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.audit import RULES, Finding, Severity, Subject, audit, audit_again
from jwtlens.audit.case import Case
from jwtlens.audit.engine import finding_for_hit, with_finding
from jwtlens.keys.secret import Secret
from jwtlens.verify import verify
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Report, Status
from tests.audit.builders import NOW, about_claims, compact, good, head, mac, secret, subject, typed
from tests.audit.examples import algorithm, certificate, data, expected, header, identity, key, profile, signature, time
from tests.audit.vendors import TOKENS

EXAMPLES = [
    row.subject
    for family in (algorithm, certificate, data, expected, header, identity, key, profile, signature, time)
    for row in family.RAISES
]
CORPUS = [*EXAMPLES, *TOKENS.values()]


def later(one: Subject, now: float) -> Subject:
    """The same subject at another time, as the screen makes it every second."""
    report = verify.at_another_time(one.report, one.token, one.policy, now)
    return one._replace(now=now, report=report)


@pytest.mark.parametrize("now", [0, NOW - 400, NOW + 1, NOW + 301, NOW + 10**6, NOW * 3])
def test_is_equal_to_a_whole_audit_at_any_time(now: float) -> None:
    for one in CORPUS:
        assert audit_again(later(one, now), audit(one)) == audit(later(one, now))


_INSTANTS = st.none() | st.integers(NOW - 10**5, NOW + 10**5) | st.floats() | st.just("soon") | st.just(NOW * 1000)


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(st.sampled_from(["exp", "nbf", "iat", "auth_time"]), _INSTANTS),
    st.sampled_from(["JWT", "at+jwt", "dpop+jwt", "logout+jwt"]),
    st.sampled_from([Policy(), Policy(leeway=60), Policy(check_claims=False)]),
    st.integers(NOW - 2 * 10**5, NOW + 2 * 10**5),
)
def test_is_equal_for_any_times_in_the_token(claims: dict[str, object], typ: str, policy: Policy, now: int) -> None:
    changes = dict.fromkeys(("exp", "iat"), ...) | claims
    one = subject(compact(head(typ=typ), good(**changes)), policy=policy)
    assert audit_again(later(one, now), audit(one)) == audit(later(one, now))


class _TimelessCase(Case):
    """A case without a clock, and without the report that was made by it: whoever looks at them fails."""

    @property
    def now(self) -> float:
        raise AssertionError("the rule looks at the clock, and does not say so")

    @now.setter
    def now(self, value: float) -> None:
        """Take nothing."""

    @property
    def report(self) -> Report:
        raise AssertionError("the rule looks at the report, and does not say so")

    @report.setter
    def report(self, value: Report) -> None:
        """Take nothing."""


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.clock], ids=attrgetter("slug"))
def test_no_other_rule_looks_at_the_clock(rule: object) -> None:
    assert isinstance(rule, type(RULES[0]))
    for one in CORPUS:
        case = _TimelessCase(one)
        if case.missing.isdisjoint(rule.needs):
            list(rule.find(case))


def test_rules_that_look_at_the_clock_say_so() -> None:
    assert {rule.slug for rule in RULES if rule.clock} == {
        *("exp-expired", "exp-in-leeway", "nbf-future", "iat-future", "exp-lifetime-long", "exp-lifetime-advisory"),
        *("x5c-not-valid-now", "dpop-stale", "sig-invalid", "sig-not-verified", "hdr-jwk", "zip-bomb", "auth-age"),
        *("azp-mismatch", "nonce-mismatch", "at-hash-mismatch", "dpop-binding", "cnf-mismatch"),
    }


def test_a_signature_that_is_judged_otherwise_later_is_found() -> None:
    one = subject(mac(head(alg="HS256"), good(), b"x"), secret())
    check = one.report.check("signature")
    assert check is not None
    checks = [check._replace(status=Status.NOT_CHECKED) if other == check else other for other in one.report.checks]
    changed = one._replace(report=one.report._replace(checks=tuple(checks)))
    assert audit_again(changed, audit(one)) == audit(changed) != audit(one)


def test_what_was_searched_and_found_stays() -> None:
    one = about_claims()
    found = finding_for_hit(Secret(b"secret"), "published secrets")
    again = audit_again(later(one, NOW + 10**6), with_finding(audit(one), found))
    assert again == with_finding(audit(later(one, NOW + 10**6)), found)
    assert again.findings[0] == found


def test_a_found_secret_is_critical_and_not_repeated() -> None:
    found = finding_for_hit(Secret(b"correct horse"), "common passwords")
    assert found.slug == "hmac-secret-known"
    assert found.severity is Severity.CRITICAL
    assert found.confidence == "certain"
    assert found.evidence == "13 bytes"
    assert "horse" not in repr(found)


def _slugs(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.slug for finding in findings]


def test_a_found_secret_is_put_where_it_belongs_and_once() -> None:
    one = subject(mac(head(alg="HS256"), good(), b"x"))
    plain = audit(one)
    assert "hmac-secret-known" in {lack.slug for lack in plain.not_checked}
    found = finding_for_hit(Secret(b"x"), "common passwords")
    with_it = with_finding(with_finding(plain, found), found)
    assert _slugs(with_it.findings).count("hmac-secret-known") == 1
    assert "hmac-secret-known" not in {lack.slug for lack in with_it.not_checked}
    severities = [finding.severity for finding in with_it.findings]
    assert severities == sorted(severities, reverse=True)


def test_it_stands_beside_the_finding_about_the_supplied_secret() -> None:
    supplied = audit(subject(mac(head(alg="HS256"), good(), b"secret"), secret(b"secret")))
    both = with_finding(supplied, finding_for_hit(Secret(b"secret"), "published secrets"))
    fields = [finding.field for finding in both.findings if finding.slug == "hmac-secret-known"]
    assert sorted(fields) == ["key", "signature"]


def test_a_proof_grows_stale() -> None:
    one = typed("dpop+jwt", iat=NOW, htm="GET", htu="https://api.example/", exp=...)
    assert "dpop-stale" in _slugs(audit_again(later(one, NOW + 301), audit(one)).findings)


@pytest.mark.parametrize(
    ("code", "module"),
    [("import jwtlens.audit.finding", "jwtlens.audit.engine"), ("import jwtlens.audit", "jwtlens.audit.case")],
)
def test_drawing_a_finding_does_not_import_the_rules(code: str, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print({module!r} in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_importing_the_rules_compiles_no_pattern() -> None:
    code = (
        "import re, typing, hmac, jwtlens.inspection\n"
        "compiled = []\n"
        "original = re.compile\n"
        "re.compile = lambda *given: compiled.append(given) or original(*given)\n"
        "import jwtlens.audit.engine\n"
        "print(compiled)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
