"""The Audit pane at work: what it lists, what leads where, and what the user can do about it."""

import json
import stat
from pathlib import Path

import pytest

from jwtlens.keys.secret import Secret
from jwtlens.reports import SUFFIXES
from jwtlens.tui.dialogs.save_report import SaveReportDialog
from jwtlens.tui.findings import counted
from jwtlens.tui.secret_search import key_text
from tests.tui.bench_kit import CLAIMS, NARROW, SECRET, WIDE, Bench, opened, row, start, token

ODD = token(
    claims=CLAIMS | {"scope": "read *", "email": "ann@example.com", "aud": "*"}, headers={"kid": "../../etc/passwd"}
)
SLUGS = ["kid-injection", "privilege-broad", "pii-in-claims"]


def listed(bench: Bench) -> list[str]:
    return [entry.finding.slug for entry in bench.audit.entries if entry.finding]


def words_seen(bench: Bench) -> str:
    """What is seen, with words that were wrapped in one row."""
    return " ".join("".join(bench.seen().split("│")).split())


def cursor_to(bench: Bench, words: str) -> None:
    bodies = [line.body for line in bench.audit.lines]
    bench.audit.cursor = next(index for index, body in enumerate(bodies) if words in body)


async def test_findings_lead_to_their_fields_and_say_everything_there_is_to_know() -> None:
    async with opened(start(ODD)) as bench:
        await bench.go("audit")
        assert set(SLUGS) <= set(listed(bench))
        assert bench.title("audit").startswith(f"7 Audit: {counted(bench.inspection.findings or ())}")
        for slug, field, selected in (
            ("kid-injection", "header", '"kid": "../../etc/passwd"'),
            ("privilege-broad", "payload", '"scope": "read *"'),
            ("pii-in-claims", "payload", '"email": "ann@example.com"'),
        ):
            for size in (WIDE, NARROW):
                with row(slug, size):
                    await bench.resize(size)
                    await bench.go("audit")
                    cursor_to(bench, slug)
                    await bench.settle()
                    found = bench.audit.finding
                    assert found is not None
                    seen = words_seen(bench)
                    assert found.evidence.strip('"') in seen
                    for label, words in (("why", found.why), ("remedy", found.remedy), ("source", found.source)):
                        assert f"{label}: {words}"[:40] in seen or size == WIDE
                    await bench.press("enter")
                    assert bench.focus == field
                    pane = bench.screen.header_pane if field == "header" else bench.screen.payload_pane
                    assert pane.buffer.selected_text == selected
                    if size == WIDE:  # and the words stay while one looks at the field
                        assert f"why: {found.why}"[:30] in bench.seen()


async def test_symbols_stand_before_the_words_and_beside_the_lines_that_are_meant() -> None:
    def line_with(bench: Bench, words: str) -> str:
        return next(text for text in bench.rows() if words in text)

    async with opened(start(ODD)) as bench:
        assert "◆ HIGH kid-injection" in bench.seen()
        assert "◆" in line_with(bench, '"kid": ')
        assert "●" in line_with(bench, '"scope": ').split("││")[0]
        assert "●" not in line_with(bench, '"email": ').split("││")[0]  # only information
        await bench.go("audit")
        cursor_to(bench, "privilege-broad")
        await bench.press("d")
        assert "●" not in line_with(bench, '"scope": ').split("││")[0]


async def test_guesses_can_be_dismissed_for_the_session_and_are_counted() -> None:
    async with opened(start(ODD)) as bench:
        for size in (WIDE, NARROW):
            with row(size):
                await bench.resize(size)
                await bench.go("audit")
                cursor_to(bench, "kid-injection")
                assert "high!" in bench.screen.tabs.counts["Audit"]
                await bench.press("d")
                assert "kid-injection" not in listed(bench)
                assert bench.title("audit").endswith(" · 1 dismissed")
                assert "high!" not in bench.screen.tabs.counts["Audit"]
                await bench.tick()
                assert "kid-injection" not in listed(bench)
                cursor_to(bench, "1 dismissed")
                await bench.press("enter")
                assert "kid-injection" in listed(bench)
                cursor_to(bench, "kid-injection")
                await bench.press("d")
                assert "dismissed" not in bench.title("audit")
                await bench.press("d", "u")
                assert "dismissed" not in bench.title("audit")
        await bench.go("audit")
        cursor_to(bench, "kid-injection")
        await bench.press("d")
        await bench.paste_token(token(headers={"kid": "../../etc/passwd"}))
        assert "kid-injection" not in listed(bench), "the same guess about another token"
        await bench.paste_token(token(headers={"kid": "../../etc/shadow"}))
        assert "kid-injection" in listed(bench), "other evidence is another guess"


async def test_what_is_certain_cannot_be_dismissed() -> None:
    async with opened(start(ODD)) as bench:
        await bench.go("audit")
        cursor_to(bench, "alg-hs-shared-secret")
        await bench.press("d")
        assert "certain" in bench.told[-1]
        assert "alg-hs-shared-secret" in listed(bench)


async def test_the_filter_goes_round_by_key_and_by_a_click_on_the_title() -> None:
    async with opened(start(ODD)) as bench:
        everything = listed(bench)
        await bench.go("audit")
        await bench.press("f")
        assert "filter: medium" in bench.title("audit")
        assert listed(bench) == [one for one in everything if one in SLUGS[:2] or one == "aud-wildcard"]
        assert any("not shown" in line.body for line in bench.audit.lines)
        await bench.pilot.click("#audit", offset=(5, 0))
        await bench.settle()
        assert "filter: high" in bench.title("audit")
        await bench.press("f")
        assert "filter" not in bench.title("audit")
        assert listed(bench) == everything
        await bench.press("f")
        cursor_to(bench, "not shown")
        await bench.press("enter")
        assert listed(bench) == everything


async def test_rules_that_were_not_checked_are_one_line_that_opens() -> None:
    async with opened(start(ODD)) as bench:
        await bench.go("audit")
        count = len(bench.audit.lines)
        cursor_to(bench, "rules not checked")
        await bench.press("enter")
        assert len(bench.audit.lines) == count + len(bench.inspection.not_checked)
        assert any(line.body == "aud-mismatch  needs an expected audience" for line in bench.audit.lines)
        await bench.press("enter")
        assert len(bench.audit.lines) == count


async def test_an_empty_pane_says_why() -> None:
    async with opened(start("")) as bench:
        assert bench.audit.lines == ()
        assert bench.title("audit") == "7 Audit"
        await bench.go("audit")
        await bench.press("f", "d", "u", "enter", "f4")
        assert ["nothing to filter" in bench.told[0], *bench.told[1:]] == [True, "There is no token to report on."]


@pytest.mark.parametrize(
    ("secret", "encoding"),
    [
        (b"secret", "text"),
        (b"p@ssw0rd is long", "text"),
        (b"", "hex"),
        (b"@file", "hex"),
        (b"env:HOME", "hex"),
        (b"text:x", "hex"),
        (b" blank ", "hex"),
        (b"line\n", "hex"),
        (b"\xff\x00", "hex"),
        (b'{"a":1}', "hex"),
        ("geheim\u200b".encode(), "hex"),
    ],
)
def test_a_found_secret_is_spelled_so_that_a_key_field_reads_just_it(secret: bytes, encoding: str) -> None:
    given = key_text(Secret(secret))
    assert given.encoding == encoding
    (key,) = given.load().keys
    assert key.material.reveal() == (secret or b"\0")


async def test_a_report_is_saved_in_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(start(ODD, SECRET), size=NARROW) as bench:
        await bench.go("audit")
        for presses, suffix in enumerate(SUFFIXES[name] for name in ("markdown", "html", "text", "json", "sarif")):
            with row(suffix):
                await bench.press("f4")
                dialog = bench.app.screen
                assert isinstance(dialog, SaveReportDialog)
                dialog.query_one("#field-format").focus()
                dialog.query_one("#format").focus()
                await bench.press(*["right"] * presses)
                dialog.query_one("#path").focus()
                await bench.press("enter")
                assert bench.app.screen is bench.screen, bench.seen()
                saved = tmp_path / f"jwtlens-audit{suffix}"
                assert bench.told[-1] == f"The report is saved as {saved.name}."
                assert stat.S_IMODE(saved.stat().st_mode) == 0o600
                text = saved.read_text()
                assert "kid-injection" in text
                assert "ann@example.com" not in text
                assert SECRET not in text
                assert ODD.split(".")[2] not in text
        assert json.loads((tmp_path / "jwtlens-audit.sarif").read_text())["version"] == "2.1.0"


async def test_a_report_replaces_a_file_only_after_a_yes_and_leaves_dismissed_guesses_out(tmp_path: Path) -> None:
    there = tmp_path / "report.txt"
    there.write_text("mine")
    async with opened(start(ODD, SECRET)) as bench:
        await bench.go("audit")
        cursor_to(bench, "kid-injection")
        await bench.press("d", "f4")
        assert "the 1 dismissed left out" in bench.seen()
        await bench.paste(str(there))
        await bench.press("enter")
        assert "is there already" in bench.seen()
        assert there.read_text() == "mine"
        await bench.press("x", "enter")
        assert (tmp_path / "report.txtx").exists(), "another name is another file"
        assert "kid-injection" not in (tmp_path / "report.txtx").read_text()
        await bench.press("f4")
        await bench.paste(str(there))
        await bench.press("enter", "enter")
        assert "ann@example.com" not in there.read_text()
        assert "kid" in there.read_text()
        await bench.press("f4")
        await bench.paste(str(there))
        bench.app.screen.query_one("#personal").focus()
        await bench.press("right")
        bench.app.screen.query_one("#guesses").focus()
        await bench.press("right")
        bench.app.screen.query_one("#path").focus()
        await bench.press("enter", "enter")
        assert "ann@example.com" in there.read_text()
        assert "kid-injection" in there.read_text()
        await bench.press("f4")
        for path, words in (("", "Name the file"), (str(tmp_path), "is a directory"), ("/nowhere/x", "no such folder")):
            with row(path):
                await bench.press("ctrl+a", "delete")
                await bench.paste(path)
                await bench.press("enter")
                assert words in str(bench.app.screen.query_one("#message").render())
        await bench.press("escape")
        assert bench.app.screen is bench.screen
