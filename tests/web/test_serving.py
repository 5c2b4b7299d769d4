"""Where the screen may be served, and what the call says."""

import pytest

from jwtlens.cli.usage import UsageError
from jwtlens.web import serving


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "127.1"])
def test_this_machine_is_allowed(host: str) -> None:
    place = serving.find(host, allow_others=False)
    assert place.address.is_loopback
    assert place.name == host


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "2001:db8::1", "8.8.8.8"])
def test_every_other_address_needs_a_word(host: str) -> None:
    with pytest.raises(UsageError, match="--allow-others"):
        serving.find(host, allow_others=False)
    assert not serving.find(host, allow_others=True).address.is_loopback


@pytest.mark.parametrize("host", ["::", "0", "0.0", "::ffff:0.0.0.0"])
def test_all_addresses_are_refused_whatever_is_allowed(host: str) -> None:
    with pytest.raises(UsageError, match="name one address"):
        serving.find(host, allow_others=True)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "", "a" * 300, "x\0y", "exa mple"])
def test_what_is_no_address(host: str) -> None:
    with pytest.raises(UsageError):
        serving.find(host, allow_others=True)


@pytest.mark.parametrize(
    ("host", "port", "authority"),
    [
        ("127.0.0.1", 8000, "127.0.0.1:8000"),
        ("127.0.0.1", 80, "127.0.0.1"),
        ("::1", 8000, "[::1]:8000"),
        ("LocalHost", 8000, "localhost:8000"),
    ],
)
def test_the_host_header_that_a_browser_will_send(host: str, port: int, authority: str) -> None:
    assert serving.find(host, allow_others=False).authority(port) == authority
