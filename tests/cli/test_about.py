"""``--version``, ``--version --verbose`` and ``--licences``."""

import json
import platform
import ssl
from importlib import metadata

import pytest

from jwtlens import __version__
from jwtlens.cli import licences
from tests.cli.conftest import Call


def test_version(jwtlens: Call) -> None:
    assert jwtlens("--version") == (0, f"jwtlens {__version__}\n", "")
    done = jwtlens("--verbose")
    assert done.code == 2
    assert "--version" in done.err


def test_what_a_report_of_a_bug_should_say(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "odd\x1b[31m")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.8 22")
    monkeypatch.delenv("COLORTERM", raising=False)
    done = jwtlens("--version", "--verbose")
    assert (done.code, done.err) == (0, "")
    facts = {name: value.strip() for name, value in (line.split("  ", 1) for line in done.out.splitlines())}
    assert facts["jwtlens"] == __version__
    assert platform.python_version() in facts["Python"]
    assert facts["OpenSSL of Python"] == ssl.OPENSSL_VERSION
    assert facts["OpenSSL of cryptography"].startswith("OpenSSL ")
    assert {name: facts[name] for name in ("textual", "pyjwt", "cryptography")} == {
        name: metadata.version(name) for name in ("textual", "pyjwt", "cryptography")
    }
    assert (facts["TERM"], facts["COLORTERM"], facts["SSH_CONNECTION"]) == ("odd\\u001b[31m", "not set", "set")
    assert "192.0.2" not in done.out
    assert "/" not in done.out.replace("https://", "")


def test_licences_of_everything_that_is_needed(jwtlens: Call) -> None:
    done = jwtlens("--licences")
    assert (done.code, done.err) == (0, "")
    rows = {line.split()[0]: line for line in done.out.splitlines()}
    assert {"cryptography", "joserfc", "pyjwt", "textual", "rich", "cffi", "bcrypt"} <= set(rows)
    assert not {"pytest", "mypy", "jwcrypto", "ruff"} & set(rows)  # of the extra for work on jwtlens
    assert "MIT" in rows["textual"]
    assert "https://" in rows["textual"]
    assert not [line for line in rows.values() if "not stated" in line]


def test_the_bill_of_materials_is_closed(jwtlens: Call) -> None:
    bill = json.loads(jwtlens("--licences", "--json").out)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = {one["name"]: one["bom-ref"] for one in bill["components"]}
    assert set(names) == {part.name for part in licences.parts()}
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    own = bill["metadata"]["component"]["bom-ref"]
    assert set(needs) == {own, *names.values()}
    reached, waiting = set(), [own]
    while waiting:
        if (one := waiting.pop()) not in reached:
            reached.add(one)
            waiting += needs[one]
    assert reached == set(needs)  # everything is there because something needs it
    assert names["cffi"] in needs[names["cryptography"]]


def test_extras_and_conditions_of_requirements() -> None:
    requirements = [
        "A.b_C[x,y]>=1; python_version<'3'",
        "d (>1)",
        "e; extra == 'dev'",
        "f ; extra=='web' and os_name=='x'",
    ]
    found = list(licences._needed(requirements, frozenset({"web"})))
    assert found == [("a-b-c", frozenset({"x", "y"})), ("d", frozenset()), ("f", frozenset())]
