"""DPoP proofs are judged by their own profile, and the key that they bring along counts only if the user named it."""

import pytest

from jwtlens.inspection import Inspection, at_another_time
from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy, Possession, Profile
from jwtlens.verify.possession import target
from jwtlens.verify.report import Status, Verdict
from tests.core_kit import NOW, SECRET, Json, check, compact, hs256, key_for, look, pair, secret, signed

MINE, OTHER = pair("P-256"), pair("P-256", nth=1)
JKT = thumbprint(MINE)
CLAIMS: Json = {"jti": "e1j3V_bKic8-LAEB", "htm": "GET", "htu": "https://api.example/a", "iat": NOW - 5}
ANY, ALSO_ANY = Possession(), Profile()
# RFC 9449, sections 4.1 and 5: a proof, and the thumbprint that its key has (section 6.1).
RFC_PROOF = (
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
    "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
    "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
    "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIj"
    "oiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwia"
    "WF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg"
    "4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
)
RFC_JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
RFC_REQUEST = Possession("POST", "https://server.example.com/token", RFC_JKT)
# RFC 9449, section 7.1.
BOUND_TOKEN, ATH = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"


def proof(header: Json | None = None, key: Key = MINE, changes: Json | None = None) -> str:
    """A proof signed with a key that it brings along, where the header does not say otherwise; ... leaves out."""
    claims: Json = CLAIMS | (changes or {})
    said: Json = {"typ": "dpop+jwt", "alg": "ES256", "jwk": to_jwk(MINE, private=False)} | (header or {})
    kept = [{name: value for name, value in members.items() if value is not ...} for members in (said, claims)]
    return signed(kept[0], kept[1], key=key)


def seen(
    token: str, *keys: Key, possession: Possession = ANY, profile: Profile = ALSO_ANY, now: float = NOW
) -> Inspection:
    return look(token, *keys, policy=Policy(possession=possession, profile=profile), now=now)


def failed(inspection: Inspection) -> list[str]:
    return [one.code for one in inspection.report.failed]


def test_a_proof_shows_possession_and_is_not_verified_by_that() -> None:
    report = seen(proof()).report
    assert report.verdict is Verdict.NOT_VERIFIED
    assert check(report, "proof").status is Status.PASSED
    assert "shows possession of that key and nothing else" in check(report, "proof").reason
    assert check(report, "signature").status is Status.NOT_CHECKED
    assert "its sender has that key, and may be anybody" in check(report, "signature").reason
    assert "valid" not in headline(report).why


def test_the_key_of_an_expected_thumbprint_is_a_chosen_key() -> None:
    found = seen(RFC_PROOF, possession=RFC_REQUEST, now=1562262617)
    assert found.report.verdict is Verdict.ACCEPTED
    assert headline(found.report).why.startswith("signature valid for the expected key (jkt)")
    assert failed(seen(RFC_PROOF[:-2] + "Aw", possession=RFC_REQUEST, now=1562262617)) == [
        "signature-invalid",
        "proof-signature",
    ]


def test_the_key_of_another_thumbprint_is_refused() -> None:
    found = seen(proof(), possession=Possession(jkt=RFC_JKT))
    assert (found.report.verdict, failed(found)) == (Verdict.REJECTED, ["jkt-mismatch"])
    assert check(found.report, "signature").status is Status.NOT_CHECKED


def test_a_supplied_key_verifies_and_must_be_the_one_brought_along() -> None:
    assert seen(proof(), MINE).report.verdict is Verdict.ACCEPTED
    assert failed(seen(proof(), OTHER)) == ["signature-invalid"]
    assert failed(seen(proof(key=OTHER), OTHER)) == ["proof-signature"]


@pytest.mark.parametrize(
    ("token", "codes"),
    [
        (proof({"jwk": ...}), ["proof-key"]),
        (proof({"jwk": {"kty": "EC"}}), ["proof-key"]),
        (proof({"jwk": to_jwk(MINE, private=True).reveal()}), ["proof-key-private"]),
        (proof({"alg": "HS256", "jwk": {"kty": "oct", "k": "c2VjcmV0"}}, secret()), ["proof-alg"]),
        (proof({"alg": "RS256"}, key_for("RS256")), ["proof-key"]),
        (proof(changes={"htm": ...}), ["proof-claim"]),
        (proof(changes={"iat": "now"}), ["proof-claim", "iat-type"]),
        (proof(key=OTHER), ["proof-signature"]),
        (proof()[:-4] + "AAAA", ["proof-signature"]),
    ],
)
def test_what_breaks_the_profile_is_rejected_without_any_key(token: str, codes: list[str]) -> None:
    found = seen(token)
    assert (found.report.verdict, failed(found)) == (Verdict.REJECTED, codes)


def test_of_an_unknown_algorithm_nothing_is_said_to_be_signed() -> None:
    token = compact({"typ": "dpop+jwt", "alg": "XX99", "jwk": to_jwk(MINE, private=False)}, CLAIMS)
    report = seen(token, possession=Possession(jkt=JKT)).report
    assert report.verdict is Verdict.REJECTED
    assert check(report, "proof").status is Status.NOT_CHECKED


def test_a_shared_secret_is_no_key_of_a_proof_whatever_its_thumbprint() -> None:
    said: Json = {"alg": "HS256", "jwk": {"kty": "oct", "k": "c2VjcmV0"}}
    found = seen(proof(said, secret(b"secret")), possession=Possession(jkt=thumbprint(secret(b"secret"))))
    assert found.report.verdict is Verdict.REJECTED
    assert check(found.report, "signature").status is Status.NOT_CHECKED


@pytest.mark.parametrize(
    ("possession", "profile", "changes", "codes"),
    [
        (Possession("GET", "https://api.example/a", JKT), Profile(), {}, []),
        (Possession("POST", None, JKT), Profile(), {}, ["htm-mismatch"]),
        (Possession("get", None, JKT), Profile(), {}, ["htm-mismatch"]),
        (Possession(None, "https://api.example/b", JKT), Profile(), {}, ["htu-mismatch"]),
        (Possession(None, "https://api.example/a?b", JKT), Profile(), {}, []),
        (Possession(jkt=JKT), Profile(), {"iat": NOW - 300}, []),
        (Possession(jkt=JKT), Profile(), {"iat": NOW - 301}, ["proof-too-old"]),
        (Possession(jkt=JKT, max_age=301), Profile(), {"iat": NOW - 301}, []),
        (Possession(jkt=JKT, max_age=0), Profile(), {}, ["proof-too-old"]),
        (Possession(jkt=JKT), Profile(nonce="n"), {"nonce": "n"}, []),
        (Possession(jkt=JKT), Profile(nonce="n"), {}, ["nonce-missing"]),
        (Possession(jkt=JKT), Profile(access_token=Secret(BOUND_TOKEN)), {"ath": ATH}, []),
        (Possession(jkt=JKT), Profile(access_token=Secret(BOUND_TOKEN)), {}, ["ath-mismatch"]),
        (Possession(jkt=JKT), Profile(access_token=Secret(BOUND_TOKEN + "x")), {"ath": ATH}, ["ath-mismatch"]),
    ],
)
def test_the_request_is_held_against_it(
    possession: Possession, profile: Profile, changes: dict[str, object], codes: list[str]
) -> None:
    found = seen(proof(changes=changes), possession=possession, profile=profile)
    assert failed(found) == codes
    assert found.report.verdict is (Verdict.REJECTED if codes else Verdict.ACCEPTED)


def test_a_proof_gets_too_old_while_it_is_looked_at() -> None:
    found = seen(proof(), possession=Possession(jkt=JKT))
    assert failed(at_another_time(found, NOW + 290)) == []
    assert failed(at_another_time(found, NOW + 300)) == ["proof-too-old"]
    assert failed(seen(hs256({"iat": 1}), secret())) == []  # any other token may be old


def test_another_token_is_no_proof_for_a_request() -> None:
    found = seen(hs256({"htm": "GET", "htu": "https://api.example/a"}), secret(), possession=Possession(htm="GET"))
    assert failed(found) == ["proof-typ"]


@pytest.mark.parametrize(
    ("claims", "codes"),
    [
        ({"cnf": {"jkt": JKT}}, []),
        ({"cnf": {"jwk": to_jwk(MINE, private=False)}}, []),
        ({"cnf": {"x5t#S256": JKT}}, []),
        ({"cnf": {"jkt": RFC_JKT}}, ["cnf-mismatch"]),
        ({"cnf": {"jkt": [JKT]}}, ["cnf-mismatch"]),
        ({"cnf": {}}, ["cnf-mismatch"]),
        ({"cnf": JKT}, ["cnf-missing"]),
        ({}, ["cnf-missing"]),
    ],
)
def test_any_other_token_must_be_bound_to_the_expected_key(claims: dict[str, object], codes: list[str]) -> None:
    found = seen(hs256(claims), secret(SECRET), possession=Possession(jkt=JKT))
    assert failed(found) == codes


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "HTTPS://A.Example:443/x?q#f", True),
        ("http://a.example", "http://a.example:80/", True),
        ("https://a.example/%7ex/%c3%a9", "https://a.example/~x/%C3%A9", True),
        ("https://a.example/a/../b/./c/", "https://a.example/b/c/", True),
        ("https://a.example/a/..", "https://a.example/", True),
        ("https://a.example/../../x", "https://a.example/x", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x", "https://a.example/x/", False),
        ("https://a.example/a%2Fb", "https://a.example/a/b", False),
        ("https://a.example@evil.example/x", "https://a.example/x", False),
        ("https://a.example/x", "/x", False),
        ("urn:a?b", "urn:a", False),
    ],
)
def test_addresses_are_compared_as_rfc_3986_normalizes_them(one: str, other: str, same: bool) -> None:
    assert (target(one) == target(other)) is same
