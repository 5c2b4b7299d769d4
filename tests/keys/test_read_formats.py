"""Formats times families: each is recognised by its content, and its words say how it was read."""

import base64
import json
from collections.abc import Callable

import pytest

from jwtlens.keys.key import Key
from jwtlens.keys.load import public_bytes
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from tests.keys.key_kit import GENERATE, ML_DSA, PASSPHRASE, Kit, boxed, openssl

FACTS = {
    "RSA": ("RSA", "", 2048),
    "P-256": ("EC", "P-256", 256),
    "P-384": ("EC", "P-384", 384),
    "P-521": ("EC", "P-521", 521),
    "secp256k1": ("EC", "secp256k1", 256),
    "Ed25519": ("OKP", "Ed25519", 255),
    "Ed448": ("OKP", "Ed448", 448),
    "X25519": ("OKP", "X25519", 255),
    "X448": ("OKP", "X448", 448),
    "ML-DSA-44": ("AKP", "ML-DSA-44", 1312 * 8),
    "ML-DSA-65": ("AKP", "ML-DSA-65", 1952 * 8),
    "ML-DSA-87": ("AKP", "ML-DSA-87", 2592 * 8),
}
NAMES = {"RSA": "RSA 2048", **{curve: f"EC {curve}" for curve in ("P-256", "P-384", "P-521", "secp256k1")}}
EC = ("P-256", "P-384", "P-521", "secp256k1")
CASES = [
    *((family, form) for family in (*GENERATE, *ML_DSA) for form in ("pkcs8", "spki", "pkcs8-der", "spki-der")),
    *(("RSA", form) for form in ("pkcs1", "pkcs1-public", "pkcs1-der", "legacy", "ssh", "ssh-public")),
    *((family, form) for family in EC for form in ("sec1", "sec1-der")),
    *((family, form) for family in ("P-256", "Ed25519") for form in ("ssh", "ssh-public")),
    *((family, form) for family in ("RSA", *EC, "Ed25519") for form in ("certificate", "certificate-der")),
    *((family, form) for family in ("RSA", "P-256", "Ed25519") for form in ("encrypted", "encrypted-der")),
]


def only(material: str | bytes) -> Key:
    keyring = read_keys(boxed(material), passphrase=Secret(PASSPHRASE))
    assert not keyring.problems
    assert not keyring.is_set
    (key,) = keyring.keys
    return key


@pytest.mark.parametrize(("family", "form"), CASES)
def test_every_form_of_every_family_is_read(kit: Kit, family: str, form: str) -> None:
    key = only(kit.form(family, form))
    public = form.startswith(("spki", "certificate")) or form.endswith("public")
    assert (key.kty, key.curve, key.bits) == FACTS[family]
    assert key.private is not public
    how = "DER" if form.endswith("der") else "OpenSSH" if form == "ssh-public" else "PEM"
    if form.startswith("certificate"):
        how += " certificate"
    assert key.words == f"{how}; {NAMES.get(family, family)} {'public' if public else 'private'} key"
    assert key.alg == (family if family in ML_DSA else None)


@pytest.mark.parametrize("family", GENERATE)
@pytest.mark.parametrize("private", [True, False])
def test_jwks_of_joserfc_are_read(kit: Kit, family: str, private: bool) -> None:
    key = only(json.dumps(kit.jwk(family, private=private)))
    assert (key.kty, key.curve, key.bits, key.private) == (*FACTS[family], private)
    assert key.words == f"JWK; {NAMES.get(family, family)} {'private' if private else 'public'} key"
    assert public_bytes(key) == kit.form(family, "spki-der")


def disguises(pem: str) -> dict[str, str]:
    der = "".join(pem.split("\n")[1:-2])
    escaped = pem.replace("\n", "\\n")
    return {
        "PEM with \\n written out": escaped,
        "PEM on one line": pem.replace("\n", " "),
        "base64 without PEM lines": der,
        "value of KEY: PEM with \\n written out": f"KEY='{escaped}'",
        "value of JWT_KEY: PEM": f'export JWT_KEY="{escaped}"',
        "value of JWT_PEM: PEM": f'# the key\nPORT=80\nJWT_PEM="{pem}"\n',
        "/a/0/b of a JSON document: PEM": json.dumps({"a": [{"b": pem}]}),
        "/publicKey of a JSON document: base64 without PEM lines": json.dumps({"realm": "x", "publicKey": der}),
        "written in base64: PEM": base64.b64encode(pem.encode()).decode(),
    }


@pytest.mark.parametrize("family", ["RSA", "P-256", "Ed25519", "ML-DSA-44"])
@pytest.mark.parametrize("form", ["spki", "pkcs8"])
def test_a_key_is_found_however_it_was_pasted(kit: Kit, family: str, form: str) -> None:
    pem = kit.text(family, form)
    plain = only(pem)
    for how, text in disguises(pem).items():
        key = only(text)
        assert key.words == plain.words.replace("PEM", how, 1)
        assert public_bytes(key) == public_bytes(plain)


@pytest.mark.parametrize(
    "paste",
    [
        lambda pem: pem.replace("\n", "\r\n"),
        lambda pem: "    " + pem.replace("\n", "\n    "),
        lambda pem: pem.replace("\n", ""),
        lambda pem: f'"{pem}"',
        lambda pem: "key: |\n  " + pem.replace("\n", "\n  "),
        lambda pem: "\n".join(f'"{line}\\n" +' for line in pem.splitlines()),
        lambda pem: "Subject: CN=x\nsome words before\n" + pem + "and after",
        lambda pem: "base64:" + base64.b64encode(pem.encode()).decode(),
        lambda pem: "hex:" + pem.encode().hex(),
        lambda pem: "text:" + pem,
    ],
)
def test_surroundings_of_a_pem_do_not_matter(kit: Kit, paste: Callable[[str], str]) -> None:
    assert only(paste(kit.text("P-256", "spki"))).curve == "P-256"


def test_a_wrong_label_does_not_matter(kit: Kit) -> None:
    assert only(kit.text("RSA", "pkcs8").replace("PRIVATE KEY", "RSA PRIVATE KEY")).private
    assert not only(kit.text("RSA", "spki").replace("PUBLIC KEY", "RSA PUBLIC KEY")).private


def test_files_of_windows_are_text(kit: Kit) -> None:
    pem = kit.text("P-256", "spki")
    assert only(b"\xff\xfe" + pem.encode("utf-16-le")).curve == "P-256"
    assert only(b"\xef\xbb\xbf" + pem.encode()).curve == "P-256"


def test_several_blocks_are_a_set_and_a_bad_one_does_not_hide_the_others(kit: Kit) -> None:
    bad = "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n"
    keyring = read_keys(Secret(kit.text("RSA", "spki") + bad + kit.text("P-256", "spki")))
    assert [key.kty for key in keyring.keys] == ["RSA", "EC"]
    assert keyring.is_set
    assert keyring.words == "2 keys"
    assert [(problem.code, problem.field) for problem in keyring.problems] == [("key-invalid", "key")]
    assert "(line 10)" in keyring.problems[0].message


def test_a_private_key_with_its_public_half_is_one_key(kit: Kit) -> None:
    keyring = read_keys(Secret(kit.text("P-256", "sec1") + kit.text("P-256", "certificate")))
    assert [key.private for key in keyring.keys] == [True]
    assert not keyring.is_set
    assert "public half" in keyring.words


def test_of_a_chain_only_the_first_certificate_signs_tokens(chain: str) -> None:
    keyring = read_keys(Secret(chain))
    assert [key.curve for key in keyring.keys] == ["P-256"]
    assert keyring.words == "PEM certificate; EC P-256 public key; first certificate of a chain of 2"


def test_the_curve_that_openssl_writes_before_a_key_is_passed_over(kit: Kit) -> None:
    parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    assert only(parameters + kit.text("P-256", "sec1")).private


def test_authorized_keys_are_a_set(kit: Kit) -> None:
    lines = kit.text("RSA", "ssh-public") + "ssh-dss AAAA x\n" + kit.text("Ed25519", "ssh-public")
    keyring = read_keys(Secret(lines))
    assert [key.kty for key in keyring.keys] == ["RSA", "OKP"]
    assert keyring.is_set
    assert "(line 2)" in keyring.problems[0].message


def test_curves_without_a_jose_name_are_read_and_fit_no_algorithm() -> None:
    key = only(openssl("ecparam", "-name", "brainpoolP256r1", "-genkey", "-noout"))
    assert key.curve == "brainpoolP256r1"
    assert not key.algorithms()
