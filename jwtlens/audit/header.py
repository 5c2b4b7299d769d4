"""Rules about what the header demands (``crit``, ``b64``, ``zip``), and about strangers in it."""

from collections.abc import Iterator
from typing import cast

from jwtlens.audit import registry
from jwtlens.audit.case import Case, HeaderCase, is_text, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose.header import UNDERSTOOD_EXTENSIONS
from jwtlens.jose.json_pointer import pointer

FAMILY = Family(Need.HEADER)

_CLAIMS = ("exp", "nbf", "iat", "iss", "sub", "aud", "jti")
_DECISIVE = frozenset({"exp", "nbf", "aud"})
_REPLICATED = frozenset({"iss", "sub", "aud"})  # RFC 7519 section 5.3: an encrypted token may show these
_MICROSOFT = ("https://login.microsoftonline.com/", "https://sts.windows.net/")


def _crit(case: HeaderCase) -> list[str] | None:
    """Return the names that ``crit`` lists, or None where it is no non-empty array of strings."""
    crit = case.header.get("crit")
    if not isinstance(crit, list) or not crit or not all(is_text(name) for name in crit):
        return None
    return cast("list[str]", crit)


@FAMILY.header_rule(
    "crit-unknown",
    "Unknown critical extension",
    Severity.HIGH,
    why="Every verifier that does not implement the extension must refuse the token; some have ignored crit.",
    remedy="Refuse the token unless the verifier implements the extension.",
    source="RFC 7515 §4.1.11; CVE-2025-59420, CVE-2026-35042; GHSA-752w-5fwx-jx9f",
)
def _crit_unknown(case: HeaderCase) -> Iterator[Hit]:
    for name in dict.fromkeys(_crit(case) or ()):
        if name not in UNDERSTOOD_EXTENSIONS and name not in registry.HEADER_PARAMETERS and name in case.header:
            yield Hit("header/crit", shown(name), f"crit demands {quoted(name)}, which jwtlens does not implement.")


@FAMILY.header_rule(
    "crit-malformed",
    "Malformed crit",
    Severity.HIGH,
    why="The token is invalid by definition, and verifiers differ in what they make of it.",
    remedy="Remove or correct crit.",
    source="RFC 7515 §4.1.11",
)
def _crit_malformed(case: HeaderCase) -> Iterator[Hit]:
    if "crit" not in case.header:
        return
    evidence, names = shown(case.header["crit"]), _crit(case)
    if names is None:
        yield Hit("header/crit", evidence, "crit is not a non-empty array of strings.")
        return
    if len(set(names)) < len(names):
        yield Hit("header/crit", evidence, "crit lists a name twice.")
    for name in dict.fromkeys(names):
        if name in registry.HEADER_PARAMETERS and name not in UNDERSTOOD_EXTENSIONS:
            yield Hit("header/crit", evidence, f"crit lists {quoted(name)}, which is no extension.")
        elif name not in case.header:
            yield Hit("header/crit", evidence, f"crit lists {quoted(name)}, which is not in the header.")


@FAMILY.header_rule(
    "b64-false",
    "Unencoded payload option in a JWT",
    Severity.HIGH,
    why="A JWT must not use it: a verifier that does not know it checks the signature over something else.",
    remedy="Remove b64.",
    source="RFC 7797 §3, §6, §7",
)
def _b64_false(case: HeaderCase) -> Iterator[Hit]:
    if "b64" not in case.header:
        return
    value = case.header["b64"]
    if not isinstance(value, bool):
        yield Hit("header/b64", shown(value), f"b64 {wrong_type(value, 'true or false')}.")
    elif not value:
        yield Hit("header/b64", "false", "b64 is false: the payload stands in the token as it is.")
    elif "b64" not in (_crit(case) or ()):
        yield Hit("header/b64", "true", "b64 is used, and crit does not list it.")


@FAMILY.header_rule(
    "zip-jws",
    "Compression (zip) on a signed token",
    Severity.MEDIUM,
    why="Compression is defined for encrypted tokens only: readers may disagree about the payload.",
    remedy="Remove zip.",
    source="RFC 7516 §4.1.3",
)
def _zip_jws(case: HeaderCase) -> Iterator[Hit]:
    if "zip" in case.header and case.part_count == 3:
        yield Hit("header/zip", shown(case.header["zip"]), "The token is signed, and its header asks for compression.")


@FAMILY.rule(
    "claim-in-header",
    "Claim placed in the header",
    Severity.LOW,
    why="Verifiers read claims from the payload, so a claim that stands in the header only is not checked.",
    remedy="Put claims in the payload.",
    source="RFC 7519 §5.3, §10.4",
    when=lambda case: not case.header.keys().isdisjoint(_CLAIMS),
)
def _claim_in_header(case: Case) -> Iterator[Hit]:
    for name in _CLAIMS:
        if name not in case.header or (case.is_jwe and name in _REPLICATED):
            continue
        alone = name in _DECISIVE and not case.is_jwe and name not in case.claims
        message = f"{name} stands in the header" + (" and not in the claims." if alone else ", where it is no claim.")
        severity = Severity.MEDIUM if alone else Severity.LOW
        yield Hit("header" + pointer(name), shown(case.header[name]), message, severity)


@FAMILY.rule(
    "hdr-nonce-firstparty",
    "Token meant for Microsoft's own APIs",
    Severity.INFO,
    why="Entra signs such tokens over another header than the one that is sent, so only Microsoft can verify them.",
    remedy="Do not verify Graph tokens in your API; request a token for your own audience.",
    source="Microsoft docs; GitHub: AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet #609, #853",
    confidence="heuristic",
    needs=(Need.CLAIMS,),
    when=lambda case: "nonce" in case.header,
)
def _nonce_firstparty(case: Case) -> Iterator[Hit]:
    nonce = case.header.get("nonce")
    if is_text(nonce) and text(case.claims.get("iss")).startswith(_MICROSOFT):
        message = "This looks like a token for one of Microsoft's own APIs: a failing signature is to be expected."
        yield Hit("header/nonce", shown(nonce), message)


@FAMILY.header_rule(
    "hdr-unregistered",
    "Unregistered header parameter",
    Severity.INFO,
    why="Readers must ignore what they do not understand.",
    remedy="Nothing needs to be done.",
    source="RFC 7515 §4",
)
def _unregistered(case: HeaderCase) -> Iterator[Hit]:
    known = registry.HEADER_PARAMETERS.union(_CLAIMS, _crit(case) or ())
    names = [name for name in case.header if name not in known]
    if names:
        listed = quoted(", ".join(names))
        yield Hit("header" + pointer(names[0]), listed, f"In no registry that jwtlens knows: {listed}.")
