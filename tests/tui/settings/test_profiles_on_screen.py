"""Profiles on the screen: offered, chosen and saved; all of one is in force, or nothing of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.settings.load import load
from jwtlens.start import Start
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.dialogs.fetch import FetchDialog
from jwtlens.tui.dialogs.save_profile import SaveProfileDialog
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.keyring.ring import Entry
from jwtlens.verify.policy import Policy, Profile
from tests.cli.tokens import raw
from tests.network.servers import JWKS, Server, pages
from tests.tui.bench_kit import CLAIMS, EC_KEY, NARROW, NOW, SECRET, WIDE, Bench, opened, public_pem, row, token
from tests.tui.settings.files import read, write

CONFIG = """
leeway = 7
[profiles.shop]
issuer = "https://issuer.example"
audience = "api"
algorithms = ["HS256"]
required = ["exp", "sub"]
key = "env:SHOP_KEY"
[profiles.web]
issuer = "https://login.example"
token_type = "id"
client_id = "web"
leeway = 0
[profiles.broken]
issuer = "https://issuer.example"
audienc = "x"
[profiles.gone]
issuer = "https://gone.example"
audience = "weaker"
key = ["env:SHOP_KEY", "@none.pem"]
[profiles.two]
key = ["@ec.pem", "env:SHOP_KEY"]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG)
    (tmp_path / "ec.pem").write_text(public_pem(EC_KEY))
    monkeypatch.setenv("SHOP_KEY", SECRET)
    return path


def begin(file: Path, source: str | None = None) -> Start:
    return Start(source, loaded=load(str(file)))


def fields(bench: Bench) -> list[str]:
    return [bench.screen.query_one(f"#{name}", Editor).text for name in ("issuer", "audience", "required", "leeway")]


def offers(bench: Bench) -> Iterator[str]:
    return (words for words in bench.told if words.startswith("Profile"))


async def take(bench: Bench, name: str) -> None:
    bench.screen.take_profile(bench.screen.loaded.settings.profiles[name])
    await bench.settle()


async def test_a_profile_for_the_issuer_is_offered_and_one_key_takes_it(file: Path) -> None:
    for size in (WIDE, NARROW):
        with row(size):
            async with opened(begin(file, token()), size=size) as bench:
                assert bench.verdict == "not verified", "never by itself"
                assert bench.inspection.policy == Policy()
                assert "alt+e takes profile shop" in bench.subtitle("expectations")
                assert [*offers(bench)] == ["Profile shop is for this issuer: alt+e takes it."]
                await bench.press("alt+e")
                assert bench.verdict == "accepted"
                policy = Policy(("https://issuer.example",), ("api",), ("HS256",), ("exp", "sub"), leeway=7)
                assert bench.inspection.policy == policy
                assert fields(bench) == ["https://issuer.example", "api", "exp sub", "7"]
                assert bench.screen.keys_pane.field.text == "env:SHOP_KEY"
                assert bench.subtitle("expectations") == "profile shop"
                await bench.expect("audience", "other")
                assert bench.subtitle("expectations") == "profile shop, changed · alt+e takes profile shop"
                assert bench.verdict == "rejected"
                await bench.screen.run_action("bring_back")
                await bench.settle()
                assert (bench.verdict, bench.inspection.policy) == ("not verified", Policy())


async def test_a_token_of_nobody_s_is_offered_nothing(file: Path) -> None:
    async with opened(begin(file, token(claims=CLAIMS | {"iss": "https://other.example"}))) as bench:
        others: list[dict[str, object]] = [{"iss": "https://issuer.example.evil"}, {"iss": "[b]"}, {"iss": ""}, {}]
        for claims in others:
            with row(claims):
                assert [*offers(bench)] == []
                assert "takes" not in bench.subtitle("expectations")
                await bench.paste_token(token(claims=claims))
        await bench.paste_token(raw(b"{}", b'{"iss":["https://issuer.example"]}'))
        assert [*offers(bench)] == []
        await bench.press("alt+e")
        assert bench.told[-1].startswith("No profile is for the issuer")
        assert bench.inspection.policy == Policy()


async def test_what_a_pane_has_no_field_for_is_said_and_judged(file: Path) -> None:
    async with opened(begin(file, token(claims={"iss": "https://login.example", "exp": NOW + 60}))) as bench:
        await bench.press("alt+e")
        assert bench.subtitle("expectations") == "profile web · id token · client web"
        assert bench.inspection.policy.profile == Profile("id", "web")
        assert bench.inspection.policy.leeway == 0
        assert bench.inspection.report.check("token type") is not None


async def test_all_of_a_profile_or_nothing(file: Path) -> None:
    async with opened(begin(file, token())) as bench:
        before = (bench.inspection.policy, bench.screen.keys_pane.ring, bench.verdict)
        for name, words in (("gone", "Profile gone was not taken: there is no file"), ("broken", "cannot be used")):
            with row(name):
                await take(bench, name)
                assert words in bench.told[-1]
                assert (bench.inspection.policy, bench.screen.keys_pane.ring, bench.verdict) == before
        await take(bench, "two")
        assert [key.kty for key in bench.inspection.keyring.keys] == ["EC", "oct"]
        names = [entry.given.name for entry in bench.screen.keys_pane.ring.entries]
        assert [name.rpartition("/")[2] for name in names] == ["ec.pem", "env:SHOP_KEY"]


async def test_any_profile_can_be_chosen_from_a_list(file: Path) -> None:
    async with opened(begin(file, token()), size=NARROW) as bench:
        bench.app.clear_notifications()  # they lie over the list
        bench.screen.action_profiles()
        await bench.settle()
        assert isinstance(bench.app.screen, ChoiceScreen)
        assert "broken  (cannot be used: line 16)" in bench.seen()
        await bench.press("1")
        assert (bench.verdict, bench.subtitle("expectations")) == ("accepted", "profile shop")


async def test_keys_from_the_network_need_a_yes(file: Path) -> None:
    with Server(pages({"/certs-v1": JWKS})) as server:
        write(file, f'[profiles.net]\naudience = "api"\nkey = ["env:SHOP_KEY", "{server.url}/certs-v1"]\n')
        async with opened(begin(file, token())) as bench:
            for answer in ("escape", "enter"):
                bench.screen.take_profile(bench.screen.loaded.settings.profiles["net"])
                await bench.pilot.pause(0.1)
                assert isinstance(bench.app.screen, FetchDialog)
                assert server.requests == []
                await bench.press(answer)
                taken = answer == "enter"
                assert bench.inspection.policy == (Policy(audiences=("api",)) if taken else Policy())
                assert len(bench.inspection.keyring.keys) == (3 if taken else 0)
            assert server.paths == ["/certs-v1"]
            bench.screen.loaded = load(str(file))
            write(file, 'network = "never"\n' + read(file))
            bench.screen.reload_settings()
            await take(bench, "net")
            assert len(bench.app.screen_stack) == 1
            assert "nothing is fetched" in bench.told[-1]


async def test_expectations_are_saved_without_keys(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    async with opened(begin(file, token()), size=NARROW) as bench:
        await bench.set_key(SECRET)
        await bench.expect("issuer", "https://issuer.example")
        await bench.expect("required", "exp, sub")
        await bench.expect("leeway", "0")
        pane = bench.screen.keys_pane
        for text in ("@ec.pem", "env:SHOP_KEY"):
            pane.change(pane.ring.add(Entry(0)))
            await bench.set_key(text)
        bench.app.clear_notifications()
        bench.screen.action_save_profile()
        await bench.settle()
        assert isinstance(bench.app.screen, SaveProfileDialog)
        assert "not kept: a key that was typed or made here" in bench.seen()
        refused = dict.fromkeys(("", "a b", "[b]", "é", "x" * 65), "a profile's name has")
        for name, words in {**refused, "shop": "There is a profile shop already"}.items():
            with row(name):
                await bench.paste_over(bench.app.screen.query_one("#profile-name", Editor), name)
                await bench.press("enter")
                assert words in bench.seen()
        await bench.paste_over(bench.app.screen.query_one("#profile-name", Editor), "mine")
        await bench.press("enter")
        text = read(file)
        assert SECRET not in text
        found = load(str(file))
        mine = found.settings.profiles["mine"]
        assert mine.policy == Policy(("https://issuer.example",), required=("exp", "sub"), leeway=0)
        assert "leeway" in mine.said, "or the settings would allow seven seconds"
        assert mine.keys == (f"@{file.parent}/ec.pem", "env:SHOP_KEY")
        assert [fault.line for fault in found.faults] == [16]
        assert bench.subtitle("expectations") == "profile mine"
        await take(bench, "mine")
        assert bench.verdict == "accepted"


async def test_the_sample_s_key_is_never_in_a_profile(file: Path) -> None:
    async with opened(begin(file)) as bench:
        bench.screen.action_save_profile()
        await bench.settle()
        await bench.paste_over(bench.app.screen.query_one("#profile-name", Editor), "sample")
        await bench.press("enter")
        assert "There is nothing to keep" in bench.seen()
        assert read(file) == CONFIG


async def test_a_program_started_with_a_profile_says_so(file: Path) -> None:
    loaded = load(str(file))
    profile = loaded.settings.profiles["shop"]
    policy = profile.policy._replace(leeway=7)
    key = Secret("env:SHOP_KEY")
    more = (Secret(SECRET), read_keys(Secret("@more"), origin="env:X"))
    start = Start(token(), key, keyring=read_keys(Secret(SECRET)), policy=policy, loaded=loaded, of_profile=profile)
    async with opened(start._replace(more_keys=(more,))) as bench:
        assert (bench.verdict, bench.subtitle("expectations")) == ("accepted", "profile shop")
        assert [*offers(bench)] == []
        assert len(bench.screen.keys_pane.ring.entries) == 2
        assert bench.screen.keys_pane.field.text == "env:SHOP_KEY"
