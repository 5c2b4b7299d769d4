"""Tokens of every algorithm, made by joserfc and jwcrypto, are decrypted; any change in them is not."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.jose import base64url, jwe
from jwtlens.verify.decryption import decrypt
from jwtlens.verify.encryption import encrypt
from jwtlens.verify.report import Status
from tests import jwe_kit as kit

RFC7516_A3 = (
    "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ."
    "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ"
)
RFC7516_A3_KEY = {"kty": "oct", "k": "GawgguFyGrWKav7AX4VKUg"}
FLIPPED = (
    ("dir", "A128GCM", "oct"),
    ("A256KW", "A128CBC-HS256", "oct"),
    ("A128GCMKW", "A256GCM", "oct"),
    ("ECDH-ES", "A192CBC-HS384", "X25519"),
    ("ECDH-ES+A128KW", "A256CBC-HS512", "P-256"),
)


@pytest.mark.parametrize("enc", kit.ENCS)
@pytest.mark.parametrize(("alg", "kind"), kit.ALGS_AND_KINDS)
def test_what_joserfc_and_jwcrypto_encrypt_is_decrypted(alg: str, kind: str, enc: str) -> None:
    key, header = kit.key_for(alg, enc, kind), kit.header_for(alg, enc)
    tokens = (kit.by_joserfc(dict(header), key), kit.by_jwcrypto(header, key))
    keyring = kit.ring(key)
    for token in tokens:
        opened = decrypt(kit.parsed(token), keyring)
        assert (opened.status, opened.plaintext, opened.recipient) == (Status.PASSED, kit.PLAINTEXT, 0)
        assert opened.key is keyring.keys[0]
        other = decrypt(kit.parsed(token), kit.ring(kit.key_for(alg, enc, kind, 1)))
        assert (other.status, other.code, other.plaintext) == (Status.FAILED, "decryption-failed", None)


@pytest.mark.parametrize("enc", kit.ENCS)
@pytest.mark.parametrize(("alg", "kind"), kit.ALGS_AND_KINDS)
def test_one_flipped_bit_in_any_part_is_never_decrypted(alg: str, kind: str, enc: str) -> None:
    key = kit.key_for(alg, enc, kind)
    parts = kit.by_joserfc(kit.header_for(alg, enc), key).split(".")
    chance = random.Random(f"{alg} {enc} {kind}")  # noqa: S311 - a choice that can be repeated, not a secret
    for number, part in enumerate(parts):
        if part:
            data = bytearray(base64url.decode(part).data)
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            token = ".".join([*parts[:number], base64url.encode(bytes(data)), *parts[number + 1 :]])
            assert decrypt(jwe.parse(token), kit.ring(key)).plaintext is None


@pytest.mark.parametrize(("alg", "enc", "kind"), FLIPPED)
def test_every_bit_counts(alg: str, enc: str, kind: str) -> None:
    key = kit.key_for(alg, enc, kind)
    keyring = kit.ring(key)
    parts = kit.by_joserfc(kit.header_for(alg, enc), key).split(".")
    for number, part in enumerate(parts):
        data = base64url.decode(part).data
        for bit in range(8 * len(data)):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            token = ".".join([*parts[:number], base64url.encode(bytes(changed)), *parts[number + 1 :]])
            assert decrypt(jwe.parse(token), keyring).plaintext is None, (number, bit)


@settings(deadline=None, max_examples=50)
@given(plaintext=st.binary(max_size=300), enc=st.sampled_from(kit.ENCS), zipped=st.booleans())
def test_any_content_comes_back(plaintext: bytes, enc: str, *, zipped: bool) -> None:
    keyring = kit.ring(kit.secret_for("dir", enc))
    header = {"alg": "dir", "enc": enc, **({"zip": "DEF"} if zipped else {})}
    assert decrypt(kit.parsed(encrypt(plaintext, header, keyring.keys[0])), keyring).plaintext == plaintext


def test_the_example_of_rfc_7516_a3() -> None:
    opened = decrypt(kit.parsed(RFC7516_A3), kit.ring(RFC7516_A3_KEY))
    assert (opened.plaintext, opened.code) == (b"Live long and prosper.", "decrypted")


def test_the_reason_names_the_key() -> None:
    key = {**RFC7516_A3_KEY, "kid": "7"}
    assert decrypt(kit.parsed(RFC7516_A3), kit.ring(key)).reason == "decrypted with key 7"
    other = {**kit.secret_for("A128KW", "A128GCM"), "kid": "8"}
    failed = decrypt(kit.parsed(RFC7516_A3), kit.ring(other))
    assert failed.reason == "the content does not decrypt with key 8: another key, or the token was changed"
