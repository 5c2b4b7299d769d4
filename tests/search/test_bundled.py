"""The bundled search as data of an inspection: what the screen, the command line and batch have in common."""

import jwt
import pytest

from jwtlens.inspection import Inspection, at_another_time, inspect, with_search
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.search.bundled import fits, is_searchable, outcome_of_bundled, with_bundled_search
from jwtlens.search.found import Found, Outcome
from tests.search.kit import signed

KNOWN = "hmac-secret-known"


def inspected(secret: bytes, *, key: str = "", **claims: object) -> Inspection:
    keyring = read_keys(Secret(key)) if key else read_keys(Secret(""))
    return inspect(signed(secret, claims=claims).text, keyring, now=1_000)


def slugs(inspection: Inspection) -> list[str]:
    return [finding.slug for finding in inspection.findings or ()]


def unasked(inspection: Inspection) -> list[str]:
    return [rule.slug for rule in inspection.not_checked]


def test_a_hit_is_the_first_finding_and_stays_when_the_clock_moves() -> None:
    before = inspected(b"secret")
    after = with_bundled_search(before)
    assert KNOWN in unasked(before)
    assert slugs(after)[0] == KNOWN
    assert KNOWN not in unasked(after)
    assert after.search is not None
    assert after.search.found == Found(Secret(b"secret"), "published secrets")
    assert "secret" not in repr(after.search.found.secret)
    later = at_another_time(after, 10**9)
    assert slugs(later)[0] == KNOWN
    assert later.search == after.search


def test_a_miss_is_said_and_the_rule_counts_as_asked_but_only_of_a_whole_search() -> None:
    whole = with_bundled_search(inspected(b"\x00 nobody has this \xff"))
    assert KNOWN not in [*slugs(whole), *unasked(whole)]
    assert whole.search is not None
    assert whole.search.words.startswith("Not in this list")
    part = with_search(inspected(b"\x00 nobody has this \xff"), Outcome(None, 10, complete=False))
    assert KNOWN in unasked(part)


@pytest.mark.parametrize(
    ("secret", "key", "searched"),
    [
        (b"secret", "secret", False),  # right and published: the rule about the key says it already
        (b"trustno1", "trustno1", True),  # right, but a common password, which that rule does not know
        (b"trustno1", "secret", True),  # a published key, but not that of this token
    ],
)
def test_a_supplied_key_saves_the_search_only_if_it_answers_it(secret: bytes, key: str, *, searched: bool) -> None:
    inspection = inspected(secret, key=key)
    assert is_searchable(inspection) is searched
    assert KNOWN in slugs(with_bundled_search(inspection))


def test_only_shared_secrets_are_searched_for() -> None:
    unsigned = inspect("eyJhbGciOiJub25lIn0.e30.", now=0)
    assert not is_searchable(unsigned)
    assert with_bundled_search(unsigned) == unsigned


def test_a_token_inside_is_searched_too() -> None:
    text = jwt.api_jws.encode(signed(b"secret").text.encode(), "k" * 40, headers={"cty": "JWT"})
    found = with_bundled_search(inspect(text, read_keys(Secret("k" * 40)), now=0))
    assert found.inner is not None
    assert slugs(found.inner)[0] == KNOWN
    assert KNOWN not in slugs(found)


def test_without_an_audit_the_outcome_alone_is_kept() -> None:
    found = with_bundled_search(inspect(signed(b"secret").text, now=0, with_audit=False))
    assert found.findings is None
    assert found.search is not None
    assert found.search.found is not None


def test_a_long_token_ends_the_search_at_its_budget_and_says_so() -> None:
    token = signed(b"\x00 nobody has this \xff", claims={"x": "y" * 100_000})
    assert not fits(token)
    outcome = outcome_of_bundled(token)
    assert not outcome.complete
    assert outcome.found is None
    assert 1_000 < outcome.tried < 3_000
    assert "The token is long" in outcome.problems[0]
    assert "Not in this list" not in outcome.words
    assert fits(signed(claims={"iss": "https://auth.my-shop.example"}))
    published_first = outcome_of_bundled(signed(b"secret", claims={"x": "y" * 100_000}))
    assert published_first.found is not None
