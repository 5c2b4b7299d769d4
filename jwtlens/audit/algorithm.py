"""Rules about ``alg`` and ``enc``: what the token says protects it."""

from collections.abc import Iterator

from jwtlens.audit import registry
from jwtlens.audit.case import Case, HeaderCase, is_text, shown, text, wrong_type
from jwtlens.audit.finding import Family, Hit, Need, Severity, never
from jwtlens.displayable import quoted
from jwtlens.jose import jwa

FAMILY = Family(Need.HEADER)


def _names(case: HeaderCase) -> Iterator[tuple[str, str]]:
    """Yield ``alg``, and ``enc`` of an encrypted token, where they are strings and not empty."""
    for name in ("alg", "enc") if case.is_jwe else ("alg",):
        if value := text(case.header.get(name)):
            yield name, value


@FAMILY.header_rule(
    "alg-none",
    "Unsecured token (alg none)",
    Severity.CRITICAL,
    why="Nothing is signed, so anyone can write any claims into such a token.",
    remedy="Sign the token, and let the verifier accept only algorithms that it names itself.",
    source="RFC 7518 §3.6, §8.5; RFC 8725 §2.1, §3.2; ASVS 5.0 9.1.2; CVE-2015-9235, CVE-2022-23540, CVE-2023-29357",
)
def _alg_none(case: HeaderCase) -> Iterator[Hit]:
    if not case.unsecured:
        return
    message = "The token is not signed: it proves nothing, unless something outside the token protects it."
    if case.alg != "none":
        message = (
            f"The token is not signed, and writes {quoted(case.alg)} for none, which slips past exact comparisons."
        )
    yield Hit("header/alg", shown(case.alg), message)


@FAMILY.rule(
    "alg-none-signed",
    "alg none with a signature",
    Severity.MEDIUM,
    why="An unsecured token must have an empty signature; the bytes that are there protect nothing.",
    remedy="Discard the token.",
    source="RFC 7518 §3.6",
    when=lambda case: case.unsecured,
)
def _alg_none_signed(case: Case) -> Iterator[Hit]:
    if case.unsecured and len(case.parts) == 3 and case.parts[2]:
        yield Hit("signature", quoted(case.parts[2]), "The token says that it is not signed, and carries a signature.")


@FAMILY.header_rule(
    "alg-case",
    "Algorithm name in the wrong case",
    Severity.HIGH,
    why="Names are case-sensitive; a verifier that forbids names instead of allowing them is passed by this spelling.",
    remedy="Compare algorithm names exactly, from a list of allowed ones.",
    source="RFC 7515 §4.1.1; draft-ietf-oauth-rfc8725bis §2.11, §3.1",
)
def _alg_case(case: HeaderCase) -> Iterator[Hit]:
    for name, value in _names(case):
        if not registry.is_known(value) and not jwa.is_none(value) and (meant := _meant(value)):
            yield Hit(f"header/{name}", shown(value), f"{name} is {quoted(value)}; the registered name is {meant}.")


def _meant(value: str) -> str:
    return registry.near_miss(value, registry.SIGNATURE | registry.KEY_MANAGEMENT | registry.ENCRYPTION | {"none"})


@FAMILY.header_rule(
    "alg-missing",
    "No algorithm",
    Severity.HIGH,
    why="alg is mandatory; a verifier that has to guess can be made to guess wrong.",
    remedy="Always set alg.",
    source="RFC 7515 §4.1.1; RFC 7516 §4.1.1",
)
def _alg_missing(case: HeaderCase) -> Iterator[Hit]:
    if "alg" not in case.header:
        yield Hit("header", "no alg", "The header does not say which algorithm protects the token.")
    elif case.header["alg"] in (None, ""):
        yield Hit("header/alg", shown(case.header["alg"]), "alg is there but names no algorithm.")


@FAMILY.header_rule(
    "alg-type",
    "Algorithm is not a string",
    Severity.HIGH,
    why="Parsers disagree about what an array or an object means here.",
    remedy="Emit a string, and refuse anything else.",
    source="RFC 7515 §4.1.1",
)
def _alg_type(case: HeaderCase) -> Iterator[Hit]:
    alg = case.header.get("alg")
    if alg is not None and not is_text(alg):
        yield Hit("header/alg", shown(alg), f"alg {wrong_type(alg, 'a string')}.")


@FAMILY.header_rule(
    "alg-unknown",
    "Unregistered algorithm",
    Severity.MEDIUM,
    why="Verifiers that keep to the registry refuse it, and nothing is known about its strength.",
    remedy="Use a registered algorithm.",
    source="IANA JOSE registry; RFC 7518 §7.1; RFC 7519 §7.2",
)
def _alg_unknown(case: HeaderCase) -> Iterator[Hit]:
    for name, value in _names(case):
        if registry.is_known(value) or value.startswith("HPKE-") or jwa.is_none(value) or _meant(value):
            continue
        yield Hit(f"header/{name}", shown(value), f"{name} {quoted(value)} is not in the registry that jwtlens knows.")


@FAMILY.header_rule(
    "alg-wrong-layer",
    "Algorithm from the other layer",
    Severity.HIGH,
    why="An algorithm that signs cannot encrypt, nor the other way round, so the token never verifies.",
    remedy="Check how the token was built.",
    source="RFC 7515 §4.1.1; RFC 7516 §4.1.1; draft-ietf-oauth-rfc8725bis §2.3, §3.3",
)
def _alg_wrong_layer(case: HeaderCase) -> Iterator[Hit]:
    if case.is_jwe and (case.alg in registry.SIGNATURE or case.alg == "none"):
        yield Hit("header/alg", shown(case.alg), f"The token has the five parts of an encrypted one; {case.alg} signs.")
    elif case.part_count == 3 and case.alg in registry.KEY_MANAGEMENT:
        message = f"The token has the three parts of a signed one; {case.alg} encrypts keys."
        yield Hit("header/alg", shown(case.alg), message)


@FAMILY.header_rule(
    "alg-prohibited",
    "Algorithm prohibited in JOSE",
    Severity.HIGH,
    why="The name is registered for another purpose, and marked so that nobody uses it in a token.",
    remedy="Choose a registered algorithm that is not prohibited.",
    source="IANA JOSE registry (entries for the Web Cryptography API)",
)
def _alg_prohibited(case: HeaderCase) -> Iterator[Hit]:
    for name, value in _names(case):
        if value in registry.PROHIBITED:
            yield Hit(f"header/{name}", shown(value), f"{name} {value} is prohibited in JOSE.")


@FAMILY.header_rule(
    "alg-rsa1_5",
    "RSA1_5 key encryption",
    Severity.HIGH,
    why="Its padding has been attacked since 1998: whoever can tell good padding from bad can use the recipient's key.",
    remedy="Move to RSA-OAEP-256 or ECDH-ES.",
    source="RFC 8725 §3.2; draft-ietf-jose-deprecate-none-rsa15; NIST SP 800-131A r2; ASVS 5.0 11.3.1",
)
def _alg_rsa1_5(case: HeaderCase) -> Iterator[Hit]:
    if case.alg == "RSA1_5":
        yield Hit("header/alg", shown(case.alg), "The content key is encrypted with RSA PKCS#1 v1.5.")


@FAMILY.header_rule(
    "alg-eddsa-polymorphic",
    "Polymorphic name EdDSA",
    Severity.INFO,
    why="Not weak, but the name does not say the curve: it has to be read from the key.",
    remedy="New systems should write Ed25519 or Ed448.",
    source="RFC 9864 §2.2, §4",
)
def _alg_eddsa(case: HeaderCase) -> Iterator[Hit]:
    if case.alg == "EdDSA":
        yield Hit("header/alg", shown(case.alg), "alg EdDSA means Ed25519 or Ed448, whichever the key is.")


@FAMILY.header_rule(
    "alg-es256k",
    "Signatures on secp256k1",
    Severity.INFO,
    why="Registered and unbroken, but optional, and not approved by NIST for this use.",
    remedy="Prefer ES256 or Ed25519 unless secp256k1 is needed.",
    source="RFC 8812 §3; FIPS 186-5; SP 800-186",
)
def _alg_es256k(case: HeaderCase) -> Iterator[Hit]:
    if case.alg == "ES256K":
        yield Hit("header/alg", shown(case.alg), "The token is signed on the curve secp256k1.")


@FAMILY.header_rule(
    "alg-rs-pkcs1",
    "RSASSA-PKCS1-v1_5 signatures",
    Severity.INFO,
    why="No break is known. RFC 7518 recommends RS256; RFC 8017, FAPI 2.0 and ASVS 5.0 want something newer.",
    remedy="Prefer PS256, ES256 or Ed25519 for new systems; an existing RS256 may stay.",
    source="RFC 7518 §3.1, §3.3; RFC 8017 §8; FAPI 2.0 §5.4; OWASP JWT Cheat Sheet; ASVS 5.0 App. C",
)
def _alg_rs_pkcs1(case: HeaderCase) -> Iterator[Hit]:
    if case.alg in ("RS256", "RS384", "RS512"):
        yield Hit("header/alg", shown(case.alg), f"The token is signed with {case.alg}, RSA with the older padding.")


@FAMILY.header_rule(
    "alg-hs-shared-secret",
    "Symmetric signature",
    Severity.INFO,
    why="Every party that can check the token can also make one.",
    remedy="Use it only where issuer and verifier are one party; otherwise use an asymmetric algorithm.",
    source="OWASP JWT Cheat Sheet; ASVS 5.0 11.1.1",
)
def _alg_hs(case: HeaderCase) -> Iterator[Hit]:
    if case.alg.startswith("HS") and case.alg in registry.SIGNATURE:
        yield Hit(
            "header/alg",
            shown(case.alg),
            f"The token is protected with a secret that its verifiers share ({case.alg}).",
        )


@FAMILY.rule(
    "alg-hs-many-audiences",
    "One MAC key, several audiences",
    Severity.LOW,
    why="If the audiences check the token with one secret, each of them can forge tokens for the others.",
    remedy="Use an asymmetric algorithm, or another secret for each audience.",
    source="OWASP JWT Cheat Sheet; ASVS 5.0 9.2.4",
    confidence="heuristic",
    needs=(Need.CLAIMS,),
    present=("aud",),
    when=lambda case: case.alg.startswith("HS"),
)
def _alg_hs_many_audiences(case: Case) -> Iterator[Hit]:
    if case.alg.startswith("HS") and len(case.audiences) > 1:
        count = len(case.audiences)
        message = f"It looks like {count} audiences share one secret: {case.alg} and {count} values of aud."
        yield Hit("payload/aud", shown(case.claims["aud"]), message)


@FAMILY.rule(
    "enc-missing",
    "Encrypted token without enc",
    Severity.HIGH,
    why="enc is mandatory: without it nobody knows how the content is encrypted.",
    remedy="Set enc.",
    source="RFC 7516 §4.1.2",
    when=never,
)
def _enc_missing(case: Case) -> Iterator[Hit]:
    if not case.is_jwe or text(case.header.get("enc")):
        return
    if "enc" not in case.header:
        yield Hit("header", "no enc", "The token has the five parts of an encrypted one, and no enc.")
    else:
        yield Hit("header/enc", shown(case.header["enc"]), "enc is there but names no encryption.")
