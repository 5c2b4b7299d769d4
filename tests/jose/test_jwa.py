import pytest
from jwt import algorithms

from jwtlens.jose import jwa
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT, ContentEncryption, KeyManagement


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


STATUS = {
    "Required": "HS256 A128CBC-HS256 A256CBC-HS512",
    "Recommended+": "ES256 RSA-OAEP ECDH-ES",
    "Recommended": "RS256 A128KW A256KW dir ECDH-ES+A128KW ECDH-ES+A256KW A128GCM A256GCM",
    "Recommended-": "RSA1_5",
    "Deprecated": "EdDSA",
}
"""The implementation requirements that IANA's registry has; all others are Optional."""


def test_the_status_is_that_of_the_registry() -> None:
    rows: list[jwa.Algorithm | KeyManagement | ContentEncryption] = [*jwa.SIGNATURE_ALGORITHMS.values()]
    rows += [*KEY_MANAGEMENT.values(), *CONTENT_ENCRYPTION.values()]
    said = {name: status for status, names in STATUS.items() for name in names.split()}
    for row in rows:
        assert (row.name, row.status) == (row.name, said.get(row.name, "Optional"))
        assert row.spec.startswith(("RFC ", "IANA "))
    assert said.keys() <= {row.name for row in rows}


def test_hash_and_least_size_of_a_key() -> None:
    sizes = {name: (row.hash_bits, row.min_key_bits) for name, row in KEY_MANAGEMENT.items() if row.hash_bits}
    assert sizes["RSA-OAEP"] == (160, 2048)
    assert sizes["RSA-OAEP-384"] == (384, 2048)
    assert sizes["ECDH-ES+A192KW"] == (256, 0)
    assert sizes["PBES2-HS384+A192KW"] == (384, 0)
    assert (KEY_MANAGEMENT["RSA1_5"].hash_bits, KEY_MANAGEMENT["RSA1_5"].min_key_bits) == (0, 2048)
    assert {row.hash_bits for row in CONTENT_ENCRYPTION.values()} == {256, 384, 512, 0}
