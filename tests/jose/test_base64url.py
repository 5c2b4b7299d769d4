import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose import base64url
from jwtlens.problem import Span
from tests.core_kit import codes


@given(st.binary(max_size=200))
def test_encoding_is_what_the_standard_library_makes_without_padding(data: bytes) -> None:
    assert base64url.encode(data) == base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@given(st.binary(max_size=200))
def test_what_was_encoded_decodes_to_itself_without_a_problem(data: bytes) -> None:
    assert base64url.decode(base64url.encode(data)) == (data, ())


@given(st.text(st.sampled_from("ABCXYZabcxyz0189-_"), max_size=40))
def test_a_text_without_problems_is_the_only_spelling_of_its_bytes(text: str) -> None:
    decoded = base64url.decode(text)
    assert (not decoded.problems) == (base64url.encode(decoded.data) == text)


@given(st.text(st.sampled_from("ABCXYZabcxyz0189-_+/=!.~ \n\u00e9"), max_size=12))
def test_what_is_decoded_the_short_way_would_be_decoded_the_same_the_long_way(text: str) -> None:
    assert base64url.decode(text) == base64url._lax(text, "token")


@given(st.text(max_size=60))
def test_any_text_decodes_to_what_is_left_of_it_and_every_span_lies_inside(text: str) -> None:
    decoded = base64url.decode(text)
    kept = "".join(char for char in text.translate(str.maketrans("+/", "-_")) if char in base64url._VALUES)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    assert decoded.data == base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
    assert all(p.span and 0 <= p.span.start <= p.span.end <= len(text) for p in decoded.problems)


@pytest.mark.parametrize(
    ("text", "data", "found", "span"),
    [
        ("", b"", [], None),
        ("Zg", b"f", [], None),
        ("Zg==", b"f", ["base64-padding"], Span(2, 4)),
        ("Zm8=", b"fo", ["base64-padding"], Span(3, 4)),
        ("Zm=8", b"fo", ["base64-alphabet"], Span(2, 3)),
        ("Zh", b"f", ["base64-spare-bits"], Span(1, 2)),
        ("Zm9=", b"fo", ["base64-padding", "base64-spare-bits"], Span(3, 4)),
        ("Z", b"", ["base64-length"], Span(0, 1)),
        ("Zm9vY", b"foo", ["base64-length"], Span(4, 5)),
        ("-_-_", b"\xfb\xff\xbf", [], None),
        ("+/+/", b"\xfb\xff\xbf", ["base64-standard"], Span(0, 4)),
        ("Zm 9v", b"foo", ["base64-whitespace"], Span(2, 3)),
        ("Zm\r\n9v", b"foo", ["base64-whitespace"], Span(2, 4)),
        ("Zm!9v", b"foo", ["base64-alphabet"], Span(2, 3)),
        ("Zm9v\x00", b"foo", ["base64-alphabet"], Span(4, 5)),
        ("Z\uff4d9v", b"g\xdb", ["base64-alphabet", "base64-spare-bits"], Span(1, 2)),
        ("Zm\ud8009v", b"foo", ["base64-alphabet"], Span(2, 3)),
    ],
)
def test_every_deviation_is_named_and_the_lax_bytes_are_shown(
    text: str, data: bytes, found: list[str], span: Span | None
) -> None:
    decoded = base64url.decode(text, "signature")
    assert (decoded.data, codes(decoded.problems)) == (data, found)
    assert not decoded.problems or decoded.problems[0].span == span
    assert all(problem.field == "signature" for problem in decoded.problems)


def test_spare_bits_are_marked_at_the_character_that_has_them_not_at_the_padding_after_it() -> None:
    assert base64url.decode("Zh==").problems[-1].span == Span(1, 2)
    assert base64url.decode("Z/!").problems[-1].span == Span(1, 2)


def test_thousands_of_faults_are_not_named_one_by_one() -> None:
    assert len(base64url.decode("A!" * 5000).problems) <= 22
