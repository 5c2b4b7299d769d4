"""What would be asked, from whom, before anything is asked: the address, the host, and what is odd about them. Pure."""

import re
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, urlsplit

from jwtlens.displayable import quoted
from jwtlens.network.addresses import literal, place
from jwtlens.network.refusal import NotFetchedError

Kind = Literal["jwks", "issuer"]

DISCOVERY = "/.well-known/openid-configuration"
"""Where an issuer describes itself (OpenID Connect Discovery 1.0 section 4)."""

_LOOPBACK = ("127.0.0.1", "::1")
_PORTS = {"https": 443, "http": 80}
_ADDRESS = re.compile(r"[!#-;=?-Z\[\]_a-z~]+")
"""The characters of an address (RFC 3986 section 2), all of them ASCII."""
_MOST_CHARS = 2048
"""Longest address: it is shown whole before it is asked."""
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_KEYS = re.compile(r"(?:jwks|certs|keys)\b[^/]*|[^/]*\.json", re.IGNORECASE)
"""How the last part of the path of a JWK Set is called by the providers there are; an issuer's never is."""


class Plan(NamedTuple):
    """One question to a host, to be shown before it is asked; every field is safe to print.

    ``url`` is exactly what will be fetched first, ``origin`` its scheme, host and port, ``host`` what a person should
    read. For an issuer, ``issuers`` are the names that its document may give itself. ``covers`` are the addresses that
    are not public and that a yes to this plan allows nevertheless, because the plan names them. ``warnings`` are
    sentences.
    """

    kind: Kind
    url: str
    origin: str
    host: str
    issuers: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def also(self, addresses: tuple[str, ...], warning: str) -> "Plan":
        """Return the plan with these addresses allowed too, for the next question to the user."""
        return self._replace(covers=(*self.covers, *addresses), warnings=(*self.warnings, warning))

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to tell the user before asking for a yes."""
        then = "then the jwks_uri in it; you are asked again if that is on another host"
        return (f"fetch {self.url}", f"from the host {self.host}", *([then] if self.issuers else []), *self.warnings)


class UnconfirmedError(NotFetchedError):
    """The user has to be asked first. ``plan`` is what a yes allows: show it, ask, and fetch that plan.

    ``private`` is true where the question is about an address of this machine or of a private network.
    """

    def __init__(self, message: str, plan: Plan, *, private: bool) -> None:
        super().__init__("address-private" if private else "host-other", message)
        self.plan = plan
        self.private = private


def plan(address: str, kind: Kind | None = None) -> Plan:
    """Say what fetching the keys of an issuer, or a JWK Set, would ask for. Raises NotFetchedError.

    Without ``kind`` the address of a JWK Set is known by its last part (``jwks``, ``certs``, ``keys``, ``….json``).
    Nothing is resolved: looking up a name tells others about it.
    """
    text = address.strip()
    parts = _parts(text)
    host = _host(parts)
    if parts.scheme == "http" and not _is_loopback(host):
        raise NotFetchedError("address-http", "http is not encrypted: anybody between could change the keys. Use https")
    shown = f"[{host}]" if ":" in host else host
    if parts.port not in {None, _PORTS[parts.scheme]}:
        shown += f":{parts.port}"
    origin = f"{parts.scheme}://{shown}"
    covers, warnings = _oddities(host, parts.scheme)
    url = origin + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.path.endswith(DISCOVERY) and not parts.query and kind != "jwks":
        issuer = text.removesuffix(DISCOVERY)
        return Plan("issuer", url, origin, shown, (issuer, f"{issuer}/"), covers, warnings)
    if kind is None:
        kind = "jwks" if parts.query or _KEYS.fullmatch(parts.path.rpartition("/")[2]) else "issuer"
    if kind == "jwks":
        return Plan("jwks", url, origin, shown, (), covers, warnings)
    if parts.query:
        raise NotFetchedError("issuer-query", "an issuer has no query (?…) in its address (OpenID Connect Discovery 2)")
    return Plan("issuer", origin + parts.path.rstrip("/") + DISCOVERY, origin, shown, (text,), covers, warnings)


def _parts(text: str) -> SplitResult:
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise NotFetchedError("address-scheme", f"{quoted(text)} is no address. One begins with https://")
    if len(text) > _MOST_CHARS:
        message = f"the address has {len(text):,} characters; more than {_MOST_CHARS:,} cannot be shown to be agreed to"
        raise NotFetchedError("address-invalid", message)
    if not _ADDRESS.fullmatch(text):
        message = "the address has a character that addresses do not have. Write other scripts as xn--… and %XX"
        raise NotFetchedError("address-invalid", message)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotFetchedError("address-invalid", f"{quoted(text)} is no address: host or port is wrong") from None
    if port == 0:
        raise NotFetchedError("address-invalid", f"{quoted(text)} is no address: there is no port 0")
    if parts.username is not None or parts.password is not None:
        raise NotFetchedError("address-user", "the address holds a user name or a password. Leave it out")
    if "#" in text:
        raise NotFetchedError("address-fragment", "an address to fetch has no fragment (#…). Leave it out")
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removesuffix(".")
    if literal(host):
        return literal(host)
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise NotFetchedError("address-invalid", "the address names no host")
    return host


def _is_loopback(host: str) -> bool:
    """Whether the name or address is this machine by definition (RFC 6761 section 6.3)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return bool(literal(host)) and place(host) == "loopback"


def _oddities(host: str, scheme: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses that the plan names although they are not public, and what to warn of."""
    covers: tuple[str, ...] = ()
    warnings: list[str] = []
    if _is_loopback(host):
        covers = (host,) if literal(host) else _LOOPBACK
        warnings.append("that is this machine itself")
    elif literal(host) and (where := place(host)):
        covers = (host,)
        warnings.append(f"that is a {where} address, not one of the internet")
    if scheme == "http":
        warnings.append("http is not encrypted; it does not leave this machine")
    if any(label.startswith("xn--") for label in host.split(".")):
        warnings.append("the host is written in another script (xn--): compare it with the one you mean")
    return covers, tuple(warnings)
