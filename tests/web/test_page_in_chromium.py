"""The screen in a real browser: what somebody does there, and what the page must not do."""

import time
from pathlib import Path

import jwt
import pytest

pytest.importorskip("textual_serve", reason="needs the extra web: pip install '.[web]'")
from tests.web import chromium
from tests.web.served import Served

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="needs Chromium")
KEY = "a secret that is long enough for HS256"
ALT, CTRL = 1, 2


async def test_paste_verdict_edit_and_end(tmp_path: Path) -> None:
    token = jwt.encode({"iss": "https://issuer.example/x", "exp": int(time.time()) + 3600}, KEY, "HS256")
    with Served() as served:
        async with chromium.Page(tmp_path) as page:
            await page.open(served.address)
            await page.until("ACCEPTED")  # the sample
            await page.paste(f"Authorization: Bearer {token}")
            await page.until("NOT VERIFIED")
            await page.until("issuer.example")
            row, column = page.where("issuer.example")
            await page.click(row, column)
            assert await page.tabs() == 1  # a click puts the cursor there, and opens no address of a token
            await page.press("4", ord("4"), modifiers=ALT)
            await page.paste(KEY)
            await page.until("ACCEPTED")
            assert KEY not in page.text
            await page.press("3", ord("3"), modifiers=ALT)
            await page.press("End", 35, modifiers=CTRL)
            await page.press("ArrowUp", 38)
            await page.press("End", 35)
            await page.type(',"n":1')
            await page.until('"n":1')
            await page.until("modified")
            assert "ACCEPTED" in page.text
            assert len(await page.picture()) > 20_000  # of an empty page: 5,000 bytes
            await page.press("q", ord("Q"), modifiers=CTRL)
            await page.until_script("document.getElementById('ended').checkVisibility()")
            assert not await page.script("document.querySelector('.textual-terminal').checkVisibility()")
            await page.until_script("document.activeElement.id === 'again'")
            assert served.children() == []
        assert all(url.partition(":")[2].startswith(f"//{served.authority}/{served.secret}/") for url in page.requests)
        # The first is what that click would have done; the other: the terminal would like to say that it has no focus.
        expected = ("Blocked opening", "WebSocket is already in CLOSING or CLOSED state")
        assert [one for one in page.problems if not one.startswith(expected)] == []
        assert page.problems[0].startswith("Blocked opening")
    assert served.process.returncode == 0


async def test_a_page_of_another_site_gets_nothing(tmp_path: Path) -> None:
    """A second server plays the other site. It even knows the address, and still may not drive the screen."""
    with Served() as served, Served() as other:
        async with chromium.Page(tmp_path) as page:
            await page.open(other.origin)
            tried = await page.script(f"""new Promise((done) => {{
                const socket = new WebSocket("ws://{served.authority}/{served.secret}/socket");
                socket.onopen = () => done("open");
                socket.onerror = () => done("refused");
            }})""")
            read = await page.script(f"fetch('{served.address}').then((it) => it.text()).catch(() => 'refused')")
        assert (tried, read) == ("refused", "refused")
        assert served.children() == []
