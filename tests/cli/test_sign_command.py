"""``jwtlens sign``: what it makes, PyJWT accepts."""

import json
import time
from pathlib import Path

import jwt
import pytest

from jwtlens.jose import base64url
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from tests.cli.conftest import Call

SECRET = "a secret of more than sixty-four bytes, which is what HS512 asks of one"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", SECRET)


def parts(token: str) -> list[bytes]:
    return [base64url.decode(segment).data for segment in token.strip().split(".")]


def test_options_become_claims_and_header(jwtlens: Call) -> None:
    now = int(time.time())
    words = ("--iss", "i", "--sub", "s", "--aud", "a", "--jti", "1", "--exp", "+15m", "--nbf=-1d", "--iat", "now")
    done = jwtlens("sign", "--key", "env:JWT_SECRET", *words, "--claim", "admin:=true", "--claim", "n=1", "--kid", "k")
    assert (done.code, done.err) == (0, "")
    token = done.out.strip()
    claims = jwt.decode(token, SECRET, ["HS256"], audience="a", issuer="i")
    moments = {name: claims.pop(name) - now for name in ("exp", "nbf", "iat")}
    assert claims == {"iss": "i", "sub": "s", "aud": "a", "jti": "1", "admin": True, "n": "1"}
    assert all(0 <= moments[name] - away <= 5 for name, away in {"exp": 900, "nbf": -86_400, "iat": 0}.items())
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT", "kid": "k"}


@pytest.mark.parametrize("text", ['{ "sub" : "alice",\n "é": 1.0 }', "{}"])
def test_claims_that_no_option_changes_are_signed_as_they_are(jwtlens: Call, text: str) -> None:
    done = jwtlens("sign", "--key", "env:JWT_SECRET", "-", stdin=f"{text}\n".encode())
    assert parts(done.out)[1] == text.encode()


def test_any_text_is_signed_when_asked_for(jwtlens: Call) -> None:
    assert jwtlens("sign", "--key", "env:JWT_SECRET", "not JSON").code == 2
    assert parts(jwtlens("sign", "--raw", "--key", "env:JWT_SECRET", "not JSON").out)[1] == b"not JSON"


def test_members_change_claims_and_header_in_place(jwtlens: Call) -> None:
    words = ("--claim", "b:=null", "--claim", "a=2", "--claim", "big:=" + "1" * 30)
    header = ("--header", "typ=at+jwt", "--header", "x:=[1]", "--typ", "")
    done = jwtlens("sign", "--key", "env:JWT_SECRET", *words, *header, '{"a":1,"b":2,"c":3}')
    head, payload, _ = parts(done.out)
    assert payload.decode() == '{"a":"2","c":3,"big":' + "1" * 30 + "}"
    assert json.loads(head) == {"alg": "HS256", "typ": "at+jwt", "x": [1]}


@pytest.mark.parametrize("alg", [name for name in SIGNATURE_ALGORITHMS if not name.startswith("ML-DSA")])
def test_pyjwt_accepts_every_algorithm(jwtlens: Call, tmp_path: Path, alg: str) -> None:
    private, name = tmp_path / "key.json", "EdDSA" if alg.startswith("Ed") else alg
    private.write_text(jwtlens("key", "generate", "Ed25519" if alg == "EdDSA" else alg).out)
    public = private.read_text() if alg.startswith("HS") else jwtlens("key", "public", f"@{private}").out
    done = jwtlens("sign", "--key", f"@{private}", "--alg", alg, "--sub", "alice")
    assert (done.code, done.err) == (0, "")
    key = jwt.PyJWK(json.loads(public) | {"alg": name})
    signing_input, _, _ = done.out.rpartition(".")
    head, payload, signature = parts(done.out)
    assert json.loads(head)["alg"] == alg
    assert json.loads(payload) == {"sub": "alice"}
    assert key.Algorithm.verify(signing_input.encode(), key.key, signature)


def test_the_kid_picks_a_key_of_a_set(jwtlens: Call, tmp_path: Path) -> None:
    keys = [json.loads(jwtlens("key", "generate", "ES256", "--kid", kid).out) for kid in ("one", "two")]
    (tmp_path / "set.json").write_text(json.dumps({"keys": keys}))
    spec = f"@{tmp_path / 'set.json'}"
    for words, kid in (((), "one"), (("--kid", "two"), "two")):
        token = jwtlens("sign", "--key", spec, *words, "--sub", "a").out.strip()
        assert jwt.get_unverified_header(token)["kid"] == kid
        assert jwtlens("verify", "--key", spec, "--no-claims", token).code == 0
    assert jwtlens("sign", "--key", spec, "--kid", "three", "--sub", "a").err == (
        "jwtlens: none of the keys has kid three\n"
    )


def test_none_needs_no_key_and_is_called_what_it_is(jwtlens: Call) -> None:
    done = jwtlens("sign", "--alg", "none", "--sub", "a")
    assert done.code == 0
    assert done.out.endswith(".\n")
    assert "nobody may accept it" in done.err


def test_json_is_one_object(jwtlens: Call) -> None:
    found = json.loads(jwtlens("sign", "--json", "--key", "env:JWT_SECRET", "--sub", "a").out)
    assert found["valid"] is True
    assert jwt.decode(found["token"], SECRET, ["HS256"]) == {"sub": "a"}


REFUSED = {
    "no key": ((), "--key is missing"),
    "an algorithm that the key does not fit": (("--key", "env:JWT_SECRET", "--alg", "RS256"), "RS256 needs an RSA key"),
    "an unknown algorithm": (("--key", "env:JWT_SECRET", "--alg", "HS999"), "HS999 does not sign"),
    "an array": (("--key", "env:JWT_SECRET", "[1]"), "must be a JSON object, not array"),
    "two members of one name": (("--key", "env:JWT_SECRET", '{"a":1,"a":2}'), "twice"),
    "no moment": (("--key", "env:JWT_SECRET", "--exp", "soon"), "--exp soon: a moment is"),
    "no member": (("--key", "env:JWT_SECRET", "--claim", "x"), "--claim x: a member is written"),
    "no JSON": (("--key", "env:JWT_SECRET", "--claim", "x:=yes"), "yes is not JSON"),
    "raw with claims": (("--key", "env:JWT_SECRET", "--raw", "--sub", "a", "x"), "--raw signs a text as it is"),
}


@pytest.mark.parametrize(("words", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_why(jwtlens: Call, words: tuple[str, ...], reason: str) -> None:
    done = jwtlens("sign", *words)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err


def test_a_public_key_does_not_sign(jwtlens: Call, tmp_path: Path) -> None:
    (tmp_path / "private.json").write_text(jwtlens("key", "generate", "ES256").out)
    (tmp_path / "public.json").write_text(jwtlens("key", "public", f"@{tmp_path / 'private.json'}").out)
    assert (
        "signing needs the private half" in jwtlens("sign", "--key", f"@{tmp_path / 'public.json'}", "--sub", "a").err
    )
