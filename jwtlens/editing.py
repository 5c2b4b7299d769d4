"""The mirror image of inspecting: from an edited header or payload back to a token, byte for byte where untouched."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens.displayable import displayable_lines, quoted
from jwtlens.jose import base64url, json_layout, jwa, strict_json
from jwtlens.jose.header import unencoded_payload
from jwtlens.keys.key import Keyring
from jwtlens.problem import Problem, Span
from jwtlens.verify import selection, signature

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection
    from jwtlens.jose.jws import Segment
    from jwtlens.jose.strict_json import JsonDocument

Part = Literal["header", "payload"]


class Shown(NamedTuple):
    """How a segment is shown for editing. ``mode`` is ``json``, ``text``, ``hex`` (read-only) or ``empty``."""

    text: str
    mode: Literal["json", "text", "hex", "empty"]

    @property
    def editable(self) -> bool:
        """Whether the shown text can become the segment again."""
        return self.mode != "hex"


class Edited(NamedTuple):
    """The token that an edit makes; ``source`` is None where the text cannot be a segment, and ``problem`` says why.

    ``signature`` says what became of it: ``signed`` anew, ``kept`` (and so broken), or ``original``, all untouched.
    ``note`` explains a signature that was kept although keys were given.
    """

    source: str | None
    problem: Problem | None = None
    signature: Literal["signed", "kept", "original"] = "kept"
    note: str = ""


def shown(segment: "Segment", document: "JsonDocument") -> Shown:
    """Lay a segment out for reading and editing: JSON one member a line, other text as text, bytes in hexadecimal."""
    if not segment.data:
        return Shown("", "empty")
    if document.readable:
        return Shown(json_layout.lay_out(document.text), "json")
    text = document.text
    if "\ufffd" not in text and displayable_lines(text) == text:
        return Shown(text, "text")
    return Shown(_hex(segment.data), "hex")


def edit(
    inspection: "Inspection",
    *,
    header: str | None = None,
    payload: str | None = None,
    resign_with: Keyring | None = None,
) -> Edited:
    """Build the token whose header and payload read like these texts; None leaves a segment alone.

    A text equal to the one shown keeps the segment's own bytes; if both do, the result is the original token. With
    ``resign_with``, and a key in it that can sign what the header names, the signature is made anew; else the old one
    stays, and breaks.
    """
    token = inspection.token
    head = _segment(token.segment("header"), token.header, header)
    if isinstance(head, Problem):
        return Edited(None, head)
    body = _segment(token.segment("payload"), token.payload, payload, raw=_unencoded(head))
    if isinstance(body, Problem):
        return Edited(None, body)
    if (head, body) == (token.segment("header").text, token.segment("payload").text):
        return Edited(token.text, signature="original")
    return _signed(f"{head}.{body}", token.text[token.segment("payload").span.end :], resign_with)


def sign(header: str, payload: str, keyring: Keyring) -> Edited:
    """Put a compact JWS together from two encoded segments and sign it with the key in the ring that fits."""
    return _signed(f"{header}.{payload}", ".", keyring)


def _segment(segment: "Segment", original: "JsonDocument", text: str | None, *, raw: bool = False) -> str | Problem:
    """Encode an edited text as a segment; problems carry spans within the text."""
    if text is None:
        return segment.text
    before = shown(segment, original)
    if text == before.text:
        return segment.text
    if before.mode != "text":
        document = strict_json.parse_text(text, segment.name)
        if not document.readable:
            return document.problems[0]
        text = _packed(text, original)
    if raw:
        return _as_it_is(text)
    data = text.encode("utf-8", "surrogatepass")
    return segment.text if data == segment.data else base64url.encode(data)


def _packed(text: str, original: "JsonDocument") -> str:
    """Give an edited JSON text the layout, and the line ends, of the text that it was."""
    if not original.readable:
        return json_layout.pack(text, "compact")
    packed = json_layout.pack(text, json_layout.style_of(original.text))
    return packed.replace("\n", "\r\n") if "\r\n" in original.text and "\r\n" not in packed else packed


def _as_it_is(text: str) -> str | Problem:
    if "." not in text:
        return text
    at = text.index(".")
    message = "an unencoded payload (b64 false) cannot hold a dot in a compact token (RFC 7797 section 5.2)"
    return Problem("b64-dot", message, "payload", Span(at, at + 1))


def _unencoded(head: str) -> bool:
    return unencoded_payload(strict_json.parse(base64url.decode(head).data, "header"))


def _signed(signing_input: str, rest: str, keyring: Keyring | None) -> Edited:
    """Append a new signature, or else the rest of the token as it was."""
    kept = f"{signing_input}{rest}"
    if keyring is None:
        return Edited(kept)
    header = strict_json.parse(base64url.decode(signing_input.partition(".")[0]).data, "header").members
    alg = header.get("alg")
    if not strict_json.is_text(alg):
        return Edited(kept, note="the header names no algorithm to sign with")
    if jwa.is_none(alg):
        return Edited(f"{signing_input}.", signature="signed")
    key = selection.signer(alg, header.get("kid"), keyring)
    if key is None or alg not in jwa.SIGNATURE_ALGORITHMS:
        only = keyring.keys[0] if len(keyring.keys) == 1 else None
        reason = signature.cannot_fit(alg, only) if only else ""
        return Edited(kept, note=reason or f"no key here can sign {quoted(alg)}")
    try:
        made = signature.sign(jwa.SIGNATURE_ALGORITHMS[alg], key, signing_input.encode("utf-8", "surrogatepass"))
    except ValueError:
        return Edited(kept, note=f"{key.kind} is too small a key to sign {alg}")
    return Edited(f"{signing_input}.{base64url.encode(made)}", signature="signed")


def _hex(data: bytes, width: int = 16) -> str:
    rows = (data[start : start + width] for start in range(0, min(len(data), 64 * 1024), width))
    return "\n".join(
        f"{index * width:06x}  {row.hex(' '):<{width * 3}} "
        + "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        for index, row in enumerate(rows)
    )
