"""What a key can do, by kind, half, use, alg and key_ops."""

import pytest

from jwtlens.keys.abilities import abilities
from jwtlens.keys.export import public
from jwtlens.keys.generate import generate

ALL = ("verify", "sign", "encrypt", "decrypt")


@pytest.mark.parametrize(
    ("kind", "private", "half"),
    [
        ("oct", ALL, None),
        ("RSA", ALL, ("verify", "encrypt")),
        ("P-256", ALL, ("verify", "encrypt")),
        ("secp256k1", ("verify", "sign"), ("verify",)),
        ("Ed25519", ("verify", "sign"), ("verify",)),
        ("X25519", ("encrypt", "decrypt"), ("encrypt",)),
        ("ML-DSA-44", ("verify", "sign"), ("verify",)),
    ],
)
def test_by_kind_and_half(kind: str, private: tuple[str, ...], half: tuple[str, ...] | None) -> None:
    key = generate(kind)
    assert abilities(key) == private
    if half is not None:
        assert abilities(public(key)) == half


def test_what_the_key_says_of_itself_narrows_it() -> None:
    rsa, secret = generate("RSA"), generate("oct")
    assert abilities(rsa._replace(use="sig")) == ("verify", "sign")
    assert abilities(rsa._replace(use="enc")) == ("encrypt", "decrypt")
    assert abilities(rsa._replace(use="tls")) == ()
    assert abilities(rsa._replace(alg="RSA-OAEP-256")) == ("encrypt", "decrypt")
    assert abilities(rsa._replace(alg="PS256")) == ("verify", "sign")
    assert abilities(secret._replace(alg="A128CBC-HS256")) == ("encrypt", "decrypt")
    assert abilities(rsa._replace(key_ops=("sign",))) == ("verify", "sign")
    assert abilities(public(rsa)._replace(key_ops=("decrypt",))) == ("encrypt",)
    assert abilities(secret._replace(key_ops=("encrypt",))) == ("encrypt",)
    assert abilities(secret._replace(key_ops=("decrypt",))) == ("decrypt",)
    assert abilities(generate("P-256")._replace(key_ops=("deriveKey",))) == ("encrypt", "decrypt")
