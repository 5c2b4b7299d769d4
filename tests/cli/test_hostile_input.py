"""Tokens that other tools fail on, through both commands and both forms of answer."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Call
from tests.cli.tokens import raw

CORPUS: dict[str, str] = json.loads((Path(__file__).parents[1] / "hostile" / "trap-corpus.json").read_text())
SECRET = "a-secret-that-none-of-these-tokens-was-signed-with"
NASTY = {
    "empty": "",
    "dots": "." * 10_000,
    "markup": raw(b'{"alg":"HS256"}', b'{"sub":"[/nope]","name":"[@click=app.quit]x[/]"}'),
    "osc": raw(b'{"alg":"HS256"}', b'{"sub":"\\u001b]52;c;aGk=\\u0007"}'),
    "bidi": raw(b'{"alg":"HS256"}', '{"sub":"\u202eabc\u2066\u200b"}'.encode()),
    "surrogate": raw(b'{"alg":"HS256"}', b'{"sub":"\\ud800"}'),
    "raw surrogate": "\udcff\udc80.\ud800.x",
    "megabyte": raw(b'{"alg":"HS256"}', b'{"x":"' + b"a" * 1_000_000 + b'"}'),
    "many members": raw(b'{"alg":"HS256"}', json.dumps({f"claim{i}": i for i in range(20_000)}).encode()),
    "times": raw(b'{"alg":"HS256"}', b'{"exp":1e400,"nbf":true,"iat":"tomorrow","auth_time":1795444480000}'),
    "control": "\x00\x1b[31m\x07\x9b.\n.\r",
    "header array": raw(b"[1]", b"{}"),
    "raw controls in text": raw(b'{"alg":"HS256"}', b"\x1b[2J\x07\xc2\x9b31m"),
}


def assert_harmless(answer: Answer) -> None:
    assert answer.code in {0, 1, 2}
    for stream in (answer.out, answer.err):
        assert "Traceback" not in stream
        assert not {char for char in stream if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)}
        assert not set("\u202e\u2066\u200b") & set(stream)
        stream.encode()  # no lone surrogates


@pytest.mark.parametrize("name", [*CORPUS, *NASTY])
def test_no_token_hurts(jwtlens: Call, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SECRET", SECRET)
    token = {**CORPUS, **NASTY}[name]
    for words in (["decode"], ["verify", "--key", "env:SECRET"], ["verify"]):
        text = jwtlens(*words, "--", token)
        assert_harmless(text)
        answer = jwtlens(*words, "--json", "--", token)
        assert_harmless(answer)
        assert answer.code == text.code
        found = json.loads(answer.out, parse_constant=pytest.fail)
        assert found["valid"] is (answer.code == 0)
        assert bool(found["errors"]) is not found["valid"]
        piped = jwtlens(*words, "--json", "-", stdin=token.encode("utf-8", "surrogatepass"))
        assert_harmless(piped)
        assert piped.code == answer.code


def test_the_corpus_is_whole() -> None:
    assert len(CORPUS) == 33
