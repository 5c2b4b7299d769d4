"""``--serve`` on the command line: what is refused before anything listens."""

import socket
import subprocess
import sys

import pytest

from jwtlens.cli import screen, serve_options
from tests.cli.conftest import Call
from tests.cli.processes import environment

NEEDS_WEB = "needs the extra web: pip install '.[web]'"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--serve", "--json"), "--json prints a report"),
        (("--serve", "decode"), "goes with no command"),
        (("--serve", "-"), "a page has no standard input"),
        (("--serve", "--file", "-"), "a page has no standard input"),
        (("--serve", "--key=-", "x"), "a page has no standard input"),
        (("--port", "8000"), "needs --serve"),
        (("--host", "127.0.0.1"), "needs --serve"),
        (("--allow-others",), "needs --serve"),
        (("--serve", "--port", "0"), "a port is a number"),
        (("--serve", "--port", "65536"), "a port is a number"),
        (("--serve", "--host", "::"), "name one address"),
        (("--serve", "--host", "192.0.2.1"), "--allow-others"),
        (("--serve", "--file", "no-such-file"), "no-such-file"),
    ],
)
def test_calls_that_are_refused(jwtlens: Call, words: tuple[str, ...], said: str) -> None:
    pytest.importorskip("textual_serve", reason=NEEDS_WEB)
    done = jwtlens(*words)
    assert done.code == 2
    assert said in done.err
    assert "http://" not in done.out


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("--serve", ""),
        ("--serve --port 8000 --key @k.pem token", "--key @k.pem token"),
        ("--iss x --serve --host=127.0.0.1 --allow-others -- token", "--iss x -- token"),
        ("token --serve --alg HS256 --port=1 --iss=--serve", "token --alg HS256 --iss=--serve"),
    ],
)
def test_the_page_gets_the_rest_of_the_call(words: str, page: str) -> None:
    call = words.split()
    assert serve_options.words_for_page(call, screen.parse(call)) == tuple(page.split())


def test_a_port_that_is_taken(jwtlens: Call) -> None:
    pytest.importorskip("textual_serve", reason=NEEDS_WEB)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = jwtlens("--serve", "--port", str(taken.getsockname()[1]))
    assert done.code == 2
    assert "cannot be listened on" in done.err


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve"])
def test_without_the_extra_the_call_says_how_to_get_it(missing: str) -> None:
    program = f"import sys; sys.modules['{missing}'] = None; from jwtlens.__main__ import main; sys.exit(main())"
    command = (sys.executable, "-c", program, "--serve")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install '.[web]'" in done.stderr
    assert "Traceback" not in done.stderr
