"""What three other libraries make, jwtlens accepts; with one bit flipped it does not; what it makes, they accept."""

import json
import warnings
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws as joserfc_jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto import jws as jwcrypto_jws
from jwcrypto.jwk import JWK

from jwtlens.editing import edit, sign
from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Keyring
from jwtlens.verify.encryption import encrypt
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests import jwe_kit
from tests.core_kit import ALGORITHMS, b64, judge, key_for, look

SHARED = [alg for alg in ALGORITHMS if not alg.startswith("ML-DSA") and alg not in {"Ed25519", "Ed448"}]
"""What all three can do; ML-DSA and the names of RFC 9864 have tests of their own."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
CLAIMS = st.dictionaries(st.sampled_from(["scope", "role", "a/b", "~", "é"]), JSON, max_size=4)
JOSE_ONLY = Policy(check_claims=False)
ENC_ALGS = [pair for pair in jwe_kit.ALGS_AND_KINDS if pair[0] != "RSA1_5"]
LIBRARIES = ["PyJWT", "joserfc", "jwcrypto"]
FEW = settings(max_examples=8)


def jwk_of(alg: str, *, private: bool) -> dict[str, Any]:
    if alg.startswith("HS") or private:
        return dict(to_jwk(key_for(alg), private=True).reveal())
    return dict(to_jwk(key_for(alg), private=False))


def joserfc_key(jwk: dict[str, Any]) -> Any:  # noqa: ANN401 - four classes
    classes: dict[str, Any] = {"oct": OctKey, "RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    return classes[jwk["kty"]].import_key(jwk)


def made_by(library: str, alg: str, payload: bytes) -> str:
    jwk = jwk_of(alg, private=True)
    if library == "PyJWT":
        return jwt.PyJWS().encode(payload, jwt.PyJWK(jwk, alg).key, alg)
    if library == "joserfc":
        with warnings.catch_warnings(action="ignore", category=SecurityWarning):
            return joserfc_jws.serialize_compact({"alg": alg}, payload, joserfc_key(jwk), [alg])
    made = jwcrypto_jws.JWS(payload)
    made.allowed_algs = [alg]
    made.add_signature(JWK(**jwk), alg, json.dumps({"alg": alg}))
    return str(made.serialize(compact=True))


def read_by(library: str, alg: str, token: str) -> bytes:
    jwk = jwk_of(alg, private=False)
    if library == "PyJWT":
        return bytes(jwt.PyJWS().decode(token, jwt.PyJWK(jwk, alg).key, [alg]))
    if library == "joserfc":
        with warnings.catch_warnings(action="ignore", category=SecurityWarning):
            return joserfc_jws.deserialize_compact(token, joserfc_key(jwk), [alg]).payload
    found = jwcrypto_jws.JWS()
    found.allowed_algs = [alg]
    found.deserialize(token, JWK(**jwk))
    return bytes(found.payload)


def flipped(token: str, bit: int) -> str:
    """Flip one bit of one of the bytes that the text is made of."""
    data = bytearray(token.encode())
    bit %= len(data) * 8
    data[bit // 8] ^= 1 << bit % 8
    return data.decode("latin-1")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("alg", SHARED)
@FEW
@given(claims=CLAIMS, bits=st.lists(st.integers(0, 10**6), min_size=6, max_size=6))
def test_what_they_sign_is_accepted_and_one_flipped_bit_is_not(
    library: str, alg: str, claims: dict[str, Any], bits: list[int]
) -> None:
    token = made_by(library, alg, json.dumps(claims).encode())
    public = key_for(alg, private=alg.startswith("HS"))
    seen = look(token, public)
    assert (seen.report.verdict, seen.token.payload.members) == (Verdict.ACCEPTED, claims)
    for bit in bits:
        assert judge(flipped(token, bit), public, policy=JOSE_ONLY).verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize("alg", ["HS256", "ES256", "Ed25519"])
def test_no_bit_of_a_signed_token_is_free(alg: str) -> None:
    token = sign(b64(json.dumps({"alg": alg})), b64("{}"), Keyring((key_for(alg),))).source
    assert token is not None
    for bit in range(len(token) * 8):
        assert judge(flipped(token, bit), key_for(alg), policy=JOSE_ONLY).verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize("alg", SHARED)
@FEW
@given(claims=CLAIMS)
def test_what_jwtlens_signs_they_accept(alg: str, claims: dict[str, Any]) -> None:
    text = json.dumps(claims, ensure_ascii=False)
    ring = Keyring((key_for(alg),))
    first = sign(b64(json.dumps({"alg": alg})), b64("{}"), ring)
    assert first.source is not None
    second = edit(look(first.source), payload=text, resign_with=ring)
    for made, wanted in ((first, {}), (second, claims)):
        assert made.source is not None
        for library in LIBRARIES:
            assert json.loads(read_by(library, alg, made.source)) == wanted


@pytest.mark.parametrize("library", ["joserfc", "jwcrypto"])
@pytest.mark.parametrize(("alg", "kind"), ENC_ALGS)
@settings(max_examples=3)
@given(enc=st.sampled_from(jwe_kit.ENCS), claims=CLAIMS, bits=st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_what_they_encrypt_is_decrypted_and_one_flipped_bit_is_not(
    library: str, alg: str, kind: str, enc: str, claims: dict[str, Any], bits: list[int]
) -> None:
    header, jwk = jwe_kit.header_for(alg, enc), jwe_kit.key_for(alg, enc, kind)
    make = jwe_kit.by_joserfc if library == "joserfc" else jwe_kit.by_jwcrypto
    token = make(header, jwk, json.dumps(claims).encode())
    keys = jwe_kit.ring(jwk).keys
    seen = look(token, *keys, policy=Policy(decrypt_only=True))
    assert (seen.report.verdict, seen.token.payload.members) == (Verdict.ACCEPTED, claims)
    for bit in bits:
        assert judge(flipped(token, bit), *keys, policy=JOSE_ONLY).verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize("enc", jwe_kit.ENCS)
def test_no_bit_of_an_encrypted_token_is_free(enc: str) -> None:
    jwk = jwe_kit.secret_for("dir", enc)
    keys = jwe_kit.ring(jwk).keys
    token = encrypt(b"{}", {"alg": "dir", "enc": enc}, keys[0])
    for bit in range(len(token) * 8):
        assert judge(flipped(token, bit), *keys, policy=JOSE_ONLY).verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize(("alg", "kind"), ENC_ALGS)
@settings(max_examples=3)
@given(enc=st.sampled_from(jwe_kit.ENCS), content=st.binary(min_size=1, max_size=80), zipped=st.booleans())
def test_what_jwtlens_encrypts_they_decrypt(alg: str, kind: str, enc: str, content: bytes, zipped: bool) -> None:
    # jwcrypto calls empty content a failure, so there is always a byte of it.
    header, jwk = jwe_kit.header_for(alg, enc), jwe_kit.key_for(alg, enc, kind)
    token = encrypt(content, header, jwe_kit.ring(jwk).keys[0])
    assert jwe_kit.joserfc_opens(token, header, jwk) == content
    assert jwe_kit.jwcrypto_opens(token, header, jwk) == content
    if zipped:
        token = encrypt(content, {**header, "zip": "DEF"}, jwe_kit.ring(jwk).keys[0])
        opened = jwcrypto_jwe.JWE(algs=[alg, enc])
        opened.deserialize(token, JWK(**jwk))
        assert opened.payload == content


def general_by_jwcrypto(algs: list[str], payload: bytes) -> dict[str, Any]:
    made = jwcrypto_jws.JWS(payload)
    made.allowed_algs = algs
    for alg in algs:
        made.add_signature(JWK(**jwk_of(alg, private=True)), None, json.dumps({"alg": alg}), json.dumps({"kid": alg}))
    return dict(json.loads(made.serialize()))


@pytest.mark.parametrize("mine", [0, 1, 2])
@FEW
@given(part=st.sampled_from(["protected", "signature", "payload"]), bit=st.integers(0, 10**6), claims=CLAIMS)
def test_of_several_signatures_mine_must_be_whole_and_the_others_need_not(
    mine: int, part: str, bit: int, claims: dict[str, Any]
) -> None:
    algs = ["HS256", "ES256", "RS256"]
    made = general_by_jwcrypto(algs, json.dumps(claims).encode())
    key = key_for(algs[mine], private=algs[mine].startswith("HS"))
    assert judge(json.dumps(made), key).verdict is Verdict.ACCEPTED
    entries = made["signatures"]
    others = [entry if number == mine else {**entry, "protected": "!"} for number, entry in enumerate(entries)]
    assert judge(json.dumps({**made, "signatures": others}), key).verdict is Verdict.ACCEPTED
    target = made if part == "payload" else entries[mine]
    target[part] = flipped(target[part], bit)
    assert judge(json.dumps(made), key, policy=JOSE_ONLY).verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize("mine", [0, 1])
@settings(max_examples=25)
@given(part=st.sampled_from(["protected", "iv", "ciphertext", "tag", "aad"]), bit=st.integers(0, 10**6))
def test_what_is_encrypted_for_several_is_decrypted_by_each_and_one_flipped_bit_is_not(
    mine: int, part: str, bit: int
) -> None:
    algs = ["A128KW", "ECDH-ES+A256KW"]
    jwks = [jwe_kit.key_for("A128KW", "A128GCM", "oct"), jwe_kit.key_for("ECDH-ES+A256KW", "A128GCM", "X25519")]
    made = jwcrypto_jwe.JWE(b'{"a":1}', json.dumps({"enc": "A128GCM"}), aad=b"more", algs=[*algs, "A128GCM"])
    for alg, jwk in zip(algs, jwks, strict=True):
        made.add_recipient(JWK(**jwk), json.dumps({"alg": alg}))
    token = json.loads(made.serialize())
    keys = jwe_kit.ring(jwks[mine]).keys
    seen = look(json.dumps(token), *keys, policy=Policy(decrypt_only=True))
    assert (seen.report.verdict, seen.token.payload.members) == (Verdict.ACCEPTED, {"a": 1})
    token[part] = flipped(token[part], bit)
    assert judge(json.dumps(token), *keys, policy=Policy(decrypt_only=True)).verdict is not Verdict.ACCEPTED
