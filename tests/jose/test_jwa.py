import pytest
from jwt import algorithms

from jwtlens.jose import jwa


def test_the_registry_has_the_algorithms_of_the_specifications() -> None:
    assert set(jwa.SIGNATURE_ALGORITHMS) == {
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
        "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448",
        "ML-DSA-44", "ML-DSA-65", "ML-DSA-87",
    }  # fmt: skip
    known = algorithms.get_default_algorithms()
    assert {name for name in known if name in jwa.SIGNATURE_ALGORITHMS} >= {
        "HS256",
        "RS512",
        "PS384",
        "ES256K",
        "EdDSA",
    }


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", " none", "none\n", "\tNone "])
def test_none_is_recognised_in_every_spelling(alg: str) -> None:
    assert jwa.is_none(alg)


@pytest.mark.parametrize("alg", ["", "nonee", "no ne", "n", None, 0, [], {"none": 1}, "HS256", "n\u043ene"])
def test_nothing_else_is_none(alg: object) -> None:
    assert not jwa.is_none(alg)


@pytest.mark.parametrize(
    ("alg", "meant"),
    [("hs256", "HS256"), ("Rs256 ", "RS256"), ("eddsa", "EdDSA"), ("es256k", "ES256K"), ("HS256", ""), ("HS257", "")],
)
def test_a_name_in_the_wrong_case_is_told_apart_from_an_unknown_one(alg: str, meant: str) -> None:
    assert jwa.near_miss(alg) == meant


@pytest.mark.parametrize(
    ("kty", "curve", "names"),
    [
        ("oct", "", ("HS256", "HS384", "HS512")),
        ("RSA", "", ("RS256", "PS256", "RS384", "PS384", "RS512", "PS512")),
        ("EC", "P-256", ("ES256",)),
        ("EC", "P-384", ("ES384",)),
        ("EC", "P-521", ("ES512",)),
        ("EC", "secp256k1", ("ES256K",)),
        ("OKP", "Ed25519", ("EdDSA", "Ed25519")),
        ("OKP", "Ed448", ("EdDSA", "Ed448")),
        ("OKP", "X25519", ()),
        ("AKP", "", ()),
        ("AKP", "ML-DSA-44", ("ML-DSA-44",)),
    ],
)
def test_a_key_serves_what_fits_its_type_and_curve(kty: str, curve: str, names: tuple[str, ...]) -> None:
    assert jwa.fitting(kty, curve) == names
