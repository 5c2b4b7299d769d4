from jwtlens.tui.panes.keys import KeysPane
from tests.tui.bench_kit import NARROW, SAMPLE, SECRET, opened, row, start, token


async def test_the_sample_is_accepted_and_selected() -> None:
    async with opened() as bench:
        assert (bench.verdict, bench.token, bench.focus) == ("accepted", SAMPLE, "token")
        assert bench.screen.token_pane.buffer.selected_text == SAMPLE
        assert "built-in sample" in bench.title("token")
        assert "ACCEPTED" in bench.rows()[1]


async def test_a_paste_replaces_the_sample_and_its_key() -> None:
    async with opened() as bench:
        await bench.paste(token())
        assert (bench.token, bench.verdict) == (token(), "not verified")
        assert (bench.screen.keys_pane.field.text, bench.inspection.keyring.keys) == ("", ())
        assert bench.title("token") == "1 Token"
        assert bench.screen.token_pane.buffer.cursor == 0


async def test_a_key_of_the_users_own_outlives_the_sample() -> None:
    async with opened() as bench:
        await bench.set_key(SECRET)
        assert bench.verdict == "rejected"
        await bench.paste_token(token())
        assert (bench.verdict, bench.screen.keys_pane.field.text) == ("accepted", SECRET)


WRAPPED = (
    (f"Bearer {token()}", "the word Bearer"),
    (f'"{token()}"', "quotes"),
    (f"{token()[:50]}\n  {token()[50:]}", "line breaks inside the token"),
    (f"{token()[:50]}\r\n{token()[50:]}\n", "line breaks inside the token"),
)


async def test_what_a_paste_is_wrapped_in_is_removed_and_said() -> None:
    async with opened(size=NARROW) as bench:
        for pasted, said in WRAPPED:
            with row(repr(pasted)):
                await bench.paste_token(pasted)
                assert bench.token == token()
                assert f"removed: {said}" in bench.subtitle("token")
                await bench.press("end", "x")
                assert "removed" not in bench.subtitle("token")


async def test_what_surrounds_a_token_of_the_command_line_is_said_too() -> None:
    async with opened(start(f"Bearer {token()}", SECRET)) as bench:
        assert bench.verdict == "accepted"
        assert "removed: the word Bearer" in bench.subtitle("token")
        await bench.replace("payload", "u1", "u2")
        assert bench.verdict == "accepted"
        await bench.replace("payload", "u2", "u1")
        assert bench.token == f"Bearer {token()}"


async def test_a_token_that_arrives_key_by_key_replaces_the_sample_as_a_paste_does() -> None:
    async with opened() as bench:
        await bench.type("eyJhbGciOiJub25lIn0.e30.")
        assert bench.token == bench.screen.workspace.opened == "eyJhbGciOiJub25lIn0.e30."
        assert bench.inspection.keyring.keys == ()
        assert bench.title("token") == "1 Token"


async def test_typing_into_a_token_marks_it_modified_and_revert_takes_it_back() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.press("ctrl+end", "backspace", "A")
        assert "modified" in bench.title("token")
        assert bench.verdict == "rejected"
        await bench.press("ctrl+r")
        assert (bench.token, bench.verdict, bench.title("token")) == (token(), "accepted", "1 Token")
        await bench.press("ctrl+z")
        assert bench.verdict == "rejected"


async def test_pasting_the_same_token_again_does_not_make_the_next_key_a_paste() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.paste_token(token())
        await bench.press("ctrl+end", "backspace")
        assert bench.screen.workspace.opened == token()


async def test_a_new_token_begins_with_empty_panes() -> None:
    async with opened() as bench:
        await bench.press("ctrl+n")
        assert (bench.token, bench.header, bench.payload) == ("", "", "")
        assert "NO TOKEN" in bench.seen()
        assert bench.seen().count("No token yet: paste one into the Token pane.") == 2
        assert not bench.screen.verdict_bar.has_class("-malformed")
        assert bench.focus == "token"
        await bench.press("ctrl+z")
        assert bench.token == SAMPLE


async def test_anything_can_be_pasted_and_is_kept() -> None:
    async with opened() as bench:
        for text in ("hello", "eyJhbGciOiJIUzI1NiJ9", ".", "..", "....", "\x00\xff\x1b[31m", "\ud800", "{"):
            with row(ascii(text)):
                await bench.begin_again()
                await bench.paste(text)
                assert bench.token == text
                assert bench.verdict == "malformed"


async def test_a_small_paste_into_a_token_is_an_edit() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.press("ctrl+home")
        await bench.paste("x")
        assert bench.token == f"x{token()}"


async def test_a_q_never_quits() -> None:
    async with opened() as bench:
        await bench.paste("q")
        assert bench.token == "q"
        for pane in ("header", "payload", "keys", "expectations", "verification", "audit"):
            with row(pane):
                bench.focus_on(pane)
                await bench.press("q", "ctrl+c")
                assert bench.app.is_running
                assert bench.app.return_code is None


async def test_the_sample_can_be_had_back() -> None:
    async with opened(start(token())) as bench:
        bench.screen.action_sample()
        await bench.settle()
        assert (bench.token, bench.verdict) == (SAMPLE, "accepted")
        assert bench.screen.query_one(KeysPane).holds_sample_key
