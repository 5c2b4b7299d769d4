import base64
import hmac
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key
from jwtlens.verify import signature
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from tests.core_kit import ALGORITHMS, NOW, b64, check, compact, judge, key_for, pair, secret, signed, unb64

ECDSA = [name for name, row in SIGNATURE_ALGORITHMS.items() if row.family == "ECDSA"]
CLAIMS = {"sub": "a", "exp": NOW + 60}
NONES = ["none", "None", "NONE", "nOnE", "none ", " none", "NoNe\n"]


def _with_signature(token: str, made: bytes) -> str:
    return f"{token.rpartition('.')[0]}.{b64(made)}"


@given(st.sampled_from(ALGORITHMS), st.integers(0, 2), st.integers(0, 10**6))
def test_one_flipped_bit_anywhere_is_never_accepted(alg: str, part: int, position: int) -> None:
    parts = signed({"alg": alg, "typ": "JWT"}, CLAIMS).split(".")
    data = bytearray(unb64(parts[part]))
    at = position % (len(data) * 8)
    data[at // 8] ^= 1 << at % 8
    parts[part] = b64(bytes(data))
    assert judge(".".join(parts), key_for(alg)).verdict is not Verdict.ACCEPTED


@given(st.sampled_from(ALGORITHMS), st.integers(0, 10**6), st.characters())
def test_one_changed_character_is_never_accepted(alg: str, position: int, char: str) -> None:
    token = signed({"alg": alg}, CLAIMS)
    at = position % len(token)
    changed = token[:at] + char + token[at + 1 :]
    assert (judge(changed, key_for(alg)).verdict is Verdict.ACCEPTED) == (changed == token)


@given(st.sampled_from(ALGORITHMS), st.integers(0, 10**6), st.text("=+/ \n.\u200bA", min_size=1, max_size=3))
def test_nothing_can_be_inserted_into_a_token_that_is_read_as_it_is(alg: str, position: int, more: str) -> None:
    from jwtlens.inspection import inspect  # noqa: PLC0415
    from jwtlens.keys.key import Keyring  # noqa: PLC0415

    token = signed({"alg": alg}, CLAIMS)
    at = position % (len(token) + 1)
    changed = token[:at] + more + token[at:]
    seen = inspect(changed, Keyring((key_for(alg),)), now=NOW, with_audit=False, as_pasted=False)
    assert seen.report.verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize("alg", ALGORITHMS)
@pytest.mark.parametrize(
    "change",
    [lambda made: made[:-1], lambda made: made + b"\x00", lambda made: b"\x00" + made, lambda made: made * 2,
     lambda made: made[:0], lambda made: made[:1], lambda made: bytes(len(made)), lambda made: b"\xff" * len(made),
     lambda made: made[::-1], lambda made: made[len(made) // 2 :] + made[: len(made) // 2]],
    ids=["short", "long", "zero in front", "twice", "empty", "one byte", "zeros", "ones", "reversed", "swapped"],
)  # fmt: skip
def test_a_signature_of_wrong_shape_is_wrong_and_nothing_crashes(alg: str, change: object) -> None:
    token = signed({"alg": alg}, CLAIMS)
    made = unb64(token.rpartition(".")[2])
    report = judge(_with_signature(token, change(made)), key_for(alg))  # type: ignore[operator]
    assert report.verdict is Verdict.REJECTED
    assert check(report, "signature").status is Status.FAILED


@pytest.mark.parametrize("alg", ECDSA)
def test_psychic_signatures_are_wrong(alg: str) -> None:
    size = SIGNATURE_ALGORITHMS[alg].signature_bytes // 2
    order = {
        "ES256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        "ES256K": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    }.get(alg, 0)
    for r in (0, 1, order):
        for s in (0, 1, order):
            made = r.to_bytes(size, "big") + s.to_bytes(size, "big")
            assert judge(compact({"alg": alg}, CLAIMS, made), key_for(alg)).verdict is Verdict.REJECTED


@pytest.mark.parametrize("alg", ECDSA)
def test_an_ecdsa_signature_in_der_is_wrong(alg: str) -> None:
    token = signed({"alg": alg}, CLAIMS)
    made = unb64(token.rpartition(".")[2])
    half = len(made) // 2
    der = encode_dss_signature(int.from_bytes(made[:half], "big"), int.from_bytes(made[half:], "big"))
    report = judge(_with_signature(token, der), key_for(alg))
    assert [one.code for one in report.failed] == ["signature-invalid"]


@pytest.mark.parametrize("alg", NONES)
@pytest.mark.parametrize("keys", [(), (secret(),), (pair("RSA"),)], ids=["no key", "secret", "RSA"])
@pytest.mark.parametrize("sig", ["", b64(b"\x00" * 32)], ids=["no signature", "a signature"])
def test_none_is_rejected_in_every_spelling_whatever_the_expectations(
    alg: str, keys: tuple[Key, ...], sig: str
) -> None:
    token = compact({"alg": alg}, CLAIMS, sig)
    for policy in (Policy(), Policy(algorithms=(alg, "none", "HS256")), Policy(check_claims=False)):
        report = judge(token, *keys, policy=policy)
        assert report.verdict is Verdict.REJECTED
        assert check(report, "algorithm").code == "alg-none"
        assert check(report, "signature").status is Status.FAILED


def test_a_public_key_is_never_used_as_a_secret() -> None:
    public = pair("RSA", private=False)
    pem = public.material.reveal().public_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    forged = signed({"alg": "HS256"}, CLAIMS, key=secret(pem))
    for policy in (Policy(), Policy(algorithms=("HS256", "RS256"))):
        report = judge(forged, public, policy=policy)
        assert report.verdict is Verdict.REJECTED
        assert check(report, "signature").status is Status.NOT_CHECKED
        assert check(report, "key").code == "key-mismatch"


def test_keys_that_came_with_the_token_decide_nothing() -> None:
    numbers = pair("P-256").material.reveal().public_key().public_numbers()  # type: ignore[attr-defined]
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": b64(numbers.x.to_bytes(32, "big")),
        "y": b64(numbers.y.to_bytes(32, "big")),
    }
    token = signed({"alg": "ES256", "jwk": jwk, "jku": "https://evil.example/jwks"}, CLAIMS)
    assert judge(token).verdict is Verdict.NOT_VERIFIED
    assert judge(token, pair("P-256", nth=1)).verdict is Verdict.REJECTED


@pytest.mark.parametrize("spoil", ["header", "payload", "signature"])
def test_a_second_spelling_of_the_same_bytes_is_malformed(spoil: str) -> None:
    token = signed({"alg": "ES512"}, {"sub": "ab"})
    parts = token.split(".")
    at = ["header", "payload", "signature"].index(spoil)
    parts[at] = base64.urlsafe_b64encode(unb64(parts[at])).decode() + "=" * (len(parts[at]) % 4 == 0)
    assert parts != token.split(".")
    assert judge(".".join(parts), key_for("ES512")).verdict is Verdict.MALFORMED


def test_an_empty_signature_is_said_to_be_empty() -> None:
    report = judge(compact({"alg": "HS256"}, CLAIMS, ""), secret())
    assert [one.code for one in report.failed] == ["signature-empty"]


def test_a_token_with_a_fourth_part_is_malformed_although_its_first_three_are_right() -> None:
    token = signed({"alg": "HS256"}, CLAIMS)
    assert judge(f"{token}.{json.dumps(1)}", secret()).verdict is Verdict.MALFORMED
    assert judge(f"{token}.", secret()).verdict is Verdict.MALFORMED


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_an_empty_secret_signs_nothing_and_verifies_nothing(alg: str) -> None:
    message = compact({"alg": alg}, CLAIMS, "")[:-1]
    made = hmac.digest(b"", message.encode(), f"sha{alg[2:]}")
    assert judge(f"{message}.{b64(made)}", secret(b"")).verdict is Verdict.REJECTED
    with pytest.raises(ValueError, match="must not be empty"):
        signature.sign(SIGNATURE_ALGORITHMS[alg], secret(b""), b"x")
