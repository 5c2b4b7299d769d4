import pytest

from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from tests.core_kit import check, compact, hs256, judge, pair, secret, signed


@pytest.mark.parametrize(
    ("crit", "more", "status"),
    [
        (None, {}, Status.NOT_APPLICABLE),
        (["b64"], {"b64": True}, Status.PASSED),
        (["exp"], {"exp": 1}, Status.FAILED),
        (["b64", "http://x"], {"b64": True, "http://x": 1}, Status.FAILED),
        ([{}], {}, Status.FAILED),
        ([["b64"]], {}, Status.FAILED),
    ],
)
def test_an_extension_that_is_not_understood_must_be_refused(
    crit: object, more: dict[str, object], status: Status
) -> None:
    header = {"alg": "HS256"} | ({} if crit is None else {"crit": crit}) | more
    report = judge(signed(header), secret())
    assert check(report, "crit").status is status
    assert (report.verdict is Verdict.ACCEPTED) is (status is not Status.FAILED)


@pytest.mark.parametrize(
    ("typ", "wanted", "status"),
    [
        (None, None, Status.NOT_APPLICABLE),
        ("JWT", None, Status.NOT_CHECKED),
        ("JWT", "JWT", Status.PASSED),
        ("jwt", "JWT", Status.PASSED),
        ("application/at+jwt", "at+jwt", Status.PASSED),
        ("at+jwt", "application/AT+JWT", Status.PASSED),
        ("application/a/b", "a/b", Status.FAILED),
        ("JWT", "at+jwt", Status.FAILED),
        ("at+jwt ", "at+jwt", Status.FAILED),
        ("\u212ab+jwt", "kb+jwt", Status.FAILED),
        (None, "at+jwt", Status.FAILED),
        ("", "at+jwt", Status.FAILED),
        (7, "7", Status.FAILED),
    ],
)
def test_typ_is_compared_as_a_media_type(typ: object, wanted: str | None, status: Status) -> None:
    token = hs256(**({} if typ is None else {"typ": typ}))
    assert check(judge(token, secret(), policy=Policy(typ=wanted)), "typ").status is status


@pytest.mark.parametrize(
    ("alg", "code", "words"),
    [
        ("hs256", "alg-case", 'this one is "HS256"'),
        ("HS257", "alg-unknown", "HS257 is not a signature algorithm that jwtlens knows"),
        ("RSA-OAEP", "alg-unknown", "RSA-OAEP is not a signature algorithm that jwtlens knows"),
        ("[/nope]\x1b", "alg-unknown", "[/nope]\\u001b is not"),
        ("X" * 5000, "alg-unknown", "…"),
    ],
    ids=["wrong case", "unknown", "encryption", "hostile", "long"],
)
def test_an_algorithm_that_does_not_exist_is_rejected_in_words(alg: str, code: str, words: str) -> None:
    for keys in ((), (secret(),)):
        report = judge(compact({"alg": alg}), *keys)
        assert report.verdict is Verdict.REJECTED
        assert check(report, "algorithm").code == code
        assert words in check(report, "algorithm").reason
        assert len(check(report, "algorithm").reason) < 200


def test_an_unencoded_payload_verifies_as_a_signed_message_and_is_no_jwt() -> None:
    from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS  # noqa: PLC0415
    from jwtlens.verify import signature  # noqa: PLC0415
    from tests.core_kit import b64  # noqa: PLC0415

    message = b64('{"alg":"HS256","b64":false,"crit":["b64"]}') + '.{"sub":"a"}'
    token = f"{message}.{b64(signature.sign(SIGNATURE_ALGORITHMS['HS256'], secret(), message.encode()))}"
    assert judge(token, secret(), policy=Policy(check_claims=False)).verdict is Verdict.ACCEPTED
    report = judge(token, secret())
    assert [one.code for one in report.failed] == ["claims-b64"]


def test_the_allow_list_is_never_taken_from_the_token() -> None:
    assert check(judge(hs256()), "algorithm").status is Status.NOT_CHECKED
    assert check(judge(hs256(), pair("RSA")), "algorithm").code == "key-mismatch"
    assert check(judge(hs256(), policy=Policy(algorithms=("HS256",))), "algorithm").status is Status.PASSED


def test_a_malformed_token_says_how_many_faults_it_has() -> None:
    found = check(judge("!.!.!", secret()), "format")
    assert found.status is Status.FAILED
    assert found.reason.endswith("more)")
