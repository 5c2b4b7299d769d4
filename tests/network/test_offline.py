"""A token causes no request, whatever addresses it names: with sockets denied, everything about it still works."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from jwtlens.inspection import edit, inspect
from jwtlens.keys.key import Keyring
from jwtlens.tui import searching
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests.cli.conftest import Call
from tests.cli.conftest import jwtlens as fixture_of_calls
from tests.core_kit import NOW, hs256, pair, signed
from tests.tui import stillness
from tests.tui.bench_kit import SECRET, opened, row, start

jwtlens = fixture_of_calls
URL = "https://127.0.0.1:9/keys"
EVERYWHERE: dict[str, object] = {"iss": "https://127.0.0.1:9", "aud": URL, "jwks_uri": URL, "sub": URL, URL: URL}
HEADER = {"kid": URL, "jku": URL, "x5u": URL, "typ": "JWT", URL: URL}


def test_no_address_in_a_token_is_asked(no_sockets: None) -> None:
    header: dict[str, object] = {"alg": "ES256", "kid": URL, "jku": URL, "x5u": URL, "typ": "JWT"}
    claims = {"iss": "https://127.0.0.1:9", "aud": URL, "jwks_uri": URL, "sub": "a"}
    token = signed(header, claims, key=pair("P-256"))
    for keyring in (Keyring(), Keyring((pair("P-256"),)), Keyring((pair("P-256", nth=1),))):
        seen = inspect(token, keyring, Policy(issuers=("https://127.0.0.1:9",)), now=NOW)
        assert seen.findings
        edit(seen, payload='{"iss":"https://127.0.0.1:9/other"}', resign_with=keyring)
    accepted = inspect(token, Keyring((pair("P-256"),)), Policy(audiences=(URL,)), now=NOW)
    assert accepted.report.verdict is Verdict.ACCEPTED


def test_no_command_asks_an_address_in_a_token(
    no_sockets: None, jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = hs256(EVERYWHERE, **HEADER)
    file, settings = tmp_path / "token", tmp_path / "config.toml"
    file.write_text(f"{token}\n{URL}\n")
    settings.write_text(f'[profiles.p]\nissuer = "https://127.0.0.1:9"\nkey = "{URL}"\n')
    monkeypatch.setenv("JWTLENS_CONFIG", str(settings))
    calls = [
        ["decode", token], ["verify", token], ["verify", "--allow-header-keys", token], ["verify", "--key", URL, token],
        ["verify", "--json", "--explain", "--profile", "p", token], ["audit", "--no-search", token],
        ["audit", "--no-search", "--format", "html", str(file)], ["code", "--for", "curl", token],
        ["diff", token, hs256()], ["scan", "--json", str(file)], ["sign", "--key", SECRET, json.dumps(EVERYWHERE)],
        ["explain", URL], ["key", "show", URL], ["key", "fetch", "--dry-run", URL], ["key", "fetch", URL],
        ["config", "check"], ["config", "show"], ["--json", "--profile", "p", token],
        ["--save", str(tmp_path / "w"), "--profile", "p", token], ["--open", str(tmp_path / "w"), "--json"],
    ]  # fmt: skip
    for words in calls:
        assert jwtlens(*words).code in {0, 1, 2}, words
    request = {"id": 1, "op": "verify", "token": token, "key": URL, "jku": URL}
    assert jwtlens("batch", stdin=json.dumps(request).encode()).code in {0, 1, 2}


@pytest.mark.parametrize("words", [["key", "fetch", "--yes", URL], ["verify", "--profile", "p", "--fetch", hs256()]])
def test_what_is_asked_for_asks(
    no_sockets: None, jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    (tmp_path / "config.toml").write_text(f'[profiles.p]\nkey = "{URL}"\n')
    monkeypatch.setenv("JWTLENS_CONFIG", str(tmp_path / "config.toml"))
    with pytest.raises(AssertionError, match="although sockets are denied"):
        jwtlens(*words)


async def test_the_screen_asks_no_address_in_a_token(
    sockets_denied: Callable[[], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_BY_ITSELF", False)
    stillness.install(monkeypatch)
    token = hs256(EVERYWHERE, **HEADER)
    async with opened(start(token, SECRET)) as bench:
        with sockets_denied():
            for what in ("token", "header", "payload", "keys", "verification", "audit", "expectations"):
                with row(what):
                    await bench.go(what)
                    await bench.press("home", "down", "f2", "f2")
            await bench.set_key(URL)
            await bench.expect("issuer", URL)
            await bench.paste_token(f"{token}\n{hs256(HEADER)}")
            await bench.paste_token(token)
            bench.screen.action_key("fetch")
            await bench.settle()
            assert "127.0.0.1:9" in bench.seen()
            await bench.press("escape")
            assert bench.verdict != "accepted"
