"""A token taken apart: rows that decode to its bytes, words where they belong, steps that end as the verdict does."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.anatomy import NAMED_CHARS, Anatomy, Group, segments, shared_bits, take_apart
from jwtlens.inspection import Inspection
from jwtlens.signing_steps import Step, signing_steps
from jwtlens.verify.report import Status
from tests.core_kit import ALGORITHMS, SECRET, b64, compact, key_for, look, material, secret, signed, unb64

RFC_7515_A1 = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
RFC_7515_A1_KEY = secret(
    unb64("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
)
RFC_7515_A1_MAC = bytes.fromhex("7418dfb49799e0254ffa607dd8adbbba16d4254d69d6bff05b58055853848d79")


def groups(found: Anatomy) -> list[Group]:
    return [found.group(index) for index in range(found.group_count)]


def said(found: Anatomy) -> dict[str, bytes]:
    return {run.words: found.data[run.start : run.end] for run in found.runs}


def steps(inspection: Inspection) -> dict[str, Step]:
    return {step.name: step for step in signing_steps(inspection)}


@given(st.binary(min_size=1, max_size=60))
def test_the_rows_of_any_segment_decode_to_its_bytes(data: bytes) -> None:
    found = take_apart(look(compact({"alg": "none"}, data, "")), "payload")
    assert found.problem == ""
    assert "".join(group.chars for group in groups(found)) == found.text
    assert b"".join(group.data for group in groups(found)) == data
    for index, group in enumerate(groups(found)):
        assert unb64(group.chars) == group.data
        assert group.first == index * 3
        bits = "".join(group.char_bits)
        assert bits == "".join(group.byte_bits) + "0" * group.spare_bits
        assert len(shared_bits(group)) == (2 if len(group.data) > 1 else 1)


@given(st.dictionaries(st.text(max_size=6), st.one_of(st.text(max_size=8), st.lists(st.text(max_size=3), max_size=2))))
def test_every_byte_of_a_member_is_named_after_it(claims: dict[str, object]) -> None:
    try:
        text = json.dumps(claims, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    found = take_apart(look(compact({"alg": "none"}, text, "")), "payload")
    letters = "".join(found.letter(position) for position in range(len(found.data)))
    assert letters.encode() == text
    ends = [0, *(run.end for run in found.runs)]
    assert all(run.start >= end for run, end in zip(found.runs, ends, strict=False))
    top = [run for run in found.runs if found.data[run.end : run.end + 1] in {b",", b"}"}]
    for name, value in claims.items():
        if isinstance(value, str):
            wanted = f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}".encode()
            assert wanted in [found.data[run.start : run.end] for run in top]
    for position in range(len(found.data)):
        run = found.run_at(position)
        assert run is None or run.start <= position < run.end
        inside = [one for one in found.runs if one.start <= position < one.end]
        assert inside == ([run] if run else [])


def test_the_example_of_rfc_7515_a1() -> None:
    inspection = look(RFC_7515_A1, RFC_7515_A1_KEY)
    assert segments(inspection) == ("header", "payload", "signature")
    header, payload, signature = (take_apart(inspection, name) for name in segments(inspection))
    assert header.group(0) == Group(0, "eyJ0", b'{"t')
    assert header.group(0).char_bits == ("011110", "110010", "001001", "110100")
    assert header.group(0).byte_bits == ("01111011", "00100010", "01110100")
    assert shared_bits(header.group(0)) == (
        "y holds the last 2 bits of 7b and the first 4 of 22.",
        "J holds the last 4 bits of 22 and the first 2 of 74.",
    )
    assert said(header) == {
        "typ: media type of the whole token": b'"typ":"JWT"',
        "alg: HMAC with SHA-256, shared secret": b'"alg":"HS256"',
    }
    assert said(payload)["iss: issuer"] == b'"iss":"joe"'
    assert said(payload)["http://example.com/is_root"] == b'"http://example.com/is_root":true'
    assert payload.run_at(0) is None
    assert said(signature) == {"HMAC with SHA-256 of header.payload": RFC_7515_A1_MAC}
    last = signature.group(signature.group_count - 1)
    assert (last.chars, last.data, last.spare_bits) == ("jXk", RFC_7515_A1_MAC[-2:], 2)
    assert shared_bits(last)[-1].startswith("2 bytes need 3 characters: the last 2 bits of k stand for nothing.")

    found = steps(inspection)
    assert found["signing input"].words.startswith("135 bytes")
    assert found["key"].words.startswith("64 bytes")
    assert found["digest"].value == RFC_7515_A1_MAC.hex()
    assert found["in base64url"].value == RFC_7515_A1.rpartition(".")[2]
    assert [found[name].status for name in ("in the token", "so it is")] == [Status.PASSED, Status.PASSED]


def test_no_step_shows_the_secret_unasked() -> None:
    words = secret(b"only the user may see this secret, if that user asks")
    for key in (words, secret(bytes(range(128, 200)))):
        shown = signing_steps(look(compact({"alg": "HS256"}), key))
        assert "only the user" not in repr(shown)
        assert bytes(range(128, 200)).hex() not in repr(shown)
        revealed = [step.secret.reveal() for step in shown if step.secret]
        assert revealed == ["only the user may see this secret, if that user asks" if key is words else revealed[0]]
        assert key is words or revealed == ["0x" + bytes(range(128, 200)).hex()]


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_the_steps_of_every_algorithm_end_where_the_verdict_does(alg: str) -> None:
    key = key_for(alg)
    right = signed({"alg": alg})
    head, _, tail = right.split(".")
    tampered = ".".join([head, b64('{"sub":"b"}'), tail])
    for text, status in ((right, Status.PASSED), (tampered, Status.FAILED)):
        inspection = look(text, key)
        found = steps(inspection)
        assert found["so it is"].status is status
        compared = {step.status for step in found.values() if step.status}
        assert compared == {status}
        assert ("in the token" in found) == alg.startswith("HS")
        assert ("inside" in found) == alg.startswith("RS")
        message = text.rpartition(".")[0].encode()
        if alg[-3:].isdigit() and alg[:2] in {"RS", "PS", "ES"}:
            assert found["hash"].value == hashlib.new(f"sha{alg[-3:]}", message).hexdigest()
    assert all(step.status is None for step in signing_steps(look(right)) if step.name != "so it is")


def test_of_several_keys_the_one_that_verifies_is_computed_with() -> None:
    found = steps(look(signed({"alg": "HS256"}), secret(b"another secret that does not verify it"), secret()))
    assert found["in the token"].status is Status.PASSED
    assert found["key"].words.startswith("64 bytes")


def test_r_and_s_are_those_that_another_library_verifies() -> None:
    text = signed({"alg": "ES256"})
    found, parts = steps(look(text)), take_apart(look(text), "signature")
    r, s = (int(found[name].value, 16) for name in "rs")
    assert [int.from_bytes(data) for data in said(parts).values()] == [r, s]
    private = material("P-256", 0)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    message = text.rpartition(".")[0].encode()
    private.public_key().verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (compact({"alg": "none"}, sig=""), "algorithm", "no signature: anybody can write such a token"),
        (compact({"alg": "XX1"}), "algorithm", "an algorithm that no registry has"),
        (compact({}), "algorithm", "the header names no algorithm"),
        (compact({"alg": "HS256"}), "formula", "Type the secret in the Keys pane, and it is computed here."),
        (compact({"alg": "ES256"}, sig=b"\x30\x45" + bytes(69)), "signature", "71 bytes, where ES256 has 64; it beg"),
        ("e30.e30.e30.e30.e30", "none", "An encrypted token is not signed"),
    ],
)
def test_what_the_steps_say_where_there_is_less_to_compute(text: str, name: str, words: str) -> None:
    assert steps(look(text))[name].words.startswith(words)


def test_an_empty_secret_is_no_key_to_compute_with() -> None:
    key = secret(b"")
    found = signing_steps(look(compact({"alg": "HS256"}), key))
    assert [step.words for step in found if step.name == "key"] == [
        "an HMAC key must not be empty: anyone can sign with it"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            compact({"alg": "none"}).replace(".", "=.", 1),
            "Characters and bytes do not correspond here. header: padding",
        ),
        ("e30.abcde.", ""),
        ("e3A.e30.", ""),
    ],
    ids=["padding", "a length that cannot be", "spare bits"],
)
def test_segments_that_are_no_base64url(text: str, problem: str) -> None:
    inspection = look(text)
    for name in segments(inspection):
        found = take_apart(inspection, name)
        if found.problem:
            assert found.group_count == 0
            assert found.problem.startswith(problem or "Characters and bytes do not correspond here. payload: 5 char")
        else:
            assert b"".join(group.data for group in groups(found)) == found.data


def test_an_unencoded_payload_and_a_long_one() -> None:
    header = {"alg": "HS256", "b64": False, "crit": ["b64"]}
    raw = look(f"{b64(json.dumps(header))}.hello.{b64(SECRET)}")
    assert "b64 is false" in take_apart(raw, "payload").problem
    long = look(compact({"alg": "HS256"}, {"a": "x" * NAMED_CHARS}))
    found = take_apart(long, "payload")
    assert found.runs == ()
    assert "this one has 262,152" in found.left_out
    assert found.group(found.group_count - 1).data == found.data[-(len(found.data) % 3 or 3) :]
