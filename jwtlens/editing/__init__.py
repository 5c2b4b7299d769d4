"""The mirror image of inspecting: from an edited header or payload back to a token, byte for byte where untouched."""

from jwtlens.editing.edit import edit, editable
from jwtlens.editing.outcome import outcome
from jwtlens.editing.segment import Edited, Part, Shown, shown
from jwtlens.editing.signed import sign
from jwtlens.editing.view import shown_part

__all__ = ["Edited", "Part", "Shown", "edit", "editable", "outcome", "shown", "shown_part", "sign"]
