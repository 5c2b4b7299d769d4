"""``jwtlens diff``: what is said about two tokens, for people and for programs."""

import json
from pathlib import Path

import jwt
import pytest

from jwtlens.keys.export import export
from jwtlens.knowledge.sample import SECRET
from tests.cli.conftest import Call
from tests.cli.tokens import EXPIRES, ISSUED, SAMPLE, hs256, raw
from tests.core_kit import pair

AT = ("--at", str(ISSUED))


def changes(out: str) -> list[tuple[str, str, object, object, str]]:
    return [tuple(change.values()) for change in json.loads(out)["changes"]]


def test_members_by_pointer_and_times_as_differences(jwtlens: Call) -> None:
    one = hs256(exp=EXPIRES, iss="a", roles=["x", "y"], deep={"a": 1, "b/c": None}, gone=None)
    other = hs256({"kid": "2"}, exp=EXPIRES + 900, iss="a", roles=["x"], deep={"a": True, "b/c": 2}, nbf=ISSUED)
    done = jwtlens("diff", "--json", *AT, one, other)
    assert done.code == 1
    assert changes(done.out) == [
        ("added", "header/kid", None, "2", ""),
        ("changed", "payload/exp", EXPIRES, EXPIRES + 900, "expires 15 min later"),
        ("removed", "payload/roles/1", "y", None, ""),
        ("changed", "payload/deep/a", 1, True, ""),
        ("changed", "payload/deep/b~1c", None, 2, ""),
        ("removed", "payload/gone", None, None, ""),
        ("added", "payload/nbf", None, ISSUED, "2026-11-23 14:34:40Z"),
    ]
    earlier = jwtlens("diff", *AT, other, one)
    assert "~ payload/exp   expires 15 min earlier\n    - 1795446280\n    + 1795445380\n" in earlier.out
    assert "- payload/nbf\n    - 1795444480\n" in earlier.out


@pytest.mark.parametrize(
    ("one", "other", "code", "words"),
    [
        (SAMPLE, f"Authorization: Bearer {SAMPLE}", 0, "the same token, character for character"),
        (raw(b'{"alg":"none"}', b"{}"), raw(b'{"alg":"none"}', b"{}", b""), 1, "only the first token has one"),
        (raw(b'{"alg":"x"}', b"text"), raw(b'{"alg":"x"}', b"other"), 1, '~ payload\n    - "text"\n    + "other"\n'),
        (raw(b'{"alg":"x"}', b"1"), raw(b'{"alg":"x"}', b"1.0"), 1, "~ payload\n    - 1\n    + 1.0\n"),
        (raw(b'{"alg":"x"}', b'{"a":1}'), raw(b'{"alg":"x"}', b'{"a": 1}'), 1, "written with other bytes"),
        (SAMPLE, "a.b", 2, "2 segments; a signed token has 3"),
        (raw(b'{"alg":"x"}', b'{"a\x1b[2J":1}'.replace(b"\x1b", b"\\u001b")), SAMPLE, 1, "- payload/a\\u001b[2J"),
    ],
    ids=["same", "signature", "text", "number", "bytes", "malformed", "hostile"],
)
def test_outcomes(jwtlens: Call, one: str, other: str, code: int, words: str) -> None:
    done = jwtlens("diff", *AT, one, other)
    assert done.code == code
    assert words in done.out
    assert "\x1b" not in done.out


def test_the_key_is_compared_by_what_it_verifies(jwtlens: Call, tmp_path: Path) -> None:
    keys = [pair("P-256", nth=number) for number in range(2)]
    ring = tmp_path / "keys.json"
    ring.write_text(export(keys, "jwks").reveal())
    first, again, second = (
        jwt.encode({"n": number}, keys[which].material.reveal(), "ES256")  # type: ignore[arg-type]
        for number, which in ((1, 0), (2, 0), (3, 1))
    )

    def key(*tokens: str) -> tuple[bool | None, str]:
        found = json.loads(jwtlens("diff", "--json", "--key", f"@{ring}", *tokens).out)["key"]
        return found["same"], found["words"]

    assert key(first, again)[0] is True
    assert key(first, second)[0] is False
    assert key(first, first[:-8] + "AAAAAAAA") == (
        None,
        "only the first signature is valid for the EC P-256 key; the other is of another key, or damaged",
    )
    found = json.loads(jwtlens("diff", "--json", first, again).out)
    assert found["key"] == {"same": None, "words": "not known: no key was given"}
    assert found["signature"]["same"] is False


def test_standard_input_and_variables(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("T", SAMPLE)
    assert jwtlens("diff", "env:T", "-", stdin=SAMPLE.encode()).code == 0
    assert jwtlens("diff", "-", "-", stdin=SAMPLE.encode()).code == 2
    assert jwtlens("diff", "--key", "-", "env:T", "-", stdin=SAMPLE.encode()).code == 2


def test_a_private_key_in_a_header_is_not_shown(jwtlens: Call) -> None:
    jwk = {"kty": "oct", "k": "c2VjcmV0LWJ5dGVz"}
    for form in ((), ("--json",)):
        done = jwtlens("diff", *form, hs256({"jwk": jwk}, a=1), hs256(a=1))
        assert done.code == 1
        assert "c2VjcmV0" not in done.out
    assert SECRET not in done.out
