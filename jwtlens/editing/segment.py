"""One segment as people read and edit it, and back to bytes: what is not touched keeps its own."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens.displayable import displayable_lines
from jwtlens.jose import base64url, json_layout, strict_json
from jwtlens.problem import Problem, Span

if TYPE_CHECKING:
    from jwtlens.jose.jws import Segment
    from jwtlens.jose.strict_json import JsonDocument

Part = Literal["header", "payload"]


class Shown(NamedTuple):
    """How a segment is shown for editing. ``mode`` is ``json``, ``text``, ``hex`` (read-only) or ``empty``.

    ``fixed`` says why it cannot be edited whatever its mode; empty where it can.
    """

    text: str
    mode: Literal["json", "text", "hex", "empty"]
    fixed: str = ""

    @property
    def editable(self) -> bool:
        """Whether the shown text can become the segment again."""
        return self.mode != "hex" and not self.fixed


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


def encoded(segment: "Segment", original: "JsonDocument", text: str | None, *, raw: bool = False) -> str | Problem:
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


def _hex(data: bytes, width: int = 16) -> str:
    rows = (data[start : start + width] for start in range(0, min(len(data), 64 * 1024), width))
    return "\n".join(
        f"{index * width:06x}  {row.hex(' '):<{width * 3}} "
        + "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        for index, row in enumerate(rows)
    )
