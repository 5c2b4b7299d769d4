"""Export as JWK, and thumbprints, against joserfc and jwcrypto."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from jwcrypto import jwk as oracle

from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Key
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.keys.thumbprint import HASHES, thumbprint, thumbprint_uri
from tests.keys.key_kit import GENERATE, ML_DSA, Kit, openssl

JOSERFC: dict[str, Any] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}


def only(text: str) -> Key:
    (key,) = read_keys(Secret(text)).keys
    return key


@pytest.mark.parametrize("family", GENERATE)
def test_joserfc_and_jwcrypto_agree(kit: Kit, family: str) -> None:
    key = only(kit.text(family, "pkcs8"))
    public, private = to_jwk(key, private=False), to_jwk(key, private=True).reveal()
    theirs = JOSERFC[key.kty].import_key(kit.form(family, "pkcs8"))
    assert {**public, "kid": ""} == {**theirs.as_dict(private=False), "kid": ""}
    assert {**private, "kid": ""} == {**theirs.as_dict(private=True), "kid": ""}
    assert thumbprint(key) == thumbprint(only(kit.text(family, "spki"))) == theirs.thumbprint()
    assert thumbprint(key) == oracle.JWK(**public).thumbprint()
    assert [thumbprint_uri(key, name) for name in HASHES] == [
        oracle.JWK(**public).thumbprint_uri(name) for name in HASHES
    ]


@pytest.mark.parametrize("family", [*GENERATE, *ML_DSA])
def test_what_is_written_is_read_again(kit: Kit, family: str) -> None:
    key = only(kit.text(family, "pkcs8"))._replace(kid="k", use="sig", key_ops=("sign",))
    private = only(json.dumps(to_jwk(key, private=True).reveal()))
    public = only(json.dumps(to_jwk(key, private=False)))
    assert (private.private, public.private) == (True, False)
    assert (private.key_ops, public.key_ops) == (("sign",), ("verify",))
    assert thumbprint(private) == thumbprint(public) == thumbprint(key)
    assert {private.kid, public.kid, private.use} == {"k", "sig"}


def test_secrets_are_written_whole_or_not_at_all() -> None:
    key = only("hex:" + "00ff" * 8)
    assert to_jwk(key, private=True).reveal() == {"kty": "oct", "k": "AP8A_wD_AP8A_wD_AP8A_w"}
    assert thumbprint(key) == OctKey.import_key(b"\x00\xff" * 8).thumbprint()
    with pytest.raises(ValueError, match="no public half"):
        to_jwk(key, private=False)


def test_no_half_is_invented(kit: Kit) -> None:
    with pytest.raises(ValueError, match="there is no private half"):
        to_jwk(only(kit.text("RSA", "spki")), private=True)
    brainpool = openssl("ecparam", "-name", "brainpoolP256r1", "-genkey", "-noout").decode()
    with pytest.raises(ValueError, match="no public form"):
        thumbprint(only(brainpool))


def test_rfc_7638_example() -> None:
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
        "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA"
        "ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-"
        "kEgU8awapJzKnqDKgw"
    )
    key = only(json.dumps({"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}))
    assert thumbprint(key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    # The example of RFC 9278 section 7 is the same key.
    assert thumbprint_uri(key) == f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{thumbprint(key)}"


def test_rfc_9964_example() -> None:
    """The example of appendix A names its ML-DSA-44 key, of 32 zero bytes as seed, by its thumbprint."""
    private = ML_DSA["ML-DSA-44"].from_seed_bytes(bytes(32))
    spki = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert thumbprint(only(spki.decode())) == "T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o"
