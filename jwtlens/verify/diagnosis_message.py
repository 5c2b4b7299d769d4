"""The right key and the right signature, but over other bytes than those that were received."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import cast

from jwtlens.jose import base64url, json_layout, strict_json
from jwtlens.jose.header import unencoded_payload
from jwtlens.jose.strict_json import JsonDocument, is_text
from jwtlens.keys.key import Key
from jwtlens.verify.diagnosis_case import Case, Diagnosis, Remedy, Step, Try

_MOST_BYTES = 64 * 1024
"""Largest header or payload that is written anew; rewriting takes longer than hashing."""

_MOST_KEYS = 4
"""Keys for which that is tried: there are about fifty ways to write the same JSON."""

_Spelling = Callable[[], str | None]

_GRAPH = ("00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com")
_ENTRA = ("https://sts.windows.net/", "https://login.microsoftonline.com/")

_UNKNOWN = "the signer must sign the two encoded parts with a dot between them (RFC 7515 section 5.1)"


def rewritten(case: Case) -> Iterator[Try]:
    """Suppose that the JSON was written anew after signing: payload, header, or both in the same way."""
    head, body = case.token.segment("header"), case.token.segment("payload")
    if case.algorithm is None or unencoded_payload(case.token.header):
        return
    if max(len(head.data), len(body.data)) > _MOST_BYTES:
        return
    heads, bodies = _spellings(strict_json.parse(head.data, "header")), _spellings(case.token.payload)
    seen = {(head.text, body.text)}
    for what, new_head, new_body in _pairs(head.text, heads, body.text, bodies):
        if new_head is not None and new_body is not None and (new_head, new_body) not in seen:
            seen.add((new_head, new_body))
            yield from _over(case, new_head, new_body, what)


def _pairs(
    head: str, heads: dict[str, _Spelling], body: str, bodies: dict[str, _Spelling]
) -> Iterator[tuple[str, str | None, str | None]]:
    for words, make in bodies.items():
        yield f"the payload {words}", head, make()
    for words, make in heads.items():
        yield f"the header {words}", make(), body
    for words, make in heads.items():
        if words in bodies:
            yield f"the header and the payload {words}", make(), bodies[words]()


def _over(case: Case, head: str, body: str, what: str) -> Iterator[Try]:
    sentence = f"the signature is right for {what}: somebody wrote the JSON anew after it was signed"
    remedy = None
    if case.compact:
        tail = case.token.text[case.token.segment("payload").span.end :]
        remedy = Remedy("token", f"{head}.{body}{tail}", "put the JSON back as it was signed")
    found = Diagnosis("rewritten", sentence, confident=True, remedy=remedy)
    for key in case.keys[:_MOST_KEYS]:
        yield case.attempt(key, found, message=f"{head}.{body}".encode("utf-8", "replace"))


def _spellings(document: JsonDocument) -> dict[str, _Spelling]:
    """Each way to write the same JSON, named, as the encoded segment; None where that cannot be done."""
    if not document.readable:
        return {}
    text, value = document.text, document.value

    def dumped(*, compact: bool, sort: bool = False, ascii_only: bool = False, indent: int | None = None) -> str:
        separators = (",", ":") if compact else (",", ": ") if indent else (", ", ": ")
        return json.dumps(value, separators=separators, sort_keys=sort, ensure_ascii=ascii_only, indent=indent)

    def packed(style: json_layout.Style) -> str:
        return json_layout.pack(text, style)

    ways: dict[str, Callable[[], str]] = {
        "without blanks": lambda: packed("compact"),
        "with a blank after each comma and colon": lambda: packed("spaced"),
        "with a line break at its end": lambda: text + "\n",
        "without the blanks around it": text.strip,
        "with typ before alg": lambda: json.dumps(_first(value, "typ", "alg"), separators=(",", ":")),
        "with alg before typ": lambda: json.dumps(_first(value, "alg", "typ"), separators=(",", ":")),
        "with its members sorted": lambda: dumped(compact=True, sort=True),
        "with its members sorted, and blanks": lambda: dumped(compact=False, sort=True),
        "with \\u escapes": lambda: dumped(compact=True, ascii_only=True),
        "with \\u escapes, and blanks": lambda: dumped(compact=False, ascii_only=True),
        "without escapes": lambda: dumped(compact=True),
        "without escapes, and with blanks": lambda: dumped(compact=False),
        "with escaped slashes, as PHP writes it": lambda: packed("compact").replace("\\/", "/").replace("/", "\\/"),
        "indented by two": lambda: dumped(compact=False, indent=2),
        "indented by four": lambda: dumped(compact=False, indent=4),
    }
    return {words: _encoding(make) for words, make in ways.items()}


def _first(value: object, *names: str) -> object:
    members = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return {name: members[name] for name in names if name in members} | members if members else value


def _encoding(make: Callable[[], str]) -> _Spelling:
    def encoded() -> str | None:
        try:
            return base64url.encode(make().encode("utf-8"))
        except (UnicodeEncodeError, TypeError):  # a lone surrogate, or names that cannot be compared
            return None

    return encoded


def other_inputs(case: Case) -> Iterator[Try]:
    """Suppose that the signer put the wrong bytes together."""
    if case.algorithm is None:
        return
    head, body = case.token.segment("header"), case.token.segment("payload")
    first, second = (_bytes(part.text) for part in (head, body))
    padded = b".".join(part + b"=" * (-len(part) % 4) for part in (first, second))
    standard = padded.translate(bytes.maketrans(b"-_", b"+/"))
    inputs = (
        ("input-decoded", "the payload as it is instead of encoded", first + b"." + body.data),
        ("input-decoded", "the header and the payload as they are instead of encoded", head.data + b"." + body.data),
        ("input-swapped", "the payload and then the header", second + b"." + first),
        ("input-padding", "parts with padding (=)", padded),
        ("input-base64", "parts in standard base64", standard.replace(b"=", b"")),
        ("input-base64", "parts in standard base64 with padding", standard),
        ("input-parts", "the payload alone", second),
        ("input-parts", "the payload alone, not encoded", body.data),
        ("input-parts", "the header and the payload without a dot between them", first + second),
        ("input-parts", "the two parts and a dot after them", case.message + b"."),
        ("input-line-break", "the two parts and a line break after them", case.message + b"\n"),
        ("input-hash", "the SHA-256 hash of the two parts", hashlib.sha256(case.message).digest()),
        ("input-hash", "the SHA-256 hash in hex of the two parts", hashlib.sha256(case.message).hexdigest().encode()),
    )
    seen = {case.message}
    for code, what, message in inputs:
        if message in seen:
            continue
        seen.add(message)
        found = Diagnosis(code, f"the signature was made over {what}: {_UNKNOWN}", confident=True)
        for key in case.keys[:_MOST_KEYS]:
            yield case.attempt(key, found, message=message)


def swapped_parts(case: Case) -> Iterator[Diagnosis]:
    """The payload stands where the header belongs: certain, as only one of the two names an algorithm."""
    token = case.token
    if not case.compact or "alg" in token.header.members or not is_text(token.payload.members.get("alg")):
        return
    head, body = token.segment("header").text, token.segment("payload").text
    remedy = Remedy("token", f"{body}.{head}.{token.segment('signature').text}", "put header and payload in order")
    sentence = "the header and the payload stand in each other's place: alg is in the second part"
    yield Diagnosis("parts-swapped", sentence, confident=True, remedy=remedy)


def microsoft(case: Case) -> Iterator[Step]:
    """A token for Microsoft Graph: its header had the SHA-256 of nonce in the place of nonce when it was signed.

    Not documented by Microsoft; found by users, see AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet
    issue 609. Microsoft asks others not to validate such tokens.
    """
    nonce = case.token.header.members.get("nonce")
    claims = case.token.payload.members
    iss, aud = claims.get("iss"), claims.get("aud")
    for_graph = is_text(aud) and aud.rstrip("/") in _GRAPH
    if not is_text(nonce) or not (for_graph or (is_text(iss) and iss.startswith(_ENTRA))):
        return
    why = "Microsoft changed the header's nonce after signing, so that only its own services can verify the token"
    advice = "ask for a token for your own API (your own scope) instead"
    hashed = _with_hashed_nonce(case, nonce)
    for key in case.keys:
        sentence = f"the signature is right once nonce is replaced by its SHA-256 hash: {why}; {advice}"
        found = Diagnosis("microsoft-nonce", sentence, confident=True)
        yield from _tried(case, key, found, hashed)
    if for_graph:
        sentence = f"this token is for Microsoft Graph, and nobody else can verify it: {why}; {advice}"
        yield Diagnosis("microsoft-nonce", sentence, confident=True)


def _tried(case: Case, key: Key, found: Diagnosis, message: bytes | None) -> Iterator[Try]:
    if message is not None and case.algorithm is not None:
        yield case.attempt(key, found, message=message)


def _with_hashed_nonce(case: Case, nonce: str) -> bytes | None:
    """Return the signing input with the nonce hashed, every other byte of the header as received."""
    text = case.token.header.text
    span = next((member.value for member in json_layout.members(text) if member.pointer == "/nonce"), None)
    if span is None:
        return None
    hashed = base64url.encode(hashlib.sha256(nonce.encode("utf-8", "replace")).digest())
    head = f'{text[: span.start]}"{hashed}"{text[span.end :]}'
    return _bytes(f"{base64url.encode(_bytes(head))}.{case.token.segment('payload').text}")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
