"""One GET request by our rules: one deadline for all of it, a cap, a fixed address, and nothing sent along.

The standard library's ``http.client`` reads HTTP and ``ssl`` speaks TLS. Neither follows redirects, keeps cookies or
looks for proxies in the environment. Above them is only what no library has: that the address which was judged is the
one that is connected to, and that a server which sends a byte a second gets no further than one which sends nothing.
"""

import io
import socket
import ssl
import time
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, NamedTuple, cast

from jwtlens.displayable import quoted
from jwtlens.limits import KEY_BYTES
from jwtlens.network.refusal import NotFetchedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 64 * 1024
_HEADERS = (
    "Accept: application/jwk-set+json, application/json;q=0.9, */*;q=0.1",
    "Accept-Encoding: identity",
    "User-Agent: jwtlens",
    "Connection: close",
)


class Deadline:
    """The end of the time for everything that belongs to one fetch."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise TimeoutError if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Target(NamedTuple):
    """Where a request goes: the host by name, for TLS and the Host line, and the addresses to try for it, in order."""

    scheme: str
    host: str
    port: int
    netloc: str
    addresses: tuple[str, ...]


class Answer(NamedTuple):
    """What came back. ``location`` and ``kind`` (the media type) are the other side's text."""

    status: int
    reason: str
    location: str
    kind: str
    body: bytes


def get(target: Target, path: str, deadline: Deadline, context: ssl.SSLContext | None = None) -> Answer:
    """Fetch one path, which has been checked to be made of the characters of addresses. Raises NotFetchedError.

    ``context`` is for tests: without it, the certificate must hold for the system's store of authorities.
    """
    try:
        with _connected(target, deadline, context) as connection:
            connection.settimeout(deadline.left())
            lines = (f"GET {path} HTTP/1.1", f"Host: {target.netloc}", *_HEADERS, "", "")
            connection.sendall("\r\n".join(lines).encode("ascii"))
            # HTTPResponse takes from a socket nothing but a file to read.
            response = HTTPResponse(cast("socket.socket", _Incoming(connection, deadline)), method="GET")
            with response:
                response.begin()
                return _answer(response)
    except TimeoutError:
        raise too_slow(target.host, deadline) from None
    except ssl.SSLCertVerificationError as error:
        message = f"the certificate of {target.host} does not hold: {quoted(error.verify_message)}. Nothing was asked"
        raise NotFetchedError("tls-certificate", message) from None
    except ssl.SSLError:
        message = f"no TLS connection to {target.netloc}: it does not speak TLS, or broke it off"
        raise NotFetchedError("tls", message) from None
    except HTTPException:  # before OSError: a server that hangs up is both
        raise NotFetchedError(
            "http-broken", f"{target.host} does not answer as HTTP does, or stopped halfway"
        ) from None
    except OSError as error:
        reason = quoted(error.strerror or "the connection broke")
        raise NotFetchedError("connection", f"no connection to {target.netloc}: {reason}") from None


def too_slow(host: str, deadline: Deadline) -> NotFetchedError:
    """Say that the time is over."""
    return NotFetchedError("too-slow", f"{host} took longer than {deadline.seconds:g} seconds, so jwtlens stopped")


def _connected(target: Target, deadline: Deadline, context: ssl.SSLContext | None) -> socket.socket:
    if target.scheme == "http":
        return _first_that_answers(target, deadline)
    context = context or ssl.create_default_context()
    connection = _first_that_answers(target, deadline)
    try:
        connection.settimeout(deadline.left())
    except TimeoutError:
        connection.close()
        raise
    return context.wrap_socket(connection, server_hostname=target.host)  # closes what it was given if it fails


def _first_that_answers(target: Target, deadline: Deadline) -> socket.socket:
    """Connect to one address after the other; each has its share of the time, for IPv6 may lead nowhere."""
    *others, last = target.addresses
    for index, address in enumerate(others):
        try:
            return socket.create_connection((address, target.port), deadline.left() / (len(others) + 1 - index))
        except OSError:
            continue
    return socket.create_connection((last, target.port), deadline.left())


def _answer(response: HTTPResponse) -> Answer:
    pieces = iter(lambda: response.read(_PIECE), b"")
    body = b"".join(pieces) if response.status == 200 else b""
    if response.status == 200 and response.length:
        raise HTTPException("it ended before its length")
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", ""}:
        raise NotFetchedError("encoding", f"the answer is packed as {quoted(encoding)}, which jwtlens did not ask for")
    kind = response.getheader("Content-Type", "")
    return Answer(response.status, response.reason, response.getheader("Location", ""), kind, body)


class _Incoming(io.RawIOBase):
    """The bytes that come from a connection, up to the deadline and the cap, headers included."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self._budget = KEY_BYTES

    def makefile(self, _: str) -> io.BufferedReader:
        """Return a buffered reader, as a socket does."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read what has come."""
        self._connection.settimeout(self._deadline.left())
        count = self._connection.recv_into(buffer)
        self._budget -= count
        if self._budget < 0:
            message = f"the answer is larger than {KEY_BYTES:,} bytes; no key set is, so jwtlens stopped there"
            raise NotFetchedError("too-large", message)
        return count
