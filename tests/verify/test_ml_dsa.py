"""ML-DSA (RFC 9964), with the cryptography package as the other side."""

import json
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.inspection import inspect
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS, fitting
from jwtlens.keys.key import Key
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify import signature
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Report, Verdict
from tests.core_kit import NOW, b64, check, compact, unb64

CLASSES: dict[str, Any] = {
    "ML-DSA-44": mldsa.MLDSA44PrivateKey,
    "ML-DSA-65": mldsa.MLDSA65PrivateKey,
    "ML-DSA-87": mldsa.MLDSA87PrivateKey,
}
NAMES = tuple(CLASSES)


@cache
def jwk(name: str, nth: int = 0) -> dict[str, str]:
    private = CLASSES[name].generate()
    public = private.public_key().public_bytes_raw()
    return {"kty": "AKP", "alg": name, "pub": b64(public), "priv": b64(private.private_bytes_raw())}


def key(name: str, *, private: bool = True, nth: int = 0) -> Key:
    members = {member: value for member, value in jwk(name, nth).items() if private or member != "priv"}
    [found] = read_keys(Secret(json.dumps(members))).keys
    return found


@cache
def token(name: str, alg: str = "") -> str:
    message = compact({"alg": alg or name}, {"sub": "a"}, "")[:-1]
    private: Any = key(name).material.reveal()
    return f"{message}.{b64(private.sign(message.encode()))}"


def judge(text: str, *keys: Key) -> Report:
    ring = read_keys(Secret("x"))._replace(keys=keys)
    return inspect(text, ring, Policy(), now=NOW, with_audit=False).report


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("private", [True, False])
def test_a_token_by_another_program_is_accepted(name: str, private: bool) -> None:
    assert judge(token(name), key(name, private=private)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("name", NAMES)
def test_what_is_signed_here_another_program_accepts(name: str) -> None:
    made = signature.sign(SIGNATURE_ALGORITHMS[name], key(name), b"header.payload")
    assert len(made) == SIGNATURE_ALGORITHMS[name].signature_bytes
    public: Any = key(name, private=False).material.reveal()
    public.verify(made, b"header.payload")


@pytest.mark.parametrize("name", NAMES)
def test_another_key_is_another_signature(name: str) -> None:
    report = judge(token(name), key(name, nth=1))
    assert report.verdict is Verdict.REJECTED
    assert check(report, "signature").code == "signature-invalid"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", NAMES)
def test_a_key_serves_its_own_parameter_set_only(name: str, other: str) -> None:
    assert fitting("AKP", name) == (name,)
    if name == other:
        return
    report = judge(token(name, other), key(name))
    assert report.verdict is Verdict.REJECTED
    assert check(report, "algorithm").reason == f"{other} needs an AKP {other} key; this one is AKP {name}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", [b"", b"\0", b"\0" * 4627])
def test_a_signature_of_another_length_is_wrong(name: str, change: bytes) -> None:
    message, _, sig = token(name).rpartition(".")
    raw = unb64(sig)
    for altered in (raw + change + b"\1", raw[:-1], change):
        assert not signature.verifies(SIGNATURE_ALGORITHMS[name], key(name), message.encode(), altered)


@given(st.sampled_from(NAMES), st.data())
def test_one_flipped_bit_anywhere_is_refused(name: str, data: st.DataObject) -> None:
    message, _, sig = token(name).rpartition(".")
    raw = bytearray(unb64(sig))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert judge(f"{message}.{b64(bytes(raw))}", key(name)).verdict is Verdict.REJECTED


def test_a_context_makes_another_signature() -> None:
    message = compact({"alg": "ML-DSA-44"}, {"sub": "a"}, "")[:-1]
    private: Any = key("ML-DSA-44").material.reveal()
    text = f"{message}.{b64(private.sign(message.encode(), b'context'))}"
    assert judge(text, key("ML-DSA-44")).verdict is Verdict.REJECTED


def test_a_public_key_does_not_sign() -> None:
    with pytest.raises(ValueError, match="AKP ML-DSA-44 cannot sign"):
        signature.sign(SIGNATURE_ALGORITHMS["ML-DSA-44"], key("ML-DSA-44", private=False), b"x")
