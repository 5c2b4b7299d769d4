"""A signature that was written in another form than JOSE's, was cut, or got something appended."""

from collections.abc import Iterator

from jwtlens.jose import base64url
from jwtlens.keys.key import Key
from jwtlens.verify import signature
from jwtlens.verify.diagnosis_case import Case, Diagnosis, Remedy, Step

_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_MOST_BYTES = 16 * 1024
_CERTAIN_BYTES = 8
"""So many bytes at the beginning of an HMAC are equal by chance once in 2^64."""
_MADE_BY = {
    32: "HS256",
    48: "HS384",
    64: "HS512, ES256 or Ed25519",
    96: "ES384",
    114: "Ed448",
    132: "ES512",
    128: "an RSA key of 1024 bits",
    256: "an RSA key of 2048 bits",
    384: "an RSA key of 3072 bits",
    512: "an RSA key of 4096 bits",
    2420: "ML-DSA-44",
    3309: "ML-DSA-65",
    4627: "ML-DSA-87",
}
"""Who makes a signature of so many bytes."""


def other_forms(case: Case) -> Iterator[Step]:
    """Suppose that the signature was encoded otherwise, or stands in another byte order."""
    if case.algorithm is None or not case.signature or len(case.signature) > _MOST_BYTES:
        return
    for key in case.keys:
        for code, words, made in (*_encoded(case), *_ordered(case, key)):
            sentence = f"the signature is right, but {words}"
            remedy = with_signature(case, made)
            yield case.attempt(key, Diagnosis(code, sentence, confident=True, remedy=remedy), signature=made)


def with_signature(case: Case, made: bytes) -> Remedy | None:
    """Offer the token with this signature in the place of its own; None for a token that is not compact."""
    if not case.compact:
        return None
    start = case.token.segment("signature").span.start
    return Remedy("token", case.token.text[:start] + base64url.encode(made), "write the signature as JOSE wants it")


def _encoded(case: Case) -> Iterator[tuple[str, str, bytes]]:
    text = case.token.segment("signature").text
    if len(text) % 2 == 0 and set(text) <= _HEX_DIGITS:
        yield "signature-hex", "it is written in hex instead of base64url", bytes.fromhex(text)
    inner = case.signature.decode("ascii", "replace").strip()
    if len(inner) % 2 == 0 and set(inner) <= _HEX_DIGITS:
        yield "signature-hex", "its hex digits were encoded in base64url instead of its bytes", bytes.fromhex(inner)
    if not inner.isascii():
        return
    decoded = base64url.decode(inner)
    if decoded.data and {problem.code for problem in decoded.problems} <= {"base64-padding", "base64-standard"}:
        yield "signature-base64", "it was encoded in base64 twice", decoded.data


def _ordered(case: Case, key: Key) -> Iterator[tuple[str, str, bytes]]:
    algorithm, made = case.algorithm, case.signature
    if algorithm is None:
        return
    size = algorithm.signature_bytes
    if algorithm.family == "ECDSA":
        half = size // 2
        if (raw := _from_der(made, half)) is not None:
            yield "signature-der", f"it is in DER: JOSE wants r and s, {half} bytes each (RFC 7518 section 3.4)", raw
        elif len(made) == size:
            r, s = made[:half], made[half:]
            yield "signature-order", "its numbers are written with the lowest byte first", r[::-1] + s[::-1]
            yield "signature-order", "its numbers r and s stand in the wrong order", s + r
        elif 0 < size - len(made) <= 2:
            for padded in _padded(made, size):
                yield "signature-zeros", "zeros at the beginning of r or s were left out", padded
    elif algorithm.kty == "RSA":
        length = (key.bits + 7) // 8
        if len(made) == length:
            yield "signature-order", "it is written with the lowest byte first, as Windows does", made[::-1]
        elif 0 < length - len(made) <= 2:
            yield "signature-zeros", "zeros at its beginning were left out", made.rjust(length, b"\0")


def _from_der(data: bytes, half: int) -> bytes | None:
    """Read r and s from DER (RFC 3279 section 2.2.3); None where it is none or they are too large."""
    if data[:1] != b"\x30":
        return None
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature  # noqa: PLC0415 - rarely needed

    try:
        r, s = decode_dss_signature(data)
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")
    except (ValueError, OverflowError):
        return None


def _padded(made: bytes, size: int) -> Iterator[bytes]:
    """Every way in which the missing zeros may be shared by the two numbers."""
    half, missing = size // 2, size - len(made)
    for of_r in range(missing + 1):
        cut = half - of_r
        yield made[:cut].rjust(half, b"\0") + made[cut:].rjust(half, b"\0")


def cut_or_longer(case: Case) -> Iterator[Step]:
    """Suppose that the end of the signature is missing, or that something stands after it."""
    if case.algorithm is None or not case.signature:
        return
    for key in case.keys:
        length = _length(case, key)
        if case.algorithm.family == "HMAC" and _CERTAIN_BYTES <= len(case.signature) < length:
            if _mac(case, key).startswith(case.signature):
                sentence = (
                    f"the signature is right as far as it goes, but its end is missing: "
                    f"{len(case.signature)} of {length} bytes are there"
                )
                yield Diagnosis("signature-cut", sentence, confident=True)
        elif length and len(case.signature) > length:
            more = len(case.signature) - length
            sentence = f"the signature is right, but {more} byte{'s' * (more != 1)} stand after it that are not its own"
            remedy = with_signature(case, case.signature[:length])
            found = Diagnosis("signature-tail", sentence, confident=True, remedy=remedy)
            yield case.attempt(key, found, signature=case.signature[:length])


def _mac(case: Case, key: Key) -> bytes:
    """Compute the HMAC that belongs there; a key that must not sign has none for us."""
    try:
        return signature.sign(case.algorithm, key, case.message) if case.algorithm else b""
    except ValueError:
        return b""


def wrong_length(case: Case) -> Iterator[Step]:
    """Say for certain that a signature of this length is not one by these keys."""
    lengths = {_length(case, key) for key in case.keys}
    if case.algorithm is None or not lengths or len(case.signature) in lengths or 0 in lengths:
        return
    have, wanted = len(case.signature), " or ".join(map(str, sorted(lengths)))
    maker = _MADE_BY.get(have)
    if have < min(lengths) and maker is None:
        code, why = "signature-cut", "its end is missing, or the token was put together wrongly"
    elif maker:
        code, why = "signature-length", f"{have} bytes is what {maker} makes"
    else:
        code, why = "signature-length", "no algorithm of JOSE makes that length"
    sentence = (
        f"{case.algorithm.name} with this key makes a signature of {wanted} bytes, and this one has {have}: {why}"
    )
    yield Diagnosis(code, sentence, confident=True)


def _length(case: Case, key: Key) -> int:
    """Return the length in bytes of the signatures by this key; 0 if that is not known."""
    if case.algorithm is None:
        return 0
    if case.algorithm.kty == "RSA":
        return (key.bits + 7) // 8
    if case.algorithm.name == "EdDSA":
        return 64 if key.curve == "Ed25519" else 114
    return case.algorithm.signature_bytes


def misspelled(case: Case) -> Diagnosis | None:
    """Say of a signature that is right, but not in base64url, how it is written; None if it is in order."""
    codes = {problem.code for problem in case.token.segment("signature").problems}
    if not codes or not codes <= {"base64-padding", "base64-standard"}:
        return None
    words = "standard base64 (+ or /)" if "base64-standard" in codes else "base64 with padding (=)"
    sentence = f"the signature is right, but it is written in {words}: JOSE wants base64url without padding"
    return Diagnosis("signature-base64", sentence, confident=True, remedy=with_signature(case, case.signature))
