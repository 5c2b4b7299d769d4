"""IP addresses: which host has which, and which of them lie where a stranger's document must not send us."""

import ipaddress
import queue
import socket
import threading
from typing import Literal

from jwtlens.network.refusal import NotFetchedError

Place = Literal["", "loopback", "link-local", "private"]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where networks without IPv4 put it (RFC 6052 section 2.1)."""


def literal(host: str) -> str:
    """Return the IP address that the host is, in its usual spelling, or "" for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def place(address: str) -> Place:
    """Say where an IP address lies; "" is the public internet. Raises ValueError for any other text.

    An IPv4 address inside an IPv6 one is judged by itself, or every rule could be walked around (RFC 4291 section
    2.5.5.2). All that is not public is private: shared, reserved, documentation, multicast (RFC 6890).
    """
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    if found.is_loopback:
        return "loopback"
    if found.is_link_local:
        return "link-local"
    return "" if found.is_global and not (found.is_multicast or found.is_reserved) else "private"


def resolve(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Return the addresses of a host, in the system's order of preference. Raises NotFetchedError.

    The system's resolver knows no time limit, so it runs in a thread that is left alone when its time is over.
    """
    if address := literal(host):
        return (address,)
    answers: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(_looked_up(host, port)), name="resolver", daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise TimeoutError from None
    if not found:
        raise NotFetchedError("host-unknown", f"no address is known for {host}. Check the name, and the network")
    return found


def _looked_up(host: str, port: int) -> tuple[str, ...]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):  # a label of more than 63 characters is a UnicodeError
        return ()
    return tuple(dict.fromkeys(str(row[4][0]) for row in rows))
