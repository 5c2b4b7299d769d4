import json
import re

import pytest

from jwtlens import reports
from jwtlens.audit.sensitive import sensitivity
from jwtlens.reports import FORMATS, FormatName, Options
from jwtlens.search.found import Found, Outcome
from tests.reports.kit import subject, token

PERSONAL = {
    "email": "ann.lee@mail.example",
    "name": "Ann Lee-Quuxley",
    "phone_number": "+44 1632 960999",
    "address": {"street_address": "4 Yew Tree Row", "country": "Ruritania"},
    "contacts": ["bob@mail.example"],
    "account": {"ownerFirstName": "Zebedee"},
    "iban": "GB82WEST12345698765432",
    "bob2@mail.example": True,
}
PERSONAL_TEXTS = (
    *("ann.lee@mail.example", "Quuxley", "960999", "Yew Tree", "Ruritania", "bob@mail.example", "Zebedee"),
    *("GB82WEST", "bob2@mail.example"),
)
SECRETS = {
    "password": "hunter2-hunter2",
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "refresh_token": "8xLOxBtZp8pZ8xLOxBtZp8p",
    "key": {"kty": "oct", "k": "c2VjcmV0LWtleS1tYXRlcmlhbA"},
}
SECRET_TEXTS = ("hunter2-hunter2", "IOSFODNN7EXAMPLE", "8xLOxBtZp8pZ", "c2VjcmV0LWtleS1tYXRlcmlhbA")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_shows_neither_signature_nor_secret_nor_person_unasked(format_: FormatName) -> None:
    text = token({"sub": "ann.lee@mail.example", "aud": ["x", "ann.lee@mail.example"], **PERSONAL, **SECRETS}, "secret")
    one = subject(text)
    assert one.inspection.search is not None
    assert one.inspection.search.found is not None
    _, payload, signature = text.split(".")
    report = reports.write(format_, (one,))
    for hidden in (*PERSONAL_TEXTS, *SECRET_TEXTS, payload, signature, "secret: secret", '"secret": "secret"'):
        assert hidden not in report, hidden
    shown = reports.write(format_, (one,), Options(secrets=True, personal=True))
    assert signature not in shown
    if format_ not in {"text", "sarif"}:  # these two show no claims
        assert [one for one in (*PERSONAL_TEXTS, *SECRET_TEXTS) if one not in shown] == []
        only_people = reports.write(format_, (one,), Options(personal=True))
        assert "Ruritania" in only_people
        assert "hunter2-hunter2" not in only_people
        assert "Ruritania" not in reports.write(format_, (one,), Options(secrets=True))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_masked_value_is_masked_where_a_sentence_repeats_it(format_: FormatName) -> None:
    claims = {"email": "ann\u202e.lee@mail.example", "upn": "x" * 60 + "Quux@mail.example", "exp": "Ann Lee"}
    one = subject(token({**claims, "name": "Ann Lee", "iat": "ann.lee@mail.example", "nbf": ["Ann Lee"]}))
    report = reports.write(format_, (one,))
    for hidden in ("Ann Lee", "lee@mail", "Quux@"):
        assert hidden not in report


@pytest.mark.parametrize("format_", FORMATS)
def test_no_option_shows_a_signature_even_where_it_is_the_evidence(format_: FormatName) -> None:
    head, payload, _ = token({"a": 1}, alg="none").split(".")
    one = subject(f"{head}.{payload}.OQVCAxs4jJ06PnJCoQf2CwNGiawmVD")
    assert "alg-none-signed" in [finding.slug for finding in one.inspection.findings or ()]
    assert "OQVCAxs4" not in reports.write(format_, (one,), Options(secrets=True, personal=True))


def test_what_is_no_json_is_left_out() -> None:
    import jwt  # noqa: PLC0415

    one = subject(jwt.api_jws.encode(b"my name is Ann Lee", "k" * 32))
    for format_ in FORMATS:
        assert "Ann Lee" not in reports.write(format_, (one,))


@pytest.mark.parametrize(
    ("secret", "written"),
    [
        (b"secret", "secret"),
        (b"@home", "text:@home"),
        (b"hex:00", "text:hex:00"),
        (b"", "hex:"),
        (b"\xff\x00", "hex:ff00"),
        ("\u202e".encode(), "hex:e280ae"),
    ],
)
def test_a_found_secret_is_written_as_the_key_option_reads_it(secret: bytes, written: str) -> None:
    from jwtlens.inspection import with_search  # noqa: PLC0415
    from jwtlens.keys.secret import Secret  # noqa: PLC0415

    one = subject(token({"a": 1}))
    inspection = with_search(one.inspection, Outcome(Found(Secret(secret), "published secrets"), 1))
    found = json.loads(reports.write("json", (one._replace(inspection=inspection),), Options(secrets=True)))
    assert found["tokens"][0]["search"]["secret"] == written
    assert found["tokens"][0]["findings"][0]["slug"] == "hmac-secret-known"
    hidden = json.loads(reports.write("json", (one._replace(inspection=inspection),)))
    assert hidden["tokens"][0]["search"]["secret"] == "(masked)"


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (("email",), "x", "personal"),
        (("user", "workEmail"), "x", "personal"),
        (("address", "country"), "DE", "personal"),
        (("anything",), "ann@mail.example", "personal"),
        (("card",), "4111111111111111", "personal"),
        (("client_secret",), "swordfish", "secret"),
        (("x",), "-----BEGIN PRIVATE KEY-----", "secret"),
        (("x",), "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.", "secret"),
        (("jwk",), '{"keys": [{"kty": "oct", "k": "AQ"}]}', "secret"),
        (("config",), ' {"db": {"password": "swordfish"}}', "secret"),
        (("config",), '[{"email": "x"}]', "personal"),
        (("config",), '{"colour": "blue"}', None),
        (("config",), '{"password": ', None),
        (("pass",), "swordfish", "secret"),
        (("note",), "pay with 4111 1111 1111 1111, please", "personal"),
        (("note",), "pay with 4111 1111 1111 1112, please", None),
        (("note",), "part a4111111111111111", None),
        (("passwords",), "swordfish", "secret"),
        (("password", "value"), "swordfish", "secret"),
        (("headers", "Authorization"), "Basic 1234", "secret"),
        (("colour", "value"), "swordfish", None),
        (("iss",), "https://auth.example.com", None),
        (("sub",), "user_789", None),
        (("email_verified",), "true", None),
        (("client_name",), "Shop", None),
        (("scope",), "openid profile email", None),
        (("service",), "robot@project.iam.gserviceaccount.com", None),
        (("jti",), "4111111111111111", None),
        (("email",), "", None),
    ],
)
def test_what_is_sensitive(names: tuple[str, ...], text: str, expected: str | None) -> None:
    assert sensitivity(names, text, is_number=False) == expected


def test_a_report_of_a_token_with_very_many_claims_stays_short() -> None:
    one = subject(token({f"email{at}": f"user{at}@mail.example" for at in range(5_000)}))
    html = reports.write("html", (one,))
    assert "more lines, left out of this report" in html
    assert len(html) < 200_000
    assert not re.search(r"user\d+@", html)
