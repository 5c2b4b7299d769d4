"""New keys: each kind, its size and name, and that other libraries can work with it."""

import json
import re

import pytest
from jwcrypto import jwk as oracle
from jwcrypto import jws

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys import generate as module
from jwtlens.keys.abilities import abilities
from jwtlens.keys.export import export
from jwtlens.keys.generate import KINDS, generate
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.verify import signature

SIZES = {"oct": 256, "RSA": 2048, "P-256": 256, "P-384": 384, "P-521": 521, "secp256k1": 256, "Ed448": 448, "X448": 448}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(kind: str) -> None:
    key = generate(kind)
    assert (key.kty, key.curve or key.kty, key.private) == (KINDS[kind], kind, True)
    assert key.bits == SIZES.get(kind, key.bits)
    assert (key.kid, key.use, key.origin) == (thumbprint(key), None, "generated")
    assert key.words.startswith("generated; ")
    assert generate(kind).kid != key.kid
    if key.kty != "AKP":  # which the oracle does not know
        assert oracle.JWK.from_json(export([key], "jwk").reveal()).thumbprint() == key.kid


@pytest.mark.parametrize("alg", SIGNATURE_ALGORITHMS)
def test_a_key_for_an_algorithm_signs_with_it(alg: str) -> None:
    key = generate(alg)
    assert alg in key.algorithms()
    made = signature.sign(SIGNATURE_ALGORITHMS[alg], key, b"a.b")
    assert signature.verifies(SIGNATURE_ALGORITHMS[alg], key, b"a.b", made)
    assert abilities(key) == ("verify", "sign") or alg in KINDS


@pytest.mark.parametrize("alg", ["ES256", "HS384"])
def test_another_library_signs_with_it_too(alg: str) -> None:
    text = export([generate(alg, kid="x")], "jwk").reveal()
    token = jws.JWS(b"{}")
    token.add_signature(oracle.JWK.from_json(text), None, json.dumps({"alg": alg}))
    assert token.is_valid
    assert json.loads(text)["alg"] == alg
    assert json.loads(text)["kid"] == "x"


def test_sizes_and_uses_that_can_be_chosen() -> None:
    assert generate("oct", bits=128).bits == 128
    assert generate("HS512").bits == 512
    assert generate("rsa", bits=2056).bits == 2056
    assert generate("x25519", use="enc").use == "enc"
    assert generate(" p-256 ", use="sig").curve == "P-256"


@pytest.mark.parametrize(
    ("what", "bits", "use", "fragment"),
    [
        ("P-255", None, None, "P-255 is no kind of key. Known are oct, RSA, P-256"),
        ("\x1b[31m", None, None, "\\u001b"),
        ("oct", 120, None, "oct takes 128 to 4096 bits, in steps of 8; 120 were asked for"),
        ("oct", 257, None, "in steps of 8; 257"),
        ("HS512", 256, None, "HS512 takes 512 to 4096 bits"),
        ("RSA", 1024, None, "RSA takes 2048 to 4096 bits"),
        ("RS256", 8192, None, "RS256 takes 2048 to 4096 bits"),
        ("P-256", 256, None, "the size of P-256 is fixed"),
        ("X25519", None, "sig", "a key of the kind X25519 has no use sig"),
        ("ES256", None, "enc", "a key of the kind ES256 has no use enc"),
    ],
)
def test_what_cannot_be_made(what: str, bits: int | None, use: str | None, fragment: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fragment)):
        generate(what, bits=bits, use=use)


def test_a_library_without_the_algorithm_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415

    def refuse(*_: object) -> object:
        raise UnsupportedAlgorithm("no")

    monkeypatch.setattr(module, "_material", refuse)
    with pytest.raises(ValueError, match="cannot make ML-DSA-44 keys"):
        generate("ML-DSA-44")
