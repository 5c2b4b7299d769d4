import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.displayable import displayable
from jwtlens.editing import edit, shown
from jwtlens.inspection import at_another_time, inspect
from jwtlens.keys.key import Keyring
from jwtlens.knowledge.sample import SECRET, sample_token
from jwtlens.notes import notes
from jwtlens.problem import Span
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests.core_kit import ALGORITHMS, NOW, b64, compact, hs256, key_for, look, pair, secret, signed

RING = Keyring((secret(), pair("P-256", kid="a"), pair("RSA", private=False)), is_set=True)
POLICY = Policy(issuers=("i",), audiences=("a",), required=("sub", ""), typ="JWT", leeway=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
HEADER_NAMES = ["alg", "typ", "kid", "crit", "b64", "jwk", "x5c", "cty", "jku", "enc", "zip"]
CLAIM_NAMES = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "a/b"]
ALGS = st.sampled_from([*ALGORITHMS, "none", "hs256", "", "XX"])


def _everything(source: str, *, with_audit: bool = True) -> Verdict:
    """Look at a text in every way that the core offers; nothing of it may raise."""
    seen = inspect(source, RING, POLICY, now=NOW, with_audit=with_audit)
    headline(seen.report)
    at_another_time(seen, 0)
    for part, document in (("header", seen.token.header), ("payload", seen.token.payload)):
        notes(seen, part)
        shown(seen.token.segment(part), document)
    for problem in seen.token.problems:
        if problem.span:
            place = seen.in_source(problem.span)
            assert 0 <= place.start <= place.end <= len(source)
    for check in seen.report.checks:
        assert displayable(check.reason + check.brief) == check.reason + check.brief
    edit(seen, payload='{"a":1}', resign_with=RING)
    edit(seen, header='{"alg":"ES256"}', resign_with=RING)
    return seen.report.verdict


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: data.decode("latin-1")))
def test_any_text_can_be_inspected(text: str) -> None:
    assert _everything(text) is Verdict.MALFORMED


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=6))
def test_any_bytes_can_be_the_parts_of_a_token(parts: list[bytes]) -> None:
    assert _everything(".".join(map(b64, parts))) is not Verdict.ACCEPTED


@given(
    ALGS,
    st.dictionaries(st.sampled_from(HEADER_NAMES) | st.text(max_size=4), VALUES, max_size=4),
    st.dictionaries(st.sampled_from(CLAIM_NAMES) | st.text(max_size=4), VALUES, max_size=5) | VALUES,
)
def test_any_json_can_be_header_and_payload(alg: str, header: dict[str, object], claims: object) -> None:
    text = json.dumps(claims, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for head in ({"alg": alg} | header, header):
        _everything(compact(json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass"), text))


@given(st.sampled_from(["HS256", "ES256"]), st.data())
def test_a_valid_token_that_was_mutated_never_raises_and_is_never_accepted(alg: str, data: st.DataObject) -> None:
    token = signed({"alg": alg, "kid": "a"}, {"sub": "a", "iss": "i"})
    start = data.draw(st.integers(0, len(token)))
    end = data.draw(st.integers(start, min(start + 8, len(token))))
    changed = token[:start] + data.draw(st.text(max_size=4)) + token[end:]
    keyring = Keyring((key_for(alg),))
    seen = inspect(changed, keyring, now=NOW, with_audit=False, as_pasted=False)
    assert (seen.report.verdict is Verdict.ACCEPTED) == (changed == token)
    _everything(changed, with_audit=False)


def test_what_was_removed_is_told_to_the_audit_and_kept() -> None:
    seen = inspect(f"Bearer {hs256()}", now=NOW)
    assert seen.pasted.removed == ("the word Bearer",)
    assert seen.findings is not None
    assert look(hs256()).findings is None


def test_a_token_that_is_not_pasted_is_taken_as_it_is() -> None:
    seen = inspect(f"Bearer {hs256()}", now=NOW, with_audit=False, as_pasted=False)
    assert seen.report.verdict is Verdict.MALFORMED
    assert seen.pasted.token == f"Bearer {hs256()}"


def test_a_place_in_the_token_is_a_place_in_the_text() -> None:
    text = f"Bearer {hs256()}"
    seen = look(text)
    assert text[slice(*seen.in_source(seen.token.segment("payload").span))] == seen.token.segment("payload").text
    assert seen.in_source(Span(0, 0)) == Span(7, 7)


def test_two_looks_at_the_same_are_equal() -> None:
    assert look(hs256(), secret()) == look(hs256(), secret())
    assert look(hs256(), secret()) != look(hs256(), secret(b"other"))


def test_the_sample_verifies_and_lives_for_a_quarter_of_an_hour() -> None:
    token = sample_token(NOW + 0.5)
    assert look(token, secret(SECRET.encode()), now=NOW + 899).report.verdict is Verdict.ACCEPTED
    assert look(token, secret(SECRET.encode()), now=NOW + 900).report.verdict is Verdict.REJECTED


def test_the_secret_of_a_key_is_in_no_text_of_an_inspection() -> None:
    assert "sixty-four" not in repr(inspect(hs256(), Keyring((secret(),)), now=NOW))


@pytest.mark.parametrize(
    "source",
    [
        "." * 10_000,
        "!" * 100_000,
        compact({"alg": "HS256", "kid": "k" * 200_000}, {"a": "x" * 200_000}),
        compact({"alg": "HS256"}, ("[" * 100_000).encode()),
        compact({"alg": "HS256"}, b"\x00" * 100_000, b"\x01" * 100_000),
        "eyJ" * 50_000,
        "\x1b]0;pwned\x07[@click=app.quit]\u202e\ud800",
    ],
    ids=["dots", "marks", "long", "deep", "binary", "beginnings", "escapes"],
)
def test_big_and_hostile_texts_are_looked_at_like_any_other(source: str) -> None:
    assert _everything(source) is not Verdict.ACCEPTED
