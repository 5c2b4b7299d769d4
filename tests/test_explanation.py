"""What PyJWT is asked on behalf of a program: with which key, with which payload; and how its answer reads."""

import json

import jwt
import pytest

from jwtlens.explanation import compare, explain
from jwtlens.inspection import Apart, inspect
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify import signature
from jwtlens.verify.policy import KeyBinding, Policy
from jwtlens.verify.report import Verdict
from tests.core_kit import NOW, b64, compact, key_for, look, pair, secret, signed

OTHER = secret(b"another secret that is long enough for HS256")
CLAIMS: dict[str, object] = {"sub": "a", "exp": NOW + 60}
RIGHT = signed({"alg": "HS256"}, CLAIMS)
NAMED = signed({"alg": "HS256", "kid": "a"}, CLAIMS)
VERSION = f"PyJWT {jwt.__version__}"


@pytest.mark.parametrize(
    ("text", "keys", "sentence"),
    [
        (RIGHT, [secret()], f"{VERSION} accepts it too"),
        (RIGHT, [OTHER, secret()], f"{VERSION} accepts it too"),
        (RIGHT, [pair("RSA"), OTHER, secret()], f"{VERSION} accepts it too"),
        (RIGHT, [OTHER], f"{VERSION} raises InvalidSignatureError"),
        (RIGHT, [OTHER, OTHER._replace(kid="b")], f"{VERSION} raises InvalidSignatureError"),
        (RIGHT, [pair("RSA")], f"{VERSION} raises InvalidAlgorithmError"),
        (RIGHT, [secret(use="enc")], f"{VERSION} accepts it, unlike jwtlens: it ignores use and key_ops: "),
        (RIGHT, [OTHER, secret(use="enc")], f"{VERSION} raises InvalidSignatureError"),
        (NAMED, [OTHER._replace(kid="b"), secret(kid="c")], f"{VERSION} accepts it, unlike jwtlens: it ignores kid: "),
        (NAMED, [OTHER._replace(kid="a"), secret(kid="c")], f"{VERSION} raises InvalidSignatureError"),
        (NAMED, [pair("RSA")._replace(kid="a"), secret(kid="c")], f"{VERSION} accepts it, unlike jwtlens: it ignores"),
        (signed({"alg": "ML-DSA-44"}, CLAIMS), [key_for("ML-DSA-44")], f"{VERSION} raises InvalidAlgorithmError, "),
        (signed({"alg": "HS256"}, {"iss": 5}), [secret()], f"{VERSION} accepts it, unlike jwtlens: it looks at iss "),
        (signed({"alg": "HS256"}, {"aud": []}), [secret()], f"{VERSION} accepts it, unlike jwtlens: it takes an empty"),
        (RIGHT, [], ""),
        (NAMED, [pair("RSA")._replace(kid="b"), pair("P-256")._replace(kid="c")], ""),
    ],
)
def test_a_program_is_given_the_key_that_verifies_or_else_the_one_selected(
    text: str, keys: list[Key], sentence: str
) -> None:
    found = compare(look(text, *keys))
    assert found.opinion.startswith(sentence)
    assert bool(found.opinion) == bool(sentence)
    assert found.diagnosis is None


def _nested() -> str:
    """A token in JSON serialization as the payload of a token, which PyJWT takes for claims."""
    head, body, made = signed({"alg": "HS256"}, {"exp": 1}).split(".")
    return signed({"alg": "HS256", "cty": "JWT"}, {"protected": head, "payload": body, "signature": made})


@pytest.mark.parametrize(
    ("text", "policy", "difference"),
    [
        (_nested(), Policy(), "it does not open the token inside"),
        (RIGHT, Policy(key_binding=KeyBinding(required=True)), "it knows no key binding"),
        (
            signed({"alg": "HS256", "x5t": "AAAA", "x5c": ["MAA="]}, CLAIMS),
            Policy(roots=(b"0",)),
            "it does not look at",
        ),
    ],
)
def test_what_lies_beyond_a_compact_token_is_named(text: str, policy: Policy, difference: str) -> None:
    inspection = look(text, secret(), policy=policy)
    assert inspection.report.verdict is not Verdict.ACCEPTED
    assert compare(inspection).difference.startswith(difference)


@pytest.mark.parametrize(
    ("header", "difference"),
    [
        ({"b64": False, "crit": ["b64"]}, ""),
        ({}, "it takes a payload that is passed apart only where it is not encoded (b64 false)"),
    ],
)
def test_a_payload_that_travels_apart_is_passed_on(header: dict[str, object], difference: str) -> None:
    payload = json.dumps(CLAIMS).encode()
    head = compact({"alg": "HS256", **header}, b"", "").partition(".")[0]
    message = head.encode() + b"." + (payload if header else b64(payload).encode())
    made = signature.sign(SIGNATURE_ALGORITHMS["HS256"], secret(), message)
    ring, policy = Keyring((secret(),)), Policy(check_claims=False)
    inspection = inspect(f"{head}..{b64(made)}", ring, policy, now=NOW, with_audit=False, apart=Apart(payload))
    assert inspection.report.verdict is Verdict.ACCEPTED
    assert compare(inspection).difference == difference


def test_an_explanation_holds_the_diagnosis_and_the_opinion() -> None:
    found = explain(look(RIGHT[:-3], secret()), None)
    assert found.diagnosis is not None
    assert found.diagnosis.code == "signature-cut"
    assert found.second_opinion is not None
    assert found.second_opinion.outcome == "InvalidSignatureError"
    good = explain(look(RIGHT, secret()), None)
    assert good.diagnosis is None
    assert good.opinion == f"{VERSION} accepts it too"
