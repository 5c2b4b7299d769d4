"""JWKs and JWK Sets: read strictly, and each fault named with its member."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto import jwk as oracle

from jwtlens.jose import base64url
from jwtlens.keys import load
from jwtlens.keys.jwk_reader import PRIVATE_MEMBERS, read_jwk
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.request import UnreadableKeyError
from jwtlens.keys.secret import Secret
from tests.keys.key_kit import Kit

OFF_CURVE = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
ZEROS = base64url.encode(bytes(32))
PRIMES = ("p", "q", "dp", "dq", "qi")


def read(members: object) -> Keyring:
    return read_keys(Secret(json.dumps(members)))


def number(value: int) -> str:
    return base64url.encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("P-256", {"kty": None}, "jwk-type", "kty is null; it must be a string"),
    ("P-256", {"kty": "XYZ"}, "jwk-kty", "kty is XYZ, which is no key type; known are RSA, EC"),
    ("P-256", {"kty": "ec"}, "jwk-kty", "it is written EC"),
    ("P-256", {"crv": ...}, "jwk-member-missing", "crv (the curve) is missing. Add one of P-256"),
    ("P-256", {"crv": "P-255"}, "jwk-crv", "crv is P-255; a key of type EC has one of P-256"),
    ("P-256", {"crv": "Ed25519"}, "jwk-crv", "crv is Ed25519; a key of type EC"),
    ("P-256", {"crv": "P-384"}, "jwk-size", "x (the x coordinate on P-384) has 32 bytes; it must have exactly 48"),
    ("P-256", {"x": ...}, "jwk-member-missing", "x (the x coordinate on P-256) is missing"),
    ("P-256", {"y": ...}, "jwk-member-missing", "y (the y coordinate on P-256) is missing"),
    ("P-256", {"y": 5}, "jwk-type", "y is a number; it must be a string"),
    ("P-256", {"y": ""}, "jwk-member-empty", "y (the y coordinate on P-256) is empty"),
    ("P-256", {"y": OFF_CURVE[:-3]}, "jwk-size", "has 30 bytes; it must have exactly 32"),
    ("P-256", {"y": OFF_CURVE + "AAAA"}, "jwk-size", "has 35 bytes; it must have exactly 32"),
    ("P-256", {"x": OFF_CURVE, "y": OFF_CURVE}, "ec-off-curve", "not a point on P-256"),
    ("P-256", {"x": OFF_CURVE + "="}, "jwk-base64url", "it has padding"),
    ("P-256", {"x": "+" + OFF_CURVE[1:]}, "jwk-base64url", "standard base64"),
    ("P-256", {"x": "é" + OFF_CURVE[1:]}, "jwk-base64url", "a character stands inside"),
    ("P-256", {"x": " " + OFF_CURVE[1:]}, "jwk-base64url", "white space"),
    ("P-256", {"x": OFF_CURVE[:41]}, "jwk-base64url", "missing or too many"),
    ("P-256", {"x": OFF_CURVE[:-1] + "F"}, "jwk-base64url", "as if it were cut"),
    ("P-256", {"d": ZEROS}, "jwk-mismatch", "d and the point x, y do not belong together"),
    ("P-256", {"d": OFF_CURVE}, "jwk-mismatch", "d and the point x, y do not belong together"),
    ("P-256", {"d": "AQ"}, "jwk-size", "d (the private key) has 1 bytes"),
    ("P-256", {"d": ""}, "jwk-member-empty", "d (the private key) is empty"),
    ("P-256", {"kid": 7}, "jwk-type", "kid is a number; it must be a string"),
    ("P-256", {"use": ["sig"]}, "jwk-type", "use is an array"),
    ("P-256", {"alg": {}}, "jwk-type", "alg is an object"),
    ("P-256", {"key_ops": "sign"}, "jwk-type", "key_ops is a string, not an array of strings"),
    ("P-256", {"key_ops": [1]}, "jwk-type", "key_ops is an array, not an array of strings"),
    ("Ed25519", {"crv": "Ed5"}, "jwk-crv", "a key of type OKP has one of Ed25519"),
    ("Ed25519", {"x": ...}, "jwk-member-missing", "x (the public key on Ed25519) is missing"),
    ("Ed25519", {"x": ZEROS[:-4]}, "jwk-size", "x (the public key on Ed25519) has 29 bytes"),
    ("Ed25519", {"x": OFF_CURVE}, "jwk-mismatch", "x and d do not belong together"),
    ("Ed25519", {"d": ZEROS}, "jwk-mismatch", "x and d do not belong together"),
    ("Ed448", {"d": ZEROS}, "jwk-size", "d (the private key) has 32 bytes; it must have exactly 57"),
    ("RSA", {"n": ...}, "jwk-member-missing", "n (the modulus) is missing"),
    ("RSA", {"n": 12345}, "jwk-type", "n is a number"),
    (
        "RSA",
        {"n": str(3 * 2**2046 + 1)},
        "jwk-number",
        "n (the modulus) is written in decimal; a JWK",
    ),
    ("RSA", {"n": f"{3 * 2**2046 + 1:x}"}, "jwk-number", "n (the modulus) is written in hexadecimal"),
    ("RSA", {"n": f"{3 * 2**2046 + 1:X}"}, "jwk-number", "n (the modulus) is written in hexadecimal"),
    ("RSA", {"d": f"0x{3 * 2**2045 + 1:x}"}, "jwk-number", "d (the private exponent) is written in hexadecimal"),
    (
        "P-256",
        {"x": (b"\x01\xab" * 16).hex(":")},
        "jwk-number",
        "on P-256) is written in hexadecimal",
    ),
    ("RSA", {"e": "65537"}, "jwk-number", "e (the public exponent) is written in decimal"),
    ("RSA", {"e": 65537}, "jwk-type", "e is a number; it must be a string"),
    ("RSA", {"e": ...}, "jwk-member-missing", "e (the public exponent) is missing"),
    ("RSA", {"e": "AQ"}, "rsa-exponent", "e is 1: every message would be its own signature"),
    ("RSA", {"e": "AQAA"}, "rsa-exponent", "e must be an odd number"),
    ("RSA", {"e": "AA"}, "rsa-exponent", "e must be an odd number"),
    ("RSA", {"n": "BA"}, "rsa-modulus", "even or smaller than e"),
    ("RSA", {"n": "A" * 4000 + "Q"}, "jwk-base64url", "n (the modulus)"),
    ("RSA", {"n": "AAAB" * 2000}, "key-too-large", "n (the modulus) has 6,000 bytes; jwtlens stops at 2,048"),
    ("RSA", {"n": base64url.encode(b"\x01" * 2049)}, "key-too-large", "has 16,385 bits"),
    ("RSA", {"d": "AQAB"}, "rsa-invalid", "do not belong together"),
    ("RSA", {"d": "A" * 400}, "rsa-invalid", "do not belong together"),
    ("RSA", {"p": "AQAB"}, "rsa-invalid", "n, p and q do not belong together"),
    ("RSA", {"qi": "AQAB"}, "rsa-invalid", "do not belong together"),
    ("RSA", {"qi": ...}, "jwk-member-missing", "qi (the coefficient) is missing"),
    ("RSA", {"oth": []}, "rsa-primes", "more than two primes"),
    ("RSA", dict.fromkeys(PRIMES, ...) | {"d": "AQAB"}, "rsa-invalid", "do not belong together"),
    ("RSA", dict.fromkeys(PRIMES, ...) | {"n": number(2**9000 + 1), "d": "AQAB"}, "rsa-primes", "up to 8,192 bits"),
    ("RSA", {"d": number(2**2050)}, "rsa-invalid", "n and d do not belong together"),
    ("oct", {"k": ...}, "jwk-member-missing", "k (the secret itself) is missing"),
    ("oct", {"k": ""}, "jwk-member-empty", "k (the secret itself) is empty"),
    ("oct", {"k": None}, "jwk-type", "k is null"),
    ("oct", {"k": "AP8="}, "jwk-base64url", "it has padding"),
    ("AKP", {"alg": ...}, "jwk-alg", "alg is missing; an AKP key needs one of ML-DSA-44"),
    ("AKP", {"alg": "ES256"}, "jwk-alg", "alg is ES256; an AKP key needs one of ML-DSA-44"),
    ("AKP", {"pub": ...}, "jwk-member-missing", "pub (the ML-DSA-44 public key) is missing"),
    ("AKP", {"pub": "AAAA"}, "jwk-size", "pub (the ML-DSA-44 public key) has 3 bytes; it must have exactly 1312"),
    ("AKP", {"priv": "AAAA"}, "jwk-size", "priv (the ML-DSA-44 seed) has 3 bytes; it must have exactly 32"),
    ("AKP", {"priv": OFF_CURVE}, "jwk-mismatch", "pub and priv do not belong together"),
]


@pytest.fixture(scope="session")
def good(kit: Kit) -> Callable[[str], dict[str, Any]]:
    def members(family: str) -> dict[str, Any]:
        if family == "oct":
            return {"kty": "oct", "k": "AP8"}
        if family == "AKP":
            public = kit.form("ML-DSA-44", "spki-der")[-1312:]
            seed = base64url.encode(bytes(range(32)))
            return {"kty": "AKP", "alg": "ML-DSA-44", "pub": base64url.encode(public), "priv": seed}
        return kit.jwk(family, private=True)

    return members


@pytest.mark.parametrize(("family", "change", "code", "fragment"), FAULTS)
def test_each_fault_is_named(
    good: Callable[[str], dict[str, Any]], family: str, change: dict[str, Any], code: str, fragment: str
) -> None:
    members = {name: value for name, value in {**good(family), **change}.items() if value is not ...}
    keyring = read(members)
    assert not keyring.keys
    (problem,) = keyring.problems
    assert (problem.code, problem.field) == (code, "key")
    assert fragment in problem.message


def test_a_secret_may_look_like_a_number_in_another_base() -> None:
    for k in ("0123456789abcdef" * 4, "1234567890" * 4):
        assert read({"kty": "oct", "k": k}).keys[0].bits == len(k) * 6


def test_what_a_jwk_says_about_itself_is_kept(kit: Kit) -> None:
    about = {"kid": "k-1", "use": "sig", "key_ops": ["verify"], "alg": "ES256"}
    (key,) = read({**kit.jwk("P-256", private=False), **about}).keys
    assert (key.kid, key.use, key.key_ops, key.alg) == ("k-1", "sig", ("verify",), "ES256")
    (secret,) = read({"kty": "oct", "k": "AP8", **about}).keys
    assert (secret.kid, secret.use, secret.key_ops, secret.alg) == ("k-1", "sig", ("verify",), "ES256")


def test_akp_keys_are_read(good: Callable[[str], dict[str, Any]]) -> None:
    (private,) = read(good("AKP")).keys
    assert (private.kty, private.private, private.alg, private.kind) == ("AKP", True, "ML-DSA-44", "AKP ML-DSA-44")
    (public,) = read({name: value for name, value in good("AKP").items() if name != "priv"}).keys
    assert not public.private


def test_an_rsa_key_with_d_alone_is_completed(kit: Kit) -> None:
    members = kit.jwk("RSA", private=True)
    (key,) = read({name: value for name, value in members.items() if name not in PRIMES}).keys
    assert key.private
    assert load.public_bytes(key) == kit.form("RSA", "spki-der")


def test_a_leading_zero_byte_is_said_and_read(kit: Kit) -> None:
    members = kit.jwk("RSA", private=False)
    padded = base64url.encode(b"\0" + base64url.decode(members["n"]).data)
    keyring = read({**members, "n": padded})
    assert [key.bits for key in keyring.keys] == [2048]
    assert [problem.code for problem in keyring.problems] == ["jwk-leading-zero"]


def test_a_name_that_appears_twice_is_said(kit: Kit) -> None:
    text = json.dumps(kit.jwk("P-256", private=False))
    keyring = read_keys(Secret(text[:-1] + ', "kid": "a", "kid": "b"}'))
    assert [key.kid for key in keyring.keys] == ["b"]
    assert [(problem.code, problem.field) for problem in keyring.problems] == [("json-duplicate", "key")]


def test_x5c_must_hold_the_same_key(kit: Kit) -> None:
    lines = kit.text("RSA", "certificate").splitlines()
    chain = ["".join(lines[1:-1])]
    for private in (True, False):
        assert not read({**kit.jwk("RSA", private=private), "x5c": chain}).problems
    refused = read({**kit.jwk("P-256", private=False), "x5c": chain})
    assert not refused.keys
    assert "another key" in refused.problems[0].message
    for broken in ([], [7], ["AAAA"], "x", ["é"]):
        odd = read({**kit.jwk("RSA", private=False), "x5c": broken})
        assert len(odd.keys) == 1
        assert odd.problems[0].code == "jwk-x5c"


def test_thumbprints_of_the_certificate_are_kept_and_compared(kit: Kit) -> None:
    (certified,) = read_keys(Secret(kit.text("RSA", "certificate"))).keys
    right = dict(certified.certificate)
    jwk = kit.jwk("RSA", private=False)
    lines = kit.text("RSA", "certificate").splitlines()
    chain = ["".join(lines[1:-1])]
    assert right.keys() == {"x5t", "x5t#S256"}
    for members in ({**jwk, "x5c": chain}, {**jwk, "x5c": chain, **right}, {**jwk, **right}):
        ring = read(members)
        assert (ring.problems, dict(ring.keys[0].certificate)) == ((), right)
    other = "A" * 43
    wrong = read({**jwk, "x5c": chain, "x5t": right["x5t"], "x5t#S256": other})
    assert [problem.code for problem in wrong.problems] == ["jwk-x5t"]
    assert wrong.problems[0].message.startswith("x5t#S256 is not the thumbprint of the certificate in x5c")
    assert dict(wrong.keys[0].certificate) == right
    for nonsense in (7, "", "AA", other + "A", other[:-1] + "="):
        odd = read({**jwk, "x5t#S256": nonsense})
        assert [problem.code for problem in odd.problems] == ["jwk-x5t"]
        assert odd.keys[0].certificate == ()
    assert read(jwk).keys[0].certificate == ()


def test_public_only_reads_no_private_member(kit: Kit) -> None:
    members = {**kit.jwk("RSA", private=True), "p": 5}
    assert read_jwk(members).problems
    (key,) = read_jwk(members, origin="token", public_only=True).keys
    assert (key.private, key.origin) == (False, "token")
    assert "k" not in PRIVATE_MEMBERS


def test_sets_keep_what_can_be_read(kit: Kit) -> None:
    one, two = kit.jwk("RSA", private=False), kit.jwk("P-256", private=False)
    entries = [{**one, "kid": "a"}, {"kty": "XYZ", "kid": "b"}, 7, {**two, "kid": "a"}, {"n": "x"}]
    keyring = read({"keys": entries})
    assert keyring.is_set
    assert [(key.kty, key.kid) for key in keyring.keys] == [("RSA", "a"), ("EC", "a")]
    assert keyring.words == "JWK Set, 2 keys, 3 could not be read"
    assert [problem.message.split(":")[0] for problem in keyring.problems] == ["key 2 (kid b)", "key 3", "key 5"]
    assert "a number stands in the place of a JWK" in keyring.problems[1].message
    assert read([one, two]).words == "array of JWKs, 2 keys"
    assert read({"keys": [one]}).is_set


def test_a_thousand_problems_are_counted() -> None:
    keyring = read({"keys": [{"kty": "EC"}] * 1000})
    assert len(keyring.problems) == 21
    assert keyring.problems[-1].message == "980 more problems of the same text"


@pytest.mark.parametrize(
    ("members", "fragment"),
    [
        ({"keys": []}, "the JWK Set has no keys"),
        ({"keys": {}}, "keys is an object, not an array"),
        ({"keys": None}, "keys is null, not an array"),
        ({"keys": [{"n": "x"}]}, "key 1: kty is missing"),
    ],
)
def test_sets_without_keys_say_so(members: object, fragment: str) -> None:
    keyring = read(members)
    assert keyring.is_set
    assert not keyring.keys
    assert fragment in keyring.problems[0].message


@pytest.mark.parametrize("family", ["RSA", "P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519"])
def test_jwks_of_jwcrypto_are_read(kit: Kit, family: str) -> None:
    theirs = oracle.JWK.from_pem(kit.form(family, "pkcs8"))
    (private,) = read_keys(Secret(theirs.export_private())).keys
    (public,) = read_keys(Secret(theirs.export_public())).keys
    assert (private.private, public.private) == (True, False)
    assert load.public_bytes(private) == load.public_bytes(public) == kit.form(family, "spki-der")


def test_rsa_numbers_that_are_not_rsa_are_refused() -> None:
    with pytest.raises(UnreadableKeyError, match="even or smaller"):
        load.check_rsa(rsa.RSAPublicNumbers(65537, 65536))
