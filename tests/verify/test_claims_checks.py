import pytest

from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from tests.core_kit import NOW, b64, check, compact, hs256, judge, secret, signed

PASSED, FAILED = Status.PASSED, Status.FAILED


@pytest.mark.parametrize(
    ("name", "offset", "leeway", "status", "words"),
    [
        ("exp", 1, 0, PASSED, "expires in 1 s"),
        ("exp", 0.5, 0, PASSED, "expires now"),
        ("exp", 0, 0, FAILED, "expired now"),
        ("exp", -1, 0, FAILED, "expired 1 s ago"),
        ("exp", -59, 60, PASSED, "expired 59 s ago, within the leeway of 60 s"),
        ("exp", -60, 60, FAILED, "expired 1 min ago"),
        ("exp", 900, 0, PASSED, "expires in 15 min"),
        ("nbf", 0, 0, PASSED, "valid since 0 s"),
        ("nbf", 1, 0, FAILED, "not valid yet: valid in 1 s"),
        ("nbf", 60, 60, PASSED, "valid in 1 min, within the leeway"),
        ("nbf", 61, 60, FAILED, "not valid yet: valid in 1 min 1 s"),
        ("nbf", -3600, 0, PASSED, "valid since 1 h"),
        ("iat", 0, 0, PASSED, "issued now"),
        ("iat", 1, 0, FAILED, "issued in the future: in 1 s"),
        ("iat", 5, 5, PASSED, "issued in 5 s, within the leeway of 5 s"),
        ("iat", -125, 0, PASSED, "issued 2 min 5 s ago"),
    ],
)
def test_time_claims_are_judged_at_their_very_boundary(
    name: str, offset: float, leeway: int, status: Status, words: str
) -> None:
    found = check(judge(hs256({name: NOW + offset}), secret(), policy=Policy(leeway=leeway)), name)
    assert (found.status, found.reason, found.field) == (status, words, f"payload/{name}")


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize(
    ("literal", "words"),
    [
        ("true", "boolean is not a time"),
        ("false", "boolean is not a time"),
        ("null", "null is not a time"),
        ('"tomorrow"', 'the string "tomorrow" is not a time'),
        ('"1795000000"', 'the string "1795000000" is not a time'),
        ('"\\u001b[2J"', 'the string "\\u001b[2J" is not a time'),
        ('""', 'the string "(empty)" is not a time'),
        ("[1795000000]", "array is not a time"),
        ("{}", "object is not a time"),
        ("1e400", "a number beyond all clocks is not a time"),
        ("-1e400", "a number beyond all clocks is not a time"),
        ("9" * 400, "a number beyond all clocks is not a time"),
        ("9" * 5000, "a number beyond all clocks is not a time"),
        ("NaN", "a number beyond all clocks is not a time"),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_not_a_time_is_rejected_in_words(name: str, literal: str, words: str) -> None:
    message = compact({"alg": "HS256"}, f'{{"{name}":{literal}}}'.encode(), "")
    found = check(judge(message, secret()), name)
    assert (found.status, found.code) == (FAILED, f"{name}-type")
    assert found.reason.startswith(words)


@pytest.mark.parametrize(
    ("literal", "status", "words"),
    [
        ("-1", FAILED, "expired 56 y"),
        ("0", FAILED, "expired 56 y"),
        ("1795000900.75", PASSED, "expires in 15 min"),
        ("1.7950009e9", PASSED, "expires in 15 min"),
        ("1795000900000", PASSED, "(milliseconds? a verifier reads seconds)"),
        ("1" + "0" * 300, PASSED, "expires in over a billion years"),
        ("-1" + "0" * 300, FAILED, "expired over a billion years ago"),
    ],
)
def test_odd_numbers_are_still_times(literal: str, status: Status, words: str) -> None:
    found = check(judge(compact({"alg": "HS256"}, f'{{"exp":{literal}}}'.encode())), "exp")
    assert found.status is status
    assert words in found.reason
    assert len(found.reason) < 100


def test_a_token_without_exp_never_expires_and_that_is_said() -> None:
    found = check(judge(hs256({"sub": "a"}), secret()), "exp")
    assert (found.status, found.reason) == (Status.NOT_APPLICABLE, "not in the token: it never expires")


@pytest.mark.parametrize(
    ("iss", "wanted", "status", "words"),
    [
        (..., (), Status.NOT_APPLICABLE, "not in the token, none expected"),
        ("a", (), Status.NOT_CHECKED, "a; no issuer expected"),
        ("a", ("a",), PASSED, "a"),
        ("b", ("a", "b"), PASSED, "b"),
        (..., ("a",), FAILED, "no issuer; expected a"),
        ("c", ("a", "b"), FAILED, "c; expected a or b"),
        ("", ("a",), FAILED, "(empty); expected a"),
        (None, ("a",), FAILED, "a JSON null; expected a"),
        (["a"], ("a",), FAILED, "a JSON array; expected a"),
        (7, ("7",), FAILED, "a JSON number; expected 7"),
        ("https://x/", ("https://x",), FAILED, "only the case, the scheme or a slash at the end differs"),
        ("HTTPS://X", ("https://x",), FAILED, "only the case, the scheme or a slash at the end differs"),
        ("é", ("e\u0301",), FAILED, "é; expected e\u0301"),
        ("a\u200b", ("a",), FAILED, "a\\u200b; expected a"),
    ],
)
def test_the_issuer_is_compared_code_point_for_code_point(
    iss: object, wanted: tuple[str, ...], status: Status, words: str
) -> None:
    found = check(judge(hs256({} if iss is ... else {"iss": iss}), policy=Policy(issuers=wanted)), "iss")
    assert found.status is status
    assert words in found.reason


def test_a_number_of_5000_digits_is_not_the_string_of_its_digits() -> None:
    digits = "7" * 5000
    policy = Policy(issuers=(digits,), audiences=(digits,))
    for claims in (f'{{"iss":{digits},"aud":{digits}}}', f'{{"iss":{digits},"aud":[{digits}]}}'):
        report = judge(compact({"alg": "HS256"}, claims.encode()), policy=policy)
        assert check(report, "iss").status is FAILED
        assert check(report, "aud").code == "aud-type"


@pytest.mark.parametrize(
    ("aud", "wanted", "status", "words"),
    [
        (..., (), Status.NOT_APPLICABLE, "not in the token, none expected"),
        ("a", (), Status.NOT_CHECKED, "a; no audience expected"),
        ("a", ("a",), PASSED, "a"),
        (["a"], ("a",), PASSED, "a"),
        (["x", "b", "a"], ("a", "b"), PASSED, "b"),
        (..., ("a",), FAILED, "no audience; expected a"),
        ("ab", ("a",), FAILED, "ab; expected a"),
        ([], ("a",), FAILED, "is not an audience"),
        (["a", 1], ("a",), FAILED, "is not an audience"),
        (["a", None], ("a",), FAILED, "is not an audience"),
        ([["a"]], ("a",), FAILED, "is not an audience"),
        ({"a": 1}, ("a",), FAILED, "is not an audience"),
        (None, ("a",), FAILED, "is not an audience"),
        (True, ("True",), FAILED, "is not an audience"),
        ("https://api/", ("https://api",), FAILED, "audiences are compared exactly"),
        (["x", "API"], ("api",), FAILED, "audiences are compared exactly"),
        ("a,b", ("a",), FAILED, "a,b; expected a"),
        ("a b", ("a",), FAILED, "a b; expected a"),
    ],
)
def test_one_audience_in_common_is_enough_and_it_must_be_the_same(
    aud: object, wanted: tuple[str, ...], status: Status, words: str
) -> None:
    found = check(judge(hs256({} if aud is ... else {"aud": aud}), policy=Policy(audiences=wanted)), "aud")
    assert found.status is status
    assert words in found.reason


@pytest.mark.parametrize(
    ("claims", "required", "status", "field"),
    [
        ({}, (), Status.NOT_APPLICABLE, "payload"),
        ({"sub": "a"}, ("sub",), PASSED, "payload"),
        ({"sub": ""}, ("sub",), PASSED, "payload"),
        ({"n": 0, "f": False}, ("n", "f"), PASSED, "payload"),
        ({"sub": "a"}, ("sub", "jti"), FAILED, "payload"),
        ({"sub": None}, ("sub",), FAILED, "payload/sub"),
        ({"a/b": None}, ("a/b",), FAILED, "payload/a~1b"),
        ({"Sub": "a"}, ("sub",), FAILED, "payload"),
        ([], ("sub",), FAILED, "payload"),
    ],
)
def test_required_claims_must_be_there(claims: object, required: tuple[str, ...], status: Status, field: str) -> None:
    found = check(judge(hs256(claims), policy=Policy(required=required)), "required")
    assert (found.status, found.field) == (status, field)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "claims-empty"),
        (b"[]", "claims-object"),
        (b'"text"', "claims-object"),
        (b"null", "claims-object"),
        (b"plain text", "json-syntax"),
        (b"\xff\x00", "json-utf8"),
        (b'{"a":1,"a":2}', "json-duplicate"),
        (b'{"a":NaN}', "json-constant"),
        (b'\xef\xbb\xbf{"a":1}', "json-bom"),
        (b'{"aud":{"a":1}}', "aud-type"),
        (b'{"aud":[]}', "aud-type"),
        (b'{"aud":["a",null]}', "aud-type"),
    ],
    ids=["empty", "array", "string", "null", "text", "bytes", "duplicate", "NaN", "mark", "aud", "no aud", "null aud"],
)
def test_a_payload_that_is_no_claims_set_is_rejected_but_its_signature_is_still_judged(
    payload: bytes, code: str
) -> None:
    message = compact({"alg": "HS256"}, payload, "")[:-1]
    from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS  # noqa: PLC0415
    from jwtlens.verify import signature  # noqa: PLC0415

    token = f"{message}.{b64(signature.sign(SIGNATURE_ALGORITHMS['HS256'], secret(), message.encode()))}"
    report = judge(token, secret())
    assert (report.verdict, check(report, "claims").code) == (Verdict.REJECTED, code)
    assert check(report, "signature").status is PASSED
    assert judge(token, secret(), policy=Policy(check_claims=False)).verdict is Verdict.ACCEPTED


def test_claims_that_are_nested_deeper_than_our_limit_are_not_checked_and_so_not_accepted() -> None:
    report = judge(signed({"alg": "HS256"}, b'{"a":' * 70 + b"1" + b"}" * 70), secret())
    found = check(report, "claims")
    assert (report.verdict, found.status) == (Verdict.NOT_VERIFIED, Status.NOT_CHECKED)
    assert "jwtlens stops at 64" in found.reason
    assert "not a JWT" not in found.reason


def test_every_failure_is_listed_not_the_first() -> None:
    claims = {"exp": NOW - 1, "nbf": NOW + 9, "iat": NOW + 9, "iss": "x", "aud": "y"}
    token = signed({"alg": "HS256", "typ": "x", "crit": ["exp"], "exp": 1}, claims, key=secret(b"other"))
    policy = Policy(issuers=("a",), audiences=("b",), required=("jti",), typ="JWT")
    failed = [one.name for one in judge(token, secret(), policy=policy).failed]
    assert failed == ["signature", "crit", "typ", "exp", "nbf", "iat", "iss", "aud", "required"]


def test_replay_is_not_checked_and_that_is_said() -> None:
    assert check(judge(hs256({"jti": "1"})), "jti").status is Status.NOT_CHECKED
    assert check(judge(hs256({})), "jti").status is Status.NOT_APPLICABLE


@pytest.mark.parametrize("name", ["iss", "sub", "jti"])
@pytest.mark.parametrize("value", [1, True, None, ["a"], {}])
def test_identifiers_that_are_no_strings_are_refused(name: str, value: object) -> None:
    report = judge(hs256({name: value}), secret())
    found = check(report, "claims")
    assert (found.status, found.code, found.field) == (FAILED, f"{name}-type", f"payload/{name}")
    assert report.verdict is Verdict.REJECTED
