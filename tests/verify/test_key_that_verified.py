"""A check that found a signature valid carries the key, under the name that the user gave it."""

from tests.core_kit import check, judge, pair, secret, signed


def test_the_key_that_verified_is_in_the_check_and_named_there() -> None:
    right = pair("P-256")._replace(name="billing \x1b[31m")
    report = judge(signed({"alg": "ES256"}, key=right), secret(), pair("P-256", nth=1), right)
    found = check(report, "signature")
    assert found.key == right
    assert found.reason == "valid for billing \\u001b[31m"


def test_no_key_is_named_where_none_verified() -> None:
    report = judge(signed({"alg": "ES256"}, key=pair("P-256")), pair("P-256", nth=1), pair("P-256", nth=2))
    assert [one.key for one in report.checks] == [None] * len(report.checks)
