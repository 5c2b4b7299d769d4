"""The time zone of the settings, in every command that shows times; JSON and reports stay in UTC."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jwtlens import times
from tests.cli.conftest import Call
from tests.cli.tokens import ISSUED, SAMPLE, hs256

AT = ("--at", str(ISSUED + 60))
UTC, LOCAL = "2026-11-23 14:35:40Z", "2026-11-23 20:05:40 IST"


@pytest.fixture
def config(jwtlens: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    path = tmp_path / "config.toml"
    monkeypatch.setenv("JWTLENS_CONFIG", str(path))
    (tmp_path / "token.txt").write_text(SAMPLE)
    yield path
    monkeypatch.undo()
    time.tzset()
    times.show_in("both")


def test_text_is_shown_as_it_is_set(jwtlens: Call, config: Path) -> None:
    file = str(config.parent / "token.txt")
    other = hs256(exp=ISSUED + 60)
    for zone, verdict, cell in (
        ("utc", f"as of {UTC}:", "2026-11-23 14:49:40Z  "),
        ("local", f"as of {LOCAL}:", "2026-11-23 20:19:40 IST  "),
        ("both", f"as of {UTC} (20:05:40 IST):", "2026-11-23 14:49:40Z  "),
    ):
        config.write_text(f'time_zone = "{zone}"\n')
        assert verdict in jwtlens("verify", *AT, SAMPLE).out
        assert verdict in jwtlens(*AT, SAMPLE).out
        assert verdict in jwtlens("diff", *AT, SAMPLE, other).out
        assert cell in jwtlens("scan", *AT, file).out
        decoded = jwtlens("decode", SAMPLE).out
        assert ("14:49:40Z" in decoded) is (zone != "local")
        assert ("20:19:40 IST" in decoded) is (zone != "utc")


def test_programs_are_always_answered_in_utc(jwtlens: Call, config: Path) -> None:
    file = str(config.parent / "token.txt")
    for words in (
        ("verify", "--json", *AT, SAMPLE),
        ("decode", "--json", *AT, SAMPLE),
        ("audit", "--no-search", "--json", *AT, SAMPLE),
        ("audit", "--no-search", "--format", "sarif", *AT, SAMPLE),
        ("scan", "--json", *AT, file),
        ("diff", "--json", *AT, SAMPLE, hs256(exp=ISSUED + 60)),
        ("--json", *AT, SAMPLE),
    ):
        answers = []
        for zone in ("local", "utc"):
            config.write_text(f'time_zone = "{zone}"\n')
            answers.append(jwtlens(*words))
        assert answers[0] == answers[1], words
        assert "IST" not in answers[0].out
    assert "as of 2026-11-23 14:35:40Z" in json.loads(jwtlens("verify", "--json", *AT, SAMPLE).out)["summary"]
