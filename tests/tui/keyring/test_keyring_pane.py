"""Several keys in the Keys pane: the table, what is chosen, named, removed and brought back, at every size."""

import json
from pathlib import Path

import pytest

from jwtlens.keys.secret import Secret
from jwtlens.knowledge.sample import SECRET as SAMPLE_SECRET
from jwtlens.tui.button import TextButton
from tests.tui.bench_kit import (
    EC_KEY,
    HUGE,
    NARROW,
    RSA_KEY,
    SECRET,
    WIDE,
    Bench,
    opened,
    pem,
    public_pem,
    row,
    start,
    token,
)


def labels(bench: Bench) -> list[str]:
    return [one.key.label if one.key else "–" for one in bench.screen.keys_pane.ring.rows]


def table(bench: Bench) -> list[str]:
    return [line.body for line in bench.screen.keys_pane.table.lines]


def marks(bench: Bench) -> list[str]:
    return ["".join(word for word, _ in line.head).replace(" ", "") for line in bench.screen.keys_pane.table.lines]


def field(bench: Bench) -> str:
    return bench.screen.keys_pane.field.text


async def add(bench: Bench, text: str) -> None:
    bench.screen.action_key("add")
    await bench.paste_over(bench.screen.keys_pane.field, text)


async def to_table(bench: Bench) -> None:
    bench.screen.set_focus(bench.screen.keys_pane.table)
    await bench.settle()


async def test_the_first_key_needs_no_ring() -> None:
    async with opened(start(token())) as bench:
        await bench.set_key(SECRET)
        assert bench.verdict == "accepted"
        assert not bench.screen.keys_pane.ring_table.is_attached
        before = [bench.widget(f"#{pane}").region for pane in ("keys", "expectations", "verification")]
        await bench.set_key("another")
        assert (bench.verdict, field(bench)) == ("rejected", "another")
        assert [bench.widget(f"#{pane}").region for pane in ("keys", "expectations", "verification")] == before


async def test_another_key_leaves_the_first_one_and_the_one_that_verifies_is_marked_and_named() -> None:
    async with opened(start(token(), "not the one"), size=NARROW) as bench:
        for size in (NARROW, WIDE, HUGE):
            with row(size):
                await bench.resize(size)
                assert bench.verdict == "rejected"
                await bench.press("f7", "1")
                assert (bench.focus, field(bench)) == ("key", "")
                assert "another key: paste or type it above" in bench.seen()
                await bench.press("space")
                assert str(bench.screen.query_one("#reading", TextButton).label) == "no key yet"
                await bench.press("backspace")
                typed = len(SECRET) if size == NARROW else 2  # the rest is pasted: every key is a whole inspection
                await bench.type(SECRET[:typed])
                await bench.paste(SECRET[typed:])
                assert bench.verdict == "accepted"
                assert labels(bench) == ["the secret", "the secret (2)"]
                assert marks(bench) == ["", "▸✓"]
                assert "valid for the secret (2)" in str(bench.inspection.report.check("signature"))
                assert SECRET not in bench.seen()
                assert "2 keys" in bench.subtitle("keys")
                for words in ("label", "kind", "half", "secret, 352 bits"):
                    assert words in bench.seen()
                await bench.press("f7", "9")
                assert labels(bench) == ["the secret"]
                assert field(bench) == "not the one"


async def test_the_rows_lead_and_their_keys_act() -> None:
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        await add(bench, pem(EC_KEY))
        await add(bench, public_pem(RSA_KEY))
        found = [one.slug for one in bench.inspection.findings or ()]
        assert not [slug for slug in found if slug.startswith("jwks-")], "keys side by side are no published set"
        await bench.go("keys")
        await to_table(bench)
        assert marks(bench) == ["✓", "", "▸"]
        await bench.press("up")
        assert "can verify, sign, encrypt, decrypt · thumbprint" in bench.seen(), "details of the row at the cursor"
        await bench.press("f7", "8")
        assert "call the EC P-256 key" in bench.seen(), "the menu means the row at the cursor"
        await bench.press("escape", "enter")
        assert marks(bench) == ["✓", "▸", ""]
        assert field(bench) == pem(EC_KEY)
        assert "PRIVATE" not in bench.seen()
        assert bench.focus == "key-rows"
        assert [key.kty for key in bench.inspection.keyring.keys] == ["EC", "oct", "RSA"]
        await bench.press("r")
        await bench.type("[b]old ")
        await bench.press("enter")
        assert (bench.focus, labels(bench)[1]) == ("key-rows", "[b]old")
        assert "[b]old" in bench.seen()
        await bench.press("d")
        assert labels(bench) == ["the secret", "the RSA 2048 key"]
        await bench.press("d", "d", "d")
        assert (labels(bench), bench.focus) == (["the secret"], "key-buttons"), "letters for the table reach no key"
        await bench.press("f7", "9")
        assert (labels(bench), bench.verdict) == (["–"], "not verified")
        for _ in range(3):
            await bench.press("f7", *["down"] * 9, "enter")
        assert sorted(labels(bench)) == ["[b]old", "the RSA 2048 key", "the secret"]
        assert bench.verdict == "accepted"


async def test_the_table_by_mouse_and_its_buttons() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await add(bench, "another")
        await bench.pilot.click("#key-rows", offset=(6, 0))
        await bench.settle()
        assert (marks(bench), field(bench)) == (["▸✓", ""], SECRET)
        bar = bench.rows()[bench.widget("#key-buttons").region.y]
        at = bar.index("generate…") - bench.widget("#key-buttons").region.x
        await bench.pilot.click("#key-buttons", offset=(at, 0))
        await bench.settle()
        assert "Generate a key" in bench.seen()
        await bench.press("escape")
        await bench.pilot.click("#key-buttons", offset=(1, 0))
        await bench.settle()
        assert "Bring the removed key back" in bench.seen()
        await bench.press("escape")
        bench.screen.set_focus(bench.widget("#key-buttons"))
        await bench.press("right", "enter")
        assert (bench.focus, labels(bench)[-1]) == ("key", "–")


async def test_kid_picks_and_without_one_every_fitting_key_is_tried() -> None:
    jwk = json.dumps({"kty": "oct", "k": "bm90IHRoZSBvbmU", "kid": "x"})
    async with opened(start(token(headers={"kid": "x"}), jwk)) as bench:
        await add(bench, SECRET)
        assert bench.verdict == "rejected", "the key that kid names is tried, and no other"
        await bench.paste_token(token())
        assert bench.verdict == "accepted"


async def test_how_a_secret_is_read_is_a_matter_of_each_key() -> None:
    text = "AQIgYnl0ZXMgdGhhdCBhcmUgd3JpdHRlbiBpbiBiYXNlNjQgaGVyZQ=="
    secret = b"\x01\x02 bytes that are written in base64 here"
    async with opened(start(token(secret), text), size=NARROW) as bench:
        await add(bench, "plain text")
        pane = bench.screen.keys_pane
        pane.change(pane.ring.choose(pane.ring.rows[0]))
        await bench.go("keys")
        await bench.pilot.click("#reading")
        await bench.settle()
        assert "secret, 40 bytes from base64" in bench.seen()
        await bench.press("2")
        assert bench.verdict == "accepted"
        assert [entry.given.encoding for entry in pane.ring.entries] == ["base64", "auto"]
        pane.change(pane.ring.choose(pane.ring.rows[1]))
        pane.change(pane.ring.choose(pane.ring.rows[0]))
        reading = bench.widget("#reading")
        assert isinstance(reading, TextButton)
        assert "from base64" in reading.label


async def test_what_was_typed_is_kept_while_another_key_is_chosen() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await add(bench, "{ no key")
        assert "cannot be read" in bench.seen()
        assert bench.verdict == "accepted"
        pane = bench.screen.keys_pane
        pane.change(pane.ring.choose(pane.ring.rows[0]))
        await bench.settle()
        assert "no key" not in bench.seen()
        pane.change(pane.ring.choose(pane.ring.rows[1]))
        assert field(bench) == "{ no key"
        pane.field.action_undo()
        assert field(bench) == "{ no key", "undo of one key must not bring the text of another"


async def test_what_may_be_a_secret_is_named_nowhere() -> None:
    marked = "@" + "MARKED" * 60  # begins like the name of a file, and is longer than one
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        await bench.go("keys")
        await add(bench, marked)
        await bench.press("shift+f7")
        assert "cannot be read: a text" in bench.seen()
        assert not [note for note in bench.told if "MARKED" in note]
        await bench.press("f7", "9")
        assert not [note for note in bench.told if "MARKED" in note]


async def test_a_key_of_a_set_is_removed_and_the_text_stays() -> None:
    keys = [{"kty": "oct", "k": "AAAA", "kid": "a"}, {"kty": "oct", "k": "BBBB", "kid": "b"}]
    async with opened(start(token(), json.dumps({"keys": keys}))) as bench:
        await to_table(bench)
        await bench.press("down", "d")
        assert labels(bench) == ["key a"]
        assert "BBBB" in field(bench)
        bench.screen.action_key("restore")
        assert labels(bench) == ["key a", "key b"]


async def test_a_file_that_changes_is_read_again_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("before")
    async with opened(start(token())) as bench:
        await bench.set_key(f"@{file}")
        file.write_text(SECRET)
        await bench.tick()
        assert bench.verdict == "rejected"
        await bench.press("shift+f7")
        assert bench.verdict == "accepted"
        file.unlink()
        await bench.press("shift+f7")
        assert bench.verdict == "not verified"
        assert "there is no file" in bench.seen()
        await bench.set_key("typed")
        await bench.press("shift+f7")
        assert "nothing to read again" in bench.told[-1]


async def test_the_sample_takes_nothing_away_and_leaves_with_its_token() -> None:
    async with opened() as bench:
        await add(bench, SECRET)
        await bench.paste_token(token())
        assert labels(bench) == ["the secret"]
        assert (field(bench), bench.verdict) == (SECRET, "accepted")
        await add(bench, "third")
        bench.screen.action_sample()
        await bench.settle()
        assert field(bench) == SAMPLE_SECRET
        bench.screen.action_key("restore")
        bench.screen.action_key("restore")
        assert {entry.given.text.reveal() for entry in bench.screen.keys_pane.ring.entries} >= {SECRET, "third"}


async def test_an_encrypted_key_is_opened_in_its_row(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - for this row only

    encrypted = EC_KEY.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.BestAvailableEncryption(b"horse")
    ).decode()
    async with opened(start(token(EC_KEY, "ES256"), SECRET), size=NARROW) as bench:
        await bench.go("keys")
        await add(bench, encrypted)
        assert "cannot be read" in bench.seen()
        assert bench.screen.keys_pane.passphrase_row.display
        bench.screen.set_focus(bench.screen.keys_pane.passphrase_row.editor)
        await bench.type("horse")
        await bench.press("enter")
        assert (bench.verdict, labels(bench)) == ("accepted", ["the secret", "the EC P-256 key"])
        assert bench.screen.keys_pane.ring.chosen.given.passphrase == Secret("horse")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_remedy_that_takes_one_key_of_the_ring_holds_until_the_ring_changes(size: tuple[int, int]) -> None:
    wrong = json.dumps({"kty": "oct", "k": "bm90IHRoZSBvbmU", "kid": "x"})
    right = json.dumps({"kty": "oct", "k": "YW5vdGhlciBzZWNyZXQgdGhhdCBpcyBsb25nIGVub3VnaCBmb3IgSFMyNTY", "kid": "y"})
    async with opened(start(token(headers={"kid": "x"}), wrong), size=size) as bench:
        await add(bench, right)
        assert bench.verdict == "rejected"
        await bench.press("ctrl+t")
        assert bench.verdict == "accepted"
        assert len(bench.screen.keys_pane.ring.rows) == 2
        bench.screen.keys_pane.change(bench.screen.keys_pane.ring)
        await bench.settle()
        assert bench.verdict == "rejected"
