import io
import json
import os
import subprocess
import sys
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.cli import batch
from jwtlens.cli.batch import serve
from jwtlens.cli.batch_request import OPERATIONS
from jwtlens.keys.jwk import to_jwk
from tests.certificate_kit import BETWEEN, LEAF, ROOT
from tests.cli.batch_kit import KEY, OCT, TOKEN, asked, codes
from tests.cli.conftest import Call
from tests.cli.processes import PROGRAM, environment
from tests.core_kit import NOW, b64, compact, key_for, pair, signed, unb64
from tests.jwe_kit import by_joserfc
from tests.sd_jwt_kit import bound, cnf, issued

VALUES: dict[str, Any] = {
    "nothing": None,
    "flag": True,
    "zero": 0,
    "float": 1.5,
    "big": 10**400,
    "nan": float("nan"),
    "infinity": float("inf"),
    "text": "x",
    "surrogate": "\ud800",
    "nul": "\0",
    "list": [1],
    "lists": [["x"]],
    "object": {"a": 1},
}
MEMBERS = [
    *("id", "op", "token", "key", "alg", "at", "claims", "detached_payload_b64url", "outer_key", "inner_key"),
    *("trusted_roots_pem", "kb", "policy", "kind", "kb.nonce", "kb.aud", "kb.required", "kb.max_age"),
    *(f"policy.{name}" for name in ("aud", "iss", "algs", "now", "leeway", "typ", "required", "token_type", "nonce")),
    *(f"policy.{name}" for name in ("client_id", "access_token", "code", "max_age", "htm", "htu", "jkt", "check_exp")),
    *("policy.allow_header_keys", "policy.max_p2c", "policy.max_inflated"),
]
EXPECTATIONS = [*MEMBERS[4:8], *MEMBERS[10:13], *MEMBERS[14:]]


def with_member(name: str, value: object) -> dict[str, Any]:
    outer, dot, inner = name.partition(".")
    return asked(**{outer: {inner: value} if dot else value})


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("name", MEMBERS)
def test_any_value_of_any_member_gets_an_answer(name: str, value: object) -> None:
    answer = with_member(name, value)
    assert answer["exit"] in {0, 1, 2}
    assert answer["valid"] is (answer["exit"] == 0)
    assert "internal" not in codes(answer)


@pytest.mark.parametrize("value", [VALUES["lists"], VALUES["nan"], VALUES["big"], VALUES["infinity"]])
@pytest.mark.parametrize("name", EXPECTATIONS)
def test_an_expectation_that_cannot_be_read_is_never_met(name: str, value: object) -> None:
    answer = with_member(name, value)
    assert (answer["exit"], codes(answer)) == (2, ["request-member"])
    assert f"{name} must be" in answer["errors"][0]["message"]


@pytest.mark.parametrize("name", MEMBERS[3:])
def test_null_is_the_same_as_absent(name: str) -> None:
    absent = asked(**({"key": None} if name == "key" else {"at": None} if name == "at" else {}))
    found = with_member(name, None)
    assert (found["exit"], codes(found)) == (absent["exit"], codes(absent))


@pytest.mark.parametrize("name", ["op", "policy", "key"])
def test_a_member_that_stands_twice_is_an_error_at_any_depth(name: str) -> None:
    asks = {
        "op": '"verify", "op": "decode"',
        "policy": '{"aud": "a", "aud": "b"}',
        "key": '{"kty": "oct", "kty": "RSA"}',
    }
    line = f'{{"id": 7, "token": "{TOKEN}", "{name}": {asks[name]}}}'
    answer = serve(line.encode())
    assert (answer["id"], answer["exit"], codes(answer)) == (7, 2, ["request-duplicate"])
    assert codes(serve(b'{"id": 1, "id": 2, "op": "decode", "token": ""}')) == ["request-duplicate"]


def test_null_claims_do_not_switch_the_checks_of_claims_off() -> None:
    late = NOW + 3600
    assert codes(asked(at=late, claims=None)) == ["expired"]
    assert codes(asked(at=late, claims=False)) == []


@pytest.mark.parametrize(
    "line",
    [
        *(b"{", b"[]", b"7", b"null", b'"x"', b'{"id": 1', b"\xff\xfe\x00", b"\x00", b"{}{}", b"[" * 100_000),
        *(b'{"a":' * 100_000, b'{"n":' + b"1" * 5000 + b"}"),
    ],
    ids=lambda line: repr(line[:8]),
)
def test_a_line_that_is_no_object_is_answered(line: bytes) -> None:
    answer = serve(line)
    assert (answer["id"], answer["exit"], codes(answer)) == (None, 2, ["request-json"])


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_line_is_answered(line: bytes) -> None:
    assert serve(line)["exit"] == 2


@pytest.mark.parametrize("name", ["x", "", 7, -1, 1.5, True, None, "\ud800\0"])
def test_the_id_comes_back(name: object) -> None:
    assert asked(id=name)["id"] == name
    assert asked(id=name, op="?")["id"] == name
    assert asked(id=name, at="?")["id"] == name


@pytest.mark.parametrize("name", [[], {}, [1], {"a": 1}, float("nan"), float("inf"), -float("inf")])
def test_an_id_that_is_no_scalar_is_refused(name: object) -> None:
    answer = asked(id=name)
    assert (answer["id"], codes(answer)) == (None, ["request-id"])


@pytest.mark.parametrize("op", [None, "", "VERIFY", "sign", 7, ["verify"], {}])
def test_an_operation_that_is_not_known_is_refused(op: object) -> None:
    assert codes(asked(op=op)) == ["request-op"]


@pytest.mark.parametrize("op", sorted({*OPERATIONS} - {"jwk"}))
@pytest.mark.parametrize("token", ["", "\0", "\ud800.a.b", "a.b.c", "{", "é.é.é", "~~~", "." * 99, "{" * 99])
def test_any_token_is_answered_by_any_operation(op: str, token: str) -> None:
    answer = asked(op=op, token=token, key=None)
    assert not answer["valid"]
    assert answer["errors"]
    assert "internal" not in codes(answer)


def test_a_token_beyond_the_cap_is_not_judged() -> None:
    assert codes(asked(token=TOKEN + " " * 4 * 1024 * 1024)) == ["token-large"]


def test_a_mistake_in_the_program_costs_one_answer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: object) -> dict[str, object]:
        raise ZeroDivisionError(KEY)

    monkeypatch.setitem(batch._ANSWERS, "verify", broken)
    answer = asked()
    assert (answer["id"], answer["valid"], answer["exit"], codes(answer)) == (1, False, 2, ["internal"])
    assert KEY not in json.dumps(answer)
    assert asked(op="decode")["payload"]["sub"] == "a"


def test_verify_is_the_answer_of_json_with_id_and_exit() -> None:
    answer = asked()
    assert (answer["id"], answer["exit"], answer["valid"], answer["verdict"]) == (1, 0, True, "accepted")
    assert unb64(answer["payload_b64url"]) == unb64(TOKEN.split(".")[1])
    assert answer["findings"] == []


def test_decoding_is_never_called_valid() -> None:
    answer = asked(op="decode")
    assert (answer["exit"], answer["valid"], codes(answer)) == (1, False, ["not-verified"])
    assert asked(op="decode", token="a.b.c")["exit"] == 2


def test_detecting_says_which_kind_it_is() -> None:
    jwe = by_joserfc({"alg": "dir", "enc": "A128GCM"}, OCT)
    for token, kind in ((TOKEN, "JWS compact"), (jwe, "JWE compact"), (issued({"a": 1}), "SD-JWT")):
        answer = asked(op="detect", token=token, key=None)
        assert (answer["valid"], answer["kind"]) == (True, kind)
    assert not asked(op="detect", token="hello")["valid"]


def test_a_detached_payload() -> None:
    head, payload, signature = TOKEN.split(".")
    assert asked(token=f"{head}..{signature}", detached_payload_b64url=payload)["valid"]
    assert codes(asked(token=f"{head}..{signature}", detached_payload_b64url=b64("{}"))) == ["signature-invalid"]
    assert codes(asked(detached_payload_b64url=payload)) == ["detached-twice"]
    for odd in (payload + "=", payload + "\n", "!"):
        assert codes(asked(token=f"{head}..{signature}", detached_payload_b64url=odd)) == ["request-member"]


@pytest.mark.parametrize("many", [False, True], ids=["one text", "list"])
def test_named_roots_make_a_chain_count(many: bool) -> None:
    from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS  # noqa: PLC0415 - for this test only
    from jwtlens.verify.signature import sign  # noqa: PLC0415 - as above

    message = compact({"alg": "ES256", "x5c": [LEAF.x5c, BETWEEN.x5c]}, {}, "")[:-1]
    key = pair("P-256")._replace(material=type(pair("P-256").material)(LEAF.key))
    token = f"{message}.{b64(sign(SIGNATURE_ALGORITHMS['ES256'], key, message.encode()))}"
    roots = [ROOT.pem] if many else ROOT.pem
    assert asked(token=token, key=None, trusted_roots_pem=roots)["valid"]
    assert not asked(token=token, key=None)["valid"]
    assert codes(asked(token=token, key=None, trusted_roots_pem=["no certificate"])) == ["roots-none"]


def test_an_expected_nonce_demands_a_key_binding() -> None:
    plain = issued({"cnf": cnf()})
    key = to_jwk(key_for("ES256", private=False), private=False)
    kb = {"nonce": "n-1", "aud": "https://verifier"}
    assert asked(token=bound(plain), key=key, kb=kb)["valid"]
    assert codes(asked(token=plain, key=key, kb=kb)) == ["kb-missing"]
    assert codes(asked(token=plain, key=key, kb={"required": True})) == ["kb-missing"]
    assert asked(token=plain, key=key, kb={**kb, "required": False})["valid"]
    assert codes(asked(token=plain, key=key, kb={"max_age": 60})) == ["kb-missing"]
    assert asked(token=bound(plain), key=key, kb={"max_age": 60})["valid"]
    assert not asked(token=bound(plain, iat=NOW - 61), key=key, kb={"max_age": 60})["valid"]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, jwtlens: Call) -> Call:
    """The command with a short cap on lines."""
    monkeypatch.setattr(batch, "REQUEST_BYTES", 64)
    return jwtlens


GOOD = b'{"id": 7, "op": "decode", "token": ""}\n'


@pytest.mark.parametrize("size", [64, 65, 127, 128, 129, 200, 640])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_that_is_too_long_is_one_error_and_the_next_is_served(served: Call, size: int, end: bytes) -> None:
    long = b'{"id": 1, "op": "decode", "token": "' + b"x" * (size - 36)
    answers = [json.loads(line) for line in served("batch", stdin=long + end + (GOOD if end else b"")).out.splitlines()]
    assert codes(answers[0]) == ["request-large"]
    assert [answer["id"] for answer in answers[1:]] == ([7] if end else [])


def test_empty_lines_have_no_answer(jwtlens: Call) -> None:
    code, out, err = jwtlens("batch", stdin=b"\n  \n\r\n" + GOOD + b"\n" + GOOD.strip())
    assert (code, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [7, 7]


def test_a_broken_line_is_answered_and_the_next_is_served(jwtlens: Call) -> None:
    code, out, err = jwtlens("batch", stdin=b'{"id": 1,\n\xff\xfe\x00\n' + GOOD)
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(answer["id"], codes(answer)[:1]) for answer in answers] == [
        (None, ["request-json"]),
        (None, ["request-json"]),
        (7, ["empty"]),
    ]
    assert out.isascii()


def test_a_closed_standard_input_is_a_usage_error(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from jwtlens.__main__ import main  # noqa: PLC0415 - the fixture would give it an input

    monkeypatch.setattr(sys, "stdin", None)
    assert main(["batch"]) == 2


def test_a_closed_standard_output_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    stdin = io.BytesIO(GOOD * 3)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin))
    assert batch.run([]) == 0


class Talk:
    """The program as a process, asked one request at a time: an answer that is not flushed would never come."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, "batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )

    @property
    def input(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    def ask(self, line: bytes) -> dict[str, Any]:
        assert self.process.stdout is not None
        self.input.write(line + b"\n")
        self.input.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


def test_a_process_answers_each_request_before_the_next() -> None:
    talk = Talk()
    key = to_jwk(pair("RSA"), private=True).reveal()
    for number, line in enumerate(
        [
            json.dumps({"op": "verify", "token": TOKEN, "key": KEY, "at": NOW}),
            "{ broken",
            json.dumps({"op": "verify", "token": "\ud800\0\x1b[31m", "key": key}),
            json.dumps({"op": "audit", "token": signed({"alg": "RS256"}), "key": key}),
            json.dumps({"op": "jwk", "key": {**key, "d": "A" * 40}}),
        ]
    ):
        answer = talk.ask(line.replace("{", f'{{"id": {number}, ', 1).encode())
        assert answer["id"] == (None if "broken" in line else number)
        assert str(key["d"]) not in json.dumps(answer)
    _, err = talk.process.communicate()
    assert (talk.process.returncode, err) == (0, b"")


def test_a_reader_that_goes_away_ends_the_process() -> None:
    talk = Talk()
    assert talk.ask(GOOD.strip())["id"] == 7
    assert talk.process.stdout is not None
    talk.process.stdout.close()
    try:  # the input is never closed here: it has to end by itself
        for _ in range(10_000):
            os.write(talk.input.fileno(), GOOD)
    except BrokenPipeError:
        pass
    else:
        pytest.fail("it still reads, although nobody listens")
    talk.process.stdout = None
    assert talk.process.stderr is not None
    assert talk.process.stderr.read() == b""
    assert talk.process.wait(timeout=30) == 0
    talk.process.stderr.close()
    talk.input.close()


def test_an_audit_names_a_duplicate_deep_inside_a_payload_too_long_to_look_for_its_place() -> None:
    long = ",".join(f'"n{number}":1' for number in range(70_000))
    answer = asked(op="audit", token=compact({"alg": "HS256"}, ('{"a":{"b":1,"b":2},' + long + "}").encode(), "AAAA"))
    found = [one for one in answer["findings"] if one["slug"] == "json-duplicate-key"]
    assert [(one["field"], one["severity"]) for one in found] == [("payload", "medium")]
    assert "The name b appears twice" in found[0]["message"]
