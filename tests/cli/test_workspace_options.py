"""``--save`` and ``--open``: what is kept, and that a file of anybody's makes nothing be read."""

import json
import stat
from pathlib import Path

import pytest

from jwtlens.knowledge.sample import SECRET
from tests.cli.conftest import Call
from tests.cli.tokens import ISSUED, SAMPLE
from tests.core_kit import material
from tests.tui.bench_kit import pem

AT = ("--at", str(ISSUED + 60))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JWT_SECRET", SECRET)
    return tmp_path


def test_what_is_saved_is_opened_and_its_keys_are_not_read_unasked(jwtlens: Call, folder: Path) -> None:
    done = jwtlens("--save", "w.json", "--key", "env:JWT_SECRET", "--aud", "x", "--leeway", "5", *AT, SAMPLE)
    assert (done.code, done.out) == (0, "")
    assert "saved as w.json" in done.err
    assert stat.S_IMODE((folder / "w.json").stat().st_mode) == 0o600
    book = json.loads((folder / "w.json").read_text())
    assert book["expectations"] == {"audience": "x", "leeway": 5}
    assert book["keys"] == [{"reference": "env:JWT_SECRET"}]
    done = jwtlens("--open", "w.json", "--json")
    found = json.loads(done.out)
    assert (done.code, found["verdict"], found["at"]) == (1, "rejected", ISSUED + 60), "the audience is another"
    assert "not read unasked: env:JWT_SECRET" in done.err
    assert any(check["name"] == "key" and check["status"] != "passed" for check in found["checks"])
    done = jwtlens("--open", "w.json", "--json", "--key", "env:JWT_SECRET", "--aud", "https://api.example.com")
    assert (done.code, json.loads(done.out)["verdict"], done.err) == (0, "accepted", "")


KEPT = {"issuer": "https://elsewhere.example", "algorithms": ["HS256"], "required": ["jti"], "leeway": 900}


@pytest.mark.parametrize(
    ("options", "others"),
    [
        ((), {}),
        (("--leeway", "1"), {"leeway": 1}),
        (("--aud", "x"), {"audience": "x"}),
        (("--iss", "y"), {"issuer": "y"}),
        (("--profile", "a"), {"audience": "z", "leeway": 7}),
    ],
)
def test_an_option_stands_in_the_place_of_what_the_workspace_says_about_the_same_and_of_nothing_else(
    jwtlens: Call, folder: Path, options: tuple[str, ...], others: dict[str, object]
) -> None:
    (folder / "c.toml").write_text('leeway = 7\n[profiles.a]\naudience = "z"\n')
    said = ("--iss", "https://elsewhere.example", "--alg", "HS256", "--require", "jti", "--leeway", "900")
    assert jwtlens("--save", "w.json", *said, *AT, SAMPLE).code == 0
    done = jwtlens("--open", "w.json", "--save", "again.json", "--config", "c.toml", *options)
    assert done.code == 0, done.err
    assert json.loads((folder / "again.json").read_text())["expectations"] == KEPT | others


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(jwtlens: Call, folder: Path) -> None:
    (folder / "w.json").write_text("mine")
    assert jwtlens("--save", "w.json", SAMPLE).code == 2
    assert (folder / "w.json").read_text() == "mine"
    assert jwtlens("--save", "w.json", "--force", SAMPLE).code == 0
    assert jwtlens("--open", "w.json", "--json", *AT).code == 1
    assert jwtlens("--open", "w.json", "--save", "again.json").code == 0
    assert (folder / "again.json").read_text() == (folder / "w.json").read_text()


def test_no_key_is_ever_in_the_file(jwtlens: Call, folder: Path) -> None:
    private = pem(material("P-256"))  # type: ignore[arg-type]
    (folder / "k.pem").write_text(private)
    for key in (SECRET, private, f"text:{SECRET}"):
        done = jwtlens("--save", "w.json", "--force", "--key", key, SAMPLE)
        text = (folder / "w.json").read_text()
        assert (done.code, json.loads(text)["keys"]) == (0, [])
        assert "not saved: a key that is no reference" in done.err
        assert SECRET not in text
        assert private.split("\n")[1] not in text
    jwtlens("--save", "w.json", "--force", "--key", "k.pem", SAMPLE)
    assert json.loads((folder / "w.json").read_text())["keys"] == [{"reference": f"@{folder}/k.pem"}]


def test_a_hostile_file_is_a_sentence(jwtlens: Call, folder: Path) -> None:
    hostile = {
        "not json": ("eyJhbGciOiJub25lIn0.e30.", "this is no workspace"),
        "key": (
            '{"format":"jwtlens-workspace","version":1,"token":"x","keys":[{"reference":"secret"}]}',
            "secret itself",
        ),
        "unknown": ('{"format":"jwtlens-workspace","version":1,"token":"x","\\u001b[2J":1}', "no member \\u001b[2J"),
        "newer": ('{"format":"jwtlens-workspace","version":99}', "of a newer jwtlens"),
    }
    for name, (text, words) in hostile.items():
        (folder / "w.json").write_text(text)
        done = jwtlens("--open", "w.json")
        assert (done.code, done.out) == (2, ""), name
        assert words in done.err
        assert "\x1b" not in done.err
    assert "cannot be read" in jwtlens("--open", "none.json").err


def test_options_that_do_not_go_together_are_refused(jwtlens: Call) -> None:
    for words in (
        ("--save", "w", "--json", SAMPLE),
        ("--force", SAMPLE),
        ("--save", "w"),
        ("--open", "w", SAMPLE),
        ("--open", "w", "--sample", "hs256"),
    ):
        assert jwtlens(*words).code == 2, words


def test_a_profile_goes_into_the_file_with_its_keys(
    jwtlens: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "c.toml").write_text('[profiles.a]\nissuer = "https://auth.example.com"\nkey = "env:JWT_SECRET"\n')
    monkeypatch.setenv("JWTLENS_CONFIG", str(folder / "c.toml"))
    assert jwtlens("--save", "w.json", "--profile", "a", *AT, SAMPLE).code == 0
    book = json.loads((folder / "w.json").read_text())
    assert book["expectations"] == {"issuer": "https://auth.example.com"}
    assert book["keys"] == [{"reference": "env:JWT_SECRET"}]
