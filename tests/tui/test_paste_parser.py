from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from jwtlens.tui.paste_parser import UNBRACKETED_CHARS, PasteParser

START, END = "\x1b[200~", "\x1b[201~"
LONG = "eyJhbGciOiJIUzI1NiJ9." * 5


def read(parser: XTermParser, pieces: Iterable[str]) -> list[str]:
    return [said(message) for piece in pieces if piece for message in parser.feed(piece)]


def said(message: Message) -> str:
    match message:
        case events.Paste():
            return f"paste {message.text!r}"
        case events.Key():
            return f"key {message.key}"
        case events.MouseEvent():
            return f"{type(message).__name__} {message.x},{message.y}"
    return type(message).__name__


STREAMS = {
    "keys": "ab\x1b[A\r\x1b[19~",
    "a paste": f"{START}a.b.c{END}",
    "a paste of nothing": f"{START}{END}",
    "keys around a paste": f"a{START}x y\nz{END}b",
    "two pastes": f"{START}one{END}{START}two{END}",
    "a closing bracket alone": f"a{END}b",
    "the mouse": "\x1b[<0;5;6M\x1b[<0;5;6m",
    "focus and a paste": f"\x1b[I{START}x{END}\x1b[O",
}


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_it_reads_what_textual_reads_wherever_the_readings_break(stream: str) -> None:
    expected = [line for line in read(XTermParser(), [stream]) if line != "paste ''"]
    for first in range(len(stream) + 1):
        for second in range(first, len(stream) + 1):
            pieces = (stream[:first], stream[first:second], stream[second:])
            assert [line for line in read(PasteParser(), pieces) if line != "paste ''"] == expected, pieces


@given(st.lists(st.sampled_from(["a", "\x1b", "[", "2", "0", "1", "~", START, END, "é", "\r"]), max_size=12), st.data())
def test_no_stream_is_read_in_another_way_because_of_where_it_breaks(parts: list[str], data: st.DataObject) -> None:
    stream = "".join(parts)
    at = data.draw(st.integers(0, len(stream)))
    whole, broken = read(PasteParser(), [stream]), read(PasteParser(), [stream[:at], stream[at:]])
    assert [line for line in broken if line != "paste ''"] == [line for line in whole if line != "paste ''"]


def test_a_long_text_read_at_once_is_a_paste_without_brackets() -> None:
    assert len(LONG) >= UNBRACKETED_CHARS
    assert read(PasteParser(), [LONG]) == [f"paste {LONG!r}"]
    two_lines = f"{LONG}\n{LONG}"
    assert read(PasteParser(), [f"{LONG}\r{LONG}"]) == [f"paste {two_lines!r}"]


@pytest.mark.parametrize(
    "keys", [LONG[: UNBRACKETED_CHARS - 1], "\x1b[A" * 40, f"{LONG}\x03"], ids=["few", "arrows", "with ctrl+c"]
)
def test_keys_stay_keys(keys: str) -> None:
    assert all(line.startswith("key ") for line in read(PasteParser(), [keys]))


def test_what_follows_the_escape_key_is_no_paste() -> None:
    parser = PasteParser()
    assert read(parser, ["\x1b"]) == []
    assert parser.is_waiting
    assert all(line.startswith("key ") for line in read(parser, [LONG]))


@pytest.mark.parametrize("text", ["\x1b[31mred\x1b[0m", "\x1b", f"a{START}b", "\x1b[19~\x03\r"])
def test_nothing_in_a_paste_presses_a_key(text: str) -> None:
    stream = f"{START}{text}{END}q"
    for at in range(len(stream)):
        lines = read(PasteParser(), [stream[:at], stream[at:]])
        assert [line for line in lines if line != "paste ''"] == [f"paste {text!r}", "key q"], at


def test_a_paste_of_a_megabyte_in_the_readings_of_a_terminal() -> None:
    text = "x" * (1024 * 1024)
    stream = START + text + END
    pieces = [stream[at : at + 4095] for at in range(0, len(stream), 4095)]
    assert read(PasteParser(), pieces) == [f"paste {text!r}"]
