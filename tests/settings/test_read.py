"""The file of settings: every fault is named with its line, and what is right counts all the same."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.jwk import to_jwk
from jwtlens.settings import members, model
from jwtlens.settings.model import Settings
from jwtlens.settings.read import MOST_BYTES, Read, read
from jwtlens.settings.template import template
from jwtlens.verify.policy import Policy, Profile
from tests.core_kit import material, pair
from tests.tui.bench_kit import pem

FOLDER = "/home/me/.config/jwtlens"


def of(text: str) -> Read:
    return read(text.encode(), FOLDER)


def said(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in of(text).faults]


def test_every_setting_is_read() -> None:
    found = of(
        'theme = "nord"\ntime_zone = "utc"\nleeway = "30s"\nclipboard = "osc52"\nnetwork = "never"\nhistory = 5\n'
        'symbols = "ascii"\n[keymap]\ncopy_menu = "ctrl+b"\nhelp = ""\n'
    )
    assert found.faults == ()
    settings = found.settings
    assert settings[:7] == ("nord", "utc", 30, "osc52", "never", 5, "ascii")
    assert settings.keymap == {"copy_menu": "ctrl+b", "help": ""}
    assert settings.lines["network"] == 5
    assert settings.lines["keymap.help"] == 10


@pytest.mark.parametrize(("value", "most"), [("false", 0), ("true", 200), ("0", 0), ("10000", 10_000)])
def test_history_is_a_number_or_on_or_off(value: str, most: int) -> None:
    assert of(f"history = {value}").settings.history == most


def test_a_profile_is_expectations_and_references() -> None:
    found = of(
        '[profiles.billing-api]\nissuer = ["https://a.example", "https://b.example"]\naudience = "api"\n'
        'algorithms = ["RS256", "ES256"]\nrequired = ["exp"]\ntyp = "at+jwt"\nleeway = 30\ntoken_type = "access"\n'
        'client_id = "web"\nmax_age = 60\nkey = ["@keys/jwks.json", "@/etc/k.pem", "@~/k", "env:KEY", '
        '"https://a.example/jwks"]\nkey_encoding = "hex"\n'
    )
    assert found.faults == ()
    profile = found.settings.profiles["billing-api"]
    assert profile.policy == Policy(
        ("https://a.example", "https://b.example"),
        ("api",),
        ("RS256", "ES256"),
        ("exp",),
        "at+jwt",
        30,
        profile=Profile("access", "web", max_age=60),
    )
    assert profile.keys[0] == f"@{FOLDER}/keys/jwks.json", "a path means the same from wherever the program is started"
    assert profile.keys[1] == "@/etc/k.pem"
    assert profile.keys[2].startswith("@/")
    assert profile.keys[3:] == ("env:KEY", "https://a.example/jwks")
    assert profile.key_encoding == "hex"


FAULTS = [
    ('theme = "nordd"', 1, "there is no theme nordd; did you mean nord"),
    ("theme = 3", 1, "a theme is a text"),
    ('\n\ntime_zon = "utc"', 3, "there is no setting time_zon; did you mean time_zone?"),
    ('time_zone = "CET"', 1, "one of both, utc or local"),
    ("leeway = -1", 1, "from 0 to 1,000,000,000"),
    ("leeway = true", 1, "this is true or false; a number of seconds"),
    ("leeway = 1.5", 1, "a number with a fraction"),
    ('leeway = "1h"', 1, "a number of seconds"),
    ("leeway = 1979-05-27", 1, "this is a date"),
    ("leeway = 99999999999999999999", 1, "from 0 to 1,000,000,000"),
    ('clipboard = "x11"', 1, "one of auto, osc52 or system"),
    ("history = -1", 1, "up to 10,000"),
    ("keymap = 1", 1, "keymap is a table"),
    ("[[profiles]]", 1, "profiles is a table"),
    ("[profiles]\na = 1", 2, "a profile is a table: [profiles.a]"),
    ("[profiles.a]", 1, "it would expect nothing"),
    ('\n[profiles."a b"]\nissuer = "x"', 2, "a profile's name has letters"),
    ('[profiles."\\u001b[31m"]\nissuer = "x"', 1, "a profile's name has letters"),
    ("[profiles.a]\nissuer = []", 2, "name at least one"),
    ('[profiles.a]\nissuer = ["x", ""]', 2, "this is an empty text"),
    ("[profiles.a]\nissuer = 3", 2, "this is a number"),
    ('[profiles.a]\nalgorithms = ["rs256"]', 2, "rs256 is not an algorithm; meant is RS256"),
    ('[profiles.a]\nrequire = ["exp"]', 2, "no member require; did you mean required?"),
    ('[profiles.a]\ntoken_type = "refresh"', 2, "one of access or id"),
    ('[profiles.a]\nkey = "http://issuer.example/jwks"', 2, "http is not encrypted"),
    ('[profiles.a]\nkey = "https://me:hunter2@issuer.example/jwks"', 2, "a password in it is never fetched"),
    ('[profiles.a]\nkey = "@"', 2, "this names nothing"),
    ('[profiles.a]\nkey = "env:"', 2, "this names nothing"),
    ('[profiles.a]\nkey = "@a\\nb"', 2, "this names nothing"),
    ("[profiles.a]\nkey = []", 2, "name a key"),
    ('[profiles.a]\nissuer = "x"\nissuer = "y"', 3, "this is no TOML"),
    ("a = \n", 1, "this is no TOML"),
    ("a = [", 1, "this is no TOML"),
    ("ok = 1\n\x00", 2, "this is no TOML"),
    ("a = " + "[" * 5000, 1, "nests too deep"),
    ("a = " + "9" * 5000, 1, "too long"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS, ids=[text[:20] for text, *_ in FAULTS])
def test_a_fault_has_a_line_and_a_sentence(text: str, line: int, words: str) -> None:
    found = said(text)
    assert found[0][0] == line
    assert words in found[0][1]
    assert all(message.isprintable() for _, message in found)


def test_what_is_right_beside_a_fault_counts() -> None:
    found = of('theme = "nope-nope"\nleeway = 5\nunknown = 1\n[keymap]\nhelp = "f13"\nhelpp = "f14"\n')
    assert len(found.faults) == 3
    assert (found.settings.theme, found.settings.leeway) == (Settings().theme, 5)
    assert found.settings.keymap == {"help": "f13"}


@pytest.mark.parametrize(
    "text",
    [
        *('network = "newer"', 'network = "never', "theme = \n", "\ufeffnetwork = 3\n"),
        *('netwrok = "never"', 'Network = "never"', '[profiles.a]\nissuer = "a"\nnetwork = "never"'),
        *('[keymap]\nhelp = "f1"\nnetwork = "never"', '[settings]\nNetworks = "never"'),
    ],
)
def test_where_it_may_have_said_never_nothing_is_fetched(text: str) -> None:
    assert of(text).settings.network == "never"


def test_bytes_that_are_no_text_and_files_without_end_are_faults() -> None:
    assert [(fault.line, fault.message) for fault in read(b"a = 1\nb = '\xff'", FOLDER).faults] == [
        (2, "this is not UTF-8")
    ]
    assert "more than" in read(b"#" * (MOST_BYTES + 1), FOLDER).faults[0].message
    assert read(b'\xef\xbb\xbftheme = "nord"\r\n', FOLDER) == read(b'theme = "nord"\n', FOLDER)


def test_a_key_itself_is_refused_with_its_line_and_never_repeated() -> None:
    jwk: Any = to_jwk(pair("P-256"), private=True).reveal()
    private = pem(material("P-256"))  # type: ignore[arg-type]
    inline = "{ " + ", ".join(f"{name} = {json.dumps(value)}" for name, value in jwk.items()) + " }"
    secret = "correct horse battery staple"
    rows = {
        f"key = '''{private}'''": 2,
        f"key = ['@a',\n  '@b',\n  '''{private}''']": 4,
        f"key = '{json.dumps(jwk)}'": 2,
        f"key = {inline}": 2,
        f"key = {json.dumps(secret)}": 2,
        f"key = {json.dumps('text:' + secret)}": 2,
        f"issuer = 'x'\nsecret = {json.dumps(secret)}": 3,
        f"jwk = {inline}": 2,
        f"pem = '''{private}'''": 2,
    }
    for text, line in rows.items():
        (fault,) = of(f"[profiles.a]\n{text}\n").faults
        assert fault.line == line, text
        assert 'Write key = "@FILE" or key = "env:NAME"' in fault.message
        for part in (secret, private.split("\n")[1], str(jwk["d"])):
            assert part not in repr(of(f"[profiles.a]\n{text}\n"))


def test_a_profile_with_a_fault_is_of_no_use_and_the_others_are() -> None:
    found = of('[profiles.bad]\nissuer = "x"\naudienc = "y"\n[profiles.good]\nissuer = "z"\n')
    bad, good = found.settings.profiles["bad"], found.settings.profiles["good"]
    assert bad.faults
    assert bad.policy == Policy(), "nothing of it can be used by mistake"
    assert not good.faults


def test_the_template_sets_nothing_and_every_line_of_it_can_be_taken() -> None:
    assert read(template().encode(), FOLDER) == Read(Settings(), ())
    lines = [line.removeprefix("# ") for line in template().split("\n")]
    taken = "\n".join(line for line in lines if line.startswith("[") or (" = " in line and "`" not in line))
    found = of(taken)
    assert found.faults == ()
    assert set(members.MEMBERS) < set(found.settings.lines)
    assert len(found.settings.profiles["billing-api"].said) == len(
        [line for line in taken.partition("[profiles")[2].split("\n") if " = " in line]
    )


def test_the_choices_are_those_of_the_types() -> None:
    for name, type_ in (
        ("time_zone", model.TimeZone),
        ("clipboard", model.ClipboardMethod),
        ("network", model.NetworkRule),
    ):
        assert set(members.MEMBERS[name].choices) == set(get_args(type_))
    assert set(members.MEMBERS) | set(members.TABLES) | {"lines", "unread"} == set(Settings._fields)


@given(st.binary(max_size=200) | st.text(alphabet='[]{}=."\n# abkeyprofiles@:-', max_size=80).map(str.encode))
def test_nothing_makes_it_stop(data: bytes) -> None:
    for fault in read(data, FOLDER).faults:
        assert fault.line >= 1
        assert fault.message.isprintable()


def test_every_algorithm_can_be_named() -> None:
    listed = json.dumps([*SIGNATURE_ALGORITHMS])
    assert of(f"[profiles.a]\nalgorithms = {listed}").faults == ()
