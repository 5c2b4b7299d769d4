"""The programs run, and decide as jwtlens does."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.inspection import inspect
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.programs import PROGRAMS, literals, program
from jwtlens.verify.policy import Policy

NOW = 1_795_444_480
SECRET = "c2VjcmV0IG9mIG1vcmUgdGhhbiB0aGlydHktdHdvIGJ5dGVz"
ISSUER, AUDIENCE = "https://auth.example.com", "https://api.example.com"
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "exp": 4_102_444_800}
PRIVATE = ec.generate_private_key(ec.SECP256R1())
PEM = jwt.get_algorithm_by_name("ES256").to_jwk(PRIVATE.public_key())
LIBRARIES = {"jsonwebtoken": ".cjs", "jose": ".mjs"}


def hs256(secret: str | bytes = SECRET, **claims: object) -> str:
    return jwt.encode({**CLAIMS, **claims}, secret, "HS256")


def es256(**claims: object) -> str:
    return jwt.encode({**CLAIMS, **claims}, PRIVATE, "ES256")


def ring(text: str = SECRET) -> Keyring:
    return read_keys(Secret(text))


def text_of(name: str, token: str, keyring: Keyring, policy: Policy = Policy()) -> str:
    return program(inspect(token, keyring, policy, now=NOW, with_audit=False), name)


def run(command: Sequence[str], token: str, secret: str) -> tuple[bool, str]:
    environment = {**os.environ, "TOKEN": token, "JWT_SECRET": secret}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60, text=True)
    assert done.returncode in {0, 1}, done.stderr
    return done.returncode == 0, done.stdout + done.stderr


class Case(NamedTuple):
    """What the program is made for, and the tokens that it then has to decide about."""

    token: str
    keyring: Keyring
    policy: Policy
    decisions: dict[str, bool]


MINE = Policy(issuers=(ISSUER,), audiences=("other", AUDIENCE), required=("sub",), leeway=30)
CASES = {
    "a secret": Case(hs256(), ring(), Policy(), {hs256(): True, hs256(aud="x"): False, hs256(iss="x"): False}),
    "a secret in base64": Case(
        hs256(jwt.utils.base64url_decode(SECRET)),
        ring(f"base64:{SECRET}"),
        Policy(),
        {hs256(jwt.utils.base64url_decode(SECRET)): True, hs256(): False},
    ),
    "a public key": Case(es256(), ring(PEM), Policy(), {es256(): True, es256(exp=1): False, hs256(): False}),
    "expectations": Case(
        hs256(sub="a"), ring(), MINE, {hs256(sub="a"): True, hs256(): False, hs256(sub="a", iss="x"): False}
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_python_program_decides_as_it_should(case: Case, tmp_path: Path) -> None:
    source = tmp_path / "verify.py"
    source.write_text(text_of("pyjwt", case.token, case.keyring, case.policy))
    for token, accepted in case.decisions.items():
        assert run([sys.executable, str(source)], token, SECRET)[0] is accepted


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_node_programs_decide_as_they_should(case: Case, library: str, tmp_path: Path) -> None:
    modules = os.environ.get("NODE_PATH", "")
    if not shutil.which("node") or not (Path(modules) / library).is_dir():
        pytest.skip(f"needs node, and {library} in the folder that NODE_PATH names")
    source = tmp_path / f"verify{LIBRARIES[library]}"
    (tmp_path / "node_modules").symlink_to(modules)
    source.write_text(text_of(library, case.token, case.keyring, case.policy))
    for token, accepted in case.decisions.items():
        assert run(["node", str(source)], token, SECRET)[0] is accepted


@pytest.mark.parametrize(("name", "check"), [("go-jwt", "len(key) == 0"), ("jsonwebtoken", "key.length === 0")])
def test_a_secret_that_is_not_set_verifies_nothing_where_the_library_would(name: str, check: str) -> None:
    assert [check in text_of(name, case.token, case.keyring) for case in CASES.values()] == [True, True, False, True]


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_program_holds_a_secret_and_every_one_pins_the_algorithm(name: str, case: Case) -> None:
    text = text_of(name, case.token, case.keyring, case.policy)
    assert SECRET not in text
    assert text.isascii()
    assert name == "curl" or re.search(r'"(HS|ES)256"', text)
    assert case.token not in text


def test_what_a_program_does_not_ask_for_is_said() -> None:
    token = jwt.encode({"sub": "a"}, SECRET, "HS256")
    for name in set(PROGRAMS) - {"curl"}:
        text = text_of(name, token, ring())
        assert "No issuer is expected" in text
        assert "No audience is expected" in text
    assert "as the token says" in text_of("pyjwt", hs256(), ring())
    assert "as the token says" not in text_of("pyjwt", hs256(), ring(), MINE)


REFUSED = {
    "encrypted": (
        "pyjwt",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA",
        "encrypted",
    ),
    "malformed": ("pyjwt", "nonsense", "malformed"),
    "no signature": ("pyjwt", "eyJhbGciOiJub25lIn0.e30.", "none is no signature"),
    "no secp256k1 in jsonwebtoken": ("jsonwebtoken", "eyJhbGciOiJFUzI1NksifQ.e30.AA", "does not know"),
    "no secp256k1 in jose": ("jose", "eyJhbGciOiJFUzI1NksifQ.e30.AA", "does not know"),
    "no ML-DSA in PyJWT": ("pyjwt", "eyJhbGciOiJNTC1EU0EtNDQifQ.e30.AA", "does not know"),
    "no ML-DSA in golang-jwt": ("go-jwt", "eyJhbGciOiJNTC1EU0EtNDQifQ.e30.AA", "does not know"),
}


@pytest.mark.parametrize(("name", "token", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_no_program_should_accept_or_could(name: str, token: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        text_of(name, token, Keyring())


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_stays_inside_its_quotes(text: str) -> None:
    assert ast.literal_eval(literals.python(text)) == text
    in_json = re.sub(  # which has no \\u{...}
        r"\\u\{([0-9a-f]+)\}", lambda found: json.dumps(chr(int(found[1], 16)))[1:-1], literals.javascript(text)
    )
    assert json.loads(in_json) == text
    assert literals.go(text) == literals.python(text)


def test_the_address_of_a_request_is_one_word_of_the_shell() -> None:
    evil = "https://a.example/';touch${IFS}x;'"
    text = text_of("curl", hs256(aud=evil), ring())
    assert text.rstrip().endswith("'https://a.example/'\"'\"';touch${IFS}x;'\"'\"''")
    assert "https://api.example.com/" in text_of("curl", hs256(aud="https://a\n.example"), ring())
