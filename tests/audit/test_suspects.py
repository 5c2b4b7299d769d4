"""Rules about values are asked about suspects only: whatever one of them may say something about has to be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.audit import patterns
from jwtlens.audit.case import Case
from jwtlens.audit.engine import RULES
from tests.audit.builders import compact, good, head, subject

NAMES = (
    *("sub", "note", "a", "", "password", "userPassword", "ssn", "SSN", "customer.ssn", "pin", "iban", "passport"),
    *("id_token", "accessToken", "csrf_token", "tokens", "scope", "roles", "x" * 300, "x" * 196 + "_pin"),
)
VALUES = (
    *("AKIAIOSFODNN7EXAMPLE", "ghp_" + "a" * 36, "glpat-" + "a" * 20, "xoxb-0123456789a", "sk_live_" + "a" * 16),
    *("AIza" + "a" * 35, "$2b$10$" + "a" * 53, "$1$a$" + "b" * 22, "$argon2id$v=19$a", "Bearer " + "a1" * 12),
    *("bEaReR " + "a1" * 12, "BASIC YTpi", "basic YTpi", "glx://u:p@h/", "postgres://u:p@h/x", "https://h/"),
    *("4111111111111111", "4111 1111 1111 1111", "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1", "378282246310005"),
    *("219-09-9999", "219099999", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
    *("a@b.example", "a@b", "10.0.0.1", "db.internal", "/etc/passwd", "C:\\temp", "c:\\x", "localhost"),
    *("eyJhbGciOi.a.b", "123", "12345", "hunter2", "****", "true", "2026-01-01", "a" * 24, "\u0664" + "1" * 15, ""),
)


def assert_suspect_if_anything_is_said(name: str, value: str) -> None:
    said = (
        patterns.credential(value),
        patterns.is_secret(name, value, is_number=False),
        patterns.is_secret(name, value, is_number=True),
        patterns.card_network(value),
        patterns.is_ssn(name, value),
        patterns.is_iban(value),
        patterns.is_document(name, value),
        patterns.is_token(name, value),
        patterns.is_email(value),
        patterns.internal(value),
    )
    assert patterns.is_suspect(name, value) or not any(said)


@pytest.mark.parametrize("value", VALUES)
def test_whatever_is_said_about_a_value_is_said_about_a_suspect(value: str) -> None:
    for name in NAMES:
        assert_suspect_if_anything_is_said(name, value)


@given(
    st.sampled_from(NAMES) | st.text(max_size=12),
    st.text(st.sampled_from("AKIgh_x$-0123456789@.:/ bBearsic"), max_size=40),
)
def test_so_it_is_for_any_name_and_value(name: str, value: str) -> None:
    assert_suspect_if_anything_is_said(name, value)


@given(st.integers(-(2**70), 2**70))
def test_every_integer_that_is_not_exact_everywhere_is_a_suspect(number: int) -> None:
    assert abs(number) < 2**53 or patterns.is_suspect("a", str(number))


@pytest.mark.parametrize(
    "claims",
    [
        b'{"a":"-----BEGIN PRIVATE KEY-----"}',
        b'{"a":"\\u002d----BEGIN PRIVATE KEY-----"}',
        b'{"a":{"\\u006bty":"RSA","d":"x"}}',
        b'{"a":"{\\"kty\\":\\"RSA\\",\\"d\\":\\"x\\"}"}',
        b'{"a":"LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t"}',
    ],
)
def test_a_private_key_is_found_in_any_spelling_of_the_text(claims: bytes) -> None:
    case = Case(subject(compact(head(), claims)))
    rule = next(rule for rule in RULES if rule.slug == "private-key-in-claims")
    assert case.is_ordinary
    assert [*rule.find(case)]


def test_suspects_come_in_the_order_of_the_levels_with_their_places() -> None:
    claims = good(a={"b": ["x@y.example", {"c": "/etc/x"}]}, roles=["r"], n=10**18, t=True, f=1.5, z=None)
    fields = [node.field for node, _ in Case(subject(compact(head(), claims))).suspects]
    assert [field for field in fields if field.split("/")[1] in claims.keys() - good().keys()] == [
        *("payload/n", "payload/a/b/0", "payload/a/b/1/c"),
    ]
