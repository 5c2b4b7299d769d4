"""What is expected of a token: random policies, many of them fitting the tokens that are made here."""

from random import Random

from jwtlens.keys.secret import Secret
from jwtlens.verify.decryption import JweLimits
from jwtlens.verify.policy import HEADER_KEYS, KeyBinding, Policy, Possession, Profile
from tests.certificate_kit import ROOT
from tests.core_kit import ALGORITHMS, NOW
from tests.fuzz.chance import below, one_in, pick
from tests.fuzz.texts import text

INSTANTS = (NOW, NOW, NOW, NOW + 3600, NOW - 10**9, NOW + 0.5, 0, -1, 2**40, 1e300, -1e300)
_MANY = 2_000
"""Rounds of PBKDF2: the usual cap would make the search for faults a search for passwords."""


def policy(r: Random) -> Policy:
    """Expectations; half of the time none but a cap on work."""
    made = Policy(jwe_limits=JweLimits(rounds=_MANY))
    if one_in(r, 2):
        return made
    return made._replace(
        issuers=pick(r, ((), ("https://issuer.example",), (text(r),))),
        audiences=pick(r, ((), ("api",), (text(r), "web"))),
        algorithms=pick(r, (None, None, ALGORITHMS, ("HS256",), (text(r),), ("dir", "A256GCM"))),
        required=pick(r, ((), ("exp",), ("sub", text(r)))),
        typ=pick(r, (None, "JWT", "at+jwt", text(r))),
        leeway=pick(r, (0, 60, 10**9 - 1)),
        check_claims=not one_in(r, 6),
        check_exp=not one_in(r, 6),
        roots=(ROOT.der,) if one_in(r, 3) else (),
        key_binding=_key_binding(r),
        decrypt_only=one_in(r, 6),
        signed_inside=one_in(r, 6),
        profile=_profile(r),
        possession=_possession(r),
        header_keys=HEADER_KEYS if one_in(r, 4) else (),
    )


def _key_binding(r: Random) -> KeyBinding:
    if one_in(r, 2):
        return KeyBinding()
    nonce, aud = pick(r, (None, "n-1", text(r))), pick(r, (None, "https://verifier", text(r)))
    return KeyBinding(nonce, aud, one_in(r, 2), pick(r, (None, 0, 300)))


def _profile(r: Random) -> Profile:
    if one_in(r, 2):
        return Profile()
    secret = Secret(text(r)) if one_in(r, 2) else None
    client, nonce = pick(r, (None, "c1", text(r))), pick(r, (None, "n", text(r)))
    return Profile(pick(r, (None, "access", "id")), client, nonce, pick(r, (None, 0, 3600)), secret, secret)


def _possession(r: Random) -> Possession:
    if one_in(r, 2):
        return Possession()
    address = pick(r, (None, "https://api.example.com/x", text(r), "http://[::1", "https://" + text(r)))
    return Possession(pick(r, (None, "POST", text(r))), address, pick(r, (None, "A" * 43)), below(r, 400))
