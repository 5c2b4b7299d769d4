import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.search.matching import first_match
from jwtlens.search.target import Target, target_of
from tests.search.kit import LIST, signed

ALGORITHMS = ("HS256", "HS384", "HS512")


@pytest.mark.parametrize("alg", ALGORITHMS)
@pytest.mark.parametrize("length", [1, 31, 63, 64, 65, 127, 128, 129, 1_000])
def test_finds_a_secret_of_any_length_around_the_block_size(alg: str, length: int) -> None:
    secret = bytes(range(1, 255)) * 4
    assert first_match(target_of(signed(secret[:length], alg)), [*LIST, secret[:length]]) == secret[:length]


@given(st.binary(max_size=200), st.binary(max_size=300), st.sampled_from([256, 384, 512]))
def test_agrees_with_hmac_of_the_standard_library(secret: bytes, message: bytes, bits: int) -> None:
    right = hmac.digest(secret, message, f"sha{bits}")
    assert first_match(Target(bits, message, right), [secret]) == secret
    wrong = hmac.digest(secret, message + b"!", f"sha{bits}")
    assert first_match(Target(bits, message, wrong), [secret]) is None


def test_a_long_secret_is_found_as_its_hash_too() -> None:
    secret = b"x" * 65  # HMAC replaces what is longer than a block by its hash, so both are right (RFC 2104 section 2)
    target = target_of(signed(secret))
    assert first_match(target, [hashlib.sha256(secret).digest()]) == hashlib.sha256(secret).digest()


def test_no_words_no_match() -> None:
    assert first_match(target_of(signed()), []) is None
