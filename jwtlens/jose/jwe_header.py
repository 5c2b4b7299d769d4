"""The JOSE header of a JWE: what RFC 7516 section 4 and RFC 7518 sections 4.6 to 4.8 demand of its parameters."""

from jwtlens.displayable import quoted
from jwtlens.jose import base64url, header
from jwtlens.jose.jwe_algorithms import KEY_MANAGEMENT
from jwtlens.jose.strict_json import BigInteger, JsonDocument, is_text, type_name
from jwtlens.problem import Problem

PROTECTED_ONLY = ("crit", "zip")
"""Parameters that stand in the protected header or nowhere (RFC 7515 section 4.1.11, RFC 7516 section 4.1.3)."""

_REGISTERED = frozenset({"enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"})
"""Names that ``crit`` must not list, beside those of JWS."""

_ENCODED = {
    "ECDH-ES": (("apu", False), ("apv", False)),
    "AES GCM key wrap": (("iv", True), ("tag", True)),
    "PBES2": (("p2s", True),),
}
"""Parameters in base64url for each family of ``alg``, and whether they must be there."""


def problems(members: dict[str, object]) -> list[Problem]:
    """Everything that makes the header malformed, whatever the key; ``members`` are those of all its parts."""
    document = JsonDocument("", members, readable=True, problems=())
    # b64 has a meaning in a JWS only (RFC 7797 section 1); here it is a name like any other.
    found = [problem for problem in header.problems(document) if problem.field != "header/b64"]
    found += _enc(members)
    if "zip" in members and not is_text(members["zip"]):
        found.append(_type("zip", members["zip"], "a string"))
    crit = members.get("crit")
    for name in crit if isinstance(crit, list) else []:
        if is_text(name) and name in _REGISTERED:
            message = f"crit lists {quoted(name)}, which every reader knows"
            found.append(Problem("crit-registered", message, "header/crit"))
    alg = members.get("alg")
    return found + (_parameters(alg, members) if is_text(alg) else [])


def _enc(members: dict[str, object]) -> list[Problem]:
    enc = members.get("enc", "")
    if not is_text(enc):
        return [_type("enc", enc, "a string")]
    message = "the header has no enc: it must name the algorithm that encrypts the content"
    return [] if enc else [Problem("enc-missing", message, "header/enc" if "enc" in members else "header")]


def _parameters(alg: str, members: dict[str, object]) -> list[Problem]:
    """Check the parameters that this algorithm has; those of others mean nothing and are ignored."""
    row = KEY_MANAGEMENT.get(alg)
    family = row.family if row else ""
    found = []
    for name, required in _ENCODED.get(family, ()):
        if name in members:
            found += _encoded(name, members[name])
        elif required:
            found.append(_missing(alg, name))
    if family == "ECDH-ES" and not isinstance(members.get("epk"), dict):
        found.append(_type("epk", members["epk"], "an object") if "epk" in members else _missing(alg, "epk"))
    if family == "PBES2":
        found += _rounds(alg, members)
    return found


def _encoded(name: str, value: object) -> list[Problem]:
    if not is_text(value):
        return [_type(name, value, "a string")]
    field = f"header/{name}"
    return [
        problem._replace(message=f"{name}: {problem.message}", span=None)
        for problem in base64url.decode(value, field).problems
    ]


def _rounds(alg: str, members: dict[str, object]) -> list[Problem]:
    if "p2c" not in members:
        return [_missing(alg, "p2c")]
    value = members["p2c"]
    if isinstance(value, BigInteger):
        positive = not value.startswith("-")
    else:
        positive = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return [] if positive else [Problem("p2c-type", "p2c must be a positive integer", "header/p2c")]


def _missing(alg: str, name: str) -> Problem:
    return Problem("header-missing", f"{alg} needs the parameter {name}, which is missing", "header")


def _type(name: str, value: object, wanted: str) -> Problem:
    return Problem("header-type", f"{name} is of type {type_name(value)}; it must be {wanted}", f"header/{name}")
