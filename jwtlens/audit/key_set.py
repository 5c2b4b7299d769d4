"""Rules about the supplied keys as a set, and about keys that are none."""

from collections import Counter
from collections.abc import Iterator

from jwtlens.audit.case import HeaderCase
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted

FAMILY = Family()

_PUBLISHED = frozenset({"jwks-private", "jwks-secret"})
"""Problems of a fetched set: a private half, or a shared secret, that everybody can fetch as well."""


@FAMILY.header_rule(
    "ec-off-curve",
    "Public point not on the curve",
    Severity.HIGH,
    why="It is no key: points off the curve are how a private key is drawn out of a careless library.",
    remedy="Refuse the key.",
    source="RFC 8725 §3.4; NIST SP 800-56A r3 §5.6.2.3",
    needs=(Need.KEY_MATERIAL,),
)
def _off_curve(case: HeaderCase) -> Iterator[Hit]:
    for problem in case.keyring.problems:
        if problem.code == "ec-off-curve":
            yield Hit("key", "x, y", f"A supplied key cannot be used: {problem.message}.")


@FAMILY.header_rule(
    "jwk-coord-length",
    "Key member has the wrong length",
    Severity.MEDIUM,
    why="Coordinates have a fixed length; libraries that cut leading zeros off make keys that others refuse.",
    remedy="Pad with leading zero bytes.",
    source="RFC 7518 §6.2.1.2–6.2.2.1; RFC 8037 §2",
    needs=(Need.KEY_MATERIAL,),
)
def _coordinate_length(case: HeaderCase) -> Iterator[Hit]:
    for problem in case.keyring.problems:
        if problem.code == "jwk-size":
            yield Hit("key", "size", f"A supplied key cannot be used: {problem.message}.")


@FAMILY.header_rule(
    "jwks-private-exposed",
    "Private key in a key set",
    Severity.CRITICAL,
    why="Key sets are made to be published; whoever reads a private key in one can sign.",
    remedy="Publish public keys only; replace the keys of a set that was public.",
    source="RFC 7517 §9.2",
    needs=(Need.KEY_MATERIAL,),
)
def _private_exposed(case: HeaderCase) -> Iterator[Hit]:
    for problem in case.keyring.problems:
        if problem.code in _PUBLISHED:
            yield Hit("key", "a fetched key set", f"In the key set that was fetched, {problem.message}.")
    private = [key for key in case.keyring.keys if key.private]
    if _is_one_set(case) and private:
        listed = quoted(", ".join(key.label for key in private))
        count = "a private or secret key" if len(private) == 1 else f"{len(private)} private or secret keys"
        # It is the user's own set, which may never have left this machine.
        yield Hit("key", listed, f"Your key set holds {count}: {listed}. Do not publish it.", Severity.INFO)


@FAMILY.header_rule(
    "jwk-private-supplied",
    "You supplied a private key",
    Severity.INFO,
    why="The public half is enough to verify.",
    remedy="Use the public key.",
    source="RFC 7517 §9.2",
    needs=(Need.KEY,),
)
def _private_supplied(case: HeaderCase) -> Iterator[Hit]:
    keys = case.keyring.keys
    if len(keys) == 1 and not case.keyring.is_set and keys[0].private and keys[0].kty != "oct":
        yield Hit("key", quoted(keys[0].kind), "The supplied key is a private one.")


@FAMILY.header_rule(
    "jwks-duplicate-kid",
    "Two keys with one id",
    Severity.MEDIUM,
    why="It is left to chance which of them is taken.",
    remedy="Give each key its own id.",
    source="RFC 7517 §4.5",
    needs=(Need.KEY,),
)
def _duplicate_kid(case: HeaderCase) -> Iterator[Hit]:
    keys = () if case.keyring.collected else case.keyring.keys  # the two halves of a key may lie side by side
    counts = Counter((key.kid, key.kty) for key in keys if key.kid is not None)
    for (kid, kty), count in counts.items():
        if count > 1:
            yield Hit("key", quoted(kid or ""), f"{count} supplied keys of type {kty} have the id {quoted(kid or '')}.")


@FAMILY.header_rule(
    "jwks-mixed-symmetric",
    "Symmetric and asymmetric keys in one set",
    Severity.MEDIUM,
    why="A verifier that picks from such a set can be led to take the wrong kind of key.",
    remedy="Keep them in separate sets.",
    source="RFC 8725 §3.1",
    needs=(Need.KEY,),
)
def _mixed_symmetric(case: HeaderCase) -> Iterator[Hit]:
    kinds = dict.fromkeys(key.kty for key in case.keyring.keys)
    if _is_one_set(case) and "oct" in kinds and len(kinds) > 1:
        listed = ", ".join(kinds)
        yield Hit("key", listed, f"The supplied set mixes shared secrets and public keys ({listed}).")


def _is_one_set(case: HeaderCase) -> bool:
    return case.keyring.is_set and not case.keyring.collected
