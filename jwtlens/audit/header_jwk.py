"""Rules about ``jwk`` and ``epk``: keys that the token brings along."""

from collections.abc import Iterator

from jwtlens.audit import disclosed, embedded
from jwtlens.audit.case import Case, HeaderCase
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose.header import media_type
from jwtlens.verify.report import Status

FAMILY = Family(Need.HEADER)

_DEMAND_JWK = frozenset({"dpop+jwt", "openid4vci-proof+jwt"})


@FAMILY.rule(
    "hdr-jwk",
    "Token carries its own public key",
    Severity.HIGH,
    why="A verifier that uses this key accepts tokens from everybody, because everybody can bring a key along.",
    remedy="Never verify with a key taken from the token.",
    source="RFC 7515 §4.1.3; RFC 8725 §3.8; ASVS 5.0 9.1.3; CVE-2018-0114",
    confidence="heuristic",
    clock=True,
    when=lambda case: "jwk" in case.header,
)
def _jwk(case: Case) -> Iterator[Hit]:
    if "jwk" not in case.header or media_type(case.header.get("typ")) in _DEMAND_JWK or case.is_jwe:
        return
    evidence = embedded.described(case.header["jwk"])
    if case.signature_status is Status.FAILED and case.keyring.keys:
        for key in embedded.read(case.header["jwk"]).keys:
            if embedded.verifies(case, key):
                message = (
                    "The signature is right for the key that the token brought along, and wrong for the supplied one."
                )
                yield Hit("header/jwk", evidence, message, Severity.CRITICAL, "certain")
                return
    yield Hit("header/jwk", evidence, "The header holds a key, which looks like an invitation to verify with it.")


@FAMILY.header_rule(
    "hdr-jwk-private",
    "Private or secret key in the header",
    Severity.CRITICAL,
    why="Everyone who sees the token has the key.",
    remedy="Revoke that key now; put public members only into a header.",
    source="RFC 7515 §4.1.3; RFC 7517 §9.2; RFC 9449 §4.2",
)
def _jwk_private(case: HeaderCase) -> Iterator[Hit]:
    for node in case.header_nodes:
        is_key = len(node.path) == 1 and node.name in ("jwk", "epk")
        if is_key and (private := embedded.private_members(node.value)):
            listed = quoted(", ".join(private))
            yield Hit(node.field, listed, f"{node.name} shows private members of a key: {listed}.")
        elif found := disclosed.private_key(node.value):
            yield Hit(node.field, found.evidence, f"{quoted(node.name)} {found.words}.")
