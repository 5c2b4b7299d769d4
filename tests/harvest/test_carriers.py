"""Carriers of tokens as people have them, and exactly the tokens that are in each: no more, no less."""

import pytest

from jwtlens.harvest import Harvester, Sighting, harvest, harvester
from tests.harvest.tokens import CARRIERS, carrier, tokens, written

EXPECTED: dict[str, list[tuple[str, int, str]]] = {
    "application.log": [
        ("A", 1, "field token"),
        ("C", 5, "member jwt"),
        ("D", 6, "field jwt"),
        ("E", 7, ""),
    ],
    "basic.http": [
        ("A", 2, "key user, base64 in header Authorization"),
    ],
    "bundle.min.js": [
        ("A", 1, ""),
        ("B", 1, "key token"),
    ],
    "chat.txt": [
        ("A", 2, ""),
        ("B", 2, ""),
        ("C", 2, ""),
        ("D", 3, ""),
        ("E", 3, ""),
        ("A", 3, ""),
        ("B", 3, ""),
    ],
    "chrome.har": [
        ("B", 11, "fragment parameter id_token, request address, /log/entries/0/request/url"),
        ("A", 15, "request header authorization, /log/entries/0/request/headers/1/value"),
        ("C", 16, "cookie sid, request header cookie, /log/entries/0/request/headers/2/value"),
        ("C", 19, "request cookie sid, /log/entries/0/request/cookies/0/value"),
        ("D", 25, "cookie fresh, response header set-cookie, /log/entries/0/response/headers/0/value"),
        ("E", 30, "member access_token, response body, /log/entries/0/response/content/text"),
        ("A", 44, "field token, request body, /log/entries/1/request/postData/text"),
        ("A", 45, "request form field token, /log/entries/1/request/postData/params/0/value"),
        ("B", 48, "/id_token, base64 in response body, /log/entries/1/response/content/text"),
    ],
    "collection.postman.json": [
        ("A", 3, "item token, /auth/bearer/0/value"),
        ("B", 8, "header Authorization, /item/0/request/header/0/value"),
        ("C", 9, "parameter jwt, /item/0/request/url/raw"),
        ("C", 9, "parameter jwt, /item/0/request/url/query/0/value"),
    ],
    "commands.sh": [
        ("A", 3, "header Authorization"),
        ("B", 4, "cookie sid"),
        ("C", 5, "parameter jwt"),
        ("D", 6, "field token"),
        ("E", 7, "option --token"),
        ("A", 8, "option --token"),
        ("B", 9, "variable API_TOKEN"),
    ],
    "config.yaml": [
        ("A", 6, "/services/api/environments/test/bearer"),
        ("B", 9, "/services/api/environments/production/bearer"),
        ("C", 11, "/services/api/wrapped"),
        ("D", 15, "key top"),
    ],
    "cookies.txt": [
        ("A", 2, "cookie session"),
        ("B", 4, "cookie id"),
    ],
    "curl-v.txt": [
        ("B", 3, "parameter access_token"),
        ("A", 5, "request header Authorization"),
        ("C", 6, "cookie sid"),
        ("D", 9, "cookie sid"),
        ("PADDED", 10, "response header x-amzn-oidc-data"),
        ("E", 13, "/id_token"),
    ],
    "cut.txt": [
        ("A", 1, ""),
    ],
    "docker-compose.yml": [
        ("A", 5, "variable JWT"),
        ("B", 6, "variable OTHER_JWT"),
        ("C", 9, ""),
    ],
    "dot.env": [
        ("A", 3, "variable JWT"),
        ("B", 4, "variable REFRESH_TOKEN"),
        ("C", 5, "variable OLD_TOKEN"),
    ],
    "empty.txt": [],
    "encoded-signs.txt": [
        ("A", 1, "URL encoding in parameter token"),
        ("SDJWT", 2, "URL encoding in parameter credential"),
        ("FLAT", 3, "URL encoding in parameter jws"),
    ],
    "firefox-truncated.har": [
        ("A", 1, "request header Authorization, /log/entries/0/request/headers/0/value"),
        ("B", 1, "response header X-Token, /log/entries/0/response/headers/0/value"),
    ],
    "flattened.json": [
        ("FLAT|pretty", 1, ""),
    ],
    "fragments.txt": [
        ("A", 1, "fragment parameter access_token"),
        ("B", 1, "fragment parameter id_token"),
        ("C", 2, ""),
        ("D", 3, "parameter token"),
        ("E", 4, "fragment parameter jwt"),
    ],
    "jwks.json": [],
    "kinds.txt": [
        ("A", 1, ""),
        ("NONE", 2, ""),
        ("DETACHED", 3, ""),
        ("JWE", 4, ""),
        ("DIR", 5, ""),
        ("SDJWT", 6, ""),
        ("SDKB", 7, ""),
        ("PRETTY", 8, ""),
        ("TABBED", 9, ""),
    ],
    "lines.json.log": [
        ("A", 2, "/request/headers/authorization"),
        ("B", 3, "/msg"),
        ("C", 3, "/list/1/t"),
    ],
    "localStorage.json": [
        ("A", 3, "member token, localStorage item auth, /0/localStorage/0/value"),
        ("B", 5, "localStorage item refresh, /0/localStorage/2/value"),
    ],
    "look-alikes.txt": [],
    "mail.eml": [
        ("A", 12, ""),
        ("B", 21, "base64"),
    ],
    "nginx.log": [
        ("A", 1, "parameter token"),
        ("A", 3, "parameter token"),
        ("B", 3, "fragment parameter token"),
    ],
    "notebook.json": [
        ("A", 1, "field token, /cells/0/source/0"),
        ("B", 1, "/cells/0/outputs/0/text/0"),
    ],
    "page.html": [
        ("A", 1, "field content"),
        ("B", 2, "member token"),
        ("C", 3, "parameter jwt"),
        ("D", 3, "parameter id"),
    ],
    "quoted-mail.txt": [
        ("A", 3, ""),
        ("B", 7, ""),
    ],
    "request.http": [
        ("A", 3, "header Authorization"),
        ("E", 4, "header Proxy-Authorization"),
        ("B", 5, "cookie sid"),
        ("C", 6, "header X-Forwarded-Access-Token"),
        ("D", 7, "header DPoP"),
        ("E", 10, "parameter subject_token"),
    ],
    "saml.xml": [
        ("A", 3, "element x:AccessToken"),
        ("B", 4, "field value"),
        ("C", 5, ""),
    ],
    "secret.yaml": [
        ("A", 9, "base64 in /data/token"),
        ("B", 10, "/id_token, base64 in /data/config"),
        ("C", 12, "/stringData/raw"),
        ("D", 15, "base64 in /data/wrapped"),
    ],
    "service-account.json": [
        ("A", 1, "base64 in /data/token"),
    ],
    "settings.toml": [
        ("A", 2, "field token"),
        ("B", 4, ""),
        ("C", 4, ""),
    ],
    "several.jsonl": [
        ("GENERAL", 1, "/jws"),
        ("UNPROTECTED", 2, "/jws"),
        ("JWEJSON", 3, "/jwe"),
        ("FLAT", 5, "JSON string in /text"),
    ],
    "stack-trace.txt": [],
    "table.csv": [
        ("A", 2, ""),
        ("B", 3, ""),
        ("A", 4, ""),
    ],
    "terminal.log": [
        ("A", 1, ""),
        ("B", 2, "/msg"),
        ("C", 3, ""),
        ("D", 4, ""),
        ("E", 5, ""),
        ("A", 5, ""),
    ],
    "terraform.tfvars": [
        ("A", 2, "field api_token"),
        ("B", 4, ""),
    ],
    "wrapped.txt": [
        ("A", 2, ""),
        ("B", 8, ""),
        ("C", 13, "variable TOKEN"),
        ("D|cut:10", 18, ""),
        ("E", 19, ""),
    ],
}

NOTES = {
    "firefox-truncated.har": [(1, "the JSON document ends too early; it was read up to there")],
    "cut.txt": [(2, "the text ends in the middle of a token")],
}
DOCUMENTS = (".json", ".har")
FILLER = "".join(f"line {number} of com.example.Thing {number * 7919}\n" for number in range(4000))


def token(spec: str) -> str:
    name, *ways = spec.split("|")
    return written(tokens()[name], ways)


def fed(data: bytes, size: int, range_of: Harvester | None = None) -> list[Sighting]:
    reader = range_of or Harvester()
    found = [one for at in range(0, len(data), size) for one in reader.feed(data[at : at + size])]
    return found + reader.close()


def among_others(name: str) -> str:
    """The carrier inside a text so long that it is looked at in blocks."""
    text = carrier(name)
    if name.endswith(DOCUMENTS):
        return f'["{"filler " * 12_000}",\n{text},\n"{"filler " * 12_000}"]'
    return FILLER + text + ("" if name in NOTES else FILLER)


def test_every_carrier_has_its_list() -> None:
    assert {path.name for path in CARRIERS.iterdir()} == EXPECTED.keys()
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize("name", EXPECTED)
def test_exactly_these_tokens(name: str) -> None:
    reader = Harvester()
    found = reader.feed(carrier(name).encode()) + reader.close()
    assert [(one.token, one.place.line, one.place.where) for one in found] == [
        (token(spec), line, where) for spec, line, where in EXPECTED[name]
    ]
    assert [tuple(note) for note in reader.notes] == NOTES.get(name, [])


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_in_blocks_of_any_size_and_in_any_ranges(name: str) -> None:
    text = among_others(name)
    data = text.encode()
    whole = fed(data, len(data) + 1)
    assert len(whole) == len(EXPECTED[name])
    assert fed(data, 333) == fed(data, 4096) == whole
    if name.endswith(DOCUMENTS):
        return
    first = len(FILLER)
    for cut in range(first, first + len(carrier(name)), max(len(carrier(name)) // 8, 1)):
        origin = max(cut - harvester.LOOK_BACK, 0)
        before = fed(data, 5000, Harvester(start=0, stop=cut))
        after = fed(data[origin:], 5000, Harvester(origin=origin, start=cut, stop=len(data)))
        lines = data.count(b"\n", 0, cut)
        moved = [one._replace(place=one.place._replace(line=one.place.line + lines)) for one in after]
        assert before + moved == whole


def test_a_token_that_stands_twice_is_one_entry_with_two_places() -> None:
    found = harvest(carrier("nginx.log"))
    assert [(one.token, [place.line for place in one.places]) for one in found] == [
        (tokens()["A"], [1, 3]),
        (tokens()["B"], [3]),
    ]


def test_offsets_are_those_of_the_text() -> None:
    text = "Ünïcode: " + carrier("chat.txt")
    for one in harvest(text):
        for place in one.places:
            assert text.encode()[place.offset :].startswith(one.token.encode())
