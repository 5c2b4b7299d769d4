"""From a text to the token in it, in any serialization of JWS and JWE (RFC 7515 section 7, RFC 7516 section 9)."""

import re
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.jose import jws, strict_json
from jwtlens.jose.jws import Segment, Token
from jwtlens.jose.strict_json import JsonDocument, is_text
from jwtlens.problem import Problem, Span

if TYPE_CHECKING:
    from jwtlens.jose.jwe_parts import Jwe

_NOTHING = JsonDocument("", None, readable=False, problems=())
_COMPACT = re.compile(r"e[w-z0-9_-][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){2,4}")


class Parsed(NamedTuple):
    """The token, and, if it is encrypted, what a decryption needs."""

    token: Token
    jwe: "Jwe | None" = None


def parse(text: str, detached: bytes | None = None) -> Parsed:
    """Take a token of any serialization apart. Never raises.

    ``detached`` is the payload of a JWS that travels apart from it (RFC 7515 appendix F).
    """
    if text.startswith("{"):
        return _json(text, detached)
    if text.count(".") == 4:
        return _encrypted(text)
    return Parsed(jws.parse(text, detached))


def with_content(token: Token, plaintext: bytes) -> Token:
    """Put decrypted content where the payload of a JWS would be."""
    content = Segment("payload", "", Span(0, 0), plaintext, ())
    return token._replace(segments=(*token.segments, content), payload=strict_json.parse(plaintext, "payload"))


def nested(token: Token) -> str | None:
    """Return the token that is the content of this one, by its ``cty`` or its looks (RFC 7519 section 5.2)."""
    data = token.segment("payload").data
    if not data:
        return None
    cty = token.header.members.get("cty")
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        return None
    named = is_text(cty) and cty.lower().removeprefix("application/") == "jwt"
    return text if named or _COMPACT.fullmatch(text) else None


def _encrypted(text: str) -> Parsed:
    from jwtlens.jose import jwe  # noqa: PLC0415 - few tokens are encrypted, and every start would pay

    parsed = jwe.parse(text)
    count = text.count(".") + 1
    return Parsed(
        Token(text, count, parsed.segments, parsed.header, _NOTHING, parsed.problems, parsed.serialization), parsed
    )


def _json(text: str, detached: bytes | None) -> Parsed:
    document = strict_json.parse_text(text, "token")
    if "ciphertext" in document.members:
        return _encrypted(text)
    if not document.readable or document.members.keys().isdisjoint({"signature", "signatures"}):
        message = "this is JSON, but no token: neither signature nor ciphertext is in it"
        problems = document.problems if not document.readable else (Problem("not-a-token", message),)
        return Parsed(Token(text, 1, (), _NOTHING, _NOTHING, problems, "JSON"))
    from jwtlens.jose import jws_json  # noqa: PLC0415 - as above

    return Parsed(jws_json.parse(text, document, detached))
