"""The glossary is complete, and every entry is whole."""

import re
from pathlib import Path
from typing import get_args

import pytest

import jwtlens.verify
from jwtlens.audit import registry
from jwtlens.jose import jwa, jwe_algorithms
from jwtlens.keys.key import KeyType
from jwtlens.knowledge import glossary, terms, vendors
from jwtlens.knowledge.glossary import Entry, entries, fitting, named, near
from jwtlens.knowledge.kinds import KindName
from tests.audit.vendors import TOKENS

_SOURCE = re.compile(
    r"""RFC\ \d{4}(\ §\d+(\.\d+)*)? | draft-[a-z0-9-]+ | IANA\ JOSE\ registry | OWASP\ ASVS\ 5\.0\ §\d+(\.\d+)+
    | OWASP\ [A-Z0-9][\w ]+\ Cheat\ Sheet | (OpenID|W3C)\ [\w -]+\ \d\.\d(\ §[\d.]+)? | FAPI\ 1\.0\ Advanced\ §\d\.\d
    | SPIFFE\ JWT-SVID\ §\d\.\d
    | OpenID\ for\ [\w ]+\ 1\.0 | not\ registered;?.* | [A-Z]\w+(\ \w+)?\ documentation""",
    re.VERBOSE,
)
_NAMES = {(entry.part, entry.name) for entry in entries()}


def _has(part: glossary.Part, name: str) -> bool:
    return bool(named(name, (part,)))


def _faults(entry: Entry) -> list[str]:
    """List what is wrong with an entry, in words."""
    texts = (entry.meaning, entry.watch)
    names = {name for _, name in _NAMES} | set(entry.values)
    known = {
        "title": bool(entry.title) and not entry.title.endswith("."),
        "type": bool(entry.type),
        "sources": bool(entry.sources) and all(_SOURCE.fullmatch(source) for source in entry.sources),
        "vendor": entry.vendor in {"", *vendors.VENDORS},
        "kind": entry.kind in {"", *get_args(KindName)},
        "topics": all(_has("topic", topic) for topic in entry.see),
        "beginning": all(text[:1].isupper() or text.split()[0].rstrip(",") in names for text in texts),
        "end": all(text.endswith((".", ".)")) for text in texts),
        "blanks": all(text == " ".join(text.split()) for text in texts),
        "sentences": 2 <= sum(len(re.findall(r"\.(?=\s|$)", text)) for text in texts) <= 6,
        "length": max(len(clause) for text in texts for clause in re.split(r"(?<=[.:;,])\s", text)) <= 150,
        "values": all(words and not words.endswith(".") for words in entry.values.values()),
    }
    return [f"{entry.part} {entry.vendor} {entry.label}: {what}" for what, right in known.items() if not right]


def test_every_entry_is_whole() -> None:
    assert len(entries()) > 400
    assert [fault for entry in entries() for fault in _faults(entry)] == []


def test_the_test_finds_faults() -> None:
    whole = named("exp", ("claim",))[0]
    broken = whole._replace(title="", sources=("somewhere",), meaning="no full stop", watch="Too  wide.", see=("no",))
    assert [fault.partition(": ")[2] for fault in _faults(broken)] == [
        *("title", "sources", "topics", "beginning", "end", "blanks", "sentences"),
    ]


def test_an_entry_stands_once() -> None:
    places = [(one.part, one.label, one.vendor, one.kind) for one in entries()]
    assert [place for place in places if places.count(place) > 1] == []


def test_a_title_is_written_in_one_place() -> None:
    """Where the notes have a title and an entry for every token has one too, they are the same words."""
    for entry in entries():
        shown = {"header": terms.HEADER_TERMS, "claim": terms.CLAIM_TERMS}.get(entry.part, {})
        if entry.name in shown and not entry.about and not entry.inside:
            assert entry.title == shown[entry.name], entry.label


def test_everything_that_has_a_note_has_an_entry() -> None:
    assert [name for name in terms.CLAIM_TERMS if not _has("claim", name)] == []
    assert [name for name in terms.HEADER_TERMS if not _has("header", name)] == []


def test_every_name_of_the_registries_has_an_entry() -> None:
    algorithms = {*jwa.SIGNATURE_ALGORITHMS, *jwe_algorithms.KEY_MANAGEMENT, *jwe_algorithms.CONTENT_ENCRYPTION}
    algorithms |= {"none", *registry.PROHIBITED}
    assert sorted(name for name in algorithms if ("algorithm", name) not in _NAMES) == []
    assert sorted(name for name in registry.HEADER_PARAMETERS if not _has("header", name)) == []
    assert [name for name in get_args(KeyType) if not _has("key", name)] == []


def test_every_check_has_an_entry() -> None:
    code = "\n".join(path.read_text() for path in Path(jwtlens.verify.__path__[0]).glob("*.py"))
    in_call, assigned = r'\b(?:Check\(\s*|_\w+\(token, )"([^"]+)"', r'^\s*_?name(?:, \w+)* = "([^"]+)"'
    written = {*re.findall(in_call, code), *re.findall(assigned, code, re.MULTILINE | re.IGNORECASE)}
    made = {check.name for subject in TOKENS.values() for check in subject.report.checks}
    written |= {f"kb {name}" for name in ("exp", "nbf", "iat", "aud", "nonce")}  # put together there
    assert {"signature", "content", "certificates", "key binding", "decryption"} <= written
    assert sorted(name for name in written | made if not _has("check", name)) == []


def test_every_claim_of_ordinary_tokens_has_an_entry() -> None:
    seen = {name for subject in TOKENS.values() for name in subject.token.payload.members}
    assert sorted(name for name in seen if not _has("claim", name)) == []


def test_the_entry_of_the_vendor_comes_first_and_that_for_others_last() -> None:
    found = named("scp", ("claim",))
    assert {one.vendor for one in found} == {"", "Okta", "Microsoft Entra ID"}
    assert [one.vendor for one in fitting(found, "Okta", "access token")] == ["Okta", "", "Microsoft Entra ID"]
    assert fitting(found, "", "")[0].vendor == ""
    nonces = named("nonce", ("claim",))
    assert fitting(nonces, "", "DPoP proof")[0].kind == "DPoP proof"
    assert fitting(nonces, "", "ID token")[0].kind == ""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("custom:plan", "custom:*"),
        ("xms_tcdt", "xms_*"),
        ("xms_cc", "xms_cc"),
        ("https://a.example/roles", "https://*"),
    ],
)
def test_beginnings_of_names(name: str, found: str) -> None:
    assert [one.name for one in named(name, ("claim",))] == [found]


@pytest.mark.parametrize(("written", "meant"), [("EXP", "exp"), ("expp", "exp"), ("realm_acess", "realm_access")])
def test_near_names(written: str, meant: str) -> None:
    assert meant in near(written)


def test_nothing_is_near_to_nonsense() -> None:
    assert near("qqqqqqqqqqqq") == ()
