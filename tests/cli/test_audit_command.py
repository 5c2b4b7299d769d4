import json
import os
import signal
import stat
import subprocess
from pathlib import Path

import pexpect
import pytest

from jwtlens.knowledge.sample import SECRET
from jwtlens.reports import FORMATS
from tests.cli.conftest import Call
from tests.cli.processes import PROGRAM, environment
from tests.cli.tokens import EXPIRES, ISSUED, SAMPLE, hs256, raw
from tests.reports.kit import token

AT = ("--at", str(ISSUED + 60))
WEAK = token({"iss": "https://a.example", "exp": EXPIRES}, "your-256-bit-secret")
STRONG = hs256(iss="https://auth.example.com", aud="https://api.example.com", exp=EXPIRES, iat=ISSUED)
MALFORMED = "a.b"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JWT_SECRET", SECRET)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((STRONG,), 0),
        (("--fail-on", "info", STRONG), 1),
        (("--fail-on", "critical", STRONG), 0),
        ((WEAK,), 1),
        (("--fail-on", "critical", WEAK), 1),
        (("--fail-on", "critical", "--no-search", WEAK), 0),
        ((STRONG, WEAK), 1),
        ((MALFORMED,), 2),
        ((WEAK, MALFORMED), 2),
        (("--key", "env:JWT_SECRET", "--aud", "https://other.example", STRONG), 1),
    ],
)
def test_the_exit_code_is_the_threshold(jwtlens: Call, words: tuple[str, ...], code: int) -> None:
    answer = jwtlens("audit", *AT, *words)
    assert answer.code == code
    assert answer.out
    assert answer.err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "required: TOKEN"),
        (("--format", "pdf", STRONG), "invalid choice"),
        (("--fail-on", "always", STRONG), "invalid choice"),
        (("--wordlist", "none.txt", STRONG), "none.txt cannot be read: No such file"),
        (("--wordlist", "-", STRONG), "has to be a file"),
        (("--wordlist", ".", STRONG), "must be an ordinary file"),
        (("--no-search", "--wordlist", "x", STRONG), "neither with --no-search"),
        (("--force", STRONG), "needs that"),
        (("no-such-file",), "there is no file no-such-file"),
        (("no/such.file",), "there is no file no/such.file"),
        (("tokens.txt", STRONG), "there is no file tokens.txt"),
        (("@no-such-file",), "cannot be read"),
        (("-", "-"), "once only"),
        (("--key", "-", "-"), "cannot both come from standard input"),
        (("--export-hashcat", "eyJhbGciOiJub25lIn0.e30."), "no token that hashcat could search for"),
    ],
)
def test_a_wrong_call_is_2_and_says_what_to_do(jwtlens: Call, words: tuple[str, ...], said: str) -> None:
    answer = jwtlens("audit", *words)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    for json_too in (("--json",), ("--format", "json"), ("--format=json",)):
        if "--format" not in words:
            refused = jwtlens("audit", *json_too, *words)
            assert refused.code == 2
            assert said in json.loads(refused.out)["errors"][0]["message"]


def test_json_is_what_verify_says_for_each_token(jwtlens: Call) -> None:
    found = json.loads(jwtlens("audit", "--json", *AT, STRONG, WEAK).out)
    alone = json.loads(jwtlens("verify", "--json", *AT, STRONG).out)
    first, second = found["tokens"]
    assert first["findings"] == alone["findings"]
    assert first["checks"] == alone["checks"]
    assert [one["slug"] for one in first["not_checked"]] == [
        one["slug"] for one in alone["not_checked"] if one["slug"] != "hmac-secret-known"
    ]
    assert second["findings"][0]["slug"] == "hmac-secret-known"
    assert second["search"] == {
        "found": True,
        "among": "published secrets",
        "secret": "(masked)",
        "tried": second["search"]["tried"],
        "complete": False,
        "words": "The secret is found, among published secrets.",
        "problems": [],
    }
    assert found["counts"]["critical"] == 1
    revealed = json.loads(jwtlens("audit", "--json", "--reveal", *AT, WEAK).out)
    assert revealed["tokens"][0]["search"]["secret"] == "your-256-bit-secret"


def test_a_file_may_hold_a_token_in_each_line_or_one_in_any_text(jwtlens: Call, folder: Path) -> None:
    (folder / "many.txt").write_text(f"# tokens\n{STRONG}\nBearer {WEAK}\n\n{SAMPLE}\n")
    (folder / "one.txt").write_text(f"GET / HTTP/1.1\nAuthorization: Bearer {WEAK}\nAccept: */*\n")
    (folder / "wrapped.txt").write_text("\n".join(WEAK[at : at + 40] for at in range(0, len(WEAK), 40)))
    (folder / "object.json").write_text(
        json.dumps(dict(zip(("protected", "payload", "signature"), WEAK.split("."), strict=True)), indent=1)
    )
    answer = jwtlens("audit", "--json", *AT, "many.txt", "@one.txt", "wrapped.txt", "object.json", "-", stdin=b"a.b\n")
    assert answer.err == "jwtlens: many.txt: 1 line without a token of its own not looked at\n"
    tokens = json.loads(answer.out)["tokens"]
    assert [(one["file"], one["line"], one["verdict"]) for one in tokens] == [
        ("many.txt", 2, "not verified"),
        ("many.txt", 3, "not verified"),
        ("many.txt", 5, "not verified"),
        ("one.txt", 1, "not verified"),
        ("wrapped.txt", 1, "not verified"),
        ("object.json", 1, "not verified"),
        (None, None, "malformed"),
    ]
    assert [one["search"]["found"] for one in tokens[:6]] == [False, True, False, True, True, True]
    assert tokens[6]["origin"] == "standard input"


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_is_saved_for_the_user_alone_and_over_nothing(jwtlens: Call, folder: Path, format_: str) -> None:
    suffix = {"text": "txt", "markdown": "md"}.get(format_, format_)
    words = ("audit", *AT, "--output", f"report.{suffix}", STRONG)
    answer = jwtlens(*words)
    path = folder / f"report.{suffix}"
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith(f"jwtlens: the report is in report.{suffix}: ")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == jwtlens("audit", *AT, "--format", format_, STRONG).out
    path.write_text("mine")
    again = jwtlens(*words)
    assert (again.code, path.read_text()) == (2, "mine")
    assert "--force replaces it" in again.err
    assert jwtlens(*words, "--force").code == 0
    assert path.read_text() != "mine"
    assert [*folder.iterdir()] == [path]


def test_a_word_list_is_tried_after_the_bundled_ones(jwtlens: Call, folder: Path) -> None:
    (folder / "words.txt").write_bytes(b"one\r\ntwo\r\n" + SECRET.encode() + b"\r\n")
    (folder / "others.txt").write_bytes(b"three\n")
    hit = json.loads(jwtlens("audit", "--json", *AT, "--wordlist", "others.txt", "--wordlist", "words.txt", STRONG).out)
    assert hit["tokens"][0]["search"]["among"] == "the lines of words.txt"
    assert hit["counts"]["critical"] == 1
    other = hs256(iss="https://other.example")
    shared = json.loads(jwtlens("audit", "--json", *AT, "--wordlist", "words.txt", STRONG, other).out)["tokens"]
    assert shared[0]["search"]["tried"] > 1_000
    assert (shared[1]["search"]["tried"], shared[1]["search"]["among"]) == (1, "the lines of words.txt")
    miss = jwtlens("audit", *AT, "--wordlist", "@others.txt", STRONG)
    assert "search for the secret: Not in this list: " in miss.out
    assert "strong" not in miss.out
    useless = jwtlens("audit", *AT, "--wordlist", "others.txt", "eyJhbGciOiJub25lIn0.e30.")
    assert "no word list was needed" in useless.err


def test_hashcat_gets_a_line_for_each_token_and_the_command(jwtlens: Call, folder: Path) -> None:
    answer = jwtlens("audit", "--export-hashcat", STRONG, WEAK, "eyJhbGciOiJub25lIn0.e30.")
    assert (answer.code, answer.out) == (0, f"{STRONG}\n{WEAK}\n")
    assert "hashcat -m 16500 -a 0 token.hashcat wordlist.txt" in answer.err
    assert "token 3: only HS256, HS384 and HS512 use a shared secret" in answer.err
    saved = jwtlens("audit", "--export-hashcat", "--output", "jobs", WEAK)
    assert (saved.code, saved.out, (folder / "jobs").read_text()) == (0, "", f"{WEAK}\n")
    assert "hashcat -m 16500 -a 0 jobs wordlist.txt" in saved.err


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_tokens_in_every_format(jwtlens: Call, format_: str) -> None:
    nasty = (
        *("." * 10_000, "\x00\x1b[31m\x07\x9b.\n.\r", "\udcff\udc80.\ud800.x", "{}", "ey", ".", "\x00.\ud800"),
        raw(b'{"alg":"HS256"}', b'{"sub":"[/nope]","name":"[@click=app.quit]x[/]"}'),
        raw(b'{"alg":"HS256"}', b'{"sub":"\\u001b]52;c;aGk=\\u0007\\ud800"}'),
        raw(b'{"alg":"HS256"}', b'{"x":"' + b"a" * 1_000_000 + b'"}'),
        raw(b"[1]", b"\x1b[2J\x07\xc2\x9b31m"),
    )
    answer = jwtlens("audit", "--format", format_, "--", *nasty)
    assert answer.code == 2
    for stream in (answer.out, answer.err):
        assert not {char for char in stream if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)}
        stream.encode()
    assert "Traceback" not in answer.err
    assert answer.out


def endless(folder: Path) -> str:
    """A list that takes many seconds."""
    path = folder / "endless.txt"
    path.write_bytes(b"a\n" * 20_000_000)
    return str(path)


def test_ctrl_c_stops_a_search_and_leaves_a_whole_report_that_says_so(folder: Path) -> None:
    words = ("audit", "--json", "--wordlist", endless(folder), STRONG, WEAK)
    running = subprocess.Popen(
        [*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), start_new_session=True
    )
    try:
        while not subprocess.run(["pgrep", "-P", str(running.pid)], capture_output=True, check=False).stdout:
            assert running.poll() is None
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the searching processes as well
        out, err = running.communicate(timeout=20)
    finally:
        running.kill()
    assert (running.returncode, err) == (130, b"")
    first, second = json.loads(out)["tokens"]
    for one in (first, second):
        assert one["search"]["found"] is False
        assert one["search"]["complete"] is False
        assert one["search"]["problems"] == ["The search was stopped with ctrl+c."]
        assert one["search"]["words"].startswith("Stopped: ")
        assert one["findings"]


def test_the_progress_is_drawn_on_a_terminal_and_wiped(folder: Path) -> None:
    words = ["-m", "jwtlens", "audit", "--wordlist", endless(folder), STRONG]
    terminal = pexpect.spawn(PROGRAM[0], words, env=environment(), dimensions=(24, 70), encoding="utf-8", timeout=30)
    terminal.expect(r"\r\x1b\[Ksearching: [\d,]+ tried, [\d,]+ thousand a second · \d+% · [^\r]* left")
    terminal.sendintr()
    terminal.expect(r"\r\x1b\[K(?!searching)")
    terminal.expect("Stopped: ")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
