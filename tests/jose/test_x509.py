import base64
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose import x509
from jwtlens.limits import CERTIFICATES, KEY_BYTES
from tests.certificate_kit import BETWEEN, LEAF, MOMENT, ROOT, issue
from tests.core_kit import Json, b64, codes


def test_the_header_gives_the_certificates_in_their_order() -> None:
    found = x509.in_header({"x5c": [LEAF.x5c, BETWEEN.x5c]})
    assert found == ((LEAF.der, BETWEEN.der), ())
    assert x509.in_header({}) == ((), ())


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (LEAF.x5c, "x5c-type", "of type string; it must be an array"),
        (None, "x5c-type", "null"),
        ({}, "x5c-type", "object"),
        ([], "x5c-empty", "empty array"),
        ([1], "x5c-entry", "entry 1 of x5c is of type number"),
        ([LEAF.x5c, ""], "x5c-entry", "entry 2 of x5c is not a certificate"),
        ([LEAF.x5c + "\n"], "x5c-entry", "line breaks"),
        ([LEAF.x5c.rstrip("=") + "ä"], "x5c-entry", "standard base64"),
        ([b64(b"\x30" + b"\xff" * 8)], "x5c-entry", "standard base64"),
        ([base64.b64encode(b"\x31 no sequence").decode()], "x5c-entry", "DER"),
        ([LEAF.pem], "x5c-entry", "DER"),
        ([LEAF.x5c] * (CERTIFICATES + 1), "x5c-many", "11 certificates; jwtlens stops at 10"),
    ],
)
def test_what_breaks_the_rules_is_malformed(value: object, code: str, words: str) -> None:
    found = x509.in_header({"x5c": value})
    assert (found.der, codes(found.problems)) == ((), [code])
    assert words in found.problems[0].message
    assert found.problems[0].field.startswith("header/x5c")


def test_one_certificate_in_words() -> None:
    read = x509.read(LEAF.der)
    assert read is not None
    assert (read.subject, read.issuer, read.is_ca) == ("CN=leaf", "CN=between", None)
    assert read.serial == LEAF.certificate.serial_number
    assert datetime.fromtimestamp(read.not_before, UTC) < MOMENT < datetime.fromtimestamp(read.not_after, UTC)
    assert read.words.startswith("CN=leaf, issued by CN=between, valid 2026-")
    root = x509.read(ROOT.der)
    assert root is not None
    assert (root.is_ca, "issued by itself" in root.words) == (True, True)


def test_foreign_names_reach_words_in_displayable_form_only() -> None:
    read = x509.read(issue("evil\x1b[2J\u202e" + "x" * 40).der)
    assert read is not None
    assert "\x1b" in read.subject
    assert not {"\x1b", "\u202e"} & set(read.words)


@given(st.binary(max_size=40) | st.integers(0, len(LEAF.der) - 1).map(lambda at: LEAF.der[:at]))
def test_bytes_that_are_no_certificate_are_none(data: bytes) -> None:
    assert x509.read(data) is None


@given(st.integers(0, len(LEAF.der) - 1), st.integers(1, 255))
def test_a_damaged_certificate_never_raises(at: int, change: int) -> None:
    data = bytearray(LEAF.der)
    data[at] ^= change
    read = x509.read(bytes(data))
    assert read is None or read.words


def test_roots_are_read_from_pem_and_other_blocks_passed_over() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
    assert x509.in_pem(f"a comment\n{ROOT.pem}{key}{BETWEEN.pem.replace(chr(10), chr(13) + chr(10))}") == (
        (ROOT.der, BETWEEN.der),
        (),
    )


def test_roots_that_cannot_be_read_are_said() -> None:
    assert codes(x509.in_pem("").problems) == ["roots-none"]
    assert codes(x509.in_pem(ROOT.pem[:200]).problems) == ["roots-none"]
    assert codes(x509.in_pem("x" * (KEY_BYTES + 1)).problems) == ["roots-large"]
    damaged = x509.in_pem(ROOT.pem + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    assert (damaged.der, damaged.problems[0].message) == ((ROOT.der,), "root certificate 2 cannot be read")


def test_thumbprints_are_hashes_of_the_der() -> None:
    expected: Json = {"x5t": b64(hashlib.sha1(LEAF.der).digest()), "x5t#S256": b64(hashlib.sha256(LEAF.der).digest())}  # noqa: S324 - it is what x5t is
    assert x509.thumbprints(LEAF.der) == expected
