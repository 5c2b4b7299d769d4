"""Keys of an issuer on the screen: asked for after a yes, from real servers on loopback, with TLS."""

import json
import socket
from pathlib import Path

import pytest

from jwtlens.keys.jwk import to_jwk
from jwtlens.tui.dialogs.fetch import FetchDialog
from jwtlens.tui.editing.editor import Editor
from tests.core_kit import pair
from tests.network.servers import JWKS, Authority, Exchange, Server, pages
from tests.tui.bench_kit import CLAIMS, NARROW, SECRET, WIDE, Bench, opened, row, start, token

DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that the program trusts as it does those of the system."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def signed(issuer: str) -> str:
    return token(pair("P-256", kid="a").material.reveal(), "ES256", CLAIMS | {"iss": issuer}, {"kid": "a"})


async def ask(bench: Bench, address: str) -> None:
    bench.screen.action_key("fetch")
    await bench.settle()
    editor = bench.app.screen.query_one("#address", Editor)
    await bench.paste_over(editor, address)


def asking(bench: Bench) -> bool:
    return isinstance(bench.app.screen, FetchDialog)


async def test_an_issuer_is_asked_after_a_yes_once_and_its_keys_are_labelled(authority: Authority) -> None:
    with Server(pages({}), authority.server("localhost", "127.0.0.1")) as server:
        issuer = f"https://localhost:{server.port}"
        documents = {DISCOVERY: {"issuer": issuer, "jwks_uri": f"{issuer}/keys"}, "/keys": JWKS}
        server.behaviour = pages(documents)
        async with opened(start(signed(issuer), SECRET), size=NARROW) as bench:
            assert bench.verdict == "rejected"
            await bench.press("f7", "4")
            assert f"take the token's iss: {issuer}" in bench.seen()
            await bench.press("tab", "enter")
            assert bench.focus == "address"
            for words in (
                f"fetch {issuer}{DISCOVERY}",
                f"from the host localhost:{server.port}",
                "this machine itself",
            ):
                assert words in bench.seen()
            await bench.press("enter")
            assert "Enter says yes, esc says no" in bench.seen()
            assert server.requests == [], "nothing is asked before the yes"
            await bench.press("enter")
            assert (asking(bench), server.paths) == (False, [DISCOVERY, "/keys"])
            assert bench.verdict == "accepted"
            keys = bench.screen.keys_pane.ring.chosen.keyring.keys
            assert [key.kid for key in keys] == ["a", "b"]
            assert keys[0].origin.startswith(f"{issuer}/keys, 20")
            assert bench.screen.keys_pane.ring.chosen.given.origin == keys[0].origin
            assert len(bench.inspection.keyring.keys) == 3, "the key before stays"

            changed = to_jwk(pair("Ed25519", kid="new"), private=False)
            documents["/keys"] = {"keys": [changed]}
            await bench.press("shift+f7")
            assert len(server.requests) == 4, "the host was agreed to: a refresh asks no question"
            assert bench.screen.keys_pane.ring.chosen.keyring.keys[0].kid == "new"
            assert bench.verdict == "rejected"
            await ask(bench, issuer)
            await bench.press("enter")
            assert len(server.requests) == 6


async def test_a_no_asks_nobody_and_another_address_needs_another_yes() -> None:
    with Server(pages({"/jwks": JWKS})) as server, Server(pages({"/jwks": JWKS})) as other:
        async with opened(start(signed(server.url)), size=WIDE) as bench:
            await ask(bench, f"{server.url}/jwks")
            await bench.press("enter", "escape")
            assert not asking(bench)
            await ask(bench, f"{server.url}/jwks")
            await bench.press("enter")
            await bench.paste_over(bench.app.screen.query_one("#address", Editor), f"{other.url}/jwks")
            await bench.press("enter")
            assert "Enter says yes" in bench.seen()
            assert server.requests == other.requests == []
            await bench.press("enter")
            assert (server.paths, other.paths) == ([], ["/jwks"])


async def test_an_address_that_was_pasted_as_a_key_is_offered_and_makes_way_for_its_keys() -> None:
    with Server(pages({"/jwks": JWKS})) as server:
        async with opened(start(signed(server.url)), size=NARROW) as bench:
            await bench.set_key(f"{server.url}/jwks")
            assert "this is an address, not a key" in bench.seen()
            bench.screen.action_key("fetch")
            await bench.settle()
            assert f"fetch {server.url}/jwks" in bench.seen()
            await bench.press("enter")
            assert server.requests == []
            await bench.press("enter")
            assert (bench.verdict, len(bench.screen.keys_pane.ring.entries)) == ("accepted", 1)


async def test_keys_on_another_host_are_another_question() -> None:
    with Server(pages({"/keys": JWKS})) as keys, Server(pages({})) as issuer:
        issuer.behaviour = pages({DISCOVERY: {"issuer": issuer.url, "jwks_uri": f"{keys.url}/keys"}})
        async with opened(start(signed(issuer.url)), size=NARROW) as bench:
            await ask(bench, issuer.url)
            await bench.press("enter", "enter")
            assert "another host" in bench.seen()
            assert f"fetch {keys.url}/keys" in bench.seen()
            assert keys.requests == []
            await bench.press("enter")
            assert (bench.verdict, asking(bench)) == ("accepted", False)
            await bench.press("shift+f7")
            assert len(keys.requests) == 2


def slow(exchange: Exchange) -> None:
    exchange.over.wait(10)


MISBEHAVING = {
    "not found": (pages({}), "answers 404"),
    "no set": (pages({"/jwks": {"a": 1}}), "no JWK Set"),
    "empty set": (pages({"/jwks": {"keys": []}}), ""),
    "not JSON": (lambda exchange: exchange.reply(b"\x1b[31m[b]<html>"), "not a JSON object"),
    "redirect": (
        lambda exchange: exchange.reply({}, status="302 Found", headers="Location: https://x.example/\r\n"),
        "another host",
    ),
    "hangs up": (lambda exchange: exchange.connection.close(), ""),
}


async def test_what_goes_wrong_is_a_sentence_and_the_address_stays() -> None:
    with Server(pages({})) as server:
        async with opened(start(signed(server.url)), size=NARROW) as bench:
            await ask(bench, f"{server.url}/jwks")
            await bench.press("enter")
            for name, (behaviour, words) in MISBEHAVING.items():
                with row(name):
                    server.behaviour = behaviour
                    await bench.press("enter")
                    assert asking(bench)
                    assert "✗" in bench.seen()
                    assert words in " ".join(bench.seen().replace("│", " ").split())
                    assert bench.app.screen.query_one("#address", Editor).text == f"{server.url}/jwks"
                    assert "\x1b" not in bench.seen()
            server.behaviour = slow
            await bench.pilot.press("enter")
            while len(server.requests) <= len(MISBEHAVING):
                await bench.pilot.pause(0.01)
            assert "asking 127.0.0.1" in bench.seen()
            await bench.pilot.press("escape")
            await bench.pilot.pause()
            assert "Stopped" in bench.seen()
            server.over.set()
            await bench.settle()
            assert (asking(bench), bench.inspection.keyring.keys) == (True, ())


NO_ADDRESSES = [
    "",
    "issuer.example",
    "http://issuer.example",
    "https://user@issuer.example/",
    "https://[b]/",
    "javascript:1",
]


async def test_what_is_no_address_is_said_while_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    claims = CLAIMS | {"iss": "https://[b]evil[/b].example/\x1b[31m"}
    async with opened(start(token(claims=claims)), size=NARROW) as bench:
        for text in NO_ADDRESSES:
            with row(text):
                await ask(bench, text)
                assert not text or "Fetch" in bench.seen()
                await bench.press("enter")
                assert asking(bench)
                assert "✗" in bench.seen()
                assert "\\u001b[31m" in bench.seen(), "the token's iss is shown, and only shown"
                await bench.press("escape")


async def test_private_members_that_an_issuer_publishes_are_not_taken() -> None:
    private = to_jwk(pair("P-256", kid="a"), private=True).reveal()
    with Server(pages({"/jwks": {"keys": [private]}})) as server:
        async with opened(start(signed(server.url)), size=NARROW) as bench:
            await ask(bench, f"{server.url}/jwks")
            await bench.press("enter", "enter")
            assert bench.verdict == "accepted"
            assert "d" not in json.loads(bench.screen.keys_pane.field.text)["keys"][0]
            assert not bench.inspection.keyring.keys[0].private
