"""An SD-JWT presentation, taken apart (RFC 9901 section 4): issuer-signed JWT, disclosures, key-binding JWT."""

import hashlib
from typing import NamedTuple

from jwtlens.jose import base64url, jws, strict_json
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import JsonDocument, is_text, type_name
from jwtlens.limits import DISCLOSURES
from jwtlens.problem import Problem, Span

DEFAULT_HASH = "sha-256"
"""What ``_sd_alg`` is where the payload has none (RFC 9901 section 4.1.1)."""

HASHES = {
    "sha-256": "sha256",
    "sha-384": "sha384",
    "sha-512": "sha512",
    "sha3-256": "sha3_256",
    "sha3-384": "sha3_384",
    "sha3-512": "sha3_512",
}
"""Registered names of the hashes that jwtlens computes, and hashlib's names for them."""

IN_HEADER = frozenset({"disclosures", "kb_jwt"})
"""Parameters of the unprotected header that make a JWS in JSON serialization an SD-JWT (RFC 9901 section 8.1)."""


class Disclosure(NamedTuple):
    """One disclosure: its base64url text, where that stands in the presentation, and the JSON array it stands for.

    ``span`` is empty where the place is not known, in JSON serialization. ``name`` is None for an array element. Where
    there are ``problems``, ``salt``, ``name`` and ``value`` say nothing.
    """

    text: str
    span: Span
    data: bytes
    json: JsonDocument
    salt: str
    name: str | None
    value: object
    problems: tuple[Problem, ...]

    def digest(self, sd_alg: str) -> str:
        """Hash the text as received, not what it decodes to (RFC 9901 section 4.2.3); ``sd_alg`` is in ``HASHES``."""
        return digest(self.text, sd_alg)


class SdJwt(NamedTuple):
    """A presentation. ``jwt`` is the issuer-signed JWT, not taken apart; ``kb_jwt`` is empty where there is none.

    ``bound`` is the text that ``sd_hash`` covers: everything up to and including the last tilde (RFC 9901 section
    4.3.1); in JSON serialization, what that would be in compact form (section 8.1). ``kb`` is the key-binding JWT,
    taken apart. ``problems`` is all that makes the disclosures or the key-binding JWT malformed, with spans in the
    presentation; what is wrong with ``jwt`` its own reader says.
    """

    jwt: str
    disclosures: tuple[Disclosure, ...]
    bound: str
    kb_jwt: str
    kb: Token | None
    problems: tuple[Problem, ...]


def split(text: str) -> SdJwt | None:
    """Take a presentation in compact form apart; None where the text is no such thing. Never raises.

    A tilde in JSON, or in a payload that is not encoded (RFC 7797 section 5.2), begins no disclosures.
    """
    head, tilde, kb_jwt = text.rpartition("~")
    jwt, more, rest = head.partition("~")
    if not tilde or jwt.count(".") < 2 or jwt.lstrip().startswith("{"):
        return None
    pieces = rest.split("~", DISCLOSURES) if more else []
    problems = _capped(pieces, rest.count("~") + 1)
    disclosures = []
    at = len(jwt) + 1
    for index, piece in enumerate(pieces):
        disclosures.append(_disclosure(piece, Span(at, at + len(piece)), index))
        problems += disclosures[-1].problems
        at += len(piece) + 1
    kb = jws.parse(kb_jwt) if kb_jwt else None
    problems += _in_key_binding(kb, len(head) + 1) if kb else []
    return SdJwt(jwt, tuple(disclosures), head + tilde, kb_jwt, kb, tuple(problems))


def in_json(token: Token) -> SdJwt | None:
    """Take a presentation in JSON serialization apart (RFC 9901 section 8); None for any other JWS. Never raises.

    Its disclosures and its key-binding JWT stand in the unprotected header of the first signature.
    """
    first = token.signatures[0] if token.signatures else token
    members = first.header.members
    if IN_HEADER.isdisjoint(members):
        return None
    problems: list[Problem] = []
    listed, kb_jwt = members.get("disclosures", []), members.get("kb_jwt", "")
    if not isinstance(listed, list) or not all(is_text(piece) for piece in listed):
        problems.append(Problem("disclosures-type", "disclosures must be an array of strings", "header/disclosures"))
        listed = []
    if not is_text(kb_jwt) or ("kb_jwt" in members and not kb_jwt):
        message = f"kb_jwt is {'empty' if is_text(kb_jwt) else f'a JSON {type_name(kb_jwt)}'}; it must be a JWT"
        problems.append(Problem("kb-type", message, "header/kb_jwt"))
        kb_jwt = ""
    pieces = [str(piece) for piece in listed]
    problems += _capped(pieces, len(pieces))
    nowhere = Span(0, 0)
    disclosures = tuple(_disclosure(piece, nowhere, index) for index, piece in enumerate(pieces))
    problems += [problem._replace(span=None) for disclosure in disclosures for problem in disclosure.problems]
    kb = jws.parse(kb_jwt) if kb_jwt else None
    problems += [problem._replace(span=None) for problem in _in_key_binding(kb, 0)] if kb else []
    jwt = ".".join(first.segment(part).text for part in jws.PARTS)
    bound = "".join(f"{piece}~" for piece in [jwt, *pieces])
    return SdJwt(jwt, disclosures, bound, kb_jwt, kb, tuple(problems))


def _capped(pieces: list[str], count: int) -> list[Problem]:
    """Leave out what is beyond the cap, and say so."""
    if len(pieces) <= DISCLOSURES:
        return []
    del pieces[DISCLOSURES:]
    message = f"{count:,} disclosures; jwtlens stops at {DISCLOSURES:,}"
    return [Problem("disclosures-many", message, "disclosures")]


def digest(text: str, sd_alg: str) -> str:
    """Hash a text of the presentation, in base64url; ``sd_alg`` is in ``HASHES``."""
    return base64url.encode(hashlib.new(HASHES[sd_alg], text.encode("utf-8", "surrogatepass")).digest())


def _disclosure(text: str, span: Span, index: int) -> Disclosure:
    field = f"disclosures/{index}"
    decoded = base64url.decode(text, field)
    found = [problem._replace(span=problem.span and problem.span.shifted(span.start)) for problem in decoded.problems]
    document = strict_json.parse(decoded.data, "disclosure")
    if not text:
        found.append(Problem("disclosure-empty", "it is empty: two tildes in a row", field, span))
    else:
        found += [problem._replace(field=field, span=span) for problem in document.problems]
    array = document.value if isinstance(document.value, list) else []
    if document.readable and (fault := _fault(document.value)):
        found.append(Problem("disclosure-form", fault, field, span))
    problems = tuple(problem._replace(message=f"disclosure {index + 1}: {problem.message}") for problem in found)
    if problems:
        return Disclosure(text, span, decoded.data, document, "", None, None, problems)
    name = array[1] if len(array) == 3 else None
    return Disclosure(text, span, decoded.data, document, array[0], name, array[-1], ())


def _fault(value: object) -> str:
    """Return why the JSON value is no disclosure, or an empty string (RFC 9901 sections 4.2.1 and 4.2.2)."""
    if not isinstance(value, list):
        return f"it is a JSON {strict_json.type_name(value)}, not an array of salt, name and value"
    if len(value) not in {2, 3}:
        return f"an array of {len(value)}; a property has 3 entries (salt, name, value), an array element 2"
    if not strict_json.is_text(value[0]):
        return f"its salt is of type {strict_json.type_name(value[0])}; it must be a string"
    if len(value) == 3 and not strict_json.is_text(value[1]):
        return f"its claim name is of type {strict_json.type_name(value[1])}; it must be a string"
    return ""


def _in_key_binding(kb: Token, start: int) -> list[Problem]:
    return [
        problem._replace(
            message=f"the key-binding JWT: {problem.message}",
            field="kb-" + problem.field,
            span=problem.span and problem.span.shifted(start),
        )
        for problem in kb.problems
    ]
