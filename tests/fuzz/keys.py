"""Keys in every form that they are given in, whole and damaged; those that sign what is to be accepted."""

import base64
from functools import cache
from random import Random
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)

from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding
from tests.certificate_kit import BETWEEN, LEAF, ROOT
from tests.core_kit import CURVES, LATTICES, SECRET, material, pair, secret
from tests.fuzz.chance import below, octets, one_in, pick
from tests.fuzz.json_texts import Members, changed_members, literal, value, written
from tests.fuzz.texts import changed, changed_bytes, text

PASSPHRASE = "open sesame"
PAIRS = ("RSA", *CURVES, "Ed25519", "Ed448", *LATTICES)
ENCODINGS: tuple[SecretEncoding, ...] = ("auto", "auto", "auto", "text", "base64", "base64url", "hex")
_NAMES = (
    *("kty", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "oth", "k", "use", "key_ops", "alg", "kid"),
    *("x5c", "x5t", "x5t#S256", "x5u", "pub", "priv", "ext", "keys", "nbf"),
)
_VALUES = {
    "kty": '"oct"',
    "crv": '"P-256"',
    "use": '"sig"',
    "key_ops": '["verify"]',
    "alg": '"HS256"',
    "kid": '"k1"',
    "e": '"AQAB"',
    "x5c": '["MIIB"]',
}
_SPKI, _PKCS8 = PublicFormat.SubjectPublicKeyInfo, PrivateFormat.PKCS8
_PREFIXES = (
    "base64:",
    "hex:",
    "text:",
    "base64url:",
    "b64:",
    "export SECRET=",
    "JWT_SECRET=",
    "ssh-rsa ",
    "0x",
    "env:",
    "@",
)


@cache
def jwks() -> tuple[dict[str, str], ...]:
    """Real keys as JWKs: names with JSON texts."""
    private = [to_jwk(pair(name, kid=name), private=True).reveal() for name in PAIRS]
    public = [to_jwk(pair(name, kid=name), private=False) for name in PAIRS]
    shared = [to_jwk(secret(), private=True).reveal()]
    return tuple({name: literal(one) for name, one in jwk.items()} for jwk in [*shared, *private, *public])


@cache
def files() -> tuple[bytes, ...]:
    """Real keys as the files that programs write: PEM, DER, OpenSSH, PKCS #12, certificates."""
    made: list[bytes] = []
    for name in PAIRS:
        key: Any = material(name)
        for encoding in (Encoding.PEM, Encoding.DER):
            made += [
                key.private_bytes(encoding, _PKCS8, NoEncryption()),
                key.public_key().public_bytes(encoding, _SPKI),
            ]
    for name in ("RSA", "P-256"):
        key = material(name)
        made.append(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
        made.append(key.private_bytes(Encoding.PEM, _PKCS8, BestAvailableEncryption(PASSPHRASE.encode())))
    for name in ("RSA", "P-256", "Ed25519"):
        key = material(name)
        made.append(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
        made.append(key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    rsa: Any = material("RSA")
    made.append(rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1))
    made.append(pkcs12.serialize_key_and_certificates(b"a", rsa, None, None, NoEncryption()))
    made += [base64.b64decode(one) for one in certificates()]
    return tuple(made)


@cache
def certificates() -> tuple[str, ...]:
    """A chain as it stands in ``x5c``."""
    return tuple(one.x5c for one in (LEAF, BETWEEN, ROOT))


def jwk(r: Random) -> str:
    members: Members = pick(r, jwks())
    return written(r, members if one_in(r, 4) else changed_members(r, members, _NAMES, _VALUES))


def key_set(r: Random) -> str:
    match below(r, 6):
        case 0 | 1 | 2:
            return f'{{"keys":[{",".join(jwk(r) for _ in range(below(r, 4)))}]}}'
        case 3:
            return f"[{jwk(r)},{value(r)}]"
        case 4:
            pem = next(one for one in files() if b"PUBLIC" in one).decode()
            return written(r, {text(r): literal(changed(r, pem)), "k2": jwk(r)})
        case _:
            return written(r, {"keys": value(r), pick(r, ("private_key", "public_key", "x5c", "jwk")): jwk(r)})


def file(r: Random) -> bytes:
    """The bytes of a key file: as made, with bytes changed, or with the bytes inside its armour changed."""
    whole = pick(r, files())
    match below(r, 5):
        case 0:
            return whole
        case 1 | 2 if whole.startswith(b"-----"):
            begin, _, rest = whole.partition(b"\n")
            body, _, end = rest.rstrip().rpartition(b"\n")
            inner = changed_bytes(r, base64.b64decode(body, validate=False))
            return begin + b"\n" + base64.encodebytes(inner) + end + b"\n"
        case _:
            return changed_bytes(r, whole)


def shared_secret(r: Random) -> str:
    data = pick(r, (SECRET, b"secret", b"", octets(r, 32), octets(r, 64), text(r).encode("utf-8", "surrogatepass")))
    match below(r, 5):
        case 0:
            return data.decode("utf-8", "surrogateescape")
        case 1:
            return pick(r, ("", "hex:", "0x")) + data.hex()
        case 2:
            return pick(r, ("", "base64:")) + base64.b64encode(data).decode()
        case 3:
            return pick(r, _PREFIXES) + text(r)
        case _:
            return text(r)


def key_text(r: Random) -> Secret[str] | Secret[bytes]:
    """Whatever somebody may give as a key."""
    made: str | bytes
    match below(r, 6):
        case 0 | 1:
            made = jwk(r)
        case 2:
            made = key_set(r)
        case 3 | 4:
            made = file(r)
            if one_in(r, 3):
                made = pick(r, (made.decode("latin-1"), base64.b64encode(made).decode(), made.hex()))
        case _:
            made = shared_secret(r)
    if isinstance(made, str) and one_in(r, 5):
        made = changed(r, made)
    if isinstance(made, str) and one_in(r, 6):
        made = made.encode(pick(r, ("utf-8", "utf-16")), "surrogatepass")
    if isinstance(made, str):
        return Secret(made)
    return Secret(made)


def keyring(r: Random) -> Keyring:
    """What can be read of a key; most often one of the keys that sign the tokens made here."""
    match below(r, 6):
        case 0 | 1:
            return Keyring((secret(),))
        case 2:
            return signers()
        case 3:
            return Keyring((pick(r, signers().keys),))
        case _:
            return read_keys(key_text(r), encoding=pick(r, ENCODINGS), passphrase=Secret(PASSPHRASE))


@cache
def signers() -> Keyring:
    """The keys that are cheap to verify with, public halves and a secret, as a set."""
    keys = [pair(name, private=False, kid=name) for name in ("RSA", "P-256", "Ed25519")]
    return Keyring((secret(kid="hmac"), *keys), is_set=True)
