"""``jwtlens scan``: files, folders and streams, whatever is in them."""

import array
import fcntl
import gzip
import json
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest

from jwtlens.cli import scan, scan_files, scan_tokens
from jwtlens.cli.scan_workers import Workers
from jwtlens.knowledge.sample import SECRET
from tests.cli.conftest import Call
from tests.cli.processes import PROGRAM, environment
from tests.cli.tokens import ISSUED, SAMPLE, hs256
from tests.harvest.tokens import tokens

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

AT = ("--at", str(ISSUED))
KEY = ("--key", "env:JWT_SECRET")


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", SECRET)


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def numbered(count: int) -> list[str]:
    return [hs256(n=number) for number in range(count)]


def test_one_line_for_each_token_with_all_its_places(jwtlens: Call, tmp_path: Path) -> None:
    other = hs256(n=1)
    (tmp_path / "a.log").write_text(f"x\nAuthorization: Bearer {SAMPLE}\n{other[:-4]}AAAA\n")
    (tmp_path / "b.json").write_text(json.dumps({"token": SAMPLE}))
    done = jwtlens("scan", "--json", *KEY, *AT, str(tmp_path))
    assert (done.code, done.err) == (1, "")
    first, second = lines(done.out)
    assert (first["token"], first["kind"], first["verdict"], first["count"]) == (SAMPLE, "JWS compact", "accepted", 2)
    assert first["places"] == [
        {"file": f"{tmp_path}/a.log", "line": 2, "where": "header Authorization"},
        {"file": f"{tmp_path}/b.json", "line": 1, "where": "/token"},
    ]
    assert first["payload"]["sub"] == "user_789"
    assert {check["name"]: check["status"] for check in first["checks"]}["signature"] == "passed"
    assert "alg-hs-shared-secret" in {finding["slug"] for finding in first["findings"]}
    assert (second["verdict"], second["places"][0]["line"]) == ("rejected", 3)


def test_exit_codes(jwtlens: Call, tmp_path: Path) -> None:
    good, none = tmp_path / "good", tmp_path / "none"
    good.write_text(SAMPLE)
    none.write_text("one.two.three")
    assert jwtlens("scan", *KEY, *AT, str(good)).code == 0
    assert jwtlens("scan", str(none)).code == 0
    assert jwtlens("scan", *AT, str(good)).code == 1
    assert jwtlens("scan", *KEY, *AT, str(good), str(tmp_path / "missing")).code == 1
    assert jwtlens("scan", str(tmp_path / "missing")).code == 2
    assert jwtlens("scan", "--json", "--table", str(good)).code == 2


def test_the_table_shows_no_token_and_acts_on_no_terminal(jwtlens: Call, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[2J.log"
    hostile = hs256(iss="\x1b]0;x\x07", sub="\u202e")
    file.write_text(f"{SAMPLE}\n{hostile}\n{SAMPLE}")
    done = jwtlens("scan", *KEY, *AT, str(file))
    header, first, second, summary = done.out.splitlines()
    assert header.split() == ["verdict", "kind", "issuer", "subject", "expires", "findings", "seen", "first", "at"]
    assert first.startswith("accepted  JWS compact HS256  https://auth.example.com  user_789  ")
    assert "\\u001b[2J.log:1" in first
    assert "\\u001b]0;x\\u0007" in second
    assert summary == "2 tokens in 3 places; 1 file read"
    assert SAMPLE[:30] not in done.out
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out)


def test_sarif_has_the_places(jwtlens: Call, tmp_path: Path) -> None:
    (tmp_path / "a b.log").write_text(f"\n{SAMPLE}\n{SAMPLE}\n")
    done = jwtlens("scan", "--sarif", *KEY, *AT, str(tmp_path))
    run = json.loads(done.out)["runs"][0]
    assert [one["location"]["uri"] for one in run["artifacts"]] == [f"file://{tmp_path}/a%20b.log"]
    result = next(one for one in run["results"] if one["ruleId"] == "alg-hs-shared-secret")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert result["occurrenceCount"] == 2
    assert SAMPLE not in done.out


@pytest.mark.parametrize("packed", ["gz", "zst", "utf-16"])
def test_packed_files(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: str) -> None:
    monkeypatch.chdir(tmp_path)  # the names of files are shortened in sentences, and those of a test are long
    text = f"first line\n{SAMPLE}\n".encode()
    file = Path(f"log.{packed}")
    if packed == "gz":
        file.write_bytes(gzip.compress(text))
    elif packed == "utf-16":
        file.write_bytes(text.decode().encode("utf-16"))
    else:
        file.write_bytes(zstd.compress(text))
    done = jwtlens("scan", "--json", *KEY, *AT, str(file))
    assert (done.code, done.err) == (0, "")
    assert lines(done.out)[0]["places"] == [{"file": str(file), "line": 2, "where": ""}]
    assert jwtlens("scan", *KEY, *AT, "-", stdin=file.read_bytes()).out.endswith("1 token in 1 place; 1 file read\n")
    if packed != "utf-16":
        whole = file.read_bytes()
        file.write_bytes(whole[:-3])
        broken = jwtlens("scan", *KEY, *AT, str(file))
        assert (broken.code, broken.err) == (1, f"jwtlens: {file} ends too early; it was read up to there\n")
        file.write_bytes(whole[:20] + bytes(20) + whole[40:])
        assert "damaged" in jwtlens("scan", str(file)).err


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(
    jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside.log"
    outside.write_text(hs256(n=1))
    folder = tmp_path / "folder"
    (folder / "deeper").mkdir(parents=True)
    (folder / "deeper" / "up").symlink_to(folder)
    (folder / "away").symlink_to(outside)
    (folder / "nowhere").symlink_to("missing")
    (folder / "image.png").write_bytes(b"\x89PNG\r\n\0" + SAMPLE.encode())
    (folder / "broken.txt").write_bytes(b"\xfd\xff invalid \xc3\x28 " + SAMPLE.encode() + b" \xff")
    (folder / "z.har").write_text('{"log": {"entries": [{"url": "' + SAMPLE[:-70])
    os.mkfifo(folder / "fifo")
    instead = "might never end; jwtlens scan - reads standard input"
    monkeypatch.chdir(tmp_path)  # the names of files are shortened in sentences, and those of a test are long
    done = jwtlens("scan", "--json", *KEY, *AT, "folder", "/dev/zero", "gone", "a\0b")
    assert done.code == 1
    assert [one["token"] for one in lines(done.out)] == [SAMPLE]
    assert done.err.splitlines() == [
        f"jwtlens: folder/fifo is a pipe, not a file, and {instead}",
        f"jwtlens: /dev/zero is a device or a socket, not a file, and {instead}",
        "jwtlens: gone cannot be read: No such file or directory",
        "jwtlens: a\\u0000b is not the name of a file",
        "jwtlens: folder/z.har, line 1: the text ends in the middle of a token",
        "jwtlens: folder/z.har, line 1: the JSON document ends too early; it was read up to there",
    ]


def test_folders_deeper_than_any_path(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2200):
        os.mkdir("d")  # noqa: PTH102 - relative to the folder that it goes into
        os.chdir("d")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z").write_text(SAMPLE)
    done = jwtlens("scan", "--json", *KEY, *AT, ".")
    assert [place["file"] for place in lines(done.out)[0]["places"]] == ["./z"]
    assert done.err.endswith("cannot be read: File name too long\n")
    subprocess.run(["rm", "-rf", "d"], check=True)


def test_a_file_that_is_removed_meanwhile(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # as above
    for name in "ab":
        (tmp_path / name).write_text(SAMPLE)
    shares = scan_files.shares

    def removing(*args: Any) -> Any:  # noqa: ANN401 - as the original
        for share in shares(*args):
            (tmp_path / "a").unlink()
            yield share

    monkeypatch.setattr("jwtlens.cli.scan.shares", removing)
    done = jwtlens("scan", "--json", *KEY, *AT, ".")
    assert (done.code, done.err) == (1, "jwtlens: ./a cannot be read: No such file or directory\n")
    assert [place["file"] for place in lines(done.out)[0]["places"]] == ["./b"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: os.truncate(file, 25_000), "became shorter while it was read"),
        (Path.unlink, "cannot be read: No such file or directory"),
    ],
)
def test_a_large_file_that_shrinks_or_is_removed_meanwhile(
    jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], words: str
) -> None:
    """What was read before is there, and the rest of its pieces are told of once."""
    monkeypatch.chdir(tmp_path)  # as above
    file = tmp_path / "big.log"
    file.write_text("".join(f"{one}\n" for one in numbered(600)))
    monkeypatch.setattr(scan_files, "PIECE_BYTES", 10_000)
    monkeypatch.setattr(scan, "_harvest", harvest_and(change, file))
    monkeypatch.setattr(Workers, "map", lambda _, function, items: map(function, items))
    done = jwtlens("scan", "--json", "--no-audit", *KEY, *AT, "big.log")
    assert (done.code, done.err) == (1, f"jwtlens: big.log {words}\n")
    assert 30 < len(lines(done.out)) < 300


def harvest_and(change: Callable[[Path], None], file: Path) -> Any:  # noqa: ANN401 - as the original
    """Harvest, and change the file after its first piece."""
    harvest = scan._harvest

    def then_change(share: Any) -> Any:  # noqa: ANN401 - as above
        found = harvest(share)
        if not share[0].start:
            change(file)
        return found

    return then_change


def test_standard_input_that_is_binary_or_endless_zeros(jwtlens: Call) -> None:
    done = jwtlens("scan", *AT, "-", stdin=bytes(100_000))
    assert (done.code, done.err) == (2, "jwtlens: standard input is binary, not text; nothing was looked for in it\n")


def test_large_files_in_pieces_by_several_processes(
    jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small pieces, so that many borders lie in tokens; the same lines as when it is read in one go."""
    made = numbered(600)
    text = "".join(f"{number} {'x' * (number % 97)} token={one}\n" for number, one in enumerate(made))
    file = tmp_path / "big.log"
    file.write_text(text + text)
    monkeypatch.setattr(scan_files, "PIECE_BYTES", 10_000)
    monkeypatch.setattr(scan, "_AT_ONCE", 100)
    found = lines(jwtlens("scan", "--json", "--no-audit", *KEY, *AT, str(file)).out)
    assert [one["token"] for one in found] == made
    assert [[place["line"] for place in one["places"]] for one in found] == [[at, at + 600] for at in range(1, 601)]
    assert {one["verdict"] for one in found} == {"accepted"}


def test_what_is_held_is_bounded(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bounds a token comes again, and places are counted and not listed: nothing is lost."""
    made = numbered(5)
    file = tmp_path / "log"
    file.write_text("\n".join([*made, *made, *[made[0]] * 10]))
    monkeypatch.setattr(scan_tokens, "MOST_PLACES", 3)
    found = lines(jwtlens("scan", "--json", str(file)).out)
    assert [(one["count"], len(one["places"])) for one in found] == [(12, 3), *[(2, 2)] * 4]
    monkeypatch.setattr(scan_tokens, "MOST_TOKENS", 3)
    (tmp_path / "log2").write_text(made[0])
    found = lines(jwtlens("scan", "--json", str(file), str(tmp_path / "log2")).out)
    assert [one["count"] for one in found] == [12, 2, 2, 2, 2, 1]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux says there how much memory a process had")
def test_a_line_without_end_takes_no_memory() -> None:
    """Three hundred megabytes in one line: tokens, beginnings of tokens, and at last one that does not end."""
    program = f"""
import re
from jwtlens.harvest import Harvester
reader, found = Harvester(), 0
block = (b"a" * 20_000 + b" eyJhbGciOiJIUzI1NiJ9" + b"a" * 30_000) * 20
for number in range(300):
    found += len(reader.feed(block + (b" {SAMPLE} " if number % 100 == 0 else b"")))
for _ in range(20):
    found += len(reader.feed(b" eyJhbGciOiJIUzI1NiJ9." + b"a" * 1_000_000))
found += len(reader.close())
print(found, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment())
    found, kilobytes = map(int, done.stdout.split())
    assert found == 3
    assert kilobytes < 60_000


@pytest.mark.parametrize("text", [f"{SAMPLE}\n{'x' * 200_000}\n" * 20, f"{SAMPLE}\n"], ids=["much", "little"])
def test_ctrl_c_leaves_whole_lines(text: str) -> None:
    """The input never ends, so only the interrupt does; what was found until then is there."""
    with subprocess.Popen(
        [*PROGRAM, "scan", "--json", *KEY, *AT, "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(JWT_SECRET=SECRET),
    ) as process:
        assert process.stdin
        process.stdin.write(text.encode())
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while _unread(process.stdin.fileno()) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == b"jwtlens: interrupted; what was found so far is judged, and ctrl+c ends that too\n"
    assert [(one["token"], one["verdict"]) for one in lines(out.decode())] == [(SAMPLE, "accepted")]


def _unread(descriptor: int) -> int:
    """Bytes in a pipe that its reader has not taken."""
    waiting = array.array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, waiting)
    return waiting[0]


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text("\n".join(numbered(800)))
    shell = f'{sys.executable} -m jwtlens scan --json --no-audit "{file}" | head -1'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, check=True, env=environment(), timeout=60)
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


def test_a_key_and_a_text_cannot_both_come_from_standard_input(jwtlens: Call) -> None:
    assert jwtlens("scan", "--key", "-", "-", stdin=b"x").code == 2


def test_encrypted_tokens_are_opened(jwtlens: Call, tmp_path: Path) -> None:
    (tmp_path / "log").write_text(tokens()["DIR"])
    found = lines(jwtlens("scan", "--json", "--key", "1" * 32, str(tmp_path)).out)
    assert (found[0]["kind"], found[0]["payload"]) == ("JWE compact", "content")
    assert jwt.get_unverified_header(SAMPLE)["alg"] == "HS256"
