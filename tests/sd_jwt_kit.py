"""An issuer and a holder of SD-JWTs, written from RFC 9901 and without any of the code under test."""

import base64
import hashlib
import json
from itertools import count
from random import Random
from typing import Any, NamedTuple

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.jwk import to_jwk
from jwtlens.verify.signature import sign
from tests.core_kit import NOW, Json, b64, compact, key_for, signed

PYTHON_NAMES = {"sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512", "sha3-256": "sha3_256"}


class Concealed(NamedTuple):
    """Claims with digests in the place of what is concealed, and the disclosures, in any order."""

    claims: Json
    disclosures: list[str]


def disclosure(*entries: object) -> str:
    return b64(json.dumps(entries).encode())


def digest(text: str, sd_alg: str = "sha-256") -> str:
    raw = hashlib.new(PYTHON_NAMES[sd_alg], text.encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def conceal(claims: Json, random: Random, sd_alg: str = "sha-256") -> Concealed:
    """Conceal each member and each array element with an even chance, innermost first, and add decoys."""
    disclosures: list[str] = []
    decoys = (digest(f"decoy {number}", sd_alg) for number in count())

    def hide(*entries: object) -> str:
        disclosures.append(disclosure(f"salt {len(disclosures)}", *entries))
        return digest(disclosures[-1], sd_alg)

    def walk(value: object) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, list):
            inner = [walk(element) for element in value]
            hidden = [{"...": hide(element)} if random.random() < 0.5 else element for element in inner]
            return [*hidden, {"...": next(decoys)}] if random.random() < 0.3 else hidden
        if not isinstance(value, dict):
            return value
        members = {name: walk(member) for name, member in value.items()}
        digests = [hide(name, members.pop(name)) for name in list(members) if random.random() < 0.5]
        if random.random() < 0.3:
            digests.append(next(decoys))
        random.shuffle(digests)
        return {**members, "_sd": digests} if digests else members

    made = walk(claims)
    made["_sd_alg"] = sd_alg
    random.shuffle(disclosures)
    return Concealed(made, disclosures)


def issued(claims: Json, *disclosures: str) -> str:
    """A presentation without key binding, signed by the issuer's ES256 key."""
    return "~".join([signed({"alg": "ES256", "typ": "example+sd-jwt"}, claims), *disclosures, ""])


def cnf(nth: int = 1) -> Json:
    """The holder's public key, as the issuer writes it down."""
    return {"jwk": to_jwk(key_for("ES256", private=False, nth=nth), private=False)}


def bound(presentation: str, *, nth: int = 1, typ: object = "kb+jwt", sd_alg: str = "sha-256", **claims: object) -> str:
    """Add a key-binding JWT; a claim that is None is left out."""
    said = {"iat": NOW, "aud": "https://verifier", "nonce": "n-1", "sd_hash": digest(presentation, sd_alg), **claims}
    message = compact({"alg": "ES256", "typ": typ}, {k: v for k, v in said.items() if v is not None}, "")[:-1]
    signature = sign(SIGNATURE_ALGORITHMS["ES256"], key_for("ES256", nth=nth), message.encode())
    return f"{presentation}{message}.{b64(signature)}"
