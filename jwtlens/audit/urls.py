"""Addresses that a token names, taken apart without resolving or fetching anything, and without ever raising."""

import re
from typing import NamedTuple

from jwtlens.lazy_pattern import lazy_pattern

_URL = lazy_pattern(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^/?#@]*)@)?"
    r"(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?::(?P<port>\d*))?(?P<rest>[/?#].*)?",
    re.DOTALL,
)
_NUMBER = lazy_pattern(r"0[xX][0-9A-Fa-f]+|[0-9]+")
_SECOND_LEVEL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go"})


class Url(NamedTuple):
    """An absolute URL. ``host`` is in lower case, without brackets and final dot; ``user`` None where there is none."""

    scheme: str
    user: str | None
    host: str
    port: str
    rest: str


def parse(text: str) -> Url | None:
    """Take an absolute URL apart, or return None for any other text."""
    found = _URL.fullmatch(text)
    if found is None:
        return None
    host = found["host"]
    if not host.isascii():
        import unicodedata  # noqa: PLC0415 - a megabyte that hardly any address needs

        host = unicodedata.normalize("NFKC", host)  # as IDNA maps it: a circled digit is a digit (UTS #46)
    host = host.strip("[]").rstrip(".").lower()
    return Url(found["scheme"].lower(), found["user"], host, found["port"] or "", found["rest"] or "")


_ODD = lazy_pattern("[\x00-\x20]")
_SPECIAL = lazy_pattern(r"(?P<scheme>(?:https?|wss?|ftp):|(?=[\\/]{2}))[\\/]*(?P<rest>.*)", re.DOTALL | re.IGNORECASE)


def as_fetched(text: str) -> Url | None:
    """Take an address apart as lenient clients do, or return None where even they find none.

    They skip white space and control characters, and take backslashes and any number of slashes for two
    (WHATWG URL Standard section 4.4); an address without a scheme gets that of the caller.
    """
    exact = parse(text)
    if exact is not None and not _ODD.search(text):
        return exact
    cleaned = _ODD.sub("", text)
    found = _SPECIAL.match(cleaned)
    if found is None:
        return parse(cleaned)
    return parse(f"{found['scheme'] or 'https:'}//{found['rest'].replace(chr(92), '/')}")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine: ``localhost``, a name under it, or a loopback address in any spelling."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    number = ipv4(host)
    return host in {"::1", "0:0:0:0:0:0:0:1"} or (number is not None and number >> 24 == 127)


def is_internal(host: str) -> bool:
    """Whether the host is reachable from inside a network only (RFC 1918, 3927, 4193, 6598, 6761, 6762)."""
    if is_loopback(host) or host.endswith((".local", ".internal")):
        return True
    if ":" in host:
        return _is_internal_ipv6(host)
    number = ipv4(host)
    return number is not None and any(number >> 32 - bits == block >> 32 - bits for block, bits in _INTERNAL)


_INTERNAL = (
    (0x00000000, 8),  # 0.0.0.0/8, this host
    (0x0A000000, 8),  # 10.0.0.0/8
    (0x64400000, 10),  # 100.64.0.0/10, carrier-grade NAT
    (0xA9FE0000, 16),  # 169.254.0.0/16, link-local, cloud metadata
    (0xAC100000, 12),  # 172.16.0.0/12
    (0xC0A80000, 16),  # 192.168.0.0/16
)


def _is_internal_ipv6(host: str) -> bool:
    import ipaddress  # noqa: PLC0415 - rare, and costs 3 ms

    try:
        address = ipaddress.IPv6Address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped
    if mapped is None and int(address) >> 32 in _CARRY_IPV4:
        mapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return is_internal(str(mapped)) if mapped else address.is_private or address.is_link_local


_CARRY_IPV4 = (0, 0x0064FF9B << 64)
"""Prefixes with an IPv4 address in their last 32 bits (RFC 4291 section 2.5.5.1, RFC 6052 section 2.1)."""


def ipv4(host: str) -> int | None:
    """Return the number of an IPv4 address in any spelling that resolvers take: dotted, short, decimal, hex, octal."""
    pieces = host.split(".")
    if len(pieces) > 4 or not all(_NUMBER.fullmatch(piece) and len(piece) <= 12 for piece in pieces):
        return None
    numbers = [_integer(piece) for piece in pieces]
    if None in numbers:
        return None
    *heads, last = [number or 0 for number in numbers]
    if any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        return None
    return sum(head << 24 - 8 * at for at, head in enumerate(heads)) + last


def _integer(piece: str) -> int | None:
    base = 16 if piece[:2] in {"0x", "0X"} else 8 if piece[0] == "0" else 10
    digits = piece[2:] if base == 16 else piece
    if base == 8 and not set(digits) <= set("01234567"):
        return None
    return int(digits, base)


def registrable(host: str) -> str:
    """Return the part of a host name that one party registers: ``example.com``, and ``example.co.uk``.

    Without the public suffix list this is a guess, good enough to call two hosts foreign to each other.
    """
    labels = host.split(".")
    if ipv4(host) is not None or ":" in host:
        return host
    long_suffix = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if long_suffix else -2 :])
