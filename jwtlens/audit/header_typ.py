"""Rules about ``typ`` and ``cty``: what kind of token the header says this is, and what its payload is."""

from collections.abc import Iterator

from jwtlens.audit.case import Case, HeaderCase, is_text, shown, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity, never
from jwtlens.displayable import quoted
from jwtlens.jose.header import media_type
from jwtlens.knowledge import kinds

FAMILY = Family(Need.HEADER)


@FAMILY.header_rule(
    "typ-missing",
    "No typ",
    Severity.INFO,
    why="It is optional; but where several kinds of token share keys, only their content keeps them apart.",
    remedy="Give a new kind of token an explicit type.",
    source="RFC 7519 §5.1; RFC 8725 §3.11",
)
def _typ_missing(case: HeaderCase) -> Iterator[Hit]:
    if "typ" not in case.header and case.policy.typ is None:
        yield Hit("header", "no typ", "The header does not say what kind of token this is.")


@FAMILY.header_rule(
    "typ-mismatch",
    "Unexpected typ",
    Severity.HIGH,
    why="It is a token of another kind than the expected one, and must be refused.",
    remedy="Refuse the token.",
    source="RFC 8725 §3.11; RFC 7515 §4.1.9; RFC 9068 §4; ASVS 5.0 9.2.2",
    needs=(Need.TYP,),
)
def _typ_mismatch(case: HeaderCase) -> Iterator[Hit]:
    expected, typ = case.policy.typ or "", case.header.get("typ")
    if is_text(typ) and media_type(typ) == media_type(expected):
        return
    evidence = shown(typ) if "typ" in case.header else "no typ"
    field = "header/typ" if "typ" in case.header else "header"
    yield Hit(field, evidence, f"The expected typ is {quoted(expected)}; the header has {evidence}.")


@FAMILY.header_rule(
    "typ-type",
    "typ or cty is not a string",
    Severity.MEDIUM,
    why="Parsers disagree about what anything else means here.",
    remedy="Emit a string.",
    source="RFC 7515 §4.1.9–4.1.10",
)
def _typ_type(case: HeaderCase) -> Iterator[Hit]:
    for name in ("typ", "cty"):
        if name in case.header and not is_text(case.header[name]):
            value = case.header[name]
            yield Hit(f"header/{name}", shown(value), f"{name} {wrong_type(value, 'a string')}.")


@FAMILY.header_rule(
    "cty-nested",
    "Nested token announced",
    Severity.INFO,
    why="The inner token has a signature of its own, which must be checked too.",
    remedy="Verify every layer.",
    source="RFC 7519 §5.2; RFC 8725 §3.3",
)
def _cty_nested(case: HeaderCase) -> Iterator[Hit]:
    if media_type(case.header.get("cty")) == "jwt":
        yield Hit("header/cty", shown(case.header["cty"]), "The payload is announced to be another token.")


@FAMILY.rule(
    "cty-missing-nested",
    "Nested token not announced",
    Severity.MEDIUM,
    why="Recipients may stop at the outer layer and take the inner one for checked.",
    remedy="Set cty to JWT.",
    source="RFC 7519 §5.2",
    needs=(Need.DECRYPTED,),
    when=never,
)
def _cty_missing_nested(case: Case) -> Iterator[Hit]:
    if case.nested and media_type(case.header.get("cty")) != "jwt":
        yield Hit("header", "no cty JWT", "The payload is itself a token, and cty does not say so.")


@FAMILY.rule(
    "typ-claims-conflict",
    "typ contradicts the claims",
    Severity.MEDIUM,
    why="A token that passes for two kinds can be used in the place of either.",
    remedy="Issue each kind with its own type and its own claims.",
    source="RFC 8725 §2.8, §3.11–3.12",
    confidence="heuristic",
    needs=(Need.CLAIMS,),
    when=lambda case: kinds.by_type(case.header.get("typ")) is not None,
)
def _typ_claims_conflict(case: Case) -> Iterator[Hit]:
    kind = kinds.by_type(case.header.get("typ"))
    if kind is None or kind == "typed token":
        return
    for other, evidence in kinds.markers(case.claims):
        if other != kind and (kind, other) != ("security event", "logout token"):
            message = f"typ says {kind}, and the claims look like those of a kind of its own: {other} ({evidence})."
            yield Hit("header/typ", shown(case.header["typ"]), message)
            return
