"""What a review of the screen found wrong, each as it should be."""

import json
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from joserfc.jwk import OctKey

from jwtlens.editing import outcome
from jwtlens.inspection import inspect
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import load_key
from jwtlens.tui.button import TextButton
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.keyring import key_text
from jwtlens.tui.keyring.key_text import KeyText
from jwtlens.tui.workspace import Texts, Workspace
from jwtlens.verify.policy import Policy
from tests.tui.bench_kit import (
    CLAIMS,
    EC_KEY,
    HUGE,
    NARROW,
    NOW,
    RSA_KEY,
    SECRET,
    Bench,
    Clock,
    large_token,
    opened,
    pem,
    public_pem,
    row,
    start,
    token,
)

BASE64 = "AQIgYnl0ZXMgdGhhdCBhcmUgd3JpdHRlbiBpbiBiYXNlNjQgaGVyZQ=="
BYTES = b"\x01\x02 bytes that are written in base64 here"


def editor(bench: Bench, name: str) -> Editor:
    found = bench.widget(f"#{name}")
    assert isinstance(found, Editor)
    return found


def reading(bench: Bench) -> str:
    button = bench.widget("#reading")
    assert isinstance(button, TextButton)
    return button.label


def bar(bench: Bench) -> str:
    return str(bench.screen.verdict_bar.render())


# 4, 2b, 26: expectations


async def test_an_edit_of_one_expectation_leaves_the_others_as_they_were_given() -> None:
    policy = Policy(audiences=("my api",), issuers=("",))
    async with opened(start(token(), SECRET, policy=policy, at=NOW + 0.5)) as bench:
        await bench.expect("required", "sub")
        assert bench.inspection.policy == policy._replace(required=("sub",))
        assert bench.screen.workspace.at == NOW + 0.5
        await bench.expect("audience", "api")
        await bench.press("ctrl+z")
        assert bench.inspection.policy.audiences == ("my api",)


@pytest.mark.parametrize(
    ("at", "text"), [(1e15, "1000000000000000"), (NOW + 0.25, f"{NOW}.25"), (0.0, "1970-01-01T00:00:00Z")]
)
async def test_an_instant_of_the_command_line_stands_in_its_field_without_loss(at: float, text: str) -> None:
    async with opened(start(token(), SECRET, at=at)) as bench:
        assert editor(bench, "clock").text == text


async def test_a_verdict_on_an_expectation_that_cannot_be_read_says_so_and_is_not_green() -> None:
    async with opened(start(token(), SECRET)) as bench:
        assert bench.screen.verdict_bar.has_class("-accepted")
        await bench.expect("clock", "yesterday")
        assert "“as of” cannot be read" in bar(bench)
        assert not bench.screen.verdict_bar.has_class("-accepted")
        await bench.expect("clock", "now")
        assert "cannot be read" not in bar(bench)
        assert bench.screen.verdict_bar.has_class("-accepted")


async def test_the_clock_has_room_for_a_whole_date() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.expect("clock", "2027-01-01T00:00:00Z")
        assert "2027-01-01T00:00:00Z" in bench.seen()


# 5, 12, 30, 11, 10: the key


async def test_a_reading_that_comes_late_does_not_come_into_force(monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()

    def late(spec: str, **_: object) -> Keyring:
        if spec.startswith("-----"):
            goes_on.wait(10)
        return read_keys(Secret(spec))

    monkeypatch.setattr(key_text, "load_key", late)
    async with opened(start(token(), "x")) as bench:
        field = bench.screen.keys_pane.field
        field.action_select_all()
        field.insert(pem(RSA_KEY))
        await bench.pilot.pause()
        field.action_select_all()
        field.insert(SECRET)
        goes_on.set()
        await bench.settle()
        assert (bench.verdict, bench.screen.keys_pane.keyring.keys[0].kty) == ("accepted", "oct")


async def test_a_key_is_hidden_until_it_is_known_to_be_public(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(public_pem(EC_KEY))
    async with opened(start(token(EC_KEY, "ES256"))) as bench:
        field = bench.screen.keys_pane.field
        for before in (f"@{file}", public_pem(EC_KEY)):
            with row(before):
                await bench.set_key(before)
                assert not field.masked
                field.action_select_all()
                field.insert(pem(EC_KEY))
                assert field.masked
                await bench.settle()
                assert field.masked
        await bench.set_key(f"@{'long' * 100}")
        assert field.masked


async def test_the_field_reads_keys_by_the_rule_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key.pem").write_text(public_pem(EC_KEY))
    monkeypatch.chdir(tmp_path)
    async with opened(start(token(EC_KEY, "ES256"))) as bench:
        await bench.set_key("key.pem")
        assert "a file has that name: @ before it reads the file" in reading(bench)
        await bench.set_key("  @key.pem")
        assert bench.verdict == "accepted"


async def test_an_encoding_outlives_edits_by_hand_but_not_another_key() -> None:
    given = start(token(BYTES))._replace(
        key_text=Secret(BASE64[:-1]), key_encoding="base64", keyring=load_key(BASE64[:-1], encoding="base64")
    )
    async with opened(given) as bench:
        await bench.go("keys")
        await bench.press("end", "=")
        assert (bench.screen.keys_pane.encoding, bench.verdict) == ("base64", "accepted")
        await bench.set_key(SECRET)
        assert bench.screen.keys_pane.encoding == "auto"


def encrypted_pem() -> str:
    form, lock = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"open")
    return EC_KEY.private_bytes(serialization.Encoding.PEM, form, lock).decode()


async def test_a_passphrase_is_asked_for_where_one_is_needed() -> None:
    async with opened(start(token(EC_KEY, "ES256"))) as bench:
        pane = bench.screen.keys_pane
        assert not pane.passphrase_row.display
        await bench.set_key(encrypted_pem())
        assert pane.passphrase_row.display
        field = editor(bench, "passphrase")
        field.focus()
        await bench.type("shut")
        await bench.press("enter")
        assert (pane.passphrase_row.display, bench.verdict) == (True, "not verified")
        assert "shut" not in bench.seen()
        await bench.press("ctrl+a")
        await bench.type("open")
        await bench.press("enter")
        assert (pane.passphrase_row.display, bench.verdict, bench.focus) == (False, "accepted", "key")
        await bench.set_key(SECRET)
        assert pane.passphrase is None


async def test_the_passphrase_of_the_command_line_is_there_when_the_key_is_read_again() -> None:
    text, passphrase = Secret(encrypted_pem()), Secret("open")
    ring = read_keys(text, passphrase=passphrase)
    begin = start(token(EC_KEY, "ES256"))._replace(key_text=text, keyring=ring, passphrase=passphrase)
    async with opened(begin) as bench:
        await bench.go("keys")
        await bench.press("ctrl+end", "enter")
        assert bench.verdict == "accepted"


async def test_what_a_reference_names_can_be_read_in_every_encoding(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(BASE64)
    async with opened(start(token(BYTES))) as bench:
        await bench.set_key(f"@{file}")
        assert bench.verdict == "rejected"
        bench.screen.keys_pane.choose_reading()
        await bench.settle()
        assert isinstance(bench.app.screen, ChoiceScreen)
        assert f"{len(BYTES)} bytes from base64" in bench.seen()
        await bench.press("2")
        assert (bench.verdict, bench.screen.keys_pane.field.text) == ("accepted", f"@{file}")


def test_a_reading_shows_no_secret() -> None:
    assert SECRET not in repr(KeyText(Secret(SECRET), "auto", Secret(SECRET)))


async def test_the_key_that_was_tried_alone_is_told() -> None:
    keys = [OctKey.import_key(one).as_dict() | {"kid": kid} for one, kid in (("w" * 40, "a"), (SECRET, "b"))]
    async with opened(start(token(headers={"kid": "a"}), json.dumps({"keys": keys}))) as bench:
        await bench.settle()
        bench.screen.action_remedy()
        await bench.settle()
        assert bench.verdict == "accepted"
        assert "only key b of the set, tried in spite of its kid" in reading(bench)
        assert bench.screen.keys_pane.keyring.keys[0].kid == "b"


# 9, 13, 15: editing


async def test_undo_stops_at_the_token_that_was_opened() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.replace("payload", "u1", "u2")
        other = token(claims=CLAIMS | {"sub": "somebody else"})
        await bench.paste_token(other)
        for pane in ("payload", "header"):
            await bench.go(pane)
            await bench.press("ctrl+z", "ctrl+z")
            assert bench.token == other
        await bench.replace("payload", "somebody else", "me")
        bench.screen.action_revert()
        await bench.settle()
        await bench.go("payload")
        await bench.press("ctrl+z")
        assert bench.claims["sub"] == "me"


def test_redo_gives_the_same_signature_again() -> None:
    workspace = Workspace(token(EC_KEY, "ES256"), read_keys(Secret(pem(EC_KEY))), Policy(), Clock(), None)
    workspace.accept(workspace.judge(Texts(None, None)))
    text = workspace.judge(Texts(None, None)).inspection.token.payload.text
    first, second = (Texts(None, text.replace("u1", name)) for name in ("u2", "u3"))
    made = [workspace.judge(texts).source for texts in (first, second, first, second)]
    assert made[:2] == made[2:]


OUTCOMES = {
    "editing re-signs with the secret": (token(), SECRET),
    "editing breaks the signature: no key here can sign ES256": (token(EC_KEY, "ES256"), SECRET),
    "editing breaks the signature: no key to sign with": (token(EC_KEY, "ES256"), public_pem(EC_KEY)),
    "editing leaves the token unsigned": (token(None, "none"), SECRET),
}


@pytest.mark.parametrize("words", OUTCOMES)
def test_what_an_edit_will_do_is_what_is_promised(words: str) -> None:
    source, key = OUTCOMES[words]
    keyring = read_keys(Secret(key))
    assert outcome(inspect(source, keyring, now=NOW), keyring) == words


# 29, 24, 27, 28, 8, 23: what is seen


async def test_the_remedy_of_a_finding_is_seen_below_it() -> None:
    async with opened(start(token(claims={"sub": "u1", "aud": "*"}), SECRET)) as bench:
        finding = (bench.inspection.findings or ())[0]
        before = len(bench.audit._rows)
        assert finding.remedy[:20] not in bench.seen()
        await bench.go("audit")
        assert f"remedy: {finding.remedy[:20]}" in bench.seen()
        assert "source: " in bench.seen()
        await bench.go("payload")
        assert len(bench.audit._rows) == before
        await bench.resize(HUGE)
        assert bench.seen().count("remedy: ") > 1


async def test_a_click_means_the_line_that_was_seen_there() -> None:
    async with opened(start(token(claims={"sub": "u1", "aud": "*"}), SECRET)) as bench:
        second = (bench.inspection.findings or ())[1].slug
        y = next(index for index, text in enumerate(bench.rows()) if second in text) - bench.audit.region.y
        await bench.pilot.click("#audit", offset=(8, y))
        await bench.settle()
        assert bench.audit.cursor == 1


async def test_words_that_do_not_fit_the_verdict_bar_end_in_an_ellipsis() -> None:
    policy = Policy(issuers=("x",), audiences=("x",), required=("jti", "nonce"), typ="at+jwt")
    async with opened(start(token(claims={"exp": 1, "nbf": NOW + 9}), "wrong", policy=policy), size=(40, 24)) as bench:
        assert bench.rows()[1].rstrip().endswith("…")
        assert "REJECTED" in bench.rows()[0]


async def test_kind_and_size_come_before_what_was_removed() -> None:
    async with opened(start(), size=NARROW) as bench:
        await bench.paste_token(f"curl -H 'Authorization: Bearer {token()}' https://api.example/v1 | jq .")
        kind, _, removed = bench.subtitle("token").partition(" · removed: ")
        assert kind == f"JWS compact · 3 segments · {len(token())} B"
        assert removed


async def test_the_size_counts_the_bytes_of_broken_utf_8() -> None:
    async with opened(start("eyJ.\udcff\udcfe", SECRET)) as bench:
        assert "6 B" in bench.subtitle("token")


async def test_reasons_stand_in_one_column_whatever_the_names_are() -> None:
    certificate = "MAA="
    async with opened(start(token(headers={"x5c": [certificate]}), SECRET)) as bench:
        heads = [line.head[1][0] for line in bench.verification.lines if len(line.head) > 1]
        assert any(len(head.strip()) > 10 for head in heads)
        assert len({len(head) for head in heads}) == 1


async def test_a_verdict_that_is_not_there_yet_is_not_shown() -> None:
    async with opened(start(large_token(40_000), SECRET)) as bench:
        assert bench.screen.verdict_bar.has_class("-accepted")
        pane = bench.screen.token_pane
        pane.select_range(len(pane.text), len(pane.text))
        pane.insert("x")
        assert bar(bench) == "checking…"
        assert not bench.screen.verdict_bar.has_class("-accepted")
        await bench.settle()
        assert "REJECTED" in bar(bench) or "MALFORMED" in bar(bench)
