"""Why a certificate chain was refused, in words. The refusal itself is the verifier's; nothing here can lift it."""

import re
from typing import NamedTuple

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import x509
from jwtlens.jose.x509 import Certificate
from jwtlens.lazy_pattern import lazy_pattern

_WRAPPINGS = lazy_pattern(
    r"^validation failed: |^candidates exhausted: |^Python extension validator failed: ValueError: "
    r"| \(encountered processing <.*$",
    re.DOTALL,
)


class Fault(NamedTuple):
    """The reason, a stable code, and which entry of ``x5c`` (from 0) it is about."""

    code: str
    at: int
    reason: str


def diagnose(chain: tuple[Certificate, ...], roots: tuple[bytes, ...], now: float) -> Fault | None:
    """Find the first fault on the way from the signing certificate to a root; None if no known one is there."""
    if fault := _disorder(chain):
        return fault
    trusted = [root for root in map(x509.read, roots) if root is not None]
    index, seen = 0, {0}
    while True:
        current = chain[index]
        if fault := _outside_validity(current, f"certificate {index + 1}", index, now):
            return fault
        if any(root.der == current.der for root in trusted):
            return None
        if named := [root for root in trusted if root.subject == current.issuer]:
            return _under_root(current, index, named, now)
        found = next((at for at, one in enumerate(chain) if one.subject == current.issuer and at not in seen), None)
        if found is None:
            return _loose_end(current, index)
        issuer = chain[found]
        if issuer.is_ca is not True:
            reason = f"certificate {found + 1} issued another one but is not a certificate authority"
            return Fault("x5c-not-ca", found, reason)
        if not issued(current, issuer):
            reason = f"certificate {index + 1} was not signed by certificate {found + 1}, which has its issuer's name"
            return Fault("x5c-signature", index, reason)
        index = found
        seen.add(found)


def in_our_words(message: str) -> Fault:
    """Turn the verifier's own message into a fault; whatever it quotes of a certificate is foreign text."""
    bare = message
    while (shorter := _WRAPPINGS.sub("", bare)) != bare:
        bare = shorter
    if bare.startswith("Forbidden"):
        kind = "an algorithm that is not supported for certificates here (RSA from 2048 bits, P-256, P-384, P-521 are)"
        return Fault("x5c-unsupported", 0, f"the chain uses {kind}, so it cannot be validated")
    return Fault("x5c-refused", 0, f"the certificates were refused: {quoted(bare)}")


def _disorder(chain: tuple[Certificate, ...]) -> Fault | None:
    first = chain[0]
    for index, one in enumerate(chain[1:], start=1):
        if one.issuer == first.subject and one.subject != first.subject:
            reason = f"not in order: the first certificate issued certificate {index + 1}; the signer's must come first"
            return Fault("x5c-order", 0, reason)
    return None


def _outside_validity(one: Certificate, name: str, index: int, now: float) -> Fault | None:
    if now > one.not_after:
        return Fault(
            "x5c-expired", index, f"{name} ({quoted(one.subject)}) expired {times.relative(one.not_after, now)}"
        )
    if now < one.not_before:
        words = f"{name} ({quoted(one.subject)}) is not valid yet: valid {times.relative(one.not_before, now)}"
        return Fault("x5c-not-yet-valid", index, words)
    return None


def _under_root(current: Certificate, index: int, named: list[Certificate], now: float) -> Fault | None:
    signers = [root for root in named if issued(current, root)]
    if not signers:
        reason = f"certificate {index + 1} names your root {quoted(current.issuer)} as issuer, which did not sign it"
        return Fault("x5c-signature", index, reason)
    if signers[0].is_ca is not True:
        reason = f"your root {quoted(signers[0].subject)} is not a certificate authority"
        return Fault("x5c-not-ca", index, reason)
    return _outside_validity(signers[0], "your root", index, now)


def _loose_end(current: Certificate, index: int) -> Fault:
    if current.issuer == current.subject:
        reason = f"the chain ends in {quoted(current.subject)}, which issued itself and is none of the roots you named"
        return Fault("x5c-untrusted-root", index, reason)
    reason = f"incomplete: certificate {index + 1} was issued by {quoted(current.issuer)}"
    return Fault("x5c-incomplete", index, f"{reason}, which is neither in x5c nor among the roots you named")


def issued(child: Certificate, issuer: Certificate) -> bool:
    """Whether the issuer, by its name, signed the child. Never raises."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415 - as in jose.x509
    from cryptography.x509 import load_der_x509_certificate as load  # noqa: PLC0415 - as above

    with x509.quietly():
        try:
            load(child.der).verify_directly_issued_by(load(issuer.der))
        except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
            return False
    return True
