"""Rules about certificates in the header: ``x5c`` and its thumbprints."""

from collections.abc import Iterator
from functools import lru_cache

from jwtlens import times
from jwtlens.audit import embedded
from jwtlens.audit.case import Case, HeaderCase, shown, text
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.jose import x509
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.x509 import Certificate

FAMILY = Family(Need.HEADER)

_read = lru_cache(maxsize=16)(x509.read)


def _count(case: HeaderCase) -> str:
    value = case.header["x5c"]
    count = len(value) if isinstance(value, list) else 0
    return f"{count} certificate{'s' * (count != 1)}" if count else shown(value)


def _leaf(case: HeaderCase) -> Certificate | None:
    """Return the first certificate of ``x5c``, if there is one that can be read."""
    der = x509.in_header(case.header).der
    return _read(der[0]) if der else None


@FAMILY.header_rule(
    "hdr-x5c",
    "Token carries its own certificate chain",
    Severity.LOW,
    why="Good if the verifier validates the chain to a root that it chose; worthless otherwise.",
    remedy="Validate the chain to a root that you chose for this issuer.",
    source="RFC 7515 §4.1.6; OWASP JWT Cheat Sheet",
    confidence="heuristic",
)
def _x5c(case: HeaderCase) -> Iterator[Hit]:
    if "x5c" in case.header:
        message = "The header holds certificates, which looks like an invitation to take the key from there."
        yield Hit("header/x5c", _count(case), message)


@FAMILY.header_rule(
    "x5c-invalid",
    "Malformed x5c",
    Severity.MEDIUM,
    why="Readers differ in what they make of it.",
    remedy="Use DER in standard base64 (not base64url), the certificate of the signing key first.",
    source="RFC 7515 §4.1.6",
)
def _x5c_invalid(case: HeaderCase) -> Iterator[Hit]:
    found = x509.in_header(case.header)
    if found.problems:
        message = f"x5c cannot be read: {found.problems[0].message}."
        yield Hit("header/x5c", shown(case.header["x5c"]), message)
    for index, der in enumerate(found.der):
        if _read(der) is None:
            message = f"Certificate {index + 1} of x5c cannot be read."
            yield Hit("header" + pointer("x5c", index), f"{len(der):,} bytes", message)


@FAMILY.header_rule(
    "x5c-mismatch",
    "Certificate does not match",
    Severity.HIGH,
    why="The header names one certificate and brings another, or the key that was supplied is not the one certified.",
    remedy="Refuse the token.",
    source="RFC 7515 §4.1.6–4.1.8; RFC 7517 §4.7",
)
def _x5c_mismatch(case: HeaderCase) -> Iterator[Hit]:
    der = x509.in_header(case.header).der
    if der:
        yield from _other_thumbprints(case, [x509.thumbprints(der[0])], "of the first certificate in x5c")
        yield from _other_keys(case, der[0])
    elif "x5c" not in case.header:
        certified = [dict(key.certificate) for key in case.keys if key.certificate]
        yield from _other_thumbprints(case, certified, "of the certificate that was supplied")


def _other_thumbprints(case: HeaderCase, certified: list[dict[str, str]], whose: str) -> Iterator[Hit]:
    for name in ("x5t", "x5t#S256"):
        said, right = text(case.header.get(name)), [one[name] for one in certified if name in one]
        if said and right and said not in right:
            yield Hit("header" + pointer(name), shown(said), f"{name} is not the thumbprint {whose}.")


def _other_keys(case: HeaderCase, der: bytes) -> Iterator[Hit]:
    from jwtlens.keys.load import public_bytes  # noqa: PLC0415 - imports cryptography, as the certificate does
    from jwtlens.keys.request import UnreadableKeyError  # noqa: PLC0415 - as above
    from jwtlens.verify.x5c import leaf_key  # noqa: PLC0415 - as above

    try:
        certified = public_bytes(leaf_key(der))
    except UnreadableKeyError:  # no certificate, or for a kind of key that no algorithm of JOSE uses
        return
    embedded_keys = embedded.read(case.header.get("jwk")).keys
    if embedded_keys and all(public_bytes(key) != certified for key in embedded_keys):
        yield Hit("header/x5c", _count(case), "The first certificate in x5c holds another key than jwk.")
    supplied = [key for key in case.keys if key.kty != "oct"]
    if supplied and all(public_bytes(key) != certified for key in supplied):
        yield Hit("header/x5c", _count(case), "The first certificate in x5c holds another key than the supplied one.")


@FAMILY.rule(
    "x5c-not-valid-now",
    "Certificate expired or not yet valid",
    Severity.MEDIUM,
    why="Validating the chain fails outside the validity of its certificates.",
    remedy="Renew the certificate.",
    source="RFC 7515 §4.1.6; RFC 5280 §6",
    clock=True,
    when=lambda case: "x5c" in case.header,
)
def _x5c_not_valid_now(case: Case) -> Iterator[Hit]:
    leaf = _leaf(case)
    if leaf is None or leaf.not_before <= case.now <= leaf.not_after:
        return
    if case.now > leaf.not_after:
        words = f"expired {times.relative(leaf.not_after, case.now)}"
    else:
        words = f"becomes valid {times.relative(leaf.not_before, case.now)}"
    evidence = f"{times.utc(leaf.not_before)} to {times.utc(leaf.not_after)}"
    yield Hit("header/x5c", evidence, f"The first certificate in x5c {words}.")


@FAMILY.header_rule(
    "x5c-self-signed",
    "Self-signed certificate in the token",
    Severity.MEDIUM,
    why="Everybody can make one: by itself it proves nothing.",
    remedy="Pin this certificate explicitly, or use a chain.",
    source="RFC 7515 §4.1.6; OWASP JWT Cheat Sheet",
    confidence="heuristic",
)
def _x5c_self_signed(case: HeaderCase) -> Iterator[Hit]:
    from jwtlens.verify.x5c_diagnosis import issued  # noqa: PLC0415 - few tokens bring a certificate

    value = case.header.get("x5c")
    if isinstance(value, list) and len(value) == 1 and (leaf := _leaf(case)) and issued(leaf, leaf):
        yield Hit("header/x5c", _count(case), "The only certificate in x5c signed itself, so it looks made by anybody.")


@FAMILY.header_rule(
    "x5t-sha1",
    "SHA-1 certificate thumbprint only",
    Severity.INFO,
    why="A thumbprint finds a certificate, it protects nothing; but two certificates can be made to share a SHA-1 one.",
    remedy="Prefer x5t#S256.",
    source="RFC 7515 §4.1.7–4.1.8",
)
def _x5t_sha1(case: HeaderCase) -> Iterator[Hit]:
    if "x5t" in case.header and "x5t#S256" not in case.header:
        yield Hit("header/x5t", shown(case.header["x5t"]), "The certificate is named by its SHA-1 thumbprint only.")
