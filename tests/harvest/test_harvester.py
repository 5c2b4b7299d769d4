"""The harvest of what nobody writes down on purpose: broken, hostile, cut at any place."""

import json
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.harvest import Harvester, Sighting, harvest, json_object
from jwtlens.harvest.harvester import is_document
from tests.harvest.tokens import tokens

FILLER = b"com.example.Thing 1.2.3\n" * 4000
PIECES = [
    *(token.encode() for token in tokens().values()),
    *(b"eyJ", b"ewog", b"ewogICJ", b"ZXlK", b"V5S", b"leU", b'"alg"', b'"protected":"eyJhbGciOiJIUzI1NiJ9"', b"%22"),
    *(b".", b"..", b"~", b"=", b"\n", b"\r\n", b"=\n", b"\\n", b'"', b'\\"', b"\\", b"%2E", b"{", b"}", b"[", b"]"),
    *(
        b",",
        b":",
        b" ",
        b"a" * 80,
        b"\x00",
        b"\xff",
        b"Bearer ",
        b"Cookie: a=",
        b'"payload":"e30"',
        b'"signature":"AA"',
    ),
]


def fed(data: bytes, size: int) -> list[Sighting]:
    reader = Harvester()
    found = [one for at in range(0, len(data), size) for one in reader.feed(data[at : at + size])]
    return found + reader.close()


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 400)), max_size=60),
    st.integers(1, 60),
    st.integers(20, 5000),
)
def test_blocks_make_no_difference(pieces: list[tuple[bytes, int]], times: int, size: int) -> None:
    data = FILLER + b"".join(piece[:length] for piece, length in pieces) * times
    found = fed(data, len(data))
    assert fed(data, size) == found
    for token, place in found:
        if data[place.offset :].startswith(token.encode()):
            assert place.line == data.count(b"\n", 0, place.offset) + 1


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=40).map(str.encode), max_size=40), st.data())
def test_borders_anywhere_make_no_difference_and_tokens_on_lines_are_found(
    pieces: list[bytes], cuts: st.DataObject
) -> None:
    """Each piece is followed by a line with a token, and with every letter that the search looks for."""
    data = FILLER
    planted = []
    for number, piece in enumerate(pieces):
        data += piece + b"\nKAFKA UUID VM J {alg}: "
        planted.append((tokens()["ABCDE"[number % 5]], len(data)))
        data += planted[-1][0].encode() + b" ;\n"
    borders = cuts.draw(st.lists(st.integers(0, len(data)), max_size=12).map(sorted))
    reader = Harvester()
    found = [one for start, end in pairwise([0, *borders, len(data)]) for one in reader.feed(data[start:end])]
    found += reader.close()
    assert found == fed(data, len(data))
    assert {*planted} <= {(one.token, one.place.offset) for one in found}
    assert all(place.line == data.count(b"\n", 0, place.offset) + 1 for _, place in found)


def test_blocks_make_no_difference_where_not_all_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_object, "_FREE_BYTES", 100_000)
    flat = tokens()["FLAT"]
    texts = [flat, json.dumps({"a": flat}), '{"protected":"eyJ', f"jws={quote(flat)}", "x" * 3000]
    data = ("\n".join(f"{number} {text}" for number, text in enumerate(texts * 150)) + "\n").encode()
    whole = fed(data, len(data))
    assert 150 < len(whole) < 450
    assert [fed(data, size) == whole for size in (999, 4096, 33_333)] == [True, True, True]


def test_tildes_and_nothing_but_beginnings_around_them_are_no_token() -> None:
    token = tokens()["A"]
    assert [one.token for one in harvest("[" + "eyJ~" * 50_000 + f" {token}")] == [token]


def test_a_text_of_nothing_but_beginnings_is_given_up_and_that_is_said() -> None:
    reader = Harvester()
    reader.feed(b'{"protected":"eyJhbGciOiJIUzI1NiJ9",' * 30_000)
    reader.close()
    assert reader.notes[-1].words == "much of the text looks like tokens, and not all of that was looked at"


@pytest.mark.parametrize("line", [".{}\r\n", "{}.\r\n", "~.{}.\r\n", "x~\r\n{}"])
def test_lines_that_all_begin_a_token_are_given_up_and_the_token_after_them_is_found(line: str) -> None:
    reader, token = Harvester(), tokens()["A"]
    found = reader.feed(f"{line.format('eyJhbGciOiJIUzI1NiJ9') * 6_000}]\n{token}\n".encode()) + reader.close()
    assert found[-1].token == token
    given_up = "much of the text looks like tokens, and not all of that was looked at"
    assert "x" in line or given_up in [note.words for note in reader.notes]


def test_a_token_after_very_long_look_alikes() -> None:
    token = tokens()["A"]
    text = "eyJhbGciOiJIUzI1NiJ9" + "a" * 5_000_000 + " eyJhbGciOiJIUzI1NiJ9." + "a" * 5_000_000 + f" {token}"
    assert [one.token for one in harvest(text)] == [token]


def test_lone_surrogates_are_text_too() -> None:
    assert [one.token for one in harvest(f"\ud800 {tokens()['A']}")] == [tokens()["A"]]


def test_json_documents_are_told_from_other_texts() -> None:
    documents = ('{"a": 1}', '[{"a":\n1}]', '[\n"x"]', "[1, 2]", '{\n"a"', "{}", "[]", '[["x"]]')
    others = (
        "[INFO] started",
        "[12345] GET /",
        "[2026-11-23 14:34:40]",
        "{{ template }}",
        '{"a":1}\n{"b":2}\n',
        "",
        "[[x]]",
    )
    assert [text for text in documents if not is_document(text.encode())] == []
    assert [text for text in others if is_document(text.encode())] == []


@pytest.mark.parametrize(("size", "count"), [(64, 1), (65, 0)])
def test_a_prefix_is_short_or_texts_of_nothing_but_beginnings_would_be_read_from_each_of_them(
    size: int, count: int
) -> None:
    reader = Harvester()
    text = f"{'k' * (size - 1)}_{tokens()['A']} and more".encode()
    assert len(reader.feed(text) + reader.close()) == count
