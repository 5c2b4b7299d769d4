"""Rules about the signature's bytes, and about the outcome of checking them."""

from collections.abc import Iterator

from jwtlens.audit import ecdsa
from jwtlens.audit.case import Case
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose import jwa
from jwtlens.verify.report import Status

FAMILY = Family(Need.HEADER)

_LENGTHS = {name: row.signature_bytes for name, row in jwa.SIGNATURE_ALGORITHMS.items() if row.signature_bytes} | {
    "ML-DSA-44": 2420,  # RFC 9964; FIPS 204 table 2
    "ML-DSA-65": 3309,
    "ML-DSA-87": 4627,
}
_CURVE_LENGTHS = {"Ed25519": 64, "Ed448": 114}


def _is_ecdsa(case: Case) -> bool:
    return case.alg in ecdsa.ORDERS and not case.is_jwe and bool(case.signature)


@FAMILY.rule(
    "sig-empty",
    "Signature is empty",
    Severity.CRITICAL,
    why="Nothing protects the claims; verifiers that skipped an empty signature have existed.",
    remedy="Refuse the token, and check that no verifier takes an empty signature for one that is not needed.",
    source="RFC 7515 §5.2; CVE-2020-28042",
)
def _sig_empty(case: Case) -> Iterator[Hit]:
    # Padding alone, or half a byte, is no signature either: lenient readers decode both to nothing.
    if len(case.parts) == 3 and not case.signature and not case.unsecured:
        said = f"alg is {quoted(case.alg)}" if case.alg else "alg is missing"
        written = case.parts[2]
        what = "holds no byte" if written else "is empty"
        yield Hit("signature", quoted(written) or "(empty)", f"{said}, but the part for the signature {what}.")


@FAMILY.rule(
    "sig-zero-ecdsa",
    "All-zero ECDSA signature",
    Severity.CRITICAL,
    why="Java 15 to 18 accepted it for any message and any key, before they were fixed.",
    remedy="Refuse the token, and run a fixed JDK.",
    source="CVE-2022-21449; FIPS 186-5 §6.4.2",
    when=lambda case: case.alg in ecdsa.ORDERS,
)
def _sig_zero(case: Case) -> Iterator[Hit]:
    if not _is_ecdsa(case):
        return
    pair = ecdsa.der(case.signature) or ecdsa.raw(case.signature)
    if pair and 0 in pair:
        zero = "r and s are" if pair.r == pair.s else "r is" if pair.r == 0 else "s is"
        yield Hit("signature", f"r = {_brief(pair.r)}, s = {_brief(pair.s)}", f"In the ECDSA signature {zero} zero.")


def _brief(number: int) -> str:
    return "0" if number == 0 else f"{number.bit_length()} bits"


@FAMILY.rule(
    "sig-ecdsa-range",
    "ECDSA r or s out of range",
    Severity.HIGH,
    why="Both numbers must be smaller than the order of the curve, so this signature is never valid.",
    remedy="Refuse the token.",
    source="FIPS 186-5 §6.4.2; RFC 7518 §3.4",
    when=lambda case: case.alg in ecdsa.ORDERS,
)
def _sig_range(case: Case) -> Iterator[Hit]:
    if not _is_ecdsa(case) or len(case.signature) != _LENGTHS[case.alg]:
        return
    pair, order = ecdsa.raw(case.signature), ecdsa.ORDERS[case.alg]
    if pair and max(pair) >= order:
        which = "r" if pair.r >= order else "s"
        yield Hit("signature", f"{which} ≥ n", f"{which} is not smaller than the order of the curve of {case.alg}.")


@FAMILY.rule(
    "sig-ecdsa-der",
    "ECDSA signature in DER form",
    Severity.MEDIUM,
    why="JOSE wants r and s side by side at a fixed length; readers that take both give one token two spellings.",
    remedy="Convert the signature to the fixed-length form.",
    source="RFC 7518 §3.4",
    when=lambda case: case.alg in ecdsa.ORDERS,
)
def _sig_der(case: Case) -> Iterator[Hit]:
    if _is_ecdsa(case) and len(case.signature) != _LENGTHS[case.alg] and ecdsa.der(case.signature):
        message = f"The signature is a DER sequence; {case.alg} in a JWS is {_LENGTHS[case.alg]} bytes of r and s."
        yield Hit("signature", f"{len(case.signature)} bytes of DER", message)


@FAMILY.rule(
    "sig-length",
    "Signature has the wrong length",
    Severity.HIGH,
    why="A signature of this length is never valid for this algorithm.",
    remedy="Refuse the token; look for a truncated copy or a wrong alg.",
    source="RFC 7518 §3.2–3.5; RFC 8037 §3.1; RFC 9964",
)
def _sig_length(case: Case) -> Iterator[Hit]:
    length = len(case.signature)
    if len(case.parts) != 3 or not length:
        return
    allowed = _allowed_lengths(case)
    if not allowed or length in allowed:
        return
    if _is_ecdsa(case) and (ecdsa.der(case.signature) or 0 in (ecdsa.raw(case.signature) or ())):
        return  # sig-ecdsa-der and sig-zero-ecdsa say more
    wanted = " or ".join(map(str, sorted(allowed)))
    message = f"The signature has {length:,} bytes; {case.alg} makes {wanted}."
    yield Hit("signature", f"{length:,} bytes", message)


def _allowed_lengths(case: Case) -> set[int]:
    """Lengths that a signature can have; empty where that is not known."""
    if case.alg in _LENGTHS:
        return {_LENGTHS[case.alg]}
    fitting = [key for key in case.keys if case.alg in jwa.fitting(key.kty, key.curve)]
    if case.alg == "EdDSA":
        return {_CURVE_LENGTHS[key.curve] for key in fitting} or set(_CURVE_LENGTHS.values())
    if case.alg in jwa.SIGNATURE_ALGORITHMS:
        return {(key.bits + 7) // 8 for key in fitting}
    return set()


@FAMILY.rule(
    "sig-invalid",
    "Signature does not verify with the given key",
    Severity.HIGH,
    why="It is not proven that the holder of the key wrote this.",
    remedy="Do not trust the claims; check the key, kid, and whether the token was changed on its way.",
    source="RFC 7515 §5.2; ASVS 5.0 9.1.1",
    needs=(Need.KEY,),
    clock=True,
    when=lambda case: not case.unsecured,
)
def _sig_invalid(case: Case) -> Iterator[Hit]:
    if case.signature_status is not Status.FAILED or case.unsecured or not case.signature:
        return
    if any(case.alg in key.algorithms() for key in case.keys):
        message = f"The signature is wrong for the supplied key ({quoted(case.keys[0].label)})."
        if len(case.keys) > 1:
            message = f"The signature is wrong for each of the {len(case.keys)} supplied keys that were tried."
        yield Hit("signature", f"{len(case.signature):,} bytes", message)


@FAMILY.rule(
    "sig-not-verified",
    "Signature not checked",
    Severity.INFO,
    why="Decoding is not verifying: nothing shown here is proven yet.",
    remedy="Supply the key or the key set, to learn whether the claims can be trusted.",
    source="RFC 8725 §3.3; ASVS 5.0 9.1.1",
    clock=True,
)
def _sig_not_verified(case: Case) -> Iterator[Hit]:
    if case.signature_status is Status.NOT_CHECKED and len(case.parts) == 3 and case.signature and not case.unsecured:
        reason = "no supplied key fits" if case.keyring.keys else "no key was supplied"
        yield Hit("signature", "not checked", f"The signature was not checked: {reason}.")
