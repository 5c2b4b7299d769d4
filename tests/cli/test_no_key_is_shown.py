"""Marked keys through every command that takes one: nothing of them comes out, whatever is wrong, or crashes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.processes import environment
from tests.cli.tokens import ISSUED, SAMPLE
from tests.core_kit import NOW, compact, secret, signed
from tests.keys.conftest import kit as kit_of_keys
from tests.keys.key_kit import Kit
from tests.keys.marked import PASSPHRASE, SECRET, hidden, materials

kit = kit_of_keys
CUT = signed({"alg": "HS256"}, {"exp": NOW}, key=secret(SECRET))[:-5]
OTHERS = {"RSA": "RS256", "P-256": "ES256", "Ed25519": "EdDSA", "encrypted": "PS256"}
JWE = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA"
COMMANDS: list[list[str]] = [
    ["verify", "--at", str(ISSUED), SAMPLE],
    ["verify", "--explain", CUT],
    ["verify", "--json", "--explain", "TOKEN"],
    ["audit", "--no-search", "--json", "TOKEN"],
    ["sign", "--json", "--sub", "a"],
    ["decrypt", JWE],
]
OF_KEYS: list[list[str]] = [
    ["key", "show"],
    ["key", "show", "--json"],
    ["key", "public", "--json", "--to", "jwks"],
    ["key", "public", "--to", "pem"],
    ["key", "thumbprint", "--json"],
]


def test_no_command_shows_a_key(jwtlens: Call, kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSPHRASE", PASSPHRASE)
    file = tmp_path / "key"
    for name, (text, secrets) in materials(kit).items():
        file.write_text(text)
        alg = next((alg for start, alg in OTHERS.items() if name.startswith(start)), "HS256")
        for words in COMMANDS:
            said = [compact({"alg": alg, "kid": "a"}, {"exp": NOW}) if word == "TOKEN" else word for word in words]
            answer = jwtlens(*said, "--key", f"@{file}", "--passphrase", "env:PASSPHRASE")
            assert answer.code in {0, 1, 2}
            hidden(f"{words[:2]} with {name}\n{answer.out}{answer.err}", [*secrets, PASSPHRASE.encode()])
        for words in OF_KEYS:
            if name.startswith("secret") and "thumbprint" in words:
                continue  # it is a hash of the secret, and said to be
            answer = jwtlens(*words, f"@{file}", "--passphrase", "env:PASSPHRASE")
            hidden(f"{words[:2]} with {name}\n{answer.out}{answer.err}", [*secrets, PASSPHRASE.encode()])


CRASH = """
import sys
from jwtlens.verify import signature
from jwtlens.__main__ import main

def crash(algorithm, key, signing_input, received):
    material = key.material.reveal()
    raise RuntimeError("forced")

signature.verifies = crash
sys.exit(main())
"""


@pytest.mark.parametrize("command", ["verify", "batch"])
def test_a_crash_shows_no_key(command: str, tmp_path: Path) -> None:
    """Not even with everything on that Python has for developers."""
    words, asked = ["batch"], b""
    if command == "verify":
        (tmp_path / "key").write_bytes(SECRET)
        words = ["verify", "--key", f"@{tmp_path}/key", CUT]
    else:
        asked = json.dumps({"id": 1, "op": "verify", "token": CUT, "key": SECRET.decode()}).encode()
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-X", "faulthandler", "-c", CRASH, *words],
        input=asked, capture_output=True, check=False, env=environment(PYTHONFAULTHANDLER="1"), timeout=60,
    )  # fmt: skip
    printed = (done.stdout + done.stderr).decode()
    assert ("RuntimeError: forced" if command == "verify" else "jwtlens made a mistake here") in printed
    hidden(printed, [SECRET])


@pytest.mark.parametrize("key", [SECRET.decode(), {"kty": "oct", "k": f"{SECRET.decode()}!"}, [SECRET.decode()], 5])
@pytest.mark.parametrize("op", ["verify", "decrypt", "jwk", "audit", "decode"])
def test_no_answer_of_batch_shows_a_key(jwtlens: Call, op: str, key: object) -> None:
    lines = [{"id": 1, "op": op, "token": token, "key": key} for token in (CUT, JWE, "x")]
    asked = "\n".join([*map(json.dumps, lines), json.dumps(lines[0])[:-1], ""]).encode()
    answer = jwtlens("batch", stdin=asked)
    assert len(answer.out.splitlines()) == 4
    hidden(answer.out + answer.err, [SECRET])
