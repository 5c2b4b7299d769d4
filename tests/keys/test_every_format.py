"""Every format of a key × every family: what it is read as, and that it then verifies a token that others signed.

The keys are made by openssl and ssh-keygen (those of ML-DSA, which openssl 3.0 does not know, by cryptography), the
tokens by PyJWT, for ML-DSA by cryptography itself, and for the curves of key agreement by joserfc.
"""

import base64
import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key
from joserfc import jwe
from joserfc.jwk import OKPKey

from jwtlens.inspection import inspect
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.read import read_keys, readings
from jwtlens.keys.request import ENCODINGS
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests.core_kit import NOW, b64, compact
from tests.keys.key_kit import PASSPHRASE, Kit, boxed

EC = ("P-256", "P-384", "P-521", "secp256k1")
EDWARDS = ("Ed25519", "Ed448")
AGREEMENT = ("X25519", "X448")
LATTICE = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
PAIRS = ("RSA", "RSA-PSS", *EC, *EDWARDS, *AGREEMENT, *LATTICE)
FAMILIES = ("HMAC", *PAIRS)
ALGORITHM = {
    "HMAC": "HS256", "RSA": "RS256", "RSA-PSS": "PS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512",
    "secp256k1": "ES256K", "Ed25519": "EdDSA", "Ed448": "EdDSA", **{name: name for name in LATTICE},
}  # fmt: skip
KIND = {
    "HMAC": "secret, 256 bits", "RSA": "RSA 2048", "RSA-PSS": "RSA 2048",
    **{curve: f"EC {curve}" for curve in EC}, **{curve: f"OKP {curve}" for curve in (*EDWARDS, *AGREEMENT)},
    **{name: f"AKP {name}" for name in LATTICE},
}  # fmt: skip
SECRET = bytes(range(64, 80)) * 2
"""Text, and not by chance text that is base64 or hex as well: those encodings are formats of their own."""
NO_PEM = "a secret has no PEM and no DER"
PLAIN = "PKCS#1 is for RSA, without restriction"
NO_SSH = "OpenSSH has no keys of this kind"
PSS_LOST = "a JWK cannot say that a key is for RSA-PSS; its alg can, and then it is the RSA row"


class Form(NamedTuple):
    """One format: the families that it is for, why not for the others, how it is made, and which half it holds."""

    make: Callable[[Kit, str], str | bytes]
    families: tuple[str, ...]
    reasons: dict[str, str]
    private: bool
    words: str
    encoding: SecretEncoding = "auto"
    is_set: bool = False


def of_kit(form: str) -> Callable[[Kit, str], bytes]:
    return lambda kit, family: kit.form(family, form)


def of_text(form: str, change: Callable[[str], str]) -> Callable[[Kit, str], str]:
    return lambda kit, family: change(kit.text(family, form))


def bare(pem: str) -> str:
    return "".join(pem.split("\n")[1:-2])


def others(families: tuple[str, ...], reason: str) -> dict[str, str]:
    return {family: reason if family != "HMAC" else NO_PEM for family in FAMILIES if family not in families}


def for_pairs(form: str, change: Callable[[str], str], words: str, *, families: tuple[str, ...] = PAIRS) -> Form:
    return Form(of_text(form, change), families, others(families, NO_SSH), form == "pkcs8", words)


def written(form: str, families: tuple[str, ...], reason: str, words: str, *, private: bool) -> Form:
    return Form(of_kit(form), families, others(families, reason), private, words)


def secret(change: Callable[[bytes], str | bytes], words: str, encoding: SecretEncoding = "auto") -> Form:
    reasons = dict.fromkeys(PAIRS, "only a shared secret is a text of anybody's choice")
    return Form(lambda _kit, _family: change(SECRET), ("HMAC",), reasons, True, words, encoding)


def jwk(kit: Kit, family: str, *, private: bool) -> dict[str, Any]:
    if family == "HMAC":
        return {"kty": "oct", "k": b64(SECRET)}
    if family not in LATTICE:
        return kit.jwk(family, private=private)
    key: Any = signer(kit, family, "pkcs8")
    members = {"kty": "AKP", "alg": family, "pub": b64(key.public_key().public_bytes_raw())}
    return {**members, "priv": b64(key.private_bytes_raw())} if private else members


def as_jwk(wrap: Callable[[dict[str, Any]], object], words: str, *, private: bool, is_set: bool = False) -> Form:
    def make(kit: Kit, family: str) -> str:
        return json.dumps(wrap(jwk(kit, family, private=private)))

    families = tuple(family for family in FAMILIES if family != "RSA-PSS" and (private or family != "HMAC"))
    reasons = {"RSA-PSS": PSS_LOST, "HMAC": "a secret has no public half"}
    return Form(make, families, {name: reasons[name] for name in FAMILIES if name not in families}, private, words,
                is_set=is_set)  # fmt: skip


def account(pem: str) -> str:
    return json.dumps({"type": "service_account", "private_key_id": "7", "private_key": pem, "client_id": "1"})


def realm(kit: Kit, family: str) -> str:
    """A realm as Keycloak exports it; each kind of key has members of its own."""
    if family == "HMAC":
        provider, config = "hmac-generated", {"kid": ["7"], "secret": [b64(SECRET)], "algorithm": ["HS256"]}
    elif family in EC:
        halves = {"ecdsaPrivateKey": "pkcs8", "ecdsaPublicKey": "spki"}
        provider, config = "ecdsa-generated", {name: [bare(kit.text(family, form))] for name, form in halves.items()}
    elif family == "RSA":
        halves = {"privateKey": "pkcs1", "certificate": "certificate"}
        provider, config = "rsa-generated", {name: [bare(kit.text(family, form))] for name, form in halves.items()}
    else:
        halves = {"eddsaPrivateKey": "pkcs8", "eddsaPublicKey": "spki"}
        provider, config = "eddsa-generated", {name: [bare(kit.text(family, form))] for name, form in halves.items()}
    component = {"name": provider, "providerId": provider, "config": {"priority": ["100"], **config}}
    return json.dumps({"realm": "x", "components": {"org.keycloak.keys.KeyProvider": [component]}})


def chained(kit: Kit, family: str) -> str:
    """The certificate, then that of its issuer."""
    return kit.text(family, "certificate-issued") + kit.text("P-256", "certificate")


NOT_SELF = "a key that cannot sign has no request or certificate of its own; openssl makes none"
CERTIFIED = ("RSA", "RSA-PSS", *EC, *EDWARDS)
NO_ML_DSA_YET = "openssl 3.0 knows no ML-DSA"
NOT_CERTIFIED = {**dict.fromkeys(AGREEMENT, NOT_SELF), **dict.fromkeys(LATTICE, NO_ML_DSA_YET), "HMAC": NO_PEM}
OPENSSL = ("RSA", "RSA-PSS", *EC, *EDWARDS, *AGREEMENT)
SSH = ("RSA", "P-256", "P-384", "P-521", "Ed25519")
FORMATS: dict[str, Form] = {
    "secret as text": secret(bytes.decode, "secret, 32 bytes of text"),
    "secret as bytes": secret(lambda data: data, "secret, 32 bytes of text"),
    "secret as base64": secret(lambda data: base64.b64encode(data).decode(), "32 bytes from base64", "base64"),
    "secret as base64url": secret(b64, "32 bytes from base64url", "base64url"),
    "secret as hex": secret(bytes.hex, "secret, 32 bytes from hex", "hex"),
    "secret with a prefix": secret(lambda data: f"hex:{data.hex()}", "secret, 32 bytes from hex"),
    "secret in a .env line": secret(lambda data: f'JWT_SECRET="{data.decode()}"\n', "value of JWT_SECRET: secret"),
    "k alone": secret(b64, "32 bytes from base64url", "base64url"),
    "PKCS#8": written("pkcs8", PAIRS, "", "PEM; ", private=True),
    "SPKI": written("spki", PAIRS, "", "PEM; ", private=False),
    "PKCS#8 in DER": written("pkcs8-der", PAIRS, "", "DER; ", private=True),
    "SPKI in DER": written("spki-der", PAIRS, "", "DER; ", private=False),
    "PKCS#1": written("pkcs1", ("RSA", "RSA-PSS"), "PKCS#1 is for RSA", "PEM; ", private=True),
    "PKCS#1 public": written("pkcs1-public", ("RSA",), PLAIN, "PEM; ", private=False),
    "PKCS#1 in DER": written("pkcs1-der", ("RSA",), PLAIN, "DER; ", private=True),
    "SEC1": written("sec1", EC, "SEC1 is for EC", "PEM; ", private=True),
    "SEC1 in DER": written("sec1-der", EC, "SEC1 is for EC", "DER; ", private=True),
    "encrypted PKCS#8": written("encrypted", OPENSSL, NO_ML_DSA_YET, "PEM; ", private=True),
    "encrypted PKCS#8 in DER": written("encrypted-der", OPENSSL, NO_ML_DSA_YET, "DER; ", private=True),
    "encrypted PKCS#1": written("legacy", ("RSA",), "the old encryption is for PKCS#1 and SEC1", "PEM; ", private=True),
    "encrypted SEC1": written("legacy-ec", EC, "the old encryption is for PKCS#1 and SEC1", "PEM; ", private=True),
    "certificate": Form(of_kit("certificate"), CERTIFIED, NOT_CERTIFIED, False, "PEM certificate; "),
    "certificate in DER": Form(of_kit("certificate-der"), CERTIFIED, NOT_CERTIFIED, False, "DER certificate; "),
    "certificate chain": Form(chained, CERTIFIED, NOT_CERTIFIED, False, "first certificate of a chain of 2"),
    "OpenSSH private": written("ssh", SSH, NO_SSH, "PEM; ", private=True),
    "OpenSSH private, encrypted": written("ssh-encrypted", SSH, NO_SSH, "PEM; ", private=True),
    "OpenSSH public": written("ssh-public", SSH, NO_SSH, "OpenSSH; ", private=False),
    "JWK private": as_jwk(lambda members: members, "JWK; ", private=True),
    "JWK public": as_jwk(lambda members: members, "JWK; ", private=False),
    "JWK Set": as_jwk(lambda members: {"keys": [members]}, "JWK Set, 1 key", private=True, is_set=True),
    "discovery with its JWK Set": as_jwk(
        lambda members: {"issuer": "https://a", "jwks_uri": "https://a/k", "jwks": {"keys": [members]}},
        "/jwks of a JSON document: JWK Set, 1 key", private=False, is_set=True,
    ),
    "PEM with \\n written out": for_pairs("spki", lambda pem: pem.replace("\n", "\\n"), "PEM with \\n written out; "),
    "PEM on one line": for_pairs("pkcs8", lambda pem: pem.replace("\n", " "), "PEM on one line; "),
    "PEM in a .env line": for_pairs("spki", lambda pem: f'export K="{pem}"', "value of K: PEM; "),
    "base64 of DER": for_pairs("spki", bare, "base64 without PEM lines; "),
    "service account": for_pairs("pkcs8", account, "/private_key of a JSON document: PEM; "),
    "Keycloak realm": Form(
        realm, ("HMAC", "RSA", *EC[:3], *EDWARDS),
        dict.fromkeys(("RSA-PSS", "secp256k1", *AGREEMENT, *LATTICE), "Keycloak makes no such keys"),
        True, "of a JSON document: ",
    ),
}  # fmt: skip


@cache
def signer(kit: Kit, family: str, form: str) -> object:
    """The private key, as the library that signs has it; ssh-keygen makes one of its own."""
    if form.startswith("ssh"):
        return load_ssh_private_key(kit.form(family, "ssh"), None)
    return load_pem_private_key(kit.form(family, "pkcs8"), None)


@cache
def token(kit: Kit, family: str, form: str) -> str:
    claims = {"sub": family, "exp": NOW + 60}
    if family == "HMAC":
        return jwt.encode(claims, SECRET, "HS256")
    key: Any = signer(kit, family, form)
    if family in LATTICE:
        message = compact({"alg": family}, claims, "")[:-1]
        return f"{message}.{b64(key.sign(message.encode()))}"
    return jwt.encode(claims, key, ALGORITHM[family])


CASES = [(name, family) for name, form in FORMATS.items() for family in form.families]


def test_every_pair_of_a_format_and_a_family_is_tested_or_has_a_reason_why_not() -> None:
    for name, form in FORMATS.items():
        said = {family for family, reason in form.reasons.items() if reason}
        assert said == set(FAMILIES) - set(form.families), name


@pytest.mark.parametrize(("name", "family"), CASES)
def test_a_key_is_recognised_and_verifies_what_others_signed(kit: Kit, name: str, family: str) -> None:
    form = FORMATS[name]
    keyring = read_keys(boxed(form.make(kit, family)), encoding=form.encoding, passphrase=Secret(PASSPHRASE))
    assert not keyring.problems
    assert keyring.is_set is form.is_set
    (key,) = keyring.keys
    assert (key.kind, key.private) == (KIND[family], form.private)
    assert form.words in keyring.words
    if family in AGREEMENT:
        assert key.algorithms() == ()
        assert not form.private or _decrypts(kit, family, key)
        return
    made_by = "ssh" if "SSH" in name else "pkcs8"
    report = inspect(token(kit, family, made_by), keyring, now=NOW, with_audit=False).report
    assert report.verdict is Verdict.ACCEPTED
    forged = token(kit, family, made_by).replace(".", ".e", 1)
    assert inspect(forged, keyring, now=NOW, with_audit=False).report.verdict is not Verdict.ACCEPTED
    # An encrypted key does not show its restriction, and openssl writes none into PKCS#1 but the label.
    restricted = family == "RSA-PSS" and "encrypted" not in name
    assert (key.only == ("PS256", "PS384", "PS512")) is restricted


def _decrypts(kit: Kit, family: str, key: Key) -> bool:
    """Whether it opens what joserfc encrypted to the public half: such keys sign nothing."""
    public = OKPKey.import_key(kit.form(family, "spki"))
    header = {"alg": "ECDH-ES", "enc": "A128GCM"}
    encrypted = jwe.encrypt_compact(header, json.dumps({"sub": "a"}), public)
    opened = inspect(encrypted, Keyring((key,)), Policy(decrypt_only=True), now=NOW, with_audit=False)
    return opened.report.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        (SECRET.decode(), {"text": 32}),
        (base64.b64encode(SECRET + b"\xff\xfe").decode(), {"text": 48, "base64": 34}),
        (b64(SECRET + b"\xff\xfe"), {"text": 46, "base64url": 34}),
        (SECRET.hex(), {"text": 64, "base64": 48, "base64url": 48, "hex": 32}),
    ],
)
def test_a_secret_can_be_read_in_other_ways_each_with_its_length(text: str, encodings: dict[str, int]) -> None:
    found = {reading.encoding: reading.size for reading in readings(Secret(text))}
    assert found == encodings
    for encoding in ENCODINGS:
        if encoding in found:
            (key,) = read_keys(Secret(text), encoding=encoding).keys
            assert key.bits == 8 * found[encoding]
