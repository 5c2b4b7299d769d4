"""Writing into the file: comments, order and what is not ours stay; the file is whole at every moment."""

import stat
from pathlib import Path

import pytest

from jwtlens.settings.load import load
from jwtlens.settings.template import template
from jwtlens.settings.write import create, write_profile, write_settings

TEXT = """\
# my settings
theme = "nord"   # quiet
leeway = 5

[keymap]         # keys
copy_menu = "ctrl+b"

# of the shop
[profiles.shop]
issuer = "https://shop.example"  # live
key = "@shop.pem"

[profiles.other]
audience = "x"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(TEXT)
    path.chmod(0o600)
    return path


def test_comments_and_order_stay(file: Path) -> None:
    write_settings(str(file), {"theme": "dracula", "history": 3, "leeway": None})
    expected = TEXT.replace('"nord"', '"dracula"').replace("leeway = 5\n", "")
    text = file.read_text()
    assert [line for line in text.split("\n") if line and "history" not in line] == [
        line for line in expected.split("\n") if line
    ]
    assert text.index("history = 3") < text.index("[keymap]"), "after a table it would be the table's"
    loaded = load(str(file))
    assert (loaded.faults, loaded.settings.theme, loaded.settings.history, loaded.settings.leeway) == (
        (),
        "dracula",
        3,
        0,
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*file.parent.iterdir()] == [file], "no temporary file is left"


def test_a_profile_is_added_or_takes_the_place_of_its_former_self(file: Path) -> None:
    write_profile(str(file), "new", {"issuer": "https://new.example", "key": ["env:A", "@/b"]})
    write_profile(str(file), "shop", {"issuer": ["https://a.example", "https://b.example"], "leeway": 30})
    text, loaded = file.read_text(), load(str(file))
    assert "# of the shop" in text
    assert "# my settings" in text
    assert loaded.faults == ()
    assert loaded.settings.profiles["new"].keys == ("env:A", "@/b")
    shop = loaded.settings.profiles["shop"]
    assert (shop.policy.issuers, shop.keys, shop.policy.leeway) == (("https://a.example", "https://b.example"), (), 30)
    assert loaded.settings.profiles["other"].policy.audiences == ("x",)


@pytest.mark.parametrize(
    "before", ["", template(), "profiles = { a = { issuer = 'x' } }\n", "[profiles]\na.issuer = 'x'\n", TEXT]
)
def test_a_profile_finds_its_place_in_every_way_to_write_the_table(tmp_path: Path, before: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(before)
    known = set(load(str(file)).settings.profiles)
    write_profile(str(file), "n", {"issuer": "https://n.example"})
    write_settings(str(file), {"theme": "nord"})
    loaded = load(str(file))
    assert loaded.faults == ()
    assert set(loaded.settings.profiles) == known | {"n"}
    assert loaded.settings.theme == "nord"


def test_the_first_file_and_its_folder_are_made_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "config.toml"
    write_settings(str(path), {"theme": "nord"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    create(str(path), "never written")
    assert load(str(path)).settings.theme == "nord"


def test_a_link_stays_one(file: Path) -> None:
    link = file.parent / "link.toml"
    link.symlink_to("config.toml")
    write_settings(str(link), {"theme": "dracula"})
    assert link.is_symlink()
    assert load(str(file)).settings.theme == "dracula"


@pytest.mark.parametrize("broken", ["theme = \n", "a = 1\na = 2\n", "\x00", "[" * 2000])
def test_a_file_that_is_no_toml_is_left_alone(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(broken)
    with pytest.raises(ValueError, match=r"no TOML as it is\. Repair it first"):
        write_settings(str(file), {"theme": "nord"})
    assert file.read_text() == broken


def test_a_file_with_faults_of_ours_is_changed_all_the_same(file: Path) -> None:
    file.write_text('theme = "nordd"\nunknown = 1 # keep\n')
    write_settings(str(file), {"theme": "nord"})
    assert file.read_text() == 'theme = "nord"\nunknown = 1 # keep\n'


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "config.toml", tmp_path):
        with pytest.raises(ValueError, match=r"cannot be (made|read|saved)"):
            write_settings(str(path), {"theme": "nord"})
