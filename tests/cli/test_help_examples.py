"""Every example in the help texts is run as it stands."""

import re
import subprocess
import sys
import time
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwe
from joserfc.jwk import ECKey

from jwtlens.cli.commands import COMMANDS
from jwtlens.knowledge.sample import SECRET, sample_token
from tests.cli.conftest import Call
from tests.cli.processes import environment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the examples name, and the program in it under its own name."""
    private = ec.generate_private_key(ec.SECP256R1())
    jwk = jwt.get_algorithm_by_name("ES256").to_jwk(private.public_key())
    (tmp_path / "jwks.json").write_text(f'{{"keys":[{jwk}]}}')
    claims = {"iss": "https://auth.example.com", "aud": "https://api.example.com", "exp": 4_102_444_800}
    (tmp_path / "token.txt").write_text(jwt.encode(claims, private, "ES256"))
    (tmp_path / "private.json").write_text(jwt.get_algorithm_by_name("ES256").to_jwk(private))
    names = ["ECDH-ES+A256KW", "A256GCM"]
    header = {"alg": names[0], "enc": names[1]}
    (tmp_path / "jwe.txt").write_text(jwe.encrypt_compact(header, b"{}", ECKey.import_key(private), algorithms=names))
    program = tmp_path / "bin" / "jwtlens"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jwtlens "$@"\n')
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)])
def test_examples_run(jwtlens: Call, folder: Path, words: tuple[str, ...]) -> None:
    env = environment(TOKEN=sample_token(time.time()), JWT_SECRET=SECRET)
    env["PATH"] = f"{folder / 'bin'}:{env['PATH']}"
    for example in jwtlens(*words, "-h").out.partition("examples:\n")[2].splitlines():
        line = re.split(r"\s{3,}", example.strip())[0]  # what follows is a remark
        done = subprocess.run(["sh", "-c", line], cwd=folder, env=env, capture_output=True, check=False, timeout=60)
        expected = 1 if line.startswith("jwtlens --key @jwks.json") else 0  # the token in the variable is an HS256 one
        assert (line, done.returncode, done.stderr) == (line, expected, b"")
