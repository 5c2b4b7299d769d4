"""What the server gives to whom: by HTTP and websocket, without a browser."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator

import pytest

from tests.cli.processes import command_line
from tests.web.served import DEADLINE, Served

pytest.importorskip("textual_serve", reason="needs the extra web: pip install '.[web]'")
import aiohttp

QUIT = ["stdin", "\x11"]
FILES = ("", "page.css", "page.js", "terminal.css", "terminal.js", "mono.ttf", "mono-italic.ttf")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served() as server:
        yield server


async def status(url: str, method: str = "GET", **headers: str) -> int:
    async with aiohttp.ClientSession() as client, client.request(method, url, headers=headers) as answer:
        return int(answer.status)


def websocket(origin: str) -> dict[str, str]:
    """The headers with which a browser asks for a websocket."""
    key = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
    return {"Upgrade": "websocket", "Connection": "Upgrade", **key} | ({"Origin": origin} if origin else {})


async def test_our_own_page_gets_all_its_files_and_nothing_may_keep_them(served: Served) -> None:
    async with aiohttp.ClientSession() as client:
        for name in FILES:
            async with client.get(served.address + name) as answer:
                assert answer.status == 200, name
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                policy = answer.headers["Content-Security-Policy"].split("; ")
                assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy)
                assert not [part for part in policy if "*" in part or "popups" in part]
                assert b"googleapis" not in await answer.read()


async def test_without_the_secret_nothing_is_given(served: Served) -> None:
    for secret in ("", "x", served.secret[:-1], served.secret + "x", served.secret.swapcase(), "%ff", "é"):
        for name in ("/", *(f"/{name}" for name in FILES[1:]), "/socket", "/nothing"):
            assert await status(f"{served.origin}/{secret}{name}") == 403, (secret, name)
        assert await status(f"{served.origin}/{secret}/socket", **websocket(served.origin)) == 403


async def test_no_other_name_leads_here(served: Served) -> None:
    port = served.authority.partition(":")[2]
    for host in ("evil.example", f"evil.example:{port}", f"localhost:{port}", "127.0.0.1", f"127.0.0.1:{port}."):
        assert await status(served.address, Host=host) == 421, host
        assert await status(f"{served.address}socket", Host=host, **websocket(served.origin)) == 421, host


async def test_no_other_page_drives_it(served: Served) -> None:
    for origin in ("https://evil.example", "null", "", f"https://{served.authority}", f"{served.origin}0"):
        assert await status(f"{served.address}socket", **websocket(origin)) == 403, origin
    assert await status(served.address, Origin="https://evil.example") == 403
    assert served.children() == []


async def test_nothing_else_can_be_asked_for(served: Served) -> None:
    for name in ("nothing", "..%2fserver.py", "static/js/textual.js", "download/x", "page.html"):
        assert await status(served.address + name) == 404, name
    assert await status(served.address, "POST") == 405
    assert await status(f"{served.address}socket") == 400


async def test_a_session_is_a_process_that_ends_with_it(served: Served) -> None:
    async with aiohttp.ClientSession(headers={"Origin": served.origin}) as client:
        async with client.ws_connect(f"{served.address}socket?width=99999999&height=x") as page:
            await read_until(page, b"ACCEPTED")
            (process,) = served.children()
            assert command_line(process).endswith("-P -m jwtlens")
            assert served.secret not in command_line(process) + command_line(served.process.pid)
        await ended(process)
        async with client.ws_connect(f"{served.address}socket") as page:
            await read_until(page, b"ACCEPTED")
            await page.send_json(QUIT)
            assert await last(page) == 1000
        for wrong in ("[", '["stdin"]', '["resize", {"width": "1"}]', "{}", '["stdin", 1]', '["open_url", "x"]'):
            async with client.ws_connect(f"{served.address}socket") as page:
                await page.send_str(wrong)
                assert await last(page) == 1008, wrong
    async with asyncio.timeout(DEADLINE):
        while served.children():  # noqa: ASYNC110 - they are other processes
            await asyncio.sleep(0.02)


async def test_words_of_the_call_reach_the_screen_and_a_killed_server_leaves_no_process() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Served(f"--port={port}", "--sample", "rs256", "--iss", "https://elsewhere.example") as served:
        assert served.authority == f"127.0.0.1:{port}"
        async with aiohttp.ClientSession(headers={"Origin": served.origin}) as client:
            page = await client.ws_connect(f"{served.address}socket?width=140&height=40")
            await read_until(page, b"elsewhere.example")
            (process,) = served.children()
            os.kill(served.process.pid, signal.SIGKILL)
            await ended(process)


async def read_until(page: aiohttp.ClientWebSocketResponse, wanted: bytes) -> None:
    seen = b""
    while wanted not in seen:
        message = await page.receive(DEADLINE)
        assert message.type == aiohttp.WSMsgType.BINARY, message
        seen += message.data


async def last(page: aiohttp.ClientWebSocketResponse) -> int:
    """Read until the server closes the websocket; return its code."""
    async with asyncio.timeout(DEADLINE):
        async for _ in page:
            pass
    assert page.close_code is not None
    return int(page.close_code)


async def ended(process: int) -> None:
    """Wait until a process is gone."""
    async with asyncio.timeout(DEADLINE):
        while True:
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.02)
