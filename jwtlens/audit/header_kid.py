"""Rules about ``kid``: a label for looking up a key, chosen by whoever made the token."""

import re
from collections.abc import Iterator

from jwtlens.audit.case import HeaderCase, is_text, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose import jwa
from jwtlens.lazy_pattern import lazy_pattern

FAMILY = Family(Need.HEADER)

_LONGEST = 2_000
_COMMANDS = r"(?:/(?:usr/)?s?bin/|(?:cat|ls|id|sleep|curl|wget|nc|ncat|nslookup|bash|sh|ping|whoami|powershell)\b)"
_CLIMB = (
    r"(?:^|[\\/])\.\.(?:[\\/;]|$)|\.{4}[\\/]{2}"  # with what a filter that removes "../" once leaves behind
    r"|(?:%(?:25)?2e%(?:25)?2e|\.\.)%(?:25)?(?:2f|5c)|%2e%2e[/\\]"
)
# Each pattern needs a context, because honest ids hold slashes, dashes, dots and base64: arn:, did:, KMS paths.
# The words follow "kid looks".
_INJECTIONS = tuple(
    (words, lazy_pattern(pattern, re.IGNORECASE))
    for words, pattern in (
        ("like a path that climbs up", _CLIMB),
        (
            "like a path into the system",
            r"^(?:/+|[A-Z]:[\\/])(?:etc|dev|proc|var|usr|root|home|tmp|windows|winnt|boot|sys)(?:[\\/]|$)",
        ),
        ("like a path to another machine", r"^\\\\[^\\]+\\"),
        ("like an address that a file function opens", r"^(?:file|php|zip|data|gopher|ftp|expect|jar|ldap):"),
        (
            "like SQL",
            (
                r"['\"]\s*(?:or\b|and\b|union\b|;|--|\)|=|\|\|)|\bunion\s+(?:all\s+)?select\b"
                r"|;\s*(?:drop|select|insert|update|delete|exec)\b|\bor\s+\d+\s*=\s*\d|/\*[^*]*\*/"
            ),
        ),
        ("like a shell command", rf"\$\(|`|&&|[;|&]\s*{_COMMANDS}|\$\{{IFS\}}"),
        ("like an LDAP filter", r"\)\("),
        ("like a template", r"\{\{[^{}]*\}\}|[$#]\{[^{}]*\}|<%"),
        ("like a query of a document database", r"\{\s*['\"]\$[a-z]+['\"]\s*:"),
        ("as if control characters were in it", r"[\x00-\x1f\x7f]|%0[0ad]"),
    )
)


@FAMILY.header_rule(
    "kid-missing",
    "No key id",
    Severity.INFO,
    why="When the issuer changes its keys, verifiers have to try each of them.",
    remedy="Add kid, and publish the same value in the key set.",
    source="RFC 7515 §4.1.4; RFC 7517 §4.5",
)
def _kid_missing(case: HeaderCase) -> Iterator[Hit]:
    if "kid" in case.header or case.is_jwe or case.alg not in jwa.SIGNATURE_ALGORITHMS or case.alg.startswith("HS"):
        return
    if any(name in case.header for name in ("jwk", "x5c", "x5t", "x5t#S256")):
        return  # these name the key as well
    fitting = sum(case.alg in key.algorithms() for key in case.keyring.keys)
    if case.keyring.is_set and fitting > 1:
        message = f"The header has no kid, and {fitting} of the supplied keys fit {case.alg}."
        yield Hit("header", "no kid", message, Severity.LOW)
    else:
        yield Hit("header", "no kid", "The header does not say which key signed the token.")


@FAMILY.header_rule(
    "kid-not-found",
    "Key id not in the supplied keys",
    Severity.HIGH,
    why="Either the key set is out of date, or somebody else signed the token.",
    remedy="Get the key set again from the issuer; if the id is still unknown, refuse the token.",
    source="RFC 7515 §4.1.4; RFC 7517 §4.5; RFC 8725 §3.8",
    needs=(Need.KEY,),
)
def _kid_not_found(case: HeaderCase) -> Iterator[Hit]:
    kid = text(case.header.get("kid"))
    known = [key.kid for key in case.keyring.keys if key.kid is not None]
    if not kid or not known or kid in known:
        return
    if case.keyring.is_set:
        message = f"None of the {len(case.keyring.keys)} supplied keys has the id {quoted(kid)}."
    else:
        message = f"The token asks for key {quoted(kid)}; the supplied key is {quoted(known[0])}."
    yield Hit("header/kid", shown(kid), message, Severity.HIGH if case.keyring.is_set else Severity.MEDIUM)


@FAMILY.header_rule(
    "kid-injection",
    "Key id looks like an injection",
    Severity.HIGH,
    why="A program that builds a path, a query or a command from kid does what the maker of the token wants.",
    remedy="Look kid up in a fixed map; never build paths, SQL or commands from it.",
    source="RFC 8725 §3.10; PortSwigger Web Security Academy (JWT); OWASP JWT Cheat Sheet",
    confidence="heuristic",
)
def _kid_injection(case: HeaderCase) -> Iterator[Hit]:
    kid = text(case.header.get("kid"))[:_LONGEST]
    for words, pattern in _INJECTIONS if kid else ():
        if pattern.search(kid):
            yield Hit("header/kid", shown(kid), f"kid looks {words}.")
            return


@FAMILY.header_rule(
    "kid-type",
    "Key id is not a string",
    Severity.MEDIUM,
    why="Parsers disagree, and a document database may read an object as a query.",
    remedy="Emit a string, and demand one.",
    source="RFC 7515 §4.1.4",
)
def _kid_type(case: HeaderCase) -> Iterator[Hit]:
    if "kid" in case.header and not is_text(case.header["kid"]):
        value = case.header["kid"]
        yield Hit("header/kid", shown(value), f"kid {wrong_type(value, 'a string')}.")


@FAMILY.header_rule(
    "kid-url",
    "Key id is a URL",
    Severity.INFO,
    why="Usual in some ecosystems; a verifier must compare it, and not fetch it.",
    remedy="Compare it as an opaque string.",
    source="RFC 7515 §4.1.4; RFC 8725 §3.10",
)
def _kid_url(case: HeaderCase) -> Iterator[Hit]:
    kid = text(case.header.get("kid"))
    if kid.lower().startswith(("http://", "https://")):
        yield Hit("header/kid", shown(kid), "kid is an address.")
