"""The lens on the screen: what is lit in the token encodes exactly what the cursor is on, and the other way round."""

import base64

from jwtlens.jose import base64url
from jwtlens.tui import lens
from tests.sd_jwt_kit import digest, disclosure
from tests.tui.bench_kit import NARROW, Bench, large_token, opened, row, start, token

COMPACT = '{"sub":"Zoë 🙂","näme":["a",{"b":"deep"}],"role":"user","empty":{},"exp":1795446000}'
SPACED = '{"sub": "Zoë 🙂", "näme": ["a", {"b": "deep"}], "role": "user"}'
LINES = '{\r\n\t"role" : "user",\r\n\t"sub" : "Zo\\u00eb\\u200b" }\r\n'
SEVERAL = '{"a": 1,\n"o": {"p": 1, "q": 2}, "role": "user",\n"z": [\n]\n}'
MEMBERS = (
    (COMPACT, '"sub', '"sub":"Zoë 🙂"'),
    (COMPACT, '"näme', '"näme":["a",{"b":"deep"}]'),
    (COMPACT, 'a"', '"a"'),
    (COMPACT, "deep", '"b":"deep"'),
    (COMPACT, '"empty', '"empty":{}'),
    (COMPACT, "1795446000", '"exp":1795446000'),
    (SPACED, "user", '"role": "user"'),
    (LINES, "user", '"role" : "user"'),
    (LINES, "Zo", '"sub" : "Zo\\u00eb\\u200b"'),
    (SEVERAL, '"p"', '"p": 1'),
    (SEVERAL, ' "q"', '"o": {"p": 1, "q": 2}'),
    (SEVERAL, ' "role"', '"role": "user"'),
    (SEVERAL, "]", '"z": [\n]'),
)
HEADER = '{"typ":"JWT","alg":"HS256"}'


def spelled(payload: str, header: str = HEADER) -> str:
    return f"{base64url.encode(header.encode())}.{base64url.encode(payload.encode())}.c2ln"


def lit(bench: Bench, pane: str) -> list[str]:
    """The texts that are lit, with ~ before those that are lit in part."""
    screen = bench.screen
    editor = {"token": screen.token_pane, "header": screen.header_pane, "payload": screen.payload_pane}[pane]
    return ["~" * in_part + editor.text[begin:end] for begin, end, in_part in editor._lit]


def decoded(bench: Bench) -> bytes:
    """The bytes that the lit characters have bits of, read by the standard library where they stand."""
    text, ranges = bench.token, bench.screen.token_pane._lit
    begin = text.rfind(".", 0, ranges[0][0]) + 1
    joined = text[begin : ranges[0][0]].replace("\n", "")
    first, last = len(joined), len(joined) + sum(end - start for start, end, _ in ranges)
    segment = text[begin:].partition(".")[0].replace("\n", "")
    data = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    return data[first * 6 // 8 : -(-last * 6 // 8)]


async def put_cursor(bench: Bench, pane: str, on: str) -> None:
    bench.focus_on(pane)
    editor = bench.screen.header_pane if pane == "header" else bench.screen.payload_pane
    at = editor.text.index(on)
    editor.select_range(at, at)
    await bench.settle()


async def put_cursor_in_token(bench: Bench, at: int) -> None:
    bench.focus_on("token")
    bench.screen.token_pane.select_range(at, at)
    await bench.settle()


async def test_a_member_lights_the_characters_that_encode_it_and_they_light_it() -> None:
    async with opened(size=NARROW) as bench:
        for payload, on, wanted in MEMBERS:
            with row(payload, on):
                if bench.token != spelled(payload):
                    await bench.paste_token(spelled(payload))
                await put_cursor(bench, "payload", on)
                found, exact = decoded(bench), wanted.encode()
                assert exact in found
                assert len(found) - len(exact) <= 2
                assert (len(found) > len(exact)) == any(part.startswith("~") for part in lit(bench, "token"))
                shown = bench.screen.payload_pane.member_at_cursor()
                assert shown is not None
                begin = bench.screen.token_pane._lit[0][0]
                await put_cursor_in_token(bench, begin + 1)
                whole = bench.payload[shown.name.start : shown.value.end]
                assert any(whole.startswith(one) or one == whole for one in lit(bench, "payload"))
                assert lit(bench, "token") == lit(bench, "header") == []
        with row("header"):
            await put_cursor(bench, "header", "HS256")
            assert decoded(bench).strip(b",}") == b'"alg":"HS256"'


async def test_when_nothing_is_lit() -> None:
    async with opened(start(spelled(COMPACT))) as bench:

        async def on_role() -> None:
            await put_cursor(bench, "payload", "user")

        with row("the dot, the signature and the brace at the beginning"):
            for at in (0, bench.token.index("."), len(bench.token) - 2, len(bench.token)):
                await put_cursor_in_token(bench, at)
                assert lit(bench, "payload") == lit(bench, "header") == []
        with row("elsewhere"):
            await on_role()
            assert lit(bench, "token")
            await bench.go("keys")
            assert lit(bench, "token") == []
        with row("switched off and on"):
            await on_role()
            bench.screen.action_toggle_lens()
            assert lit(bench, "token") == []
            await bench.go("token")
            await on_role()
            assert lit(bench, "token") == []
            bench.screen.action_toggle_lens()
            assert lit(bench, "token")
        with row("no JSON while typing"):
            await bench.type('"')
            assert bench.screen.token_pane.stale
            assert lit(bench, "token") == []
            await bench.press("ctrl+z")
            assert decoded(bench).strip(b',"') == b'role":"user'
        with row("the claims of an SD-JWT, which are not those that were signed"):
            one = disclosure("salt", "role", "user")
            await bench.paste_token(f"{token(claims={'_sd': [digest(one)], 'sub': 'u'})}~{one}~")
            await on_role()
            assert lit(bench, "token") == []
            await put_cursor(bench, "header", "HS256")
            assert b'"alg":"HS256"' in decoded(bench)
            await put_cursor_in_token(bench, bench.token.index(".") + 10)
            assert lit(bench, "payload") == []
        with row("while a new text waits for its inspection"):
            await put_cursor(bench, "header", "HS256")
            bench.screen.verdict_bar.checking = True
            await bench.press("left")
            assert lit(bench, "token") == []
            bench.screen.verdict_bar.checking = False
        with row("no base64url"):
            await bench.paste_token(spelled(COMPACT).replace(".c2ln", "=.c2ln"))
            await on_role()
            assert lit(bench, "token") == []


async def test_what_is_typed_and_pasted_stays_under_the_lens() -> None:
    broken_up = "\n".join(spelled(COMPACT)[at : at + 40] for at in range(0, len(spelled(COMPACT)), 40))
    async with opened(start("Bearer " + broken_up)) as bench:
        with row("line breaks inside"):
            await put_cursor(bench, "payload", "deep")
            assert decoded(bench).strip(b"{}") == b'"b":"deep"'
            ranges = bench.screen.token_pane._lit
            for at in (ranges[0][0] + 1, ranges[-1][1] - 2):
                await put_cursor_in_token(bench, at)
                assert lit(bench, "payload") == ['"b": "deep"']
            await put_cursor_in_token(bench, 3)
            assert lit(bench, "header") == []
        with row("an edit"):
            await bench.replace("payload", '"user"', '"administrator"')
            assert decoded(bench).strip(b',"') == b'role":"administrator'
        with row("a tick of the clock"):
            before = lit(bench, "token")
            await bench.tick()
            assert lit(bench, "token") == before
        with row("a long text, in the background"):
            await bench.paste_token(large_token(200_000))
            assert len(bench.payload) > lens._AT_ONCE
            await put_cursor(bench, "payload", '"claim-2000"')
            assert b'"claim-2000":"xxx' in decoded(bench)
            pane = bench.screen.token_pane
            row_lit = pane._rows.row_at(pane._lit[0][0])
            assert pane.scroll_offset.y <= row_lit < pane.scroll_offset.y + pane.size.height
