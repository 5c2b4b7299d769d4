"""Tokens, keys and subjects for the audit's tests, each in one readable call."""

import base64
import hmac
import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from jwtlens.audit import Severity, Subject
from jwtlens.jose import jws
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify.judgement import judge
from jwtlens.verify.policy import Policy
from jwtlens.verify.signature import sign
from jwtlens.verify.verify import verify

NOW = 1_795_000_000
"""The clock of all tests: 18 November 2026."""

SECRET = bytes(range(7, 39))
ISSUER = "https://issuer.example"

Json = dict[str, object]


class Raises(NamedTuple):
    """A subject about which the rule must say something, with this severity."""

    slug: str
    severity: Severity
    subject: Subject


class Silent(NamedTuple):
    """A near miss: the rule must be asked about this subject, and say nothing."""

    slug: str
    subject: Subject


def b64(data: bytes | str) -> str:
    """Base64url without padding."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _changed(members: Json, changes: Json) -> Json:
    return {name: value for name, value in (members | changes).items() if value is not ...}


def head(**changes: object) -> Json:
    """An ordinary header, signed with RS256; a value of ... leaves the parameter out."""
    return _changed({"alg": "RS256", "kid": "2026-11", "typ": "JWT"}, changes)


def good(**changes: object) -> Json:
    """Claims about which no rule has more than a word to say; a value of ... leaves the claim out."""
    claims: Json = {
        "iss": ISSUER,
        "sub": "user-7f3a9c",
        "aud": "https://api.example",
        "iat": NOW - 60,
        "exp": NOW + 840,
        "jti": "5b1c9d1e-6f0a-4c3e-9a55-0d8d1f1b2c3d",
    }
    return _changed(claims, changes)


def compact(header: object, claims: object, signature: bytes | str = bytes(range(256))) -> str:
    """A compact token; header and claims are JSON values, or bytes that stand there as they are."""
    parts = [value if isinstance(value, bytes) else json.dumps(value).encode() for value in (header, claims)]
    tail = signature if isinstance(signature, str) else b64(signature)
    return f"{b64(parts[0])}.{b64(parts[1])}.{tail}"


def encrypted(
    header: Mapping[str, object],
    *,
    key: bytes = b"k" * 256,
    iv: bytes = b"i" * 12,
    content: bytes = b"c" * 60,
    tag: bytes = b"t" * 16,
) -> str:
    """A token with the five parts of an encrypted one."""
    return ".".join([b64(json.dumps(header)), b64(key), b64(iv), b64(content), b64(tag)])


def mac(header: Json, claims: Json, secret: bytes = SECRET) -> str:
    """A token with a right HMAC."""
    message = compact(header, claims, "")[:-1]
    return f"{message}.{b64(hmac.digest(secret, message.encode(), 'sha' + str(header['alg'])[2:]))}"


def signed(header: Json, claims: Json, key: Key) -> str:
    """A token with a right signature."""
    message = compact(header, claims, "")[:-1]
    return f"{message}.{b64(sign(SIGNATURE_ALGORITHMS[str(header['alg'])], key, message.encode()))}"


def subject(
    text: str, *keys: Key, policy: Policy = Policy(), now: float = NOW, removed: tuple[str, ...] = ()
) -> Subject:
    """Everything that an audit looks at, verified as the program does it."""
    keyring = Keyring(keys, is_set=len(keys) > 1)
    token = jws.parse(text)
    return Subject(token, keyring, policy, now, verify(token, keyring, policy, now), removed)


def judged(text: str, *keys: Key, policy: Policy = Policy()) -> Subject:
    """The same for a token of any kind, taken apart and judged as a whole."""
    keyring = Keyring(keys, is_set=len(keys) > 1)
    judgement = judge(text, keyring, policy, NOW)
    return Subject(judgement.token, keyring, policy, NOW, judgement.report)


def about_claims(policy: Policy = Policy(), /, **changes: object) -> Subject:
    """An ordinary token with changed claims."""
    return subject(compact(head(), good(**changes)), policy=policy)


def about_header(policy: Policy = Policy(), /, **changes: object) -> Subject:
    """An ordinary token with a changed header."""
    return subject(compact(head(**changes), good()), policy=policy)


def typed(typ: str, /, **changes: object) -> Subject:
    """An ordinary token with an explicit type and changed claims."""
    return subject(compact(head(typ=typ), good(**changes)))


def secret(value: bytes = SECRET, **members: object) -> Key:
    """A shared secret."""
    return _key("oct", value, len(value) * 8, "", members)


@cache
def _rsa_material(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def rsa_key(bits: int = 2048, *, private: bool = False, **members: object) -> Key:
    """An RSA key, always the same for one size."""
    material = _rsa_material(bits)
    return _key("RSA", material if private else material.public_key(), bits, "", members, private=private)


@cache
def _ec_material() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def ec_key(*, private: bool = False, **members: object) -> Key:
    """A P-256 key, always the same."""
    material = _ec_material()
    return _key("EC", material if private else material.public_key(), 256, "P-256", members, private=private)


@cache
def _ed_material() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def ed_key(*, private: bool = False, **members: object) -> Key:
    """An Ed25519 key, always the same."""
    material = _ed_material()
    return _key("OKP", material if private else material.public_key(), 256, "Ed25519", members, private=private)


def _key(kty: str, material: object, bits: int, curve: str, members: Json, *, private: bool = True) -> Key:
    key = Key(kty, Secret(material), private=private, bits=bits, words=f"a key of type {kty}", curve=curve)  # type: ignore[arg-type]
    return key._replace(**members)  # type: ignore[arg-type]
