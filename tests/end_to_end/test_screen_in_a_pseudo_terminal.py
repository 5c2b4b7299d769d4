"""The installed program, driven as somebody at a terminal drives it."""

import time

import jwt
import pytest

from tests.end_to_end.terminal import Terminal
from tests.tui.found_kit import har

KEY = "another secret that is long enough for HS256"
QUIT, REVERT, RESIGN = "\x11", "\x12", "\x1b[19~"
END_OF_TEXT, UP, DOWN, END = "\x1b[1;5F", "\x1b[A", "\x1b[B", "\x1b[F"
LEAVES_THE_SCREEN = b"\x1b[?1049l"
SIZES = pytest.mark.parametrize(("columns", "rows"), [(140, 40), (80, 24)])


def token(**claims: object) -> str:
    return jwt.encode({"sub": "alice", "exp": int(time.time()) + 3600, **claims}, KEY, "HS256")


@SIZES
def test_paste_a_token_and_its_key_edit_and_quit(columns: int, rows: int) -> None:
    with Terminal(columns=columns, rows=rows) as terminal:
        terminal.until("ACCEPTED")  # the sample, which is selected: pasting replaces it
        terminal.paste(f"Authorization: Bearer {token()}")
        terminal.until("NOT VERIFIED")
        terminal.go_to("4 Keys")
        terminal.paste(KEY)
        terminal.until("ACCEPTED")
        terminal.go_to("3 Payload")
        assert KEY not in terminal.text
        terminal.send(END_OF_TEXT + UP + END)
        terminal.send(',"n":1')
        terminal.until('"n":1')
        terminal.until("modified")
        assert "ACCEPTED" in terminal.text  # signed anew with the key
        terminal.send(RESIGN)
        terminal.send("2")
        terminal.until("REJECTED")  # the old signature stays, and breaks
        terminal.send(REVERT)
        terminal.until("ACCEPTED")
        terminal.send(QUIT)
        assert terminal.wait() == 0
        assert LEAVES_THE_SCREEN in terminal.output


def test_a_paste_without_brackets_and_a_rest_in_the_background() -> None:
    with Terminal(columns=80, rows=24) as terminal:
        terminal.until("ACCEPTED")
        terminal.send(token(name="in one go"))
        terminal.until("NOT VERIFIED")
        terminal.until('"in one go"')
        terminal.stop_and_continue()
        terminal.go_to("4 Keys")
        terminal.paste(KEY)
        terminal.until("ACCEPTED")
        terminal.send(QUIT)
        assert terminal.wait() == 0


def test_resizing_live_keeps_what_is_there() -> None:
    with Terminal(KEY, columns=140, rows=40) as terminal:
        terminal.until("MALFORMED")
        terminal.go_to("1 Token")
        terminal.paste(token(name="resized"))
        terminal.until("resized")
        for columns, rows in ((80, 24), (200, 60), (140, 40)):
            terminal.resize(columns, rows)
            terminal.until(lambda: "NOT VERIFIED" in terminal.text and "resized" in terminal.text)
        terminal.send(QUIT)
        assert terminal.wait() == 0


@SIZES
def test_the_call_fills_the_screen(columns: int, rows: int) -> None:
    words = ("--key", "env:KEY", "--aud", "https://billing.example.com", token(aud="https://api.example.com"))
    with Terminal(*words, columns=columns, rows=rows, KEY=KEY) as terminal:
        terminal.until("REJECTED")
        terminal.until("audience is not")
        assert KEY not in terminal.text
        terminal.send(QUIT)
        assert terminal.wait() == 0


def test_the_keyboard_works_when_the_token_came_through_a_pipe() -> None:
    with Terminal("--key", "env:KEY", "-", piped=token(name="piped"), KEY=KEY) as terminal:
        terminal.until("ACCEPTED")
        terminal.until("piped")
        terminal.send(QUIT)
        assert terminal.wait() == 0


def test_help_in_a_terminal_is_text_and_no_screen() -> None:
    with Terminal("--help") as terminal:
        assert terminal.wait() == 0
        assert "examples:" in terminal.text
        assert LEAVES_THE_SCREEN not in terminal.output


def test_a_bad_call_never_opens_the_screen() -> None:
    with Terminal("--at", "tomorrow") as terminal:
        assert terminal.wait() == 2
        assert "an instant is a Unix time" in terminal.text
        assert LEAVES_THE_SCREEN not in terminal.output


def test_text_is_coloured_for_a_terminal_unless_the_user_says_no() -> None:
    words = ("decode", jwt.encode({"sub": "alice"}, KEY))  # no times, which pass
    with Terminal(*words) as coloured, Terminal(*words, NO_COLOR="1") as plain:
        assert (coloured.wait(), plain.wait()) == (0, 0)
        assert b"\x1b[" in coloured.output
        assert b"\x1b" not in plain.output
        assert coloured.text == plain.text


def test_a_pasted_capture_opens_a_list_to_walk_through() -> None:
    names = ["anna", "bert", "carl"]
    with Terminal("--key", "env:KEY", token(), KEY=KEY) as terminal:

        def shows(at: int) -> None:
            words = (f"{at} of 3", f'"{names[at - 1]}"', "request header Authorization")
            terminal.until(lambda: all(word in terminal.text for word in words))

        terminal.until('"alice"')
        terminal.paste(har(*(token(sub=name) for name in names)))
        for key, at in (("", 1), (DOWN, 2), (DOWN, 3), (UP + UP, 1)):
            terminal.send(key)
            shows(at)
        terminal.send(QUIT)
        assert terminal.wait() == 0
