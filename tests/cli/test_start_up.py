"""The command line does not pay for the screen, nor decode and HS256 for the cryptography package.

The modules are looked at in fresh processes that have no site-packages at all, so both work with nothing installed.
"""

import json
import subprocess
import sys

import pytest

from jwtlens.knowledge.sample import SECRET
from tests.cli.processes import ROOT, environment
from tests.cli.tokens import ISSUED, SAMPLE

NEVER = {
    *("textual", "rich", "pyperclip", "jwt", "joserfc", "cryptography"),
    *("asyncio", "ssl", "dataclasses", "pathlib", "inspect", "subprocess", "tempfile", "shutil"),
}
PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from jwtlens.__main__ import main
code = main(sys.argv[1:])
import json
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""
COMPILED = f"""
import json, re, sys
sys.path.insert(0, {str(ROOT)!r})
real, ours = re.compile, []
def noted(*arguments):
    ours.append(sys._getframe(1).f_globals["__name__"])
    return real(*arguments)
re.compile = noted
from jwtlens.__main__ import main
main(sys.argv[1:])
print(json.dumps([name for name in ours if name.startswith("jwtlens")]), file=sys.stderr)
"""


def modules(*words: str) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM, *words],
        capture_output=True,
        check=True,
        env=environment(JWT_SECRET=SECRET),
        timeout=60,
    )
    code, names = json.loads(done.stderr)
    return code, {name.partition(".")[0] for name in names} | set(names)


@pytest.mark.parametrize("words", [("decode", SAMPLE), ("decode", "--json", SAMPLE)])
def test_decode(words: tuple[str, ...]) -> None:
    code, imported = modules(*words)
    assert code == 0
    assert not imported & NEVER
    assert not imported & {"argparse", "jwtlens.cli.verify", "jwtlens.cli.screen", "jwtlens.audit", "jwtlens.keys.read"}
    assert "jwtlens.knowledge.glossary" not in imported


@pytest.mark.parametrize(("words", "wanted"), [(("--key", "env:JWT_SECRET"), 0), (("--json",), 1)])
def test_verify_asks_pyjwt_only_where_its_answer_is_printed(words: tuple[str, ...], wanted: int) -> None:
    code, imported = modules("verify", *words, "--at", str(ISSUED), SAMPLE)
    assert code == wanted
    assert not imported & NEVER
    assert not imported & {"jwtlens.cli.decode", "jwtlens.cli.screen"}


def test_version_and_help() -> None:
    assert not modules("--version")[1] & NEVER
    assert not modules("-h")[1] & NEVER


def test_a_plain_call_of_verify_does_without_argparse() -> None:
    code, imported = modules("verify", "--key", "env:JWT_SECRET", "--aud", "https://api.example.com", SAMPLE)
    assert code == 1  # expired
    assert not imported & {"argparse", "gettext", "locale"}


def test_an_ordinary_token_is_decoded_with_one_regular_expression() -> None:
    """One lays JSON out. To compile the rest had taken a tenth of the call."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", COMPILED, "decode", SAMPLE], capture_output=True, check=True, timeout=60
    )
    assert json.loads(done.stderr) == ["jwtlens.lazy_pattern"]
