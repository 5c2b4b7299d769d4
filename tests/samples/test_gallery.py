"""Every sample is what it claims to be, for jwtlens and, where it can say so, for PyJWT."""

from typing import Any

import jwt
import pytest

from jwtlens.audit.finding import Severity
from jwtlens.inspection import Inspection, inspect
from jwtlens.samples import gallery
from jwtlens.samples.gallery import Sample
from jwtlens.verify.report import Verdict
from tests.core_kit import NOW

SAMPLES = gallery.samples()
IDS = [sample.name for sample in SAMPLES]
WANTED = {
    *("hs256", "rs256", "es256", "eddsa", "access-token", "id-token", "refresh-token", "logout-token", "dpop-proof"),
    *("sd-jwt", "auth0", "keycloak", "entra-access", "entra-id", "cognito", "google", "okta", "github-actions"),
    *("kubernetes", "spiffe", "supabase", "apple", "jwe", "jwe-nested"),
    *("expired", "wrong-audience", "alg-none", "confusion", "tampered", "weak-secret"),
}


def look(sample: Sample, now: float = NOW) -> Inspection:
    made = gallery.setup(sample, now)
    assert made.token is not None
    assert made.policy is not None
    assert made.key_text is not None
    return inspect(made.token, made.keyring, made.policy, now=now)


def worst(inspection: Inspection) -> str:
    layers = [inspection] if inspection.inner is None else [inspection, inspection.innermost]
    found = [finding.severity for layer in layers for finding in layer.findings or ()]
    return max(found, default=Severity.INFO).name.lower()


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_verdict_and_audit_are_as_claimed(sample: Sample) -> None:
    inspection = look(sample)
    assert (inspection.report.verdict, worst(inspection)) == (sample.verdict, sample.severity)
    assert not inspection.keyring.problems


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_a_sample_is_dated_when_it_is_opened(sample: Sample) -> None:
    decade = 10 * 365 * 86_400
    assert look(sample, NOW + decade).report.verdict == sample.verdict
    title_fits = len(sample.name) + len(sample.title) <= 96
    assert title_fits, "a line of the list"


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.group == "by vendor"], ids=lambda one: one.name)
def test_pyjwt_accepts_what_is_genuine(sample: Sample) -> None:
    inspection = look(sample)
    key: Any = inspection.keyring.keys[0].material.reveal()
    policy = inspection.policy
    options: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
    claims = jwt.decode(
        inspection.token.text,
        key,
        list(policy.algorithms or ()),
        options,
        audience=policy.audiences or None,
        issuer=policy.issuers or None,
    )
    assert claims == inspection.claims


def test_the_gallery_has_every_kind_and_vendor() -> None:
    assert set(IDS) == WANTED
    assert len(IDS) == len(WANTED)


def test_what_is_wrong_with_the_broken_ones_is_what_they_say() -> None:
    wrong = {"expired": "exp", "wrong-audience": "aud", "alg-none": "algorithm", "tampered": "signature"}
    for name, check in wrong.items():
        assert check in [one.name for one in look(gallery.find(name)).report.failed]
    findings = {finding.slug for finding in look(gallery.find("confusion")).findings or ()}
    assert "alg-confusion" in findings


def test_an_accepted_sample_is_accepted_for_its_signature() -> None:
    for sample in SAMPLES:
        if sample.verdict is Verdict.ACCEPTED:
            names = {check.name: str(check.status) for check in look(sample).innermost.report.checks}
            assert "passed" in {names.get("signature"), names.get("decryption")}, sample.name


@pytest.mark.parametrize(("name", "words"), [("auth", "Did you mean auth0?"), ("\x1b[1m", "jwtlens --list-samples")])
def test_an_unknown_sample_is_refused(name: str, words: str) -> None:
    with pytest.raises(ValueError, match="there is no sample") as caught:
        gallery.find(name)
    assert words in str(caught.value)
    assert "\x1b" not in str(caught.value)
