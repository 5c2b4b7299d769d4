"""Private keys that stand in the open: as a JWK, as JSON text with a JWK in it, or in PEM."""

import base64
import binascii
from typing import NamedTuple, cast

from jwtlens.audit.embedded import PRIVATE_MEMBERS
from jwtlens.jose import strict_json
from jwtlens.lazy_pattern import lazy_pattern

_PEM = lazy_pattern(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_PEM_IN_BASE64 = "LS0tLS1CRUdJTi"
"""How base64 of a text that begins with ``-----BEGIN`` begins."""

MARKS = ("kty", "-----BEGIN", _PEM_IN_BASE64)
"""One of these words stands in every text in which a private key can be found."""

_DECISIVE = frozenset({"d", "k", "priv"})
_FACTORS = frozenset({"p", "q", "dp", "dq", "qi", "oth"})
"""Members of an RSA key from each of which, with the public half, ``d`` follows."""


class Disclosed(NamedTuple):
    """A private key: evidence without its value, and words that follow the name of what holds it."""

    evidence: str
    words: str


def private_key(value: object) -> Disclosed | None:
    """Say which private key this JSON value is or holds, itself: members and elements are for the caller to walk."""
    if isinstance(value, dict):
        return _in_jwk(cast("dict[str, object]", value), "is")
    if not isinstance(value, str):
        return None
    if "-----BEGIN" in value and _PEM.search(value):
        return Disclosed("a PEM block", "holds a private key in PEM")
    if value.startswith(_PEM_IN_BASE64) and _PEM.search(_decoded(value)):
        return Disclosed("a PEM block in base64", "holds a private key in PEM, in base64")
    return _in_json_text(value) if value.lstrip()[:1] in ("{", "[") and '"kty"' in value else None


def _in_jwk(value: dict[str, object], verb: str) -> Disclosed | None:
    if "kty" not in value or not value.keys() & (_DECISIVE | _FACTORS if value["kty"] == "RSA" else _DECISIVE):
        return None
    listed = ", ".join(sorted(PRIVATE_MEMBERS & value.keys()))
    return Disclosed(listed, f"{verb} a JWK with private members: {listed}")


def _in_json_text(text: str) -> Disclosed | None:
    pending: list[object] = [strict_json.parse_text(text, "payload").value]
    for value in pending:  # grows while it is walked: no recursion, whatever the depth
        if isinstance(value, dict):
            if found := _in_jwk(cast("dict[str, object]", value), "holds, as JSON text,"):
                return found
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return None


def _decoded(text: str) -> str:
    try:
        data = base64.b64decode(text.translate(str.maketrans("-_", "+/")) + "==")
    except binascii.Error:
        return ""
    return data.decode("latin-1")
