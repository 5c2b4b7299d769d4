"""From a text to the token in it, in any serialization of JWS and JWE (RFC 7515 section 7, RFC 7516 section 9)."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.jose import jws, strict_json
from jwtlens.jose.jws import Segment, Token
from jwtlens.jose.strict_json import JsonDocument, is_text
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.problem import Problem, Span

if TYPE_CHECKING:
    from jwtlens.jose.jwe_parts import Jwe

_NOTHING = JsonDocument("", None, readable=False, problems=())
_JSON_SPACE = " \t\r\n"
"""What may stand before a JSON text (RFC 8259 section 2)."""
_COMPACT = lazy_pattern(r"e[w-z0-9_-][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){2,4}(?:~[A-Za-z0-9_.~-]*)?")
"""A token in compact serialization, or the presentation of an SD-JWT, by its looks."""


class Parsed(NamedTuple):
    """The token, and, if it is encrypted, what a decryption needs."""

    token: Token
    jwe: "Jwe | None" = None


def parse(text: str, detached: bytes | None = None) -> Parsed:
    """Take a token of any serialization apart. Never raises.

    ``detached`` is the payload of a JWS that travels apart from it (RFC 7515 appendix F).
    """
    if text.lstrip(_JSON_SPACE).startswith("{"):
        return _json(text, detached)
    if text.count(".") == 4:
        return _encrypted(text, detached)
    return Parsed(jws.parse(text, detached))


def with_content(token: Token, plaintext: bytes) -> Token:
    """Put decrypted content where the payload of a JWS would be."""
    content = Segment("payload", "", Span(0, 0), plaintext, ())
    return token._replace(segments=(*token.segments, content), payload=strict_json.parse(plaintext, "payload"))


def nested(token: Token) -> str | None:
    """Return the token that is the content of this one, by its ``cty`` or its looks (RFC 7519 section 5.2)."""
    data = token.segment("payload").data
    if promises_token(token) and (data or token.encrypted):
        return data.decode("utf-8", "replace")  # it may turn out to be no token: that is for its own reader to say
    if data[:1] == b"{" and b'"payload"' not in data and b'"ciphertext"' not in data:
        return None  # an ordinary claims set
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        return None
    looks_compact = text.startswith("e") and _COMPACT.fullmatch(text)
    return text if looks_compact or _is_json_token(text) else None


def _is_json_token(text: str) -> bool:
    """Whether a text is a token in JSON serialization: what it must have, a claims set has not by accident."""
    if not text.lstrip(_JSON_SPACE).startswith("{") or ('"payload"' not in text and '"ciphertext"' not in text):
        return False
    names = strict_json.parse_text(text, "payload").members.keys()
    signed = "payload" in names and not names.isdisjoint({"signature", "signatures"})
    return signed or {"ciphertext", "iv"} <= names


def promises_token(token: Token) -> bool:
    """Whether the header says that the content is a token again (``cty``, RFC 7519 section 5.2)."""
    cty = token.header.members.get("cty")
    return is_text(cty) and cty.lower().removeprefix("application/") in {"jwt", "jose", "jose+json"}


def for_recipient(token: Token, jwe: "Jwe", index: int) -> Token:
    """Return an encrypted token as the recipient of this number sees it; without that, it is seen by the first."""
    if index == 0:
        return token
    recipient = jwe.recipients[index]
    text = json.dumps(recipient.header, ensure_ascii=False)
    header = JsonDocument(text, recipient.header, readable=True, problems=())
    segments = tuple(recipient.encrypted_key if one.name == "encrypted key" else one for one in token.segments)
    return token._replace(header=header, segments=segments)


def _encrypted(text: str, detached: bytes | None, members: Iterable[str] = ()) -> Parsed:
    from jwtlens.jose import jwe  # noqa: PLC0415 - few tokens are encrypted, and every start would pay

    parsed = jwe.parse(text)
    problems = list(parsed.problems)
    if detached is not None:
        problems.append(Problem("detached-jwe", "a payload was supplied apart, but this token is encrypted", "payload"))
    if not {"payload", "signature", "signatures"}.isdisjoint(members):
        message = "it has members of a signed and of an encrypted token: readers would disagree which it is"
        problems.append(Problem("json-mixed", message))
    parsed = parsed._replace(problems=tuple(problems))
    count = text.count(".") + 1
    return Parsed(
        Token(text, count, parsed.segments, parsed.header, _NOTHING, parsed.problems, parsed.serialization), parsed
    )


def _json(text: str, detached: bytes | None) -> Parsed:
    document = strict_json.parse_text(text, "token")
    if "ciphertext" in document.members:
        return _encrypted(text, detached, document.members)
    if not document.readable or document.members.keys().isdisjoint({"signature", "signatures"}):
        message = "this is JSON, but no token: neither signature nor ciphertext is in it"
        problems = document.problems if not document.readable else (Problem("not-a-token", message),)
        return Parsed(Token(text, 1, (), _NOTHING, _NOTHING, problems, "JSON"))
    from jwtlens.jose import jws_json  # noqa: PLC0415 - as above

    return Parsed(jws_json.parse(text, document, detached))
