"""Where ``jwtlens --serve`` listens, and what the one who started it is told."""

import ipaddress
import secrets
import socket
from typing import NamedTuple

from jwtlens.cli import output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.keys.secret import Secret

_SECRET_BYTES = 32
_MISSING = (
    "--serve needs the package textual-serve. Where jwtlens was installed from a copy of its repository: "
    "pip install '.[web]'; anywhere else: pip install 'textual-serve~=1.1', or pipx inject jwtlens textual-serve"
)
_HERE = "open this address in a browser on this machine. Tokens and keys stay on this machine:"
_OTHERS = (
    "WARNING: other machines can reach this address, what is pasted and shown crosses the network unencrypted, and "
    "whoever has the address can read and write files here as you:"
)
_LAST = "whoever has the address has this screen, so do not pass it on; each start makes a new one. ctrl+c ends it"


class Place(NamedTuple):
    """An address to listen on, as numbers, and the name that the user has for it."""

    name: str
    address: ipaddress.IPv4Address | ipaddress.IPv6Address

    def authority(self, port: int) -> str:
        """Write host and port as a browser's Host header does (RFC 9110 section 7.2): 80 goes without saying."""
        host = f"[{self.address}]" if self.name == str(self.address) and self.address.version == 6 else self.name
        return host.lower() if port == 80 else f"{host.lower()}:{port}"


def serve(words: tuple[str, ...], host: str | None, port: int | None, *, allow_others: bool) -> int:
    """Serve the screen of ``jwtlens WORDS`` until ctrl+c; return the exit code.

    Raises UsageError where that is not allowed, or not possible.
    """
    try:
        from aiohttp import web  # noqa: PLC0415 - of an extra

        from jwtlens.web import server  # noqa: PLC0415 - as above
    except ImportError as error:
        raise UsageError(_MISSING, "extra-missing") from error
    place = find(host or "127.0.0.1", allow_others=allow_others)
    listener = _listen(place, port or 0)
    secret = Secret(secrets.token_urlsafe(_SECRET_BYTES))
    site = server.Site(place.authority(listener.getsockname()[1]), secret)
    output.say(_HERE if place.address.is_loopback else _OTHERS)
    output.write(f"{site.address.reveal()}\n")
    output.say(_LAST)
    web.run_app(server.application(site, words), sock=listener, print=None, access_log=None, shutdown_timeout=1)
    return 0


def find(host: str, *, allow_others: bool) -> Place:
    """Return what a host stands for. Raises UsageError for one that other machines can reach, unless that is allowed.

    "All addresses" is none that a Host header can name, so it is refused: that header is how pages of other sites are
    kept out.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
        address = ipaddress.ip_address(str(found).partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
    except (OSError, UnicodeError) as error:
        raise UsageError(f"there is no address {quoted(host)} to serve on", "host") from error
    if address.is_unspecified:
        raise UsageError("name one address of this machine; on all of them the page cannot be guarded", "host")
    if not address.is_loopback and not allow_others:
        raise UsageError(
            f"{quoted(host)} is an address that other machines can reach. Whoever can read this screen can read and "
            "write files as you. If you mean it, add --allow-others",
            "host",
        )
    return Place(host, address)


def _listen(place: Place, port: int) -> socket.socket:
    family = socket.AF_INET6 if place.address.version == 6 else socket.AF_INET
    try:
        return socket.create_server((str(place.address), port), family=family)
    except OSError as error:
        where = f"port {port} of {place.address}" if port else str(place.address)
        raise UsageError(f"{where} cannot be listened on: {error.strerror}", "port") from error
