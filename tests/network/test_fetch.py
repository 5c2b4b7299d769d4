"""Fetching from a real server: what it is asked, and what comes of its answer."""

import json
import socket
import time
from collections.abc import Callable

import pytest

from jwtlens.keys.jwk import to_jwk
from jwtlens.network.issuer import Fetched, Network, NotFetchedError, UnconfirmedError, fetch, plan
from tests.core_kit import SECRET, b64, codes, pair
from tests.network.servers import JWKS, Authority, Behaviour, Exchange, Server, pages

DISCOVERY = "/.well-known/openid-configuration"
LOCAL = ("127.0.0.1",)


def network(*addresses: str, seconds: float = 20, authority: Authority | None = None) -> Network:
    """The world of a test: names have these addresses, and there is time enough on a busy machine."""
    context = authority.trusted() if authority else None
    return Network(seconds, lambda *_: addresses or LOCAL, context)


def discovery(issuer: str, jwks_uri: object) -> dict[str, object]:
    return {"issuer": issuer, "jwks_uri": jwks_uri}


def provider(server: Callable[[], Server], **changes: object) -> Behaviour:
    """An issuer with its keys on the same host; the changes are to its discovery document."""

    def behave(exchange: Exchange) -> None:
        if exchange.path == "/keys":
            exchange.reply(JWKS)
        else:
            exchange.reply(discovery(server().url, f"{server().url}/keys") | changes)

    return behave


def test_a_key_set_is_labelled_with_address_and_time() -> None:
    before = time.time()
    with Server(pages({"/jwks": JWKS})) as server:
        fetched = fetch(plan(f"{server.url}/jwks"))
    assert isinstance(fetched, Fetched)
    assert before <= fetched.fetched_at <= time.time()
    assert (fetched.url, fetched.problems) == (f"{server.url}/jwks", ())
    assert [key.kid for key in fetched.keyring.keys] == ["a", "b"]
    stamp = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(fetched.fetched_at))
    assert {key.origin for key in fetched.keyring.keys} == {f"{server.url}/jwks, {stamp}"}
    assert fetched.keyring.words == f"JWK Set, 2 keys, from {server.url}/jwks, {stamp}"
    assert fetched.keyring.is_set


def test_the_request_tells_nothing_and_takes_no_detour(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    behaviour = pages({"/jwks?p=1": JWKS})

    def with_cookie(exchange: Exchange) -> None:
        exchange.send("HTTP/1.1 100 Continue\r\n\r\n")
        behaviour(exchange)

    with Server(with_cookie) as server:
        for _ in range(2):
            assert fetch(plan(f"{server.url}/jwks?p=1")).keyring.keys
    assert server.requests[0] == server.requests[1]
    assert server.requests[0].splitlines() == [
        "GET /jwks?p=1 HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Accept: application/jwk-set+json, application/json;q=0.9, */*;q=0.1",
        "Accept-Encoding: identity",
        "User-Agent: jwtlens",
        "Connection: close",
        "",
    ]


def test_discovery_leads_to_the_keys() -> None:
    with Server(provider(lambda: server)) as server:
        fetched = fetch(plan(server.url))
        by_document = fetch(plan(server.url + DISCOVERY))
    assert fetched.url == f"{server.url}/keys"
    assert [key.kid for key in by_document.keyring.keys] == ["a", "b"]
    assert server.paths == [DISCOVERY, "/keys"] * 2


@pytest.mark.parametrize("issuer", ["https://evil.example", "", 7, None])
def test_a_document_for_another_issuer_is_refused(issuer: object) -> None:
    with Server(provider(lambda: server, issuer=issuer)) as server, pytest.raises(NotFetchedError) as caught:
        fetch(plan(server.url))
    assert caught.value.problem.code == "issuer-other"
    assert server.paths == [DISCOVERY]


def test_a_slash_more_is_another_issuer_and_the_sentence_shows_it() -> None:
    def behave(exchange: Exchange) -> None:
        exchange.reply(discovery(f"{server.url}/", f"{server.url}/keys"))

    with Server(behave) as server, pytest.raises(NotFetchedError, match="to the last slash") as caught:
        fetch(plan(server.url))
    assert f"is for {server.url}/; asked for was {server.url}." in str(caught.value)


@pytest.mark.parametrize(
    ("address", "code", "fragment"),
    [
        (None, "jwks-uri-missing", "names no jwks_uri"),
        ("http://idp.example/keys", "address-http", "jwks_uri of http"),
        ("file:///etc/passwd", "address-scheme", "jwks_uri of http"),
        ("https://u:p@idp.example/keys", "address-user", "user name"),
    ],
)
def test_a_jwks_uri_that_is_none(address: object, code: str, fragment: str) -> None:
    with Server(provider(lambda: server, jwks_uri=address)) as server, pytest.raises(NotFetchedError) as caught:
        fetch(plan(server.url))
    assert (caught.value.problem.code, fragment in str(caught.value)) == (code, True)


def test_keys_on_another_host_are_a_question() -> None:
    with Server(pages({"/keys": JWKS})) as keys, Server(provider(lambda: issuer)) as issuer:
        issuer.behaviour = provider(lambda: issuer, jwks_uri=f"{keys.url}/keys")
        with pytest.raises(UnconfirmedError) as caught:
            fetch(plan(issuer.url))
        assert keys.requests == []
        assert not caught.value.private
        assert caught.value.plan == plan(f"{keys.url}/keys")
        assert fetch(caught.value.plan).url == f"{keys.url}/keys"


def test_an_https_issuer_does_not_lead_to_this_machine_without_tls(authority: Authority) -> None:
    context = authority.server("idp.example")
    with Server(lambda exchange: exchange.reply(document), context) as server:
        agreed = plan(f"https://idp.example:{server.port}").also(LOCAL, "")
        document = discovery(f"https://idp.example:{server.port}", "http://localhost/keys")
        with pytest.raises(NotFetchedError, match="is not https, as the issuer is"):
            fetch(agreed, network(authority=authority))


def test_a_name_with_a_private_address_is_a_question(authority: Authority) -> None:
    with Server(pages({"/jwks": JWKS}), authority.server("idp.example")) as server:
        agreed = plan(f"https://idp.example:{server.port}/jwks")
        with pytest.raises(UnconfirmedError, match=r"idp.example has the loopback address 127\.0\.0\.1") as caught:
            fetch(agreed, network(authority=authority))
        assert server.requests == []
        assert caught.value.private
        assert str(caught.value) in caught.value.plan.sentences
        assert fetch(caught.value.plan, network(authority=authority)).keyring.keys
        with pytest.raises(UnconfirmedError, match=r"169\.254\.169\.254"):  # the name now points elsewhere
            fetch(caught.value.plan, network("127.0.0.1", "169.254.169.254", authority=authority))


def test_a_name_is_resolved_once_and_that_address_is_used(authority: Authority) -> None:
    asked = []

    def resolve(host: str, port: int, _: float) -> tuple[str, ...]:
        asked.append((host, port))
        return LOCAL if len(asked) == 1 else ("10.0.0.1",)

    def behave(exchange: Exchange) -> None:
        if exchange.path == "/jwks":
            exchange.reply({}, status="302 Found", headers="Location: /keys\r\n")
        else:
            exchange.reply(JWKS)

    with Server(behave, authority.server("idp.example")) as server:
        agreed = plan(f"https://idp.example:{server.port}/jwks").also(LOCAL, "")
        fetched = fetch(agreed, Network(20, resolve, authority.trusted()))
    assert fetched.url == f"https://idp.example:{server.port}/keys"
    assert asked == [("idp.example", server.port)]


def test_localhost_must_be_this_machine_for_http() -> None:
    with pytest.raises(NotFetchedError, match="is not this machine"):
        fetch(plan("http://localhost:9/jwks"), network("10.0.0.1"))


def test_a_host_that_does_not_answer_gives_its_place_to_the_next_address() -> None:
    with Server(pages({"/jwks": JWKS})) as server:
        agreed = plan(f"http://localhost:{server.port}/jwks")
        assert fetch(agreed, network("::1", "127.0.0.1")).keyring.keys


def test_names_are_looked_up_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(pages({"/jwks": JWKS})) as server:
        assert fetch(plan(f"http://localhost:{server.port}/jwks")).keyring.keys

    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotFetchedError, match="no address is known for no-such-host"):
        fetch(plan("https://no-such-host.invalid/jwks"))


def test_what_should_never_be_published_is_said_and_dropped() -> None:
    private = pair("P-256", kid="p")
    entries = [
        to_jwk(private, private=True).reveal(),
        {"kty": "oct", "k": b64(SECRET), "kid": "s"},
        {"kty": "RSA", "n": "AQAB", "e": "AQ"},
        "x",
    ]
    with Server(pages({"/jwks": {"keys": entries}})) as server:
        fetched = fetch(plan(f"{server.url}/jwks"))
    assert [(key.kid, key.private) for key in fetched.keyring.keys] == [("p", False)]
    assert codes(fetched.problems) == ["jwks-private", "jwks-secret", "rsa-exponent", "jwk-type"]
    assert "the key p is published with its private half" in fetched.problems[0].message
    assert str(entries[0]["d"]) not in repr(fetched)  # type: ignore[index]
    assert b64(SECRET) not in repr(fetched)


def test_one_jwk_is_a_set_of_one() -> None:
    with Server(pages({"/jwks": JWKS["keys"][0]})) as server:
        assert [key.kid for key in fetch(plan(f"{server.url}/jwks")).keyring.keys] == ["a"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html>hello</html>", "not-json"),
        (b"", "not-json"),
        (b"[1]", "not-json"),
        (b"\xff\xfe", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"issuer": "x", "jwks_uri": "y"}', "not-a-jwks"),
        (b"{}", "not-a-jwks"),
    ],
)
def test_what_is_no_key_set(body: bytes, code: str) -> None:
    with (
        Server(lambda exchange: exchange.reply(body, kind="text/\x1bhtml")) as server,
        pytest.raises(NotFetchedError) as caught,
    ):
        fetch(plan(f"{server.url}/jwks"))
    assert caught.value.problem.code == code
    assert str(caught.value).isprintable()


def test_keys_that_are_no_array_are_a_problem_of_the_ring() -> None:
    with Server(pages({"/jwks": {"keys": {}}})) as server:
        fetched = fetch(plan(f"{server.url}/jwks"))
    assert (fetched.keyring.keys, codes(fetched.problems)) == ((), ["jwks-keys"])


def test_the_media_type_does_not_matter() -> None:
    body = json.dumps(JWKS).encode()
    with Server(lambda exchange: exchange.reply(body, kind="text/html")) as server:
        assert fetch(plan(f"{server.url}/jwks")).keyring.keys
