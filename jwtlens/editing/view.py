"""Header or payload of any kind of token as it is shown, and whether what is shown can be edited."""

import json
from typing import TYPE_CHECKING

from jwtlens.editing.edit import editable
from jwtlens.editing.segment import Part, Shown, shown
from jwtlens.jose import json_layout

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection


def shown_part(inspection: "Inspection", part: Part) -> Shown:
    """Lay a part out for reading and editing; ``fixed`` says why it is for reading only, where it is.

    The payload of an SD-JWT is shown with what is disclosed in its place (RFC 9901 section 7.1).
    """
    token, processed = inspection.token, inspection.judgement.processed
    if part == "payload" and processed is not None:
        text = json_layout.lay_out(json.dumps(processed.payload, ensure_ascii=False))
        found = Shown(text, "json")
    else:
        found = shown(token.segment(part), token.header if part == "header" else token.payload)
        if part == "header" and token.header.readable and found.mode == "empty" and token.header.text:
            found = Shown(json_layout.lay_out(token.header.text), "json")
    return found._replace(fixed=editable(inspection))
