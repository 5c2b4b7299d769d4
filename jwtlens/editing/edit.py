"""From an edited header or payload back to a token, whatever kind it is."""

from typing import TYPE_CHECKING

from jwtlens.editing import signed
from jwtlens.editing.segment import Edited, shown
from jwtlens.keys.key import Keyring
from jwtlens.problem import Problem

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection

_WHOLE = ("JSON", "JWS JSON", "JWE JSON")


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
    if token.serialization.startswith(("SD-JWT", *_WHOLE)):
        return _unchanged(inspection, header, payload)
    if token.encrypted:
        from jwtlens.editing import encrypted  # noqa: PLC0415 - few tokens are encrypted

        return encrypted.edit(inspection, header, payload, resign_with)
    return signed.edit(token, header, payload, resign_with)


def editable(inspection: "Inspection") -> str:
    """Return why header and payload of this token cannot be edited, or an empty string."""
    token = inspection.token
    if token.serialization.startswith("SD-JWT"):
        return "an SD-JWT is shown, not edited: its disclosures hang on the issuer's signature"
    if token.serialization.startswith(_WHOLE):
        return "a token in JSON serialization is shown, not edited here; edit its text"
    if token.encrypted and inspection.judgement.decryption and inspection.judgement.decryption.plaintext is None:
        return "the content is encrypted; with the key it can be read and edited"
    return ""


def _unchanged(inspection: "Inspection", header: str | None, payload: str | None) -> Edited:
    token = inspection.token
    for name, text, document in (("header", header, token.header), ("payload", payload, token.payload)):
        if text is not None and text != shown(token.segment(name), document).text:
            return Edited(None, Problem("not-editable", editable(inspection), name))
    return Edited(inspection.pasted.token, signature="original")
