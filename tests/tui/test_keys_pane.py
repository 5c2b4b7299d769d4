import json
from itertools import product
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from jwtlens.knowledge.sample import SECRET as SAMPLE_SECRET
from jwtlens.tui.button import TextButton
from jwtlens.tui.choice import ChoiceScreen
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

JWK = ECKey.import_key(pem(EC_KEY)).as_dict(private=False) | {"kid": "one"}


def reading(bench: Bench) -> str:
    button = bench.widget("#reading")
    assert isinstance(button, TextButton)
    return button.label


async def test_a_secret_is_masked_until_it_is_revealed() -> None:
    async with opened() as bench:
        assert SAMPLE_SECRET[:40] not in bench.seen()
        assert "••••" in bench.seen()
        await bench.press("f9")
        assert SAMPLE_SECRET[:40] in bench.seen()
        assert "hide" in bench.seen()
        await bench.press("f9")
        assert SAMPLE_SECRET[:40] not in bench.seen()


async def test_the_word_reveal_can_be_clicked_and_reached_by_keyboard() -> None:
    async with opened() as bench:
        await bench.pilot.click("#reveal")
        await bench.settle()
        assert SAMPLE_SECRET[:40] in bench.seen()
        await bench.go("keys")
        await bench.press("shift+tab")
        assert bench.focus == "reveal"
        await bench.press("enter")
        assert SAMPLE_SECRET[:40] not in bench.seen()


async def test_a_hidden_secret_is_not_copied() -> None:
    async with opened() as bench:
        await bench.go("keys")
        await bench.press("ctrl+a", "ctrl+c")
        assert bench.app.clipboard == ""
        assert bench.told == ["Hidden text is not copied. Reveal it first."]


FORMS = {
    "secret": (SECRET, "rejected", "secret, "),
    "private PEM": (pem(EC_KEY), "accepted", "EC P-256"),
    "RSA": (public_pem(RSA_KEY), "rejected", "RSA 2048"),
    "public PEM": (public_pem(EC_KEY), "accepted", "EC P-256"),
    "JWK Set": (json.dumps({"keys": [JWK, JWK | {"kid": "two"}]}), "accepted", "2 keys"),
    "JWK": (json.dumps(JWK), "accepted", "EC P-256"),
}


async def test_a_key_of_any_form_is_read() -> None:
    async with opened(start(token(EC_KEY, "ES256", headers={"kid": "one"}))) as bench:
        assert bench.verdict == "not verified"
        for form, (key, verdict, words) in FORMS.items():
            with row(form):
                await bench.set_key(key)
                assert bench.verdict == verdict
                assert words in reading(bench)
                await bench.set_key("")
                assert bench.verdict == "not verified"


async def test_private_keys_are_masked_and_public_ones_are_not() -> None:
    async with opened(start(token(EC_KEY, "ES256"))) as bench:
        await bench.set_key(public_pem(EC_KEY))
        assert not bench.screen.keys_pane.field.masked
        assert "– cannot sign" in bench.seen()
        await bench.set_key(pem(EC_KEY))
        assert bench.screen.keys_pane.field.masked
        assert "✓ can sign" in bench.seen()
        assert "PRIVATE" not in bench.seen()


async def test_a_file_and_a_variable_are_named_and_their_names_are_not_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "[@click=app.quit]key.pem"
    file.write_text(pem(EC_KEY))
    monkeypatch.setenv("BENCH_KEY", SECRET)
    async with opened(start(token(EC_KEY, "ES256"))) as bench:
        await bench.set_key(f"@{file}")
        assert bench.verdict == "accepted"
        assert not bench.screen.keys_pane.field.masked
        await bench.set_key("env:BENCH_KEY")
        assert (bench.verdict, bench.screen.keys_pane.field.masked) == ("rejected", False)
        assert SECRET not in bench.seen()


WRONG = [
    "@/nowhere/key.pem",
    "@/",
    "env:NOT_SET_HERE",
    "https://issuer.example/jwks.json",
    token(),
    "{",
    '{"kty": "EC"}',
]


async def test_what_is_no_key_gets_a_whole_sentence_and_is_kept() -> None:
    async with opened(start(token()), size=NARROW) as bench:
        await bench.go("keys")
        for size, text in product((NARROW, WIDE, HUGE), WRONG):
            with row(size, text):
                if bench.app.size != size:
                    await bench.resize(size)
                await bench.set_key(text)
                problem = bench.screen.keys_pane.keyring.problems[0].message
                pane = bench.screen.keys_pane.region
                rows = bench.rows()[pane.y : pane.bottom]
                inside = "".join(line[pane.x + 2 : pane.right - 2].strip() for line in rows)
                assert problem.replace(" ", "") in inside.replace(" ", "")
                assert bench.screen.keys_pane.field.text == text
                assert bench.verdict == "not verified"


async def test_the_encoding_of_a_secret_can_be_chosen() -> None:
    secret = b"\x01\x02 bytes that are written in base64 here"
    text = "AQIgYnl0ZXMgdGhhdCBhcmUgd3JpdHRlbiBpbiBiYXNlNjQgaGVyZQ=="
    async with opened(start(token(secret), text)) as bench:
        assert bench.verdict == "rejected"
        await bench.pilot.click("#reading")
        await bench.settle()
        assert isinstance(bench.app.screen, ChoiceScreen)
        options = [line.body for line in bench.app.screen.query_one("#options").lines]  # type: ignore[attr-defined]
        await bench.press(str(next(index for index, words in enumerate(options, 1) if "base64" in words)))
        assert bench.verdict == "accepted"
        assert "from base64" in reading(bench)
        await bench.go("keys")
        await bench.press("end", "backspace", "=")
        assert bench.verdict == "accepted"


async def test_the_encoding_of_the_command_line_is_kept() -> None:
    async with opened(start(token(), SECRET, key_encoding="base64")) as bench:
        assert bench.screen.keys_pane.encoding == "base64"


async def test_the_chooser_offers_what_fits_the_key_and_the_choice_is_an_allow_list() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.pilot.click("#alg")
        await bench.settle()
        assert all(name in bench.seen() for name in ("HS256", "HS384", "HS512"))
        assert "RS256" not in bench.seen()
        await bench.press("3")
        assert bench.verdict == "rejected"
        assert bench.inspection.policy.algorithms == ("HS384",)
        assert "HS384 ▼" in bench.seen()
        await bench.pilot.click("#alg")
        await bench.press("1")
        assert bench.verdict == "accepted"


async def test_no_choice_leaves_the_algorithm_alone() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.pilot.click("#alg")
        await bench.press("escape")
        assert (bench.verdict, bench.inspection.policy.algorithms) == ("accepted", None)


async def test_an_empty_field_takes_the_key_away() -> None:
    async with opened() as bench:
        await bench.go("keys")
        await bench.press("ctrl+a", "delete")
        assert bench.verdict == "not verified"
        assert "no key yet" in bench.seen()
        await bench.press("ctrl+z")
        assert bench.verdict == "accepted"
