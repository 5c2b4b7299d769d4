import json
import re

import pytest

from jwtlens.audit import RULES, Finding, Severity, Subject, audit
from jwtlens.jose.json_pointer import split
from tests.audit.builders import Raises, Silent, about_claims, about_header, b64, encrypted, judged, subject
from tests.audit.examples import (
    algorithm,
    certificate,
    data,
    expected,
    header,
    identity,
    jwe,
    key,
    policy,
    profile,
    serialization,
    signature,
    time,
)

FAMILIES = (
    serialization,
    algorithm,
    signature,
    header,
    certificate,
    jwe,
    key,
    time,
    identity,
    profile,
    expected,
    data,
    policy,
)
RAISES = [row for family in FAMILIES for row in family.RAISES]
SILENT = [row for family in FAMILIES for row in family.SILENT]
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def found(slug: str, subject: Subject) -> list[Finding]:
    return [finding for finding in audit(subject).findings if finding.slug == slug]


@pytest.mark.parametrize("row", RAISES, ids=lambda row: row.slug)
def test_rule_raises(row: Raises) -> None:
    findings = found(row.slug, row.subject)
    assert [finding.severity for finding in findings] == [row.severity]


@pytest.mark.parametrize("row", SILENT, ids=lambda row: row.slug)
def test_rule_was_asked_and_says_nothing(row: Silent) -> None:
    assert found(row.slug, row.subject) == []
    assert row.slug not in {lack.slug for lack in audit(row.subject).not_checked}


def test_every_rule_has_an_example_and_a_near_miss() -> None:
    slugs = {rule.slug for rule in RULES}
    assert slugs == {row.slug for row in RAISES}
    assert slugs == {row.slug for row in SILENT}


def test_the_whole_catalogue_is_there() -> None:
    assert len({rule.slug for rule in RULES}) == len(RULES) == 171


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_entry_is_complete_and_made_of_sentences(rule: object) -> None:
    assert isinstance(rule, type(RULES[0]))
    assert re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", rule.slug)
    assert rule.title[0].isupper() or rule.title.startswith(("alg", "enc", "typ"))
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.remedy.endswith(".")
    assert re.search(r"RFC|IANA|ASVS|OWASP|CVE|OIDC|NIST|FIPS|CWE|draft|PCI|docs|Microsoft", rule.source)


def test_what_is_encrypted_is_not_passed_but_not_checked() -> None:
    closed = subject(encrypted({"alg": "dir", "enc": "A256GCM"}, key=b""))
    assert {"cty-missing-nested", "zip-bomb", "private-key-in-claims"} <= {
        lack.slug for lack in audit(closed).not_checked
    }


def test_of_several_signatures_it_is_said_that_one_is_looked_at() -> None:
    one = {"protected": b64('{"alg":"RS256"}'), "signature": b64(bytes(256))}
    text = json.dumps(
        {"payload": b64("{}"), "signatures": [one, {"protected": b64('{"alg":"none"}'), "signature": ""}]}
    )
    (finding,) = found("fmt-json-serialization", judged(text))
    assert finding.message.endswith("The rules look at the first of its 2 signatures.")


def test_words_and_place_of_findings_that_stand_for_several_things() -> None:
    claims = about_claims(roles=["a"], email="ann@example.com", profile={"contact": "bob@example.com"})
    (personal,) = found("pii-in-claims", claims)
    assert (personal.field, personal.evidence) == ("payload/email", "email, contact")
    (nested,) = found("pii-in-claims", about_claims(profile={"contact": "bob@example.com"}))
    assert nested.field == "payload/profile/contact"
    (kid,) = found("kid-injection", about_header(kid="a\tb"))
    assert kid.message == "kid looks as if control characters were in it."


def is_there(field: str, about: Subject) -> bool:
    """Whether the token has what the field names, so that a screen can lead to it."""
    part, slash, rest = field.partition("/")
    if part not in ("header", "payload") or not slash:
        return True
    value = about.token.header.value if part == "header" else about.token.payload.value
    for step in split(f"/{rest}"):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return True


@pytest.mark.parametrize("row", RAISES, ids=lambda row: row.slug)
def test_findings_keep_the_house_rules(row: Raises) -> None:
    for finding in audit(row.subject).findings:
        assert finding.message.endswith(".")
        assert finding.evidence
        assert not UNSAFE.search(finding.message + finding.evidence)
        assert re.match(r"(token|header|payload|signature|key|expectations)(/|$)", finding.field)
        assert "server" not in finding.message
        assert is_there(finding.field, row.subject), finding.field
        if finding.confidence == "heuristic":
            assert "look" in finding.message, finding.slug
            assert finding.severity < Severity.CRITICAL
