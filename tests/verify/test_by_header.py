"""What one header settles is kept for the next token: no answer may depend on the tokens that were judged before."""

import hmac
import itertools
import json
import sys

from hypothesis import given
from hypothesis import strategies as st

from jwtlens import answers
from jwtlens.audit import case, engine
from jwtlens.inspection import Inspection, inspect
from jwtlens.jose import jws
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify import views
from jwtlens.verify.policy import Policy
from tests.core_kit import NOW, b64

SECRETS = ("8c1f0e6b52d94a7f93be60d7a41c25f8e07b9d3364fa12c5", "another-secret-of-forty-eight-characters-in-all!")
KEYRINGS = [read_keys(Secret(text), origin="test") for text in SECRETS] + [Keyring()]
POLICIES = [
    Policy(),
    Policy(algorithms=("HS256",), typ="at+jwt", issuers=("a",)),
    Policy(algorithms=("RS256",), required=("exp",)),
]
HEADERS = [
    '{"alg":"HS256"}',
    '{"alg":"HS256","typ":"at+jwt","kid":"1"}',
    '{"alg":"HS256","crit":["x"],"x":1}',
    '{"alg":"none"}',
    '{"alg":"HS256","typ":"dpop+jwt"}',
]
PAYLOADS = ['{"iss":"a"}', f'{{"exp":{NOW - 5}}}', f'{{"exp":{NOW + 5},"iss":"b"}}', "[1]", "{"]


def token(header: str, payload: str, secret: int) -> str:
    """Return a token of this header and payload; 2 stands for a signature of nobody."""
    signing_input = f"{b64(header)}.{b64(payload)}"
    if secret == 2:
        return f"{signing_input}.AAAA"
    return f"{signing_input}.{b64(hmac.digest(SECRETS[secret].encode(), signing_input.encode(), 'sha256'))}"


def forget() -> None:
    """Let go of everything that is kept from one token to the next."""
    jws._header.cache_clear()
    for kept in (views._settled, engine._settled):
        kept._kept.results.clear()
    for remembered in (case._header_nodes, answers._written_header):
        remembered._results.clear()


def seen(text: str, keyring: Keyring, policy: Policy) -> Inspection:
    return inspect(text, keyring, policy, now=NOW)


ASKED = st.tuples(
    st.builds(token, st.sampled_from(HEADERS), st.sampled_from(PAYLOADS), st.integers(0, 2)),
    st.sampled_from(KEYRINGS),
    st.sampled_from(POLICIES),
)


@given(st.lists(ASKED, min_size=2, max_size=6))
def test_an_answer_does_not_depend_on_the_tokens_before(asked: list[tuple[str, Keyring, Policy]]) -> None:
    forget()
    in_a_row = [seen(*one) for one in asked]
    for one, before in zip(asked, in_a_row, strict=True):
        forget()
        alone = seen(*one)
        assert before == alone


UNPROTECTED: list[dict[str, object]] = [
    {},
    {"kid": "1"},
    {"alg": "HS256"},
    {"alg": "none"},
    {"x": "9" * 5_000},
    {"x": 10**4_999},
    {"typ": "at+jwt"},
]


@given(st.lists(st.tuples(st.sampled_from(["", HEADERS[0]]), st.sampled_from(UNPROTECTED)), min_size=2, max_size=6))
def test_headers_that_differ_outside_of_what_is_signed_are_not_taken_for_one(
    asked: list[tuple[str, dict[str, object]]],
) -> None:
    texts = []
    for protected, unprotected in asked:
        head, payload, signature = token(protected, PAYLOADS[0], 0).split(".")
        named = {"protected": head, "header": unprotected, "payload": payload, "signature": signature}
        texts.append(_as_json({name: value for name, value in named.items() if value != ""}))
    forget()
    in_a_row = [seen(text, KEYRINGS[0], POLICIES[1]) for text in texts]
    for text, before in zip(texts, in_a_row, strict=True):
        forget()
        assert seen(text, KEYRINGS[0], POLICIES[1]) == before


def _as_json(value: object) -> str:
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return json.dumps(value)
    finally:
        sys.set_int_max_str_digits(limit)


def test_what_is_kept_is_not_changed_by_whoever_looks_at_it() -> None:
    text = token(HEADERS[1], PAYLOADS[0], 0)
    first = seen(text, KEYRINGS[0], POLICIES[0])
    before = json.dumps(first.token.header.value)
    answers.answer(first)
    second = seen(text, KEYRINGS[0], POLICIES[1])
    assert second.token.header is first.token.header
    assert json.dumps(second.token.header.value) == before


def test_more_headers_than_are_kept() -> None:
    keyring, policy = KEYRINGS[0], POLICIES[0]
    texts = [token(f'{{"alg":"HS256","kid":"{kid}"}}', PAYLOADS[0], kid % 2) for kid in range(150)]
    for text, number in itertools.chain(zip(texts, range(150), strict=True), zip(texts, range(150), strict=True)):
        check = seen(text, keyring, policy).report.check("signature")
        assert check is not None
        assert (check.status == "passed") == (number % 2 == 0)
