"""Everything that a judgement depends on, made of random choices."""

from random import Random
from typing import NamedTuple

from jwtlens.inspection import Apart, Inspection, inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy
from tests.core_kit import NOW, SECRET, secret
from tests.fuzz import demands
from tests.fuzz.chance import one_in, pick
from tests.fuzz.keys import keyring
from tests.fuzz.tokens import claims_set, octets_of, token

RING = Keyring((secret(), secret(SECRET[:32])), is_set=True)
"""A key that signs the tokens that are made here, and one that decrypts them."""


class Asked(NamedTuple):
    """Everything that ``inspect`` depends on."""

    source: str
    keyring: Keyring
    policy: Policy
    now: float
    apart: Apart = Apart()
    as_pasted: bool = True


def asked(r: Random) -> Asked:
    detached = octets_of(claims_set(r)) if one_in(r, 20) else None
    apart = Apart(detached, RING if one_in(r, 10) else None)
    return Asked(token(r), keyring(r), demands.policy(r), pick(r, demands.INSTANTS), apart, not one_in(r, 8))


def simply_asked(r: Random) -> Asked:
    """Nothing that is dear: shared secrets, no expectations."""
    kinds = ("jws", "jws", "changed", "part changed", "json", "sd-jwt", "jwe")
    return Asked(token(r, kinds), RING, pick(r, (Policy(), Policy(audiences=("api",)))), NOW)


def inspected(given: Asked, *, with_audit: bool = True) -> Inspection:
    source, ring, policy, now, apart, as_pasted = given
    return inspect(source, ring, policy, now=now, apart=apart, as_pasted=as_pasted, with_audit=with_audit)
