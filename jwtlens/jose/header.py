"""The JOSE header of a JWS: the rules that RFC 7515 section 4 and RFC 7797 make about its parameters."""

from jwtlens.displayable import quoted
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.strict_json import JsonDocument, is_text, type_name
from jwtlens.problem import Problem

UNDERSTOOD_EXTENSIONS = frozenset({"b64"})
"""Extensions that jwtlens processes and that may therefore stand in ``crit``."""

_TYPES = {
    "typ": str,
    "cty": str,
    "kid": str,
    "jku": str,
    "x5u": str,
    "x5t": str,
    "x5t#S256": str,
    "jwk": dict,
    "x5c": list,
    "b64": bool,
}
_REGISTERED = frozenset({"alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"})
_WORDS = {str: "a string", dict: "an object", list: "an array", bool: "true or false"}


def problems(header: JsonDocument) -> list[Problem]:
    """Everything that makes the header malformed, whatever the key; empty for a header that is in order."""
    if not header.readable:
        return []
    if not isinstance(header.value, dict):
        return [Problem("header-object", f"the header is a JSON {type_name(header.value)}, not an object", "header")]
    return [*_alg(header.members), *_types(header.members), *_crit(header.members)]


def unencoded_payload(header: JsonDocument) -> bool:
    """Whether the payload stands in the token as it is, not base64url-encoded (RFC 7797 section 3)."""
    return header.members.get("b64") is False


def media_type(typ: object) -> str:
    """Return ``typ`` as it is compared: folded, and without an ``application/`` before it (RFC 7515 section 4.1.9).

    Empty for what is no text.
    """
    if not is_text(typ):
        return ""
    folded = typ.lower() if typ.isascii() else typ  # media types are ASCII: a Kelvin sign is no k
    return folded.removeprefix("application/") if folded.count("/") == 1 else folded


def _alg(members: dict[str, object]) -> list[Problem]:
    alg = members.get("alg")
    if "alg" not in members:
        return [Problem("alg-missing", "the header has no alg: it must name the algorithm", "header")]
    if not is_text(alg):
        return [Problem("alg-type", f"alg is of type {type_name(alg)}; it must be a string", "header/alg")]
    return [] if alg.strip() else [Problem("alg-missing", "alg is empty: it must name the algorithm", "header/alg")]


def _types(members: dict[str, object]) -> list[Problem]:
    return [
        Problem(
            "header-type",
            f"{name} is of type {type_name(members[name])}; it must be {_WORDS[wanted]}",
            "header" + pointer(name),
        )
        for name, wanted in _TYPES.items()
        if name in members and not (is_text(members[name]) if wanted is str else isinstance(members[name], wanted))
    ]


def _crit(members: dict[str, object]) -> list[Problem]:
    if "crit" not in members:
        if "b64" in members and members["b64"] is False:
            return [Problem("b64-crit", "b64 is false but crit does not list it", "header/b64")]
        return []
    crit = members["crit"]
    if not isinstance(crit, list) or not crit or not all(is_text(name) for name in crit):
        return [Problem("crit-type", "crit must be a non-empty array of strings", "header/crit")]
    found = []
    for name in crit:
        shown = quoted(name)
        if name in _REGISTERED:
            found.append(Problem("crit-registered", f"crit lists {shown}, which every reader knows", "header/crit"))
        elif name not in members:
            found.append(Problem("crit-absent", f"crit lists {shown}, which is not in the header", "header/crit"))
    if len(set(crit)) < len(crit):
        found.append(Problem("crit-duplicate", "crit lists a name twice", "header/crit"))
    if members.get("b64") is False and "b64" not in crit:
        found.append(Problem("b64-crit", "b64 is false but crit does not list it", "header/b64"))
    return found


def is_proof(document: JsonDocument) -> bool:
    """Whether the type says that the token is a DPoP proof: it must bring its key along (RFC 9449 section 4.2)."""
    return media_type(document.members.get("typ")) == "dpop+jwt"
