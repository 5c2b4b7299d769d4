"""What only a real process shows: exit codes, pipes, encodings, streams that are closed or full."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jwtlens.knowledge.sample import SECRET
from tests.cli.processes import PROGRAM, environment, start
from tests.cli.tokens import ISSUED, SAMPLE

AT = ("--at", str(ISSUED))


def test_exit_codes_of_the_three_kinds() -> None:
    assert start("verify", "--key", "env:S", *AT, SAMPLE, S=SECRET).returncode == 0
    assert start("verify", "--key", "env:S", *AT, SAMPLE, S="another secret").returncode == 1
    assert start("verify", "--key", "env:S", *AT, "a.b.c", S=SECRET).returncode == 2


def test_json_on_standard_output_and_nothing_else() -> None:
    done = start("verify", "--json", "--key", SECRET, *AT, "-", stdin=SAMPLE.encode())
    assert json.loads(done.stdout)["valid"] is True
    assert done.stdout.isascii()
    assert done.stderr.startswith(b"jwtlens: other users of this machine can see")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """A payload larger than any pipe's buffer, so that the write meets the closed end."""
    big = f"{SAMPLE.split('.')[0]}.{'AAAA' * 100_000}.AAAA"
    with subprocess.Popen(
        [*PROGRAM, "decode", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(big.encode())
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_a_disk_without_room_is_a_sentence(tmp_path: Path) -> None:
    no_room = ["sh", "-c", 'ulimit -f 0 && exec "$@"', "sh", *PROGRAM, "decode", SAMPLE]
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(no_room, stdout=out, stderr=subprocess.PIPE, check=False, env=environment(), timeout=60)
    assert done.returncode == 2
    assert done.stderr == b"jwtlens: standard output cannot be written: File too large\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_talk_that_cannot_be_written_changes_no_answer() -> None:
    """A full disk behind standard error ended calls with a traceback, and the code of a rejected token."""
    with Path("/dev/full").open("wb") as full:
        for words, code in ((("verify", "--key", SECRET, *AT, SAMPLE), 0), (("decode", "--nonsense"), 2)):
            call = [*PROGRAM, *words]
            done = subprocess.run(call, stdout=subprocess.PIPE, stderr=full, check=False, env=environment(), timeout=60)
            assert done.returncode == code
            assert done.stdout.startswith("✓".encode() if code == 0 else b"")


def test_symbols_fall_back_where_the_encoding_has_none() -> None:
    done = start("verify", *AT, SAMPLE, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert b"  + format" in done.stdout
    assert b": no key given" in done.stdout


def test_bytes_that_are_no_text_in_the_argument() -> None:
    done = start("decode", b"\xff\xfe\x1b[31m")
    assert done.returncode == 2
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout


def test_without_a_terminal_the_call_of_the_screen_prints_the_report() -> None:
    screen = start("--key", "env:S", *AT, SAMPLE, S=SECRET)
    verify = start("verify", "--key", "env:S", *AT, SAMPLE, S=SECRET)
    assert (screen.returncode, screen.stdout) == (verify.returncode, verify.stdout)
    assert start("--key", "env:S", *AT, "-", stdin=SAMPLE.encode(), S=SECRET).stdout == verify.stdout


def test_without_a_terminal_the_sample_is_accepted() -> None:
    done = start()
    assert done.returncode == 0
    assert done.stdout.startswith("✓ ACCEPTED".encode())
    assert done.stderr == b""
    assert start(*AT).stdout == start(*AT).stdout


def test_the_file_option(tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(SAMPLE)
    assert start("--key", "env:S", *AT, "--file", str(file), S=SECRET).returncode == 0
    assert start("--key", "env:S", *AT, "--file", "-", stdin=SAMPLE.encode(), S=SECRET).returncode == 0


@pytest.mark.parametrize(
    ("before", "last"),
    [
        ("import atexit; atexit.register(print, 'last words')", b"last words\n"),
        (
            "import threading as t; t.Thread(target=lambda: (t.main_thread().join(), print('of a thread'))).start()",
            b"of a thread\n",
        ),
        ("import atexit; atexit._run_exitfuncs = None", b"not verifying\n"),
    ],
)
def test_the_process_ends_after_all_that_waits_for_its_end(before: str, last: bytes) -> None:
    text = (
        f"import sys; sys.argv[1:] = ['decode', {SAMPLE!r}]; {before}; from jwtlens.__main__ import program; program()"
    )
    done = subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        check=True,
        env=environment(),
        timeout=60,
    )
    assert done.stdout.endswith(last)
