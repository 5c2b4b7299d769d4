"""Every algorithm, with three other libraries as judges of ours and ours of theirs."""

import json
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key
from jwtlens.verify import signature
from jwtlens.verify.report import Status, Verdict
from tests.core_kit import (
    ALGORITHMS,
    LATTICES,
    NOW,
    SECRET,
    b64,
    check,
    compact,
    hs256,
    judge,
    key_for,
    pair,
    secret,
    signed,
)

CLAIMS = {"sub": "ä", "exp": NOW + 60}
PAYLOAD = json.dumps(CLAIMS).encode()
NAMES = [(alg, row.curves[0] if row.curves else row.kty) for alg, row in SIGNATURE_ALGORITHMS.items()]
NAMES += [("EdDSA", "Ed448")]
ELSEWHERE = [(alg, name) for alg, name in NAMES if name not in LATTICES]
"""What the three libraries have too."""


def _key(name: str, **said: object) -> Key:
    return secret() if name == "oct" else pair(name, **said)  # type: ignore[arg-type]


@cache
def _pem(name: str) -> bytes:
    private: Any = pair(name).material.reveal()
    return bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _pyjwt(alg: str, name: str) -> str:
    known = "EdDSA" if alg.startswith("Ed") else alg
    engine = jwt.algorithms.get_default_algorithms()[known]
    message = compact({"alg": alg, "typ": "JWT"}, PAYLOAD, "")[:-1]
    key = engine.prepare_key(SECRET if name == "oct" else _pem(name))
    return f"{message}.{b64(engine.sign(message.encode(), key))}"


def _joserfc_key(name: str) -> Any:  # noqa: ANN401 - one of four classes
    if name == "oct":
        return OctKey.import_key(SECRET)
    kind: Any = RSAKey if name == "RSA" else OKPKey if name.startswith("Ed") else ECKey
    return kind.import_key(_pem(name))


def _joserfc(alg: str, name: str) -> str:
    return joserfc_jws.serialize_compact({"alg": alg}, PAYLOAD, _joserfc_key(name), algorithms=[alg])


def _jwcrypto(alg: str, name: str) -> str:
    key = jwcrypto_jwk.JWK(kty="oct", k=b64(SECRET)) if name == "oct" else jwcrypto_jwk.JWK.from_pem(_pem(name))
    token = jwcrypto_jws.JWS(PAYLOAD)
    token.allowed_algs = list(ALGORITHMS)
    token.add_signature(key, alg, json.dumps({"alg": alg}))
    return str(token.serialize(compact=True))


BY_JWCRYPTO = [(alg, name) for alg, name in ELSEWHERE if alg not in {"Ed25519", "Ed448"}]


@pytest.mark.parametrize(("alg", "name"), ELSEWHERE)
def test_what_pyjwt_signs_is_accepted(alg: str, name: str) -> None:
    assert judge(_pyjwt(alg, name), _key(name)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(("alg", "name"), ELSEWHERE)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_what_joserfc_signs_is_accepted(alg: str, name: str) -> None:
    assert judge(_joserfc(alg, name), _key(name)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(("alg", "name"), BY_JWCRYPTO)
def test_what_jwcrypto_signs_is_accepted(alg: str, name: str) -> None:
    assert judge(_jwcrypto(alg, name), _key(name)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(("alg", "name"), ELSEWHERE)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_what_we_sign_joserfc_accepts(alg: str, name: str) -> None:
    token = signed({"alg": alg}, CLAIMS, key=_key(name))
    read = joserfc_jws.deserialize_compact(token, _joserfc_key(name), algorithms=[alg])
    assert json.loads(read.payload) == CLAIMS


@pytest.mark.parametrize(("alg", "name"), BY_JWCRYPTO)
def test_what_we_sign_jwcrypto_accepts(alg: str, name: str) -> None:
    token = jwcrypto_jws.JWS()
    token.allowed_algs = list(ALGORITHMS)
    token.deserialize(signed({"alg": alg}, CLAIMS, key=_key(name)))
    key = jwcrypto_jwk.JWK(kty="oct", k=b64(SECRET)) if name == "oct" else jwcrypto_jwk.JWK.from_pem(_pem(name))
    token.verify(key)
    assert json.loads(token.payload) == CLAIMS


@pytest.mark.parametrize(("alg", "name"), NAMES)
def test_the_public_half_is_enough_to_verify_and_not_to_sign(alg: str, name: str) -> None:
    if name == "oct":
        return
    public = pair(name, private=False)
    assert judge(signed({"alg": alg}, CLAIMS, key=pair(name)), public).verdict is Verdict.ACCEPTED
    with pytest.raises(ValueError, match=f"cannot sign {alg}"):
        signature.sign(SIGNATURE_ALGORITHMS[alg], public, b"x")


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_another_key_of_the_same_kind_is_a_wrong_signature(alg: str) -> None:
    report = judge(signed({"alg": alg}, CLAIMS), key_for(alg, nth=1))
    assert report.verdict is Verdict.REJECTED
    assert [one.code for one in report.failed] == ["signature-invalid"]


@pytest.mark.parametrize("alg", ALGORITHMS)
@pytest.mark.parametrize("other", ALGORITHMS)
def test_a_signature_made_with_one_algorithm_is_never_valid_under_another_name(alg: str, other: str) -> None:
    token = signed({"alg": alg}, CLAIMS)
    renamed = f"{b64(json.dumps({'alg': other}))}.{token.partition('.')[2]}"
    if renamed.partition(".")[0] != token.partition(".")[0]:
        assert judge(renamed, key_for(alg)).verdict is Verdict.REJECTED
        assert judge(renamed, key_for(other)).verdict is Verdict.REJECTED


def test_the_received_bytes_are_verified_whatever_their_layout() -> None:
    header = b'{ "typ" : "JWT",\r\n\t"alg":"HS256" , "x":"\\u0061"}'
    message = compact(header, b' {"a" : 1.50} ', "")[:-1]
    made = signature.sign(SIGNATURE_ALGORITHMS["HS256"], secret(), message.encode())
    assert judge(f"{message}.{b64(made)}", secret()).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("alg", ["RS256", "PS512", "RS512", "PS384"])
@pytest.mark.parametrize("modulus", [2**511 + 111, 2**300 + 157, 3 * 5 * 7 * 11 * 13 * 17])
def test_an_rsa_key_too_small_for_the_hash_has_no_right_signature(alg: str, modulus: int) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers  # noqa: PLC0415

    from jwtlens.keys.secret import Secret  # noqa: PLC0415

    public = RSAPublicNumbers(65537, modulus).public_key()
    key = Key("RSA", Secret(public), private=False, bits=modulus.bit_length(), words="a toy")
    report = judge(compact({"alg": alg}, CLAIMS, b"\x01" * ((modulus.bit_length() + 7) // 8)), key)
    fits = alg == "RS256" and modulus > 2**500
    assert check(report, "algorithm" if not fits else "signature").status is Status.FAILED
    assert not signature.verifies(SIGNATURE_ALGORITHMS[alg], key, b"any", b"\x01" * 64)


def test_hmac_needs_no_other_library() -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    program = (
        "import sys\n"
        "from jwtlens.inspection import inspect\n"
        "from jwtlens.keys.key import Key, Keyring\n"
        "from jwtlens.keys.secret import Secret\n"
        f"key = Key('oct', Secret({SECRET!r}), True, 512, 'x')\n"
        f"report = inspect({hs256()!r}, Keyring((key,)), now=0, with_audit=False).report\n"
        "print(report.verdict, *sorted({'jwt', 'cryptography', 'textual'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "accepted\n"
