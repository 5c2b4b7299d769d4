"""Servers that are slow, endless, lying or broken: a sentence, in time, and no more than 1 MiB."""

import json
import socket
import ssl
import threading

import pytest

from jwtlens.limits import KEY_BYTES
from jwtlens.network import addresses
from jwtlens.network.issuer import Network, NotFetchedError, fetch, plan
from tests.network.servers import JWKS, Authority, Behaviour, Exchange, Server, pages

SOON = Network(seconds=0.3)
"""Time for a server that never answers; only its own end is waited for."""


def refusal(behaviour: Behaviour, network: Network = Network(20), path: str = "/jwks") -> NotFetchedError:  # noqa: B008
    with Server(behaviour) as server, pytest.raises(NotFetchedError) as caught:
        fetch(plan(server.url + path), network)
    assert str(caught.value).isprintable()
    return caught.value


def _silent(exchange: Exchange) -> None:
    exchange.over.wait()


def _half(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    exchange.over.wait()


def _a_header_at_a_time(exchange: Exchange) -> None:
    """Each piece comes well within any limit for one reading; only the whole never ends."""
    exchange.send("HTTP/1.1 200 OK\r\n")
    while not exchange.over.wait(0.02):
        exchange.send("X")


def _a_byte_at_a_time(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\n\r\n")
    while not exchange.over.wait(0.02):
        exchange.send(" ")


@pytest.mark.parametrize("behaviour", [_silent, _half, _a_header_at_a_time, _a_byte_at_a_time])
def test_slow_servers_are_left_in_time(behaviour: Behaviour) -> None:
    error = refusal(behaviour, SOON)
    assert error.problem.code == "too-slow"
    assert "127.0.0.1 took longer than 0.3 seconds" in str(error)


def test_the_time_is_for_everything_together() -> None:
    """A redirect to oneself takes no new time, and a discovery document neither."""

    def behave(exchange: Exchange) -> None:
        if exchange.path == "/jwks":
            exchange.reply({}, status="307 Temporary Redirect", headers="Location: /slow\r\n")
        else:
            exchange.over.wait()

    assert refusal(behave, SOON).problem.code == "too-slow"


def test_a_server_that_takes_no_connection_through_tls_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(NotFetchedError) as caught:
        fetch(plan(f"https://127.0.0.1:{listener.getsockname()[1]}/jwks"), SOON)
    assert caught.value.problem.code == "too-slow"


def test_a_resolver_that_hangs_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(addresses, "_looked_up", lambda *_: over.wait() and ())
    try:
        with pytest.raises(NotFetchedError, match="took longer than 0"):
            fetch(plan("https://idp.example/jwks"), SOON)
    finally:
        over.set()


def _endless(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\n\r\n")
    while not exchange.over.is_set():
        exchange.send(b" " * 65536)


def _endless_chunks(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not exchange.over.is_set():
        exchange.send(b"8000\r\n" + b" " * 0x8000 + b"\r\n")


def _one_endless_chunk(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffff\r\n")
    while not exchange.over.is_set():
        exchange.send(b" " * 65536)


def _endless_continue(exchange: Exchange) -> None:
    while not exchange.over.is_set():
        exchange.send("HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def _a_large_promise(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n")
    while not exchange.over.is_set():
        exchange.send(b" " * 65536)


def _a_little_too_large(exchange: Exchange) -> None:
    exchange.reply(json.dumps(JWKS).encode() + b" " * KEY_BYTES)


@pytest.mark.parametrize(
    "behaviour",
    [_endless, _endless_chunks, _one_endless_chunk, _endless_continue, _a_large_promise, _a_little_too_large],
)
def test_no_more_than_a_mebibyte_is_taken(behaviour: Behaviour) -> None:
    error = refusal(behaviour)
    assert error.problem.code == "too-large"
    assert "larger than 1,048,576 bytes" in str(error)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "http-broken"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", "http-broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", "http-broken"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", "http-broken"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{}", "http-broken"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n{}", "http-broken"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n{}", "http-broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b", "encoding"),
        (b"HTTP/1.1 404 \x1b[31mgone\r\n\r\n", "http-status"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "http-status"),
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 9999999999\r\n\r\n", "http-status"),
    ],
)
def test_broken_answers(answer: bytes, code: str) -> None:
    assert refusal(lambda exchange: exchange.send(answer)).problem.code == code


@pytest.mark.parametrize(
    ("location", "code", "asked"),
    [
        ("https://idp.example/jwks", "redirect-host", 1),
        ("//idp.example/jwks", "address-http", 1),
        ("http://localhost/jwks", "redirect-host", 1),
        ("http://idp.example/jwks", "address-http", 1),
        ("file:///etc/passwd", "address-scheme", 1),
        ("/jwks", "redirects", 4),
        ("", "redirects", 4),
        ("/a b", "address-invalid", 1),
        ("http://[x", "redirect-invalid", 1),
    ],
)
def test_redirects_that_are_not_followed(location: str, code: str, asked: int) -> None:
    def behave(exchange: Exchange) -> None:
        exchange.reply({}, status="302 Found", headers=f"Location: {location}\r\n")

    with Server(behave) as server, pytest.raises(NotFetchedError) as caught:
        fetch(plan(f"{server.url}/jwks"), Network(20))
    assert (caught.value.problem.code, len(server.requests)) == (code, asked)


def test_another_port_is_another_host() -> None:
    with Server(pages({"/jwks": JWKS})) as other:
        error = refusal(lambda e: e.reply({}, status="301 Moved", headers=f"Location: {other.url}/jwks\r\n"))
    assert error.problem.code == "redirect-host"
    assert other.requests == []


def test_a_redirect_on_the_same_host_is_followed() -> None:
    def behave(exchange: Exchange) -> None:
        if exchange.path == "/jwks":
            exchange.reply({}, status="308 Permanent Redirect", headers="Location: new/keys?v=2\r\n")
        else:
            exchange.reply(JWKS)

    with Server(behave) as server:
        assert fetch(plan(f"{server.url}/jwks")).url == f"{server.url}/new/keys?v=2"


def over_tls(context: ssl.SSLContext, trusted: ssl.SSLContext | None, host: str = "idp.example") -> NotFetchedError:
    with Server(pages({"/jwks": JWKS}), context) as server:
        agreed = plan(f"https://{host}:{server.port}/jwks").also(("127.0.0.1",), "")
        with pytest.raises(NotFetchedError) as caught:
            fetch(agreed, Network(20, lambda *_: ("127.0.0.1",), trusted))
    assert server.requests == []
    return caught.value


def test_certificates_that_do_not_hold(authority: Authority) -> None:
    self_signed = over_tls(authority.server("idp.example", self_signed=True), authority.trusted())
    assert "self-signed certificate. Nothing was asked" in str(self_signed)
    unknown = over_tls(authority.server("idp.example"), None)
    assert "does not hold: unable to get local issuer certificate" in str(unknown)
    other = over_tls(authority.server("other.example"), authority.trusted())
    assert "Hostname mismatch" in str(other)
    assert {one.problem.code for one in (self_signed, unknown, other)} == {"tls-certificate"}


def test_a_certificate_for_an_address_holds_for_that_address(authority: Authority) -> None:
    with Server(pages({"/jwks": JWKS}), authority.server("127.0.0.1")) as server:
        fetched = fetch(plan(f"{server.url}/jwks"), Network(20, context=authority.trusted()))
    assert len(fetched.keyring.keys) == 2
    assert over_tls(authority.server("127.0.0.1"), authority.trusted()).problem.code == "tls-certificate"


def test_what_is_no_tls() -> None:
    with Server(_silent) as server, pytest.raises(NotFetchedError) as caught:
        fetch(plan(f"https://127.0.0.1:{server.port}/jwks"), SOON)
    assert caught.value.problem.code == "too-slow"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=_hang_up, args=(listener,))
        thread.start()
        with pytest.raises(NotFetchedError) as caught:
            fetch(plan(f"https://127.0.0.1:{port}/jwks"), Network(20))
        thread.join()
    assert caught.value.problem.code == "tls"


def _hang_up(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    connection.close()


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotFetchedError, match="no connection to 127") as caught:
        fetch(plan(f"http://127.0.0.1:{port}/jwks"))
    assert caught.value.problem.code == "connection"
