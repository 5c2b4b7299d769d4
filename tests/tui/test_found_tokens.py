import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from jwtlens import captures
from jwtlens.captures import Capture
from jwtlens.cli.captures import of_file
from jwtlens.tui.dialogs.open_file import OpenFileDialog
from jwtlens.tui.dialogs.save_found import SaveFoundDialog
from jwtlens.tui.found_list import Row
from jwtlens.tui.found_panel import FoundPanel
from tests.tui.bench_kit import CLAIMS, NARROW, NOW, SECRET, WIDE, Bench, large_token, opened, row, start, token
from tests.tui.found_kit import EXPIRED, FOREIGN, GOOD, KEY, TOKENS, WRONG, har


def panel(bench: Bench) -> FoundPanel:
    assert bench.screen.found_panel is not None
    return bench.screen.found_panel


def verdicts(bench: Bench) -> list[str]:
    return [str(one.seen.verdict) if one.seen else "" for one in panel(bench).rows.rows]


def listed(bench: Bench) -> list[str]:
    return [one.found.token for one in panel(bench).rows.rows]


async def test_a_text_with_several_tokens_opens_a_list_to_walk_through() -> None:
    async with opened(start(token(), KEY), WIDE) as bench:
        await bench.replace("payload", "u1", "typed by hand")
        await bench.paste_token(har(*TOKENS))
        assert listed(bench) == list(TOKENS)
        assert verdicts(bench) == ["accepted", "rejected", "rejected", "rejected"]
        assert (bench.token, bench.focus) == (GOOD, "found-rows")
        assert "2 times: line" in bench.seen()
        assert "request header Authorization" in bench.seen()
        for chosen, verdict in ((EXPIRED, "rejected"), (FOREIGN, "rejected"), (WRONG, "rejected")):
            with row(chosen):
                await bench.press("down")
                assert (bench.token, bench.verdict) == (chosen, verdict)
        assert bench.claims == {"iss": "https://issuer.example"}
        await bench.press("home", "down")
        assert "bert" in bench.payload
        await bench.press("escape")
        assert (bench.screen.found_panel, bench.token, bench.focus) == (None, EXPIRED, "token")
        await bench.press("alt+up", "alt+up")  # what was on the bench before the list came, with its edit
        assert "typed by hand" in bench.payload
        await bench.press("ctrl+f")
        assert listed(bench) == list(TOKENS)
        bench.app.clear_notifications()
        for size in (NARROW, WIDE):
            await bench.resize(size)
            assert all(name in bench.seen() for name in ("verdict", "issuer", "Sorted: found", "✓ ACCEPTED"))


async def test_the_list_is_sorted_and_filtered() -> None:
    async with opened(start(har(*TOKENS), KEY), WIDE) as bench:
        orders = {
            "verdict": [GOOD, EXPIRED, FOREIGN, WRONG],
            "kind": [FOREIGN, GOOD, EXPIRED, WRONG],
            "issuer": [FOREIGN, GOOD, WRONG, EXPIRED],
            "subject": [GOOD, EXPIRED, FOREIGN, WRONG],
            "expires": [EXPIRED, GOOD, FOREIGN, WRONG],
            "found": [GOOD, EXPIRED, FOREIGN, WRONG],
        }
        for order, tokens in orders.items():
            with row(order):
                await bench.press("s")
                assert listed(bench) == tokens
                assert f"Sorted: {order}" in bench.seen()
                assert panel(bench).rows.row is not None
                assert bench.token == GOOD
        for words, tokens in (
            ("issuer.example", [GOOD, WRONG]),
            ("REJ es256", [FOREIGN]),
            ("nothing", []),
            ("", [*TOKENS]),
        ):
            with row(words):
                await bench.paste_over(panel(bench).filter.editor, words)
                assert listed(bench) == tokens
        await bench.paste_over(panel(bench).filter.editor, "zebra")
        assert bench.token == EXPIRED  # what is listed first takes the place of what is filtered out
        assert "1 of 1 (of 4 found)" in bench.title("found")


async def test_a_list_in_another_order_keeps_no_verdict_of_before_while_it_is_sorted() -> None:
    async with opened(start(har(*TOKENS), KEY), WIDE) as bench:
        await bench.press("s", "s", "s")
        assert verdicts(bench) == ["rejected", "accepted", "rejected", "rejected"]
        panel(bench).show_rows([Row(one.number, one.found) for one in panel(bench).all_rows])
        assert listed(bench) == [FOREIGN, GOOD, WRONG, EXPIRED]
        assert verdicts(bench) == ["", "", "", ""]
        await bench.settle()
        assert listed(bench) == [GOOD, EXPIRED, FOREIGN, WRONG]


async def test_another_text_takes_the_place_of_the_list_and_shows_no_verdict_of_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(start(har(*TOKENS), KEY), WIDE) as bench:
        await bench.press("down", "down")
        await bench.paste_token(f"{WRONG}\n{FOREIGN}\n{GOOD}")
        assert (listed(bench), bench.token) == ([WRONG, FOREIGN, GOOD], WRONG)
        assert panel(bench).rows.row is not None
        assert panel(bench).rows.cursor == 0
        await bench.press("escape")
        await bench.set_key("a key that made none of them, long enough")
        seen: list[str] = []
        monkeypatch.setattr(bench.screen, "_judge", lambda _: seen.extend(verdicts(bench)))
        await bench.press("ctrl+f")
        assert seen == ["", "", ""]


async def test_keys_expectations_and_the_clock_change_the_verdicts_of_the_list() -> None:
    async with opened(start(har(*TOKENS)), WIDE) as bench:
        assert verdicts(bench) == ["not verified", "rejected", "not verified", "not verified"]
        await bench.set_key(SECRET)
        assert verdicts(bench) == ["accepted", "rejected", "rejected", "rejected"]
        await bench.expect("issuer", "https://elsewhere.example")
        assert verdicts(bench)[0] == "rejected"
        await bench.expect("issuer", "")
        assert verdicts(bench)[0] == "accepted"
        await bench.press("ctrl+f", "end")
        await bench.tick(60)  # the first has expired, and another one is on the bench
        assert bench.token == WRONG
        assert verdicts(bench)[0] == "rejected"


async def test_one_token_goes_straight_in_wherever_it_comes_from() -> None:
    async with opened(start(token(), KEY), WIDE) as bench:
        encoded = "apiVersion: v1\nkind: Secret\ndata:\n  token: " + b64encode(GOOD.encode()).decode()
        rows = {
            "Bearer": (f"Authorization: Bearer {EXPIRED}", EXPIRED),
            "twice": (f"{GOOD}\n and {GOOD}", GOOD),
            "base64": (encoded, GOOD),
            "long": ("x " * captures.LARGE + WRONG, WRONG),
            "large": (large_token(captures.LARGE * 2), large_token(captures.LARGE * 2)),
        }
        for name, (text, expected) in rows.items():
            with row(name):
                await bench.paste_token(text)
                assert (bench.token, bench.screen.found_panel) == (expected, None)
        nothing = "no token here. " * captures.LARGE
        await bench.paste_token(nothing[: captures.LARGE + 1])
        assert bench.told[-1] == "There is no token in the pasted text."
        assert bench.verdict == "malformed"
        await bench.press("ctrl+z")
        assert bench.token == large_token(captures.LARGE * 2)


async def test_a_file_is_opened_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "capture.har"
    file.write_text(har(*TOKENS))
    async with opened(start(token(), KEY), WIDE) as bench:
        await bench.press("ctrl+o")
        assert isinstance(bench.app.screen, OpenFileDialog)
        await bench.paste(str(tmp_path / "nothing"))
        await bench.press("enter")
        assert "cannot be read: No such file" in bench.seen()
        await bench.paste_over(bench.app.screen._picker.path.editor, str(file))
        await bench.press("enter")
        await bench.settle()
        assert len(bench.app.screen_stack) == 1
        assert listed(bench) == list(TOKENS)
        assert "capture.har" in bench.title("found")


async def test_the_start_reads_a_capture_and_its_cap_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captures, "MOST_TOKENS", 3)
    text = "".join(f"Bearer {one}\n" + "-" * 200_000 for one in TOKENS)
    capture = Capture("server.log", lambda: iter([text.encode()]))
    async with opened(start(text, KEY, capture=capture), NARROW) as bench:
        assert listed(bench) == list(TOKENS[:3])
        assert bench.token == GOOD
        assert "the first 3 tokens" in bench.subtitle("found")


async def test_escape_stops_the_reading_and_keeps_what_was_found() -> None:
    async with opened(start(token(), KEY), WIDE) as bench:
        bench.screen.look_through(Capture("endless", lambda: iter((f"Bearer {GOOD}\n{EXPIRED}\n" * 500).encode, b"")))
        while bench.screen.found_panel is None:
            await bench.pilot.pause()
        await bench.pilot.press("escape")
        await bench.settle()
        assert "reading was stopped" in bench.subtitle("found")
        assert listed(bench) == [GOOD, EXPIRED]
        await bench.press("escape")
        assert bench.screen.found_panel is None


def scan(source: Path, key: Path) -> str:
    words = [sys.executable, "-m", "jwtlens", "scan", "--json", "--at", str(NOW), "--key", f"@{key}", str(source)]
    return subprocess.run(words, capture_output=True, check=False, text=True, timeout=60).stdout


async def test_the_listed_tokens_are_saved_as_scan_writes_them(tmp_path: Path) -> None:
    source, out, key = tmp_path / "a.har", tmp_path / "out.jsonl", tmp_path / "key"
    source.write_text(har(*TOKENS))
    key.write_text(SECRET)
    scanned = scan(source, key)
    async with opened(start(token(), KEY, at=float(NOW)), WIDE) as bench:
        bench.screen.look_through(of_file(str(source))._replace(name=str(source)))
        await bench.settle()
        await bench.press("e")
        assert isinstance(bench.app.screen, SaveFoundDialog)
        await bench.paste_over(bench.app.screen.path.editor, str(out))
        await bench.press("enter")
        await bench.settle()
        assert "saved as" in bench.told[-1]
        assert out.stat().st_mode & 0o777 == 0o600
        assert out.read_text() == scanned
        assert [json.loads(one)["token"] for one in scanned.splitlines()] == list(TOKENS)
        await bench.press("e")
        await bench.paste_over(bench.app.screen.path.editor, str(out))
        await bench.press("enter")
        await bench.settle()
        assert "is there already" in bench.seen()


async def test_texts_of_tokens_reach_the_list_displayable() -> None:
    nasty = [token(claims=CLAIMS | {"iss": "\x1b[31m[red]x", "sub": f"\u202e{n}"}) for n in "ab"]
    async with opened(start("\n".join(nasty), KEY), WIDE) as bench:
        assert "\x1b" not in bench.seen()
        assert "\\u001b[31m[red]x" in bench.seen()
        assert "\\u202ea" in bench.seen()
