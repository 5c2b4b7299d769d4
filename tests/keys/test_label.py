"""What a sentence calls a key: a kid is anybody's text, and a name is typed or pasted."""

import pytest

from jwtlens.comparison import compare
from tests.core_kit import check, compact, look, secret
from tests.jwe_kit import by_joserfc, header_for, ring, secret_for

HOSTILE = ("\x1b]0;title\x07", "\u202eabc", "a\nb", "\ud800", "\x85", "\U000e0041")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_kid_drives_no_terminal(text: str) -> None:
    for key in (secret(kid=text), secret(name=text), secret(kid=text * 40)):
        assert text not in key.label
        assert key.label.encode()
        assert len(key.label.splitlines()) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_check_and_no_comparison_says_a_kid_as_it_is(text: str) -> None:
    encrypted = by_joserfc(header_for("dir", "A256GCM"), jwk := secret_for("dir", "A256GCM"))
    opener = ring(jwk).keys[0]._replace(kid=text)
    assert text not in check(look(encrypted, opener).report, "key").reason
    one, other = (look(compact({"alg": "HS256"}, sig=mark * 32), secret(kid=text)) for mark in (b"a", b"b"))
    found = compare(one, other)
    assert text not in check(one.report, "signature").reason + found.key.words + found.signature.words
