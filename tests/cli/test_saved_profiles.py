"""Profiles on the command line: the same verdict as if all of it had been typed, or none at all."""

import json
from pathlib import Path

import jwt
import pytest

from jwtlens.knowledge.sample import SECRET
from tests.cli.conftest import Call
from tests.cli.tokens import EXPIRES, ISSUED, SAMPLE
from tests.network.servers import Server, pages
from tests.tui.bench_kit import EC_KEY, RSA_KEY, pem, public_pem

AT = ("--at", str(ISSUED + 60))
ISS, AUD = "https://auth.example.com", "https://api.example.com"
CONFIG = f"""
leeway = 7

[profiles.good]
issuer = "{ISS}"
audience = "{AUD}"
algorithms = ["HS256"]
required = ["exp", "sub"]
typ = "JWT"
leeway = "30s"
key = "env:JWT_SECRET"

[profiles.access]
issuer = "{ISS}"
token_type = "access"
client_id = "web"
max_age = 60
key = "env:JWT_SECRET"

[profiles.strict]
issuer = "https://other.example"
key = "env:JWT_SECRET"

[profiles.no-key]
audience = "{AUD}"

[profiles.two-keys]
key = ["@ec.pem", "@rsa.pem"]

[profiles.no-file]
issuer = "{ISS}"
key = ["env:JWT_SECRET", "@none.pem"]

[profiles.no-variable]
key = "env:NOT_SET"

[profiles.no-key-in-it]
key = "@empty.pem"

[profiles.typo]
issuer = "{ISS}"
audiences = "{AUD}"
key = "env:JWT_SECRET"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "ec.pem").write_text(public_pem(EC_KEY))
    (tmp_path / "rsa.pem").write_text(pem(RSA_KEY))
    (tmp_path / "empty.pem").write_text("")
    (tmp_path / "token.txt").write_text(SAMPLE)
    monkeypatch.setenv("JWTLENS_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("JWT_SECRET", SECRET)
    monkeypatch.delenv("NOT_SET", raising=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)  # paths of keys start where the settings are
    return tmp_path


TYPED = ("--iss", ISS, "--aud", AUD, "--alg", "HS256", "--require", "exp,sub", "--typ", "JWT", "--leeway", "30")


def test_a_profile_judges_as_if_it_had_been_typed(jwtlens: Call, folder: Path) -> None:
    key = ("--key", "env:JWT_SECRET")
    file = str(folder / "token.txt")
    commands: list[tuple[str, ...]] = [
        ("verify", "--json", SAMPLE),
        ("verify", SAMPLE),
        ("audit", "--no-search", "--json", file),
        ("scan", "--json", file),
        ("diff", "--json", SAMPLE, SAMPLE),
        ("code", "--for", "pyjwt", SAMPLE),
        ("--json", SAMPLE),
    ]
    for command in commands:
        head = command[:1] if not command[0].startswith("-") else ()
        rest = command[len(head) :]
        by_profile = jwtlens(*head, "--profile", "good", *AT, *rest)
        typed = jwtlens(*head, *TYPED, *key, *AT, *rest)
        assert by_profile == typed, command
        assert by_profile.code == (1 if head == ("audit",) and by_profile.code else 0)
    asked = ("--token-type", "access", "--client-id", "web", "--max-age", "60", "--iss", ISS, "--leeway", "7")
    assert jwtlens("verify", "--profile", "access", *AT, SAMPLE) == jwtlens("verify", *asked, *key, *AT, SAMPLE)
    assert jwtlens("verify", "--profile", "access", *AT, SAMPLE).code == 1


def test_what_is_typed_beats_the_profile(jwtlens: Call, folder: Path) -> None:
    def verdict(*words: str) -> str:
        return str(json.loads(jwtlens("verify", "--json", *words, *AT, SAMPLE).out)["verdict"])

    assert verdict("--profile", "strict") == "rejected"
    assert verdict("--profile", "strict", "--iss", ISS) == "accepted"
    assert verdict("--profile", "good", "--aud", "x") == "rejected"
    assert verdict("--profile", "good", "--alg", "RS256") == "rejected"
    assert verdict("--profile", "good", "--require", "nonce") == "rejected"
    assert verdict("--profile", "good", "--typ", "at+jwt") == "rejected"
    assert verdict("--profile", "good", "--key", "text:another secret of thirty-two bytes") == "rejected"
    assert verdict("--profile", "no-key") == "not verified"
    late = ("--at", str(EXPIRES + 20), SAMPLE)
    assert jwtlens("verify", "--profile", "good", *late).code == 0
    assert jwtlens("verify", "--profile", "good", "--leeway", "0", *late).code == 1


def test_the_leeway_of_the_settings_counts_where_nothing_else_is_said(jwtlens: Call, folder: Path) -> None:
    for after, code in ((6, 0), (8, 1)):
        late = ("--at", str(EXPIRES + after), SAMPLE)
        assert jwtlens("verify", "--key", "env:JWT_SECRET", *late).code == code
        assert jwtlens("verify", "--profile", "strict", "--iss", ISS, *late).code == code
        assert jwtlens("--key", "env:JWT_SECRET", "--json", *late).code == code
        assert jwtlens("verify", "--key", "env:JWT_SECRET", "--leeway", "0", *late).code == 1
    now = jwt.encode({"exp": ISSUED}, SECRET, "HS256")
    request = json.dumps({"op": "verify", "token": now, "key": SECRET, "at": ISSUED + 3})
    answer = json.loads(jwtlens("batch", stdin=request.encode()).out)
    assert answer["verdict"] == "rejected", "a request says all of what it expects"


CANNOT = {
    "no-file": "the profile no-file cannot be applied: there is no file",
    "no-variable": "the profile no-variable cannot be applied: the environment variable NOT_SET is not set",
    "no-key-in-it": "the profile no-key-in-it cannot be applied: the file",
    "typo": "the profile typo cannot be used",
    "godd": "there is no profile godd in",
    "": "there is no profile (empty) in",
    "\x1b[31m": "there is no profile \\u001b[31m in",
    "../../etc": "there is no profile ../../etc in",
}


@pytest.mark.parametrize(("name", "words"), CANNOT.items())
def test_a_profile_that_cannot_be_applied_as_a_whole_judges_nothing(
    jwtlens: Call, folder: Path, name: str, words: str
) -> None:
    file = str(folder / "token.txt")
    for call in (
        ("verify", "--profile", name, SAMPLE),
        ("audit", "--profile", name, SAMPLE),
        ("scan", "--profile", name, file),
        ("diff", "--profile", name, SAMPLE, SAMPLE),
        ("code", "--for", "jose", "--profile", name, SAMPLE),
        ("batch", "--profile", name),
        ("--profile", name, SAMPLE),
    ):
        done = jwtlens(*call)
        assert (done.code, done.out) == (2, ""), call
        assert words in done.err, call
        assert "\x1b" not in done.err
    refused = json.loads(jwtlens("verify", "--json", "--profile", name, SAMPLE).out)
    assert (refused["valid"], refused["verdict"]) == (False, "not verified")


def test_a_file_that_is_no_toml_has_no_profile(jwtlens: Call, folder: Path) -> None:
    (folder / "config.toml").write_text(CONFIG + "\nbroken = \n")
    done = jwtlens("verify", "--profile", "good", SAMPLE)
    assert (done.code, done.out) == (2, "")
    assert "the profile good cannot be read" in done.err


def test_what_a_command_cannot_hold_against_a_token_it_does_not_take(jwtlens: Call, folder: Path) -> None:
    done = jwtlens("code", "--for", "pyjwt", "--profile", "access", SAMPLE)
    assert (done.code, done.out) == (2, "")
    assert "such a program would not check" in done.err
    done = jwtlens("verify", "--profile", "good", "--no-claims", SAMPLE)
    assert (done.code, done.out) == (2, "")
    assert "--no-claims judges no claims" in done.err


@pytest.mark.parametrize("command", [("verify",), ("scan",), ("batch",), ()], ids=str)
def test_fetching_without_a_profile_would_fetch_nothing_and_is_said(jwtlens: Call, command: tuple[str, ...]) -> None:
    done = jwtlens(*command, "--fetch", *([] if command == ("batch",) else [SAMPLE]))
    assert (done.code, done.out) == (2, "")
    assert "needs --profile" in done.err


def test_several_keys_are_all_there(jwtlens: Call, folder: Path) -> None:
    for key, alg in ((EC_KEY, "ES256"), (RSA_KEY, "RS256")):
        token = jwt.encode({"exp": EXPIRES}, key, alg)
        assert jwtlens("verify", "--profile", "two-keys", *AT, token).code == 0
        assert jwtlens("--profile", "two-keys", *AT, token).code == 0
    foreign = jwt.encode({"exp": EXPIRES}, SECRET, "HS256")
    assert jwtlens("verify", "--profile", "two-keys", *AT, foreign).code == 1


def test_batch_takes_what_a_request_does_not_say(jwtlens: Call, folder: Path) -> None:
    def answer(**members: object) -> dict[str, object]:
        request = {"op": "verify", "token": SAMPLE, "at": ISSUED, **members}
        found: dict[str, object] = json.loads(
            jwtlens("batch", "--profile", "good", stdin=json.dumps(request).encode()).out
        )
        return found

    assert answer()["verdict"] == "accepted"
    assert answer(op="audit")["verdict"] == "accepted"
    assert answer(policy={"iss": "https://other.example"})["verdict"] == "rejected"
    assert answer(policy={"algs": ["RS256"]})["verdict"] == "rejected"
    assert answer(key="another secret of thirty-two bytes!")["verdict"] == "rejected"
    assert answer(at=EXPIRES + 20)["verdict"] == "accepted"
    assert answer(at=EXPIRES + 20, policy={"leeway": 0})["verdict"] == "rejected"
    refused = answer(claims=False, id=7)
    assert (refused["valid"], refused["id"]) == (False, 7)
    assert "audience of the profile" in json.dumps(refused)
    assert answer(op="decode")["valid"] is False


def test_keys_from_the_network_are_fetched_only_after_a_yes(jwtlens: Call, folder: Path) -> None:
    jwks = {"keys": [jwt.get_algorithm_by_name("ES256").to_jwk(EC_KEY.public_key(), as_dict=True) | {"kid": "a"}]}
    token = jwt.encode({"exp": EXPIRES}, EC_KEY, "ES256", headers={"kid": "a"})
    with Server(pages({"/jwks": jwks})) as server:
        text = f'[profiles.net]\nkey = "{server.url}/jwks"\n'
        (folder / "config.toml").write_text(text)
        for call in (("verify", "--profile", "net", *AT, token), ("--profile", "net", *AT, token)):
            done = jwtlens(*call)
            assert (done.code, done.out) == (2, "")
            assert "there is no terminal to ask on, and --fetch allows it" in done.err
            assert server.requests == []
        done = jwtlens("verify", "--profile", "net", "--key", f"text:{public_pem(EC_KEY)}", *AT, token)
        assert server.requests == [], "a key of the call takes the place of the profile's"
        done = jwtlens("verify", "--profile", "net", "--fetch", *AT, token)
        assert (done.code, server.paths) == (0, ["/jwks"])
        request = json.dumps({"op": "verify", "token": token, "at": ISSUED}).encode()
        assert json.loads(jwtlens("batch", "--profile", "net", "--fetch", stdin=request).out)["verdict"] == "accepted"
        assert len(server.paths) == 2
        (folder / "config.toml").write_text(f'network = "never"\n{text}')
        calls: list[tuple[str, ...]] = [
            ("verify", "--profile", "net", "--fetch", *AT, token),
            ("batch", "--profile", "net", "--fetch"),
            ("key", "fetch", "--yes", f"{server.url}/jwks"),
        ]
        for one in calls:
            done = jwtlens(*one)
            assert (done.code, done.out) == (2, "")
            assert 'nothing is fetched: network = "never" in' in done.err
        assert len(server.paths) == 2
        assert jwtlens("key", "fetch", "--dry-run", f"{server.url}/jwks").code == 0


def test_an_empty_set_or_an_error_of_the_host_judges_nothing(jwtlens: Call, folder: Path) -> None:
    bodies: list[dict[str, object]] = [{"keys": []}, {"no": "keys"}]
    for body in bodies:
        with Server(pages({"/jwks": body})) as server:
            (folder / "config.toml").write_text(f'[profiles.net]\nkey = "{server.url}/jwks"\n')
            done = jwtlens("verify", "--profile", "net", "--fetch", *AT, SAMPLE)
            assert (done.code, done.out) == (2, "")
            assert "the profile net cannot be applied" in done.err


def test_no_key_of_a_profile_is_ever_printed(jwtlens: Call, folder: Path) -> None:
    for command in (("verify", "--profile", "good", SAMPLE), ("config", "show"), ("config", "show", "--json")):
        done = jwtlens(*command)
        assert SECRET not in done.out + done.err
