import io
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jwtlens.search import wordlist
from jwtlens.search.wordlist import LONGEST_LINE, blocks


def read(content: bytes, shares: int = 1) -> list[bytes]:
    """Every word that any of so many processes would try."""
    found: list[bytes] = []
    for share in range(shares):
        for block in blocks(io.BytesIO(content), len(content), share, shares):
            found += block.words
    return found


@given(
    st.lists(st.binary(max_size=12).filter(lambda line: b"\n" not in line and not line.endswith(b"\r")), max_size=30),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
    st.integers(1, 7),
    st.integers(1, 40),
)
@example([b"a", b"", b"b"], b"\n", True, 2, 2)
@example([b"first"], b"\n", False, 5, 1)
def test_every_line_is_read_by_exactly_one_process(
    lines: list[bytes], end: bytes, last_end: bool, shares: int, size: int
) -> None:
    content = end.join(lines) + end * last_end
    expected = [line.removesuffix(b"\r") for line in content.split(b"\n")]
    if content.endswith(b"\n") or not content:
        expected.pop()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wordlist, "_BLOCK", size)
        words = read(content.removeprefix(b"\xef\xbb\xbf"), shares)
    if not content.startswith(b"\xef\xbb\xbf"):
        assert Counter(words) == Counter(expected)


def test_bytes_that_are_no_text_are_words_too() -> None:
    assert read(b"\xff\xfe\x00\n\x80\n") == [b"\xff\xfe\x00", b"\x80"]


def test_a_byte_order_mark_is_no_part_of_the_first_word() -> None:
    assert read(b"\xef\xbb\xbfsecret\r\nnext") == [b"secret", b"next"]


def test_carriage_returns_inside_a_line_stay() -> None:
    assert read(b"a\rb\r\nc\n") == [b"a\rb", b"c"]


@pytest.mark.parametrize("shares", [1, 2, 3])
def test_a_line_that_is_too_long_is_counted_and_the_rest_is_read(shares: int) -> None:
    content = b"first\n" + b"x" * (3 * LONGEST_LINE) + b"\nlast"
    assert sorted(read(content, shares)) == [b"first", b"last"]
    all_blocks = [one for share in range(shares) for one in blocks(io.BytesIO(content), len(content), share, shares)]
    assert sum(block.skipped for block in all_blocks) == 1
    assert sum(block.size for block in all_blocks) == len(content)


def test_a_long_line_is_still_a_word() -> None:
    content = b"x" * (LONGEST_LINE - 1)
    assert read(content, 2) == [content]


def test_an_empty_file_has_no_words() -> None:
    assert read(b"", 2) == []


def test_processes_share_the_front_of_the_file() -> None:
    content = b"0123456\n" * (1024 * 1024)
    firsts = [next(blocks(io.BytesIO(content), len(content), share, 2)) for share in range(2)]
    assert sum(block.size for block in firsts) <= 2 * 1024 * 1024
