"""What would be fetched is said before anything happens, and what must not be fetched is refused there."""

import pytest

from jwtlens.network.addresses import place, resolve
from jwtlens.network.issuer import NotFetchedError, plan


@pytest.mark.parametrize(
    ("address", "kind", "url", "host"),
    [
        ("https://accounts.google.com", "issuer", "https://accounts.google.com{}", "accounts.google.com"),
        ("https://t.auth0.com/", "issuer", "https://t.auth0.com{}", "t.auth0.com"),
        ("https://idp.example:8443/realms/x", "issuer", "https://idp.example:8443/realms/x{}", "idp.example:8443"),
        ("https://idp.example:443/realms/x/", "issuer", "https://idp.example/realms/x{}", "idp.example"),
        ("HTTPS://IdP.Example./A", "issuer", "https://idp.example/A{}", "idp.example"),
        ("https://idp.example/x/.well-known/openid-configuration", "issuer", "https://idp.example/x{}", "idp.example"),
        ("https://t.example/.well-known/jwks.json", "jwks", "https://t.example/.well-known/jwks.json", "t.example"),
        ("https://t.example/oauth2/v3/certs", "jwks", "https://t.example/oauth2/v3/certs", "t.example"),
        ("https://t.example/discovery/v2.0/keys?appid=1", "jwks", "https://t.example/discovery/v2.0/keys?appid=1", ""),
        (" https://[2606:4700::1111]/jwks ", "jwks", "https://[2606:4700::1111]/jwks", "[2606:4700::1111]"),
    ],
)
def test_the_exact_address_and_host_are_said(address: str, kind: str, url: str, host: str) -> None:
    made = plan(address)
    assert (made.kind, made.url) == (kind, url.format("/.well-known/openid-configuration"))
    assert host in {"", made.host}
    assert (made.covers, made.warnings) == ((), ())
    assert made.sentences[:2] == (f"fetch {made.url}", f"from the host {made.host}")
    assert ("jwks_uri" in "".join(made.sentences)) == (kind == "issuer")


def test_which_of_the_two_it_is_can_be_said() -> None:
    assert plan("https://a.example/tenant", "jwks").url == "https://a.example/tenant"
    assert plan("https://a.example/keys", "issuer").url == "https://a.example/keys/.well-known/openid-configuration"
    document = "https://a.example/.well-known/openid-configuration"
    assert plan(document).issuers == ("https://a.example", "https://a.example/")
    assert plan(document, "jwks").issuers == ()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("accounts.google.com", "address-scheme"),
        ("file:///etc/passwd", "address-scheme"),
        ("@/etc/passwd", "address-scheme"),
        ("", "address-scheme"),
        ("http://accounts.google.com", "address-http"),
        ("http://10.0.0.1/jwks", "address-http"),
        ("https://a.example/" + "a" * 2048, "address-invalid"),
        ("https://user:secret@a.example", "address-user"),
        ("https://a.example/jwks#k", "address-fragment"),
        ("https://a.example?x=1", "issuer-query"),
        ("https://a.example:0/", "address-invalid"),
        ("https://a.example:99999/", "address-invalid"),
        ("https://a.example:x/", "address-invalid"),
        ("https://[::1/", "address-invalid"),
        ("https:///jwks", "address-invalid"),
        ("https://a..example/", "address-invalid"),
        ("https://a.example\\@evil.example/", "address-invalid"),
        ("https://a.example/\r\nHost: b", "address-invalid"),
        ("https://a.example/a b", "address-invalid"),
        ("https://аpple.example/", "address-invalid"),  # noqa: RUF001 - a Cyrillic letter, as an attacker writes it
        ("https://a.example/\x1b[31m", "address-invalid"),
    ],
)
def test_what_is_no_address_to_fetch_is_refused(address: str, code: str) -> None:
    with pytest.raises(NotFetchedError) as caught:
        plan(address, "issuer" if code == "issuer-query" else None)
    assert caught.value.problem.code == code
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("address", "covers", "warning"),
    [
        ("http://localhost:8080", ("127.0.0.1", "::1"), "this machine itself"),
        ("http://idp.localhost/jwks", ("127.0.0.1", "::1"), "http is not encrypted"),
        ("http://[::1]/jwks", ("::1",), "this machine itself"),
        ("https://10.1.2.3/jwks", ("10.1.2.3",), "a private address"),
        ("https://169.254.169.254/jwks", ("169.254.169.254",), "a link-local address"),
        ("https://xn--pple-43d.example", (), "another script"),
    ],
)
def test_what_is_odd_about_an_address_is_said(address: str, covers: tuple[str, ...], warning: str) -> None:
    made = plan(address)
    assert made.covers == covers
    assert warning in " ".join(made.warnings)
    assert made.warnings == made.sentences[-len(made.warnings) :]


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("8.8.8.8", ""),
        ("2606:4700::1111", ""),
        ("64:ff9b::808:808", ""),
        ("127.8.9.1", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("169.254.169.254", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("10.0.0.1", "private"),
        ("172.31.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),
        ("0.0.0.0", "private"),  # noqa: S104 - judged, not listened on
        ("::", "private"),
        ("::7f00:1", "private"),
        ("fd00::1", "private"),
        ("224.0.0.1", "private"),
        ("ff02::1", "private"),
        ("255.255.255.255", "private"),
    ],
)
def test_where_an_address_lies(address: str, where: str) -> None:
    assert place(address) == where


def test_planning_and_addresses_need_no_network(no_sockets: None) -> None:
    plan("https://accounts.google.com")
    assert resolve("10.0.0.1", 443, 1) == ("10.0.0.1",)
    with pytest.raises(AssertionError, match="sockets are denied"):
        __import__("socket").create_connection(("127.0.0.1", 9))
