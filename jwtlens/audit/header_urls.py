"""Rules about ``jku`` and ``x5u``: addresses at which the token says its keys are."""

from collections.abc import Iterator

from jwtlens.audit import urls
from jwtlens.audit.case import Case, HeaderCase, is_text, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.audit.urls import Url
from jwtlens.displayable import quoted

FAMILY = Family(Need.HEADER)


def _addresses(case: HeaderCase) -> Iterator[tuple[str, str, Url]]:
    """Yield ``jku`` and ``x5u`` where they are URLs, or are read as some: name, text, and taken apart."""
    for name in ("jku", "x5u"):
        value = text(case.header.get(name))
        if value and (url := urls.as_fetched(value)):
            yield name, value, url


def _grade(case: Case, value: str) -> Severity:
    """Low where the keys are at the issuer's own host over TLS, or where the value is no address at all."""
    url, issuer = urls.as_fetched(value), urls.parse(text(case.claims.get("iss")))
    if url is None:
        return Severity.LOW
    own = issuer is not None and url.scheme == "https" and url.host == issuer.host
    return Severity.LOW if own else Severity.MEDIUM


def _no_text(case: HeaderCase, name: str) -> Iterator[Hit]:
    """Yield a hit where the address is none, because some reader may take one out of an array."""
    if name in case.header and not is_text(case.header[name]):
        value = case.header[name]
        message = f"It looks like the token names an address for its keys: {name} {wrong_type(value, 'a string')}."
        yield Hit(f"header/{name}", shown(value), message)


@FAMILY.rule(
    "hdr-jku",
    "Token names the URL of its own keys",
    Severity.MEDIUM,
    why="Whoever makes a token chooses this address; a verifier that follows it may fetch the maker's own keys.",
    remedy="Ignore jku, or compare it exactly with a list of allowed addresses.",
    source="RFC 7515 §4.1.2; RFC 8725 §3.10; ASVS 5.0 9.1.3",
    confidence="heuristic",
    when=lambda case: "jku" in case.header,
)
def _jku(case: Case) -> Iterator[Hit]:
    yield from _no_text(case, "jku")
    if value := text(case.header.get("jku")):
        message = f"The token looks for its keys at {quoted(value)}; what a verifier makes of that cannot be seen here."
        yield Hit("header/jku", shown(value), message, _grade(case, value))


@FAMILY.rule(
    "hdr-x5u",
    "Token names the URL of its own certificate",
    Severity.MEDIUM,
    why="Whoever makes a token chooses this address; a verifier that follows it may fetch the maker's own certificate.",
    remedy="Ignore x5u, or compare it with a list of allowed addresses and validate the chain to a trusted root.",
    source="RFC 7515 §4.1.5; RFC 8725 §3.10; ASVS 5.0 9.1.3",
    confidence="heuristic",
    when=lambda case: "x5u" in case.header,
)
def _x5u(case: Case) -> Iterator[Hit]:
    yield from _no_text(case, "x5u")
    if value := text(case.header.get("x5u")):
        message = f"The token looks for its certificate at {quoted(value)}"
        message += (
            "; what a verifier makes of that cannot be seen here." if urls.as_fetched(value) else ", which is no URL."
        )
        yield Hit("header/x5u", shown(value), message, _grade(case, value))


@FAMILY.header_rule(
    "url-not-https",
    "Key URL without TLS",
    Severity.HIGH,
    why="Keys that travel without TLS can be replaced on the wire.",
    remedy="Serve keys over TLS only.",
    source="RFC 7515 §4.1.2, §4.1.5, §8",
)
def _not_https(case: HeaderCase) -> Iterator[Hit]:
    for name, value, url in _addresses(case):
        if url.scheme != "https":
            severity = Severity.MEDIUM if urls.is_loopback(url.host) else Severity.HIGH
            yield Hit(f"header/{name}", shown(value), f"{name} is an address without TLS ({url.scheme}).", severity)


@FAMILY.header_rule(
    "url-private-host",
    "Key URL points inside",
    Severity.HIGH,
    why="A verifier that follows it sends requests into its own network, at the wish of whoever made the token.",
    remedy="Refuse to fetch keys from internal addresses.",
    source="RFC 8725 §3.10; OWASP SSRF Prevention Cheat Sheet",
)
def _private_host(case: HeaderCase) -> Iterator[Hit]:
    for name, value, url in _addresses(case):
        if urls.is_internal(url.host):
            yield Hit(f"header/{name}", shown(value), f"{name} points to an internal host ({quoted(url.host)}).")
        elif url.user is not None:
            yield Hit(
                f"header/{name}", shown(value), f"{name} has user information before its host, which hides the host."
            )


@FAMILY.rule(
    "url-foreign-host",
    "Key URL on another host than the issuer",
    Severity.MEDIUM,
    why="Typical of a forged key address, and legitimate where several issuers share a host for keys.",
    remedy="Pin the key address for each issuer.",
    source="RFC 8725 §3.8, §3.10; ASVS 5.0 9.1.3",
    confidence="heuristic",
    needs=(Need.CLAIMS,),
    when=lambda case: "jku" in case.header or "x5u" in case.header,
)
def _foreign_host(case: Case) -> Iterator[Hit]:
    issuer = urls.parse(text(case.claims.get("iss")))
    if issuer is None or not issuer.host:
        return
    for name, value, url in _addresses(case):
        if url.host and urls.registrable(url.host) != urls.registrable(issuer.host):
            message = f"{name} looks foreign to the issuer: {quoted(url.host)}, while iss is at {quoted(issuer.host)}."
            yield Hit(f"header/{name}", shown(value), message)
