"""The dialogs that make, load, convert, save and rotate keys, with real keys and files."""

import json
import os
import stat
from pathlib import Path

import jwt
import pytest
from joserfc.jwk import KeySet, import_key

from jwtlens.keys.generate import KINDS
from jwtlens.keys.sources import load_key
from jwtlens.tui.button import TextButton
from jwtlens.tui.dialog import ChoiceField
from jwtlens.tui.dialogs.generate import GenerateDialog
from jwtlens.tui.dialogs.load import LoadDialog
from jwtlens.tui.dialogs.rotate import RotateDialog
from jwtlens.tui.dialogs.write import WriteDialog
from jwtlens.tui.editing.editor import Editor
from tests.tui.bench_kit import EC_KEY, NARROW, SECRET, WIDE, Bench, opened, pem, public_pem, row, start, token

GENERATED = ("oct", "RSA", "secp256k1", "X25519", "ML-DSA-65")


async def do(bench: Bench, what: str) -> None:
    bench.screen.action_key(what)
    await bench.settle()


def editor(bench: Bench, name: str) -> Editor:
    return bench.app.screen.query_one(f"#{name}", Editor)


async def fill(bench: Bench, name: str, text: str) -> None:
    bench.app.screen.set_focus(editor(bench, name))
    await bench.paste_over(editor(bench, name), text)


async def choose(bench: Bench, name: str, index: int) -> None:
    bench.app.screen.query_one(f"#field-{name}", ChoiceField).chosen = index
    await bench.settle()


def newest(bench: Bench) -> str:
    return bench.screen.keys_pane.ring.entries[-1].given.text.reveal()


async def test_a_key_of_any_family_is_made_as_its_own_thumbprint_and_hidden() -> None:
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        for kind in GENERATED:
            with row(kind):
                kty = KINDS[kind]
                await do(bench, "generate")
                await choose(bench, "kind", list(KINDS).index(kind))
                await fill(bench, "name", f"my {kind}")
                await bench.press("enter")
                made = json.loads(newest(bench))
                assert (made["kty"], len(bench.app.screen_stack)) == (kty, 1)
                if kty != "AKP":  # which joserfc does not know
                    assert import_key(made, kty).thumbprint() == made["kid"]
                pane = bench.screen.keys_pane
                assert (pane.ring.row and pane.ring.row.key and pane.ring.row.key.label) == f"my {kind}"
                assert f"Added my {kind}" in bench.told[-1]
                assert made.get("d", made.get("k", made.get("priv"))) not in bench.seen()
                assert bench.verdict == "accepted", "the keys before stay in force"


SIZES = [("oct", "512", 64), ("oct", " 384 bits ", 48), ("RSA", "3072", 384)]
NO_SIZES = [("oct", "8"), ("oct", "4104"), ("oct", "ten"), ("oct", "²"), ("RSA", "1024"), ("RSA", "999999")]


async def test_sizes_and_what_is_none() -> None:
    async with opened(size=NARROW) as bench:
        for kind, text, size in SIZES:
            with row(kind, text):
                await do(bench, "generate")
                await choose(bench, "kind", list(KINDS).index(kind))
                await fill(bench, "kid", "k-1")
                await fill(bench, "bits", text)
                await bench.press("enter")
                made = json.loads(newest(bench))
                assert made["kid"] == "k-1"
                key = load_key(newest(bench)).keys[0]
                assert key.bits == size * 8
        await do(bench, "generate")
        for kind, text in NO_SIZES:
            with row(kind, text):
                await choose(bench, "kind", list(KINDS).index(kind))
                await fill(bench, "bits", text)
                await bench.press("enter")
                assert isinstance(bench.app.screen, GenerateDialog)
                assert "✗" in bench.seen()
                assert text.strip() in bench.seen(), "what was typed is not lost"
        await choose(bench, "kind", list(KINDS).index("P-256"))
        assert editor(bench, "bits").disabled


async def test_the_kind_that_the_token_needs_is_offered_first() -> None:
    async with opened(start(token(EC_KEY, "ES256"))) as bench:
        await do(bench, "generate")
        assert "EC P-256 ▼" in bench.seen()
        await bench.press("escape")
        await bench.paste_token(token())
        await do(bench, "generate")
        assert "secret (oct) ▼" in bench.seen()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "ec.pem").write_text(public_pem(EC_KEY))
    (tmp_path / "huge").write_bytes(b"\xff" * 3_000_000)
    (tmp_path / "empty").touch()
    (tmp_path / "\x1b[31m[b]x").write_text(SECRET + "\n")
    os.mkfifo(tmp_path / "fifo")
    return tmp_path


UNREADABLE = {
    "fifo": "a pipe",
    "huge": "larger than",
    "empty": "is empty",
    "none.pem": "there is no file",
    "a\x00": "cannot be read",
}


async def test_a_file_is_found_by_typing_and_by_going_down(folder: Path) -> None:
    async with opened(start(token(EC_KEY, "ES256")), size=NARROW) as bench:
        await do(bench, "load")
        for name in ("sub/", "huge", "fifo", "\\u001b[31m[b]x"):
            assert name in bench.seen()
        for name, words in UNREADABLE.items():
            with row(name):
                await fill(bench, "path", name)
                await bench.press("enter")
                assert isinstance(bench.app.screen, LoadDialog)
                assert words in bench.seen()
                assert editor(bench, "path").text == name
        await fill(bench, "path", "~/s")
        assert "fifo" not in bench.seen()
        await bench.press("down")
        assert bench.focus == "names"
        await bench.press("down", "enter")
        assert editor(bench, "path").text == f"{folder}/sub/"
        await bench.press("down", "enter")
        assert len(bench.app.screen_stack) == 1
        assert (bench.verdict, newest(bench)) == ("accepted", f"@{folder}/sub/ec.pem")
        assert not bench.screen.keys_pane.field.masked


async def test_a_folder_is_entered_and_a_secret_file_says_what_it_lost(folder: Path) -> None:
    async with opened(start(token()), size=WIDE) as bench:
        await do(bench, "load")
        await fill(bench, "path", str(folder))
        await bench.press("enter")
        assert "sub/" in bench.seen()
        await fill(bench, "path", str(folder / "\x1b[31m[b]x"))
        await bench.press("enter")
        assert bench.verdict == "accepted"
        assert "without the line break at its end" in bench.screen.keys_pane.query_one("#reading", TextButton).label


def hidden(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def test_saving_is_private_whole_and_over_nothing_without_a_yes(folder: Path) -> None:
    target = folder / "jwks.json"
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        bench.screen.action_key("add")
        await bench.paste_over(bench.screen.keys_pane.field, pem(EC_KEY))
        await do(bench, "save")
        assert bench.focus == "path"
        await bench.press("enter")
        assert "no name for the file" in bench.seen()
        for name, words in (("sub", "a directory"), ("none/x", "no such folder"), ("fifo", "a pipe")):
            with row(name):
                await fill(bench, "path", name)
                await bench.press("enter")
                assert words in bench.seen()
        await fill(bench, "path", "~/jwks.json")
        await bench.press("enter")
        assert len(bench.app.screen_stack) == 1
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        saved = KeySet.import_key_set(json.loads(target.read_text()))
        assert [key.key_type for key in saved.keys] == ["oct", "EC"]
        assert all(key.is_private for key in saved.keys)
        before = target.read_text()
        await do(bench, "save")
        await choose(bench, "half", 1)
        await fill(bench, "path", "~/jwks.json")
        await bench.press("enter")
        assert "is there already. Replace it?" in bench.seen()
        assert (target.read_text(), "Replace" in bench.seen()) == (before, True)
        await fill(bench, "path", "~/other.json")
        await fill(bench, "path", "~/jwks.json")
        await bench.press("enter")
        assert target.read_text() == before, "a yes is for the name it was given to"
        await bench.press("enter")
        keys = json.loads(target.read_text())["keys"]
        assert [(key["kty"], "d" in key) for key in keys] == [("EC", False)]
        assert hidden(folder) == [], "no temporary file is left"


async def test_converting_shows_copies_and_hides(folder: Path) -> None:
    async with opened(start(token(EC_KEY, "ES256"), pem(EC_KEY)), size=NARROW) as bench:
        await do(bench, "convert")
        assert isinstance(bench.app.screen, WriteDialog)
        private = json.loads(editor(bench, "preview").text)
        assert private["d"] not in bench.seen()
        assert "••••" in bench.seen()
        await bench.press("f9")
        assert private["d"] in bench.seen()
        await bench.press("f9")
        assert private["d"] not in bench.seen()
        await bench.pilot.click("#button-copy")
        await bench.settle()
        assert json.loads(bench.app.clipboard) == private
        await choose(bench, "form", 2)
        assert editor(bench, "preview").text == pem(EC_KEY)
        assert editor(bench, "preview").masked
        await choose(bench, "half", 1)
        assert editor(bench, "preview").text == public_pem(EC_KEY)
        assert "BEGIN PUBLIC KEY" in bench.seen()
        await choose(bench, "form", 0)
        await choose(bench, "kid", 1)
        made = json.loads(editor(bench, "preview").text)
        assert made["kid"] == import_key(made, "EC").thumbprint()
        await bench.press("escape")
        await bench.set_key(SECRET)
        await do(bench, "convert")
        await choose(bench, "half", 1)
        assert "has no public half" in bench.seen()
        await bench.pilot.click("#button-copy")
        await bench.settle()
        assert json.loads(bench.app.clipboard) == private, "there was nothing to copy"


async def test_rotation_keeps_both_keys_and_signs_the_token_with_the_new_one() -> None:
    old = token(EC_KEY, "ES256", headers={"kid": "old"})
    async with opened(start(old, pem(EC_KEY)), size=NARROW) as bench:
        await do(bench, "rotate")
        assert isinstance(bench.app.screen, RotateDialog)
        assert "EC P-256" in bench.seen()
        await bench.press("enter")
        made = import_key(json.loads(newest(bench)), "EC")
        assert bench.verdict == "accepted"
        assert jwt.get_unverified_header(bench.token)["kid"] == made.thumbprint()
        public = jwt.PyJWK(made.as_dict(private=False))
        assert jwt.decode(bench.token, public, ["ES256"], options={"verify_exp": False}, audience="api")["sub"] == "u1"
        assert len(bench.inspection.keyring.keys) == 2
        await bench.paste_token(old)
        assert "none of the 2 keys" not in bench.seen()
        assert bench.verdict == "accepted", "the old key still verifies what it signed"


async def test_rotation_says_what_it_could_not_do() -> None:
    async with opened(start(token(EC_KEY, "ES256"), SECRET)) as bench:
        before = bench.token
        await do(bench, "rotate")
        await bench.press("enter")
        assert bench.token == before
        assert "was not signed with it" in bench.told[-1]
        assert len(bench.inspection.keyring.keys) == 2


async def test_without_a_key_there_is_nothing_to_do() -> None:
    async with opened(start(token())) as bench:
        for what in ("convert", "save", "rotate", "rename"):
            with row(what):
                await do(bench, what)
                assert bench.told[-1] == f"There is no key to {what} yet."
                assert len(bench.app.screen_stack) == 1
        await do(bench, "remove")
        assert bench.told[-1] == "There is no key to remove."
