"""``jwtlens key``: every action through the program, with files, pipes, JSON, refusals and its help."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from jwtlens.cli import output
from jwtlens.cli.key import ACTIONS
from jwtlens.keys.export import export, public
from jwtlens.keys.generate import KINDS, generate
from jwtlens.keys.key import Key
from tests.cli.conftest import Call
from tests.cli.processes import environment, start
from tests.end_to_end.terminal import Terminal
from tests.keys.key_kit import PASSPHRASE, Kit
from tests.network.servers import JWKS, Exchange, Server, pages

MARK = "MARKED-secret-0123456789-MARKED"
RFC8037 = '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return Kit(tmp_path_factory.mktemp("keys"))


def jwks(*keys: Key) -> bytes:
    return export(keys, "jwks").reveal().encode()


def test_show_is_a_table(jwtlens: Call) -> None:
    keys = (generate("ES256", kid="demo-1", use="sig"), public(generate("RSA")), generate("oct", kid="s"))
    answer = jwtlens("key", "show", "-", stdin=jwks(*keys))
    title, *rows = [line.split() for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert title == ["kind", "half", "use", "alg", "can", "from", "kid", "thumbprint"]
    assert rows[0][:8] == ["EC", "P-256", "private", "sig", "ES256", "verify,", "sign", "standard"]
    assert rows[1][-4:] == [keys[1].kid, "is", "the", "kid"]
    assert rows[2][-2:] == ["s", "–"]
    assert len({line.index("verify") for line in answer.out.splitlines()[1:]}) == 1


def test_show_of_one_key_without_kid(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S", MARK)
    assert jwtlens("key", "show", "env:S").out == (
        "label       kind              half    can                             from\n"
        "the secret  secret, 248 bits  secret  verify, sign, encrypt, decrypt  env:S\n"
    )


def test_show_on_a_narrow_terminal_is_a_block_a_key(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "room", lambda: 80)
    answer = jwtlens("key", "show", "-", stdin=f"[{RFC8037},{RFC8037}]".encode())
    block = (
        "label       the OKP Ed25519 key\nkind        OKP Ed25519\nhalf        public\ncan         verify\n"
        f"from        standard input\nthumbprint  {THUMBPRINT}\n"
    )
    assert answer.out == f"{block}\n{block}"


def test_a_terminal_is_asked_for_its_width() -> None:
    for columns, beginning in ((200, "label"), (60, "label  the secret")):
        with Terminal("key", "show", "env:S", columns=columns, rows=12, S="abc") as terminal:
            terminal.wait()
            assert terminal.lines[0].startswith(beginning)


def test_show_as_json(jwtlens: Call) -> None:
    answer = jwtlens("key", "show", "--json", "-", stdin=f'{{"keys":[{RFC8037},{{"kty":"OKP"}}]}}'.encode())
    found = json.loads(answer.out)
    assert (answer.code, answer.err) == (1, "")
    assert (found["schema"], found["valid"]) == (1, False)
    assert [error["code"] for error in found["errors"]] == ["jwk-member-missing"]
    assert found["keys"] == [
        {
            "label": "the OKP Ed25519 key",
            "kind": "OKP Ed25519",
            "kty": "OKP",
            "crv": "Ed25519",
            "bits": 255,
            "kid": None,
            "thumbprint": THUMBPRINT,
            "use": None,
            "key_ops": None,
            "alg": None,
            "private": False,
            "can": ["verify"],
            "algorithms": ["EdDSA", "Ed25519"],
            "read_as": "JWK; Ed25519 public key",
            "origin": "standard input",
        }
    ]


def test_private_material_and_secrets_are_never_shown(jwtlens: Call, tmp_path: Path) -> None:
    (tmp_path / "s").write_text(MARK)
    private = generate("P-256")
    d = json.loads(export([private], "jwk").reveal())["d"]
    (tmp_path / "k").write_text(export([private], "jwk").reveal())
    for words in (["show"], ["show", "--json"], ["thumbprint"], ["public"], ["thumbprint", "--json"]):
        for name in ("s", "k"):
            answer = jwtlens("key", *words, f"@{tmp_path}/{name}")
            assert d not in answer.out + answer.err
            assert MARK not in answer.out + answer.err


def test_a_set_of_which_one_key_cannot_be_read_is_done_in_part(jwtlens: Call) -> None:
    text = f'{{"keys":[{RFC8037},{{"kty":"EC","kid":"x"}}]}}'.encode()
    for words in (["show"], ["thumbprint"], ["public"], ["convert", "--to", "jwk"]):
        answer = jwtlens("key", *words, "-", stdin=text)
        assert (answer.code, bool(answer.out)) == (1, True)
        assert answer.err.startswith("jwtlens: key 2 (kid x): crv (the curve) is missing")


def test_an_oddity_costs_nothing(jwtlens: Call) -> None:
    answer = jwtlens("key", "show", "-", stdin=f"\ufeff{RFC8037[:-1]},{RFC8037[1:]}".encode())
    assert answer.code == 0
    assert "appears twice" in answer.err


@pytest.mark.parametrize("kind", KINDS)
def test_generate_prints_a_jwk(jwtlens: Call, kind: str) -> None:
    answer = jwtlens("key", "generate", kind)
    members = json.loads(answer.out)
    assert (answer.code, answer.err, members["kty"]) == (0, "", KINDS[kind])
    assert members.get("crv", members["kty"]) == kind or members["alg"] == kind
    shown = json.loads(jwtlens("key", "show", "--json", "-", stdin=answer.out.encode()).out)["keys"][0]
    assert (shown["private"], shown["kid"]) == (True, members["kid"])


def test_generate_as_asked(jwtlens: Call) -> None:
    members = json.loads(jwtlens("key", "generate", "--kid", "k1", "--use", "sig", "--bits", "384", "hs256").out)
    assert {name: members[name] for name in ("kty", "kid", "use", "alg")} == {
        "kty": "oct", "kid": "k1", "use": "sig", "alg": "HS256",
    }  # fmt: skip
    assert len(members["k"]) == 64
    assert jwtlens("key", "generate", "--to", "pem", "P-384").out.startswith("-----BEGIN PRIVATE KEY-----\n")
    assert list(json.loads(jwtlens("key", "generate", "--to", "jwks", "P-384").out)) == ["keys"]


def test_generate_saves_for_the_user_alone(jwtlens: Call, tmp_path: Path) -> None:
    file = tmp_path / "k.json"
    answer = jwtlens("key", "generate", "Ed25519", "--kid", "a", "--output", str(file))
    assert (answer.code, answer.err) == (0, "")
    assert "OKP Ed25519  private  verify, sign  @" in answer.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["d"] not in answer.out
    first = file.read_text()
    again = jwtlens("key", "generate", "Ed25519", "--output", str(file), "--json")
    assert (again.code, file.read_text()) == (2, first)
    assert "stays as it is. Choose another name; --force replaces it" in again.err
    assert json.loads(again.out)["errors"][0]["code"] == "save-exists"
    forced = json.loads(jwtlens("key", "generate", "Ed25519", "--output", str(file), "--force", "--json").out)
    assert file.read_text() != first
    assert (forced["output"], "content" in forced, forced["keys"][0]["origin"]) == (str(file), False, f"@{file}")


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("old")
    program = ["sh", "-c", 'ulimit -f 0; trap "" XFSZ; exec "$@"', "sh", sys.executable, "-m", "jwtlens"]
    words = ["key", "generate", "P-256", "--output", str(tmp_path / "k"), "--force"]
    done = subprocess.run([*program, *words], capture_output=True, check=False, env=environment(), timeout=60)
    assert (done.returncode, b"no room is left on the disk. Nothing was written" in done.stderr) == (2, True)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"k": "old"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "oct"])
def test_conversion_there_and_back(jwtlens: Call, kind: str) -> None:
    jwk = jwtlens("key", "generate", kind).out
    pem = jwtlens("key", "convert", "--to", "pem", "-", stdin=jwk.encode()).out
    assert pem.startswith("-----BEGIN PRIVATE KEY-----")
    back = jwtlens("key", "convert", "--to", "jwk", "--kid", "thumbprint", "-", stdin=pem.encode())
    assert (json.loads(back.out), back.err) == (json.loads(jwk), "")


def test_conversion_of_der_through_a_pipe(kit: Kit) -> None:
    done = start("key", "convert", "--to", "pem", "-", stdin=kit.form("Ed25519", "pkcs8-der"))
    assert (done.returncode, done.stdout) == (0, kit.form("Ed25519", "pkcs8"))


def test_a_pipe_names_no_file(jwtlens: Call, tmp_path: Path) -> None:
    (tmp_path / "k").write_text(RFC8037)
    answer = jwtlens("key", "show", "--json", "-", stdin=f"@{tmp_path}/k".encode())
    assert json.loads(answer.out)["keys"][0]["kty"] == "oct"


def test_an_encrypted_key_is_opened(jwtlens: Call, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSPHRASE", PASSPHRASE)
    pem = kit.form("P-256", "encrypted")
    assert "passphrase" in jwtlens("key", "show", "-", stdin=pem).err
    opened = jwtlens("key", "public", "--to", "pem", "--passphrase", "env:PASSPHRASE", "-", stdin=pem)
    assert opened.out == kit.text("P-256", "spki")


def test_public_halves(jwtlens: Call) -> None:
    pair, secret = generate("P-256", kid="a"), generate("oct", kid="s")
    alone = jwtlens("key", "public", "-", stdin=jwks(pair))
    assert (alone.code, "d" in json.loads(alone.out), json.loads(alone.out)["kid"]) == (0, False, "a")
    both = jwtlens("key", "public", "-", stdin=jwks(pair, secret, generate("Ed25519")))
    assert (both.code, len(json.loads(both.out)["keys"])) == (1, 2)
    assert both.err == "jwtlens: the secret s has no public half: whoever can verify with it can sign\n"
    none = jwtlens("key", "public", "-", stdin=jwks(secret))
    assert (none.code, none.out) == (2, "")


def test_thumbprints(jwtlens: Call) -> None:
    assert jwtlens("key", "thumbprint", "-", stdin=RFC8037.encode()).out == f"{THUMBPRINT}\n"
    several = jwtlens("key", "thumbprint", "-", stdin=f'[{RFC8037},{{"kty":"oct","k":"AQ","kid":"a\\u001b"}}]'.encode())
    assert several.out.splitlines()[0] == f"{THUMBPRINT}  the OKP Ed25519 key"
    assert several.out.splitlines()[1].endswith("  key a\\u001b")
    assert "whoever sees it can test guesses" in several.err


def test_thumbprints_as_uris_and_by_other_hashes(jwtlens: Call) -> None:
    uri = "urn:ietf:params:oauth:jwk-thumbprint:"
    named = jwtlens("key", "thumbprint", "--uri", "-", stdin=RFC8037.encode())
    assert named.out == f"{uri}sha-256:{THUMBPRINT}\n"
    longer = jwtlens("key", "thumbprint", "--hash", "sha-512", "-", stdin=RFC8037.encode()).out
    assert len(longer) == 87
    both = jwtlens("key", "thumbprint", "--uri", "--hash", "sha-512", "-", stdin=RFC8037.encode())
    assert both.out == f"{uri}sha-512:{longer}"
    assert jwtlens("key", "thumbprint", "--hash", "md5", "-", stdin=RFC8037.encode()).code == 2


def test_a_curve_without_a_name(jwtlens: Call) -> None:
    command = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"]
    pem = subprocess.run(command, check=True, capture_output=True).stdout
    assert jwtlens("key", "show", "-", stdin=pem).code == 0
    assert jwtlens("key", "thumbprint", "-", stdin=pem).code == 1
    assert jwtlens("key", "convert", "--to", "pem", "-", stdin=pem).out == pem.decode()
    for words in (["convert", "--to", "jwk"], ["convert", "--to", "jwk", "--kid", "thumbprint"]):
        assert jwtlens("key", *words, "-", stdin=pem).code == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "required: ACTION"),
        (("nope",), "invalid choice: 'nope'"),
        (("--to", "show"), "required: ACTION"),
        (("show",), "KEY"),
        (("show", "@/no/such/key"), "there is no file /no/such/key"),
        (("show", "env:JWTLENS_NO_SUCH_VARIABLE"), "is not set"),
        (("show", '{"a":1}'), "this JSON holds no key"),
        (("show", "https://a.example/jwks"), "this is an address, not a key"),
        (("generate",), "KIND"),
        (("generate", "P-255"), "P-255 is no kind of key"),
        (("generate", "RSA", "--bits", "1024"), "RSA takes 2048 to 4096 bits"),
        (("generate", "RSA", "--bits", "many"), "--bits"),
        (("generate", "oct", "--to", "pem"), "cannot be written as PEM"),
        (("generate", "P-256", "--to", "der"), "--to"),
        (("generate", "P-256", "--to", "pem", "--kid", "a"), "PEM has no place for a kid"),
        (("generate", "P-256", "--output", "/no/such/folder/k"), "there is no such folder"),
        (("convert", RFC8037), "--to is missing"),
        (("convert", f"[{RFC8037},{RFC8037}]", "--to", "jwk"), "a JWK is one key, and these are 2"),
        (("convert", f"[{RFC8037},{RFC8037}]", "--to", "jwks", "--kid", "a"), "one name cannot serve 2 keys"),
        (("fetch",), "ADDRESS"),
        (("fetch", "http://idp.example"), "http is not encrypted"),
        (("fetch", "https://idp.example"), "no terminal to ask on, and --yes allows it"),
        (("fetch", "--as", "x", "https://idp.example"), "--as"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(jwtlens: Call, words: tuple[str, ...], sentence: str) -> None:
    answer = jwtlens("key", *words)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert answer.err.count("\n") == 1


def test_fetch_without_questions(jwtlens: Call, tmp_path: Path) -> None:
    with Server(pages({"/jwks": JWKS})) as server:
        url = f"{server.url}/jwks"
        printed = jwtlens("key", "fetch", "--yes", url)
        assert (printed.code, printed.err, json.loads(printed.out)) == (0, "", JWKS)
        saved = jwtlens("key", "fetch", "--yes", "--output", str(tmp_path / "k"), url)
        assert "EC P-256" in saved.out
        assert json.loads((tmp_path / "k").read_text()) == JWKS
        found = json.loads(jwtlens("key", "fetch", "--yes", "--json", url).out)
        assert (found["url"], found["keys"][0]["kid"], json.loads(found["content"])) == (url, "a", JWKS)
        assert found["keys"][0]["origin"].startswith(f"{url}, 20")
        assert isinstance(found["fetched_at"], float)
    assert len(server.requests) == 3


def test_fetch_says_what_it_would_do_and_refuses_without_a_terminal(jwtlens: Call) -> None:
    with Server(pages({})) as server:
        dry = jwtlens("key", "fetch", "--dry-run", server.url)
        assert (dry.code, dry.err) == (0, "")
        assert dry.out.splitlines() == [
            f"fetch {server.url}/.well-known/openid-configuration",
            f"from the host 127.0.0.1:{server.port}",
            "then the jwks_uri in it; you are asked again if that is on another host",
            "that is this machine itself",
            "http is not encrypted; it does not leave this machine",
        ]
        assert jwtlens("key", "fetch", server.url).code == 2
        assert server.requests == []
        missing = jwtlens("key", "fetch", "--yes", "--json", server.url)
        assert json.loads(missing.out)["errors"][0]["code"] == "http-status"


def test_fetch_of_a_set_without_a_readable_key(jwtlens: Call) -> None:
    with Server(pages({"/jwks": {"keys": [{"kty": "oct", "k": "AQ"}]}})) as server:
        answer = jwtlens("key", "fetch", "--yes", f"{server.url}/jwks")
    assert (answer.code, answer.out) == (2, "")
    assert "a shared secret that everybody can fetch" in answer.err


def test_a_private_address_needs_its_own_yes(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.1", 443))])
    answer = jwtlens("key", "fetch", "--yes", "https://idp.example/jwks")
    assert answer.code == 2
    assert "idp.example has the private address 10.0.0.1" in answer.err
    assert "--allow-private allows it" in answer.err


@pytest.mark.parametrize(("said", "agreed"), [("y\r", True), ("\r", False), ("n\r", False)])
def test_on_a_terminal_fetch_asks_once_for_each_host(said: str, agreed: bool) -> None:
    def issuer(exchange: Exchange) -> None:
        exchange.reply({"issuer": server.url, "jwks_uri": f"{keys.url}/keys"})

    with (
        Server(pages({"/keys": JWKS})) as keys,
        Server(issuer) as server,
        Terminal("key", "fetch", "--to", "pem", server.url) as terminal,
    ):
        terminal.until("do it? [y/N]")
        assert (server.requests, keys.requests) == ([], [])
        terminal.send(said)
        if agreed:
            terminal.until(f"the issuer's keys are on another host, 127.0.0.1:{keys.port}")
            terminal.until(f"from the host 127.0.0.1:{keys.port}")
            assert keys.requests == []
            terminal.send(said)
        terminal.until("END PUBLIC KEY" if agreed else "nothing was fetched")
    assert (len(server.requests), len(keys.requests)) == ((1, 1) if agreed else (0, 0))


@pytest.mark.parametrize("action", ACTIONS)
def test_help_is_short_and_its_examples_run(jwtlens: Call, tmp_path: Path, action: str) -> None:
    answer = jwtlens("key", action, "-h")
    assert (answer.code, answer.err, len(answer.out.splitlines()) <= 45) == (0, "", True)
    assert max(map(len, answer.out.splitlines())) <= 100
    examples = answer.out.partition("examples:\n")[2].splitlines()
    assert len(examples) == 2
    (tmp_path / "jwks.json").write_text(json.dumps(JWKS))
    program = tmp_path / "bin" / "jwtlens"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jwtlens "$@"\n')
    program.chmod(0o755)
    with Server(pages({"/jwks": JWKS})) as server:
        env = environment(JWT_SECRET=MARK, ISSUER=f"{server.url}/jwks")
        env["PATH"] = f"{program.parent}:{env['PATH']}"
        for line in examples:
            assert f"jwtlens key {action} " in line
            done = subprocess.run(
                ["sh", "-c", line], cwd=tmp_path, env=env, capture_output=True, check=False, timeout=60
            )
            assert (line, done.returncode, done.stderr) == (line, 0, b"")


def test_a_secret_needs_no_cryptography_package() -> None:
    program = "import sys; from jwtlens.__main__ import main; main(sys.argv[1:]); print('cryptography' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, "key", "show", "env:S"], capture_output=True, check=True, env=environment(S="a")
    )
    assert done.stdout.decode().splitlines()[-1] == "False"
