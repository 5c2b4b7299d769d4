import pytest

from jwtlens.jose import header, jws
from tests.core_kit import codes, compact


def _problems(members: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in jws.parse(compact(members)).problems]


@pytest.mark.parametrize(
    "members",
    [
        {"alg": "HS256"},
        {"alg": "none"},
        {"alg": "my-own"},
        {"alg": "RS256", "typ": "JWT", "cty": "", "kid": "", "jku": "", "x5u": "", "jwk": {}, "x5c": [], "x5t": ""},
        {"alg": "HS256", "unknown": [1, {"a": None}]},
        {"alg": "HS256", "crit": ["b64"], "b64": True},
        {"alg": "HS256", "b64": True},
        {"alg": "HS256", "crit": ["exp"], "exp": 1},
    ],
)
def test_a_header_in_order_has_no_problems(members: object) -> None:
    assert _problems(members) == []


@pytest.mark.parametrize(
    ("members", "code", "field"),
    [
        ({}, "alg-missing", "header"),
        ({"alg": ""}, "alg-missing", "header/alg"),
        ({"alg": None}, "alg-type", "header/alg"),
        ({"alg": 256}, "alg-type", "header/alg"),
        ({"alg": ["HS256"]}, "alg-type", "header/alg"),
        ({"alg": {"HS256": 1}}, "alg-type", "header/alg"),
        ({"alg": "HS256", "typ": None}, "header-type", "header/typ"),
        ({"alg": "HS256", "kid": 1}, "header-type", "header/kid"),
        ({"alg": "HS256", "kid": ["a"]}, "header-type", "header/kid"),
        ({"alg": "HS256", "jwk": "x"}, "header-type", "header/jwk"),
        ({"alg": "HS256", "x5c": "x"}, "header-type", "header/x5c"),
        ({"alg": "HS256", "x5t#S256": 1}, "header-type", "header/x5t#S256"),
        ({"alg": "HS256", "b64": "false", "crit": ["b64"]}, "header-type", "header/b64"),
        ({"alg": "HS256", "b64": 0, "crit": ["b64"]}, "header-type", "header/b64"),
        ({"alg": "HS256", "crit": None}, "crit-type", "header/crit"),
        ({"alg": "HS256", "crit": []}, "crit-type", "header/crit"),
        ({"alg": "HS256", "crit": "b64", "b64": True}, "crit-type", "header/crit"),
        ({"alg": "HS256", "crit": [1]}, "crit-type", "header/crit"),
        ({"alg": "HS256", "crit": [{}]}, "crit-type", "header/crit"),
        ({"alg": "HS256", "crit": ["alg"]}, "crit-registered", "header/crit"),
        ({"alg": "HS256", "crit": ["crit"]}, "crit-registered", "header/crit"),
        ({"alg": "HS256", "crit": ["x"]}, "crit-absent", "header/crit"),
        ({"alg": "HS256", "crit": ["x", "x"], "x": 1}, "crit-duplicate", "header/crit"),
        ({"alg": "HS256", "b64": False}, "b64-crit", "header/b64"),
        ({"alg": "HS256", "b64": False, "crit": ["x"], "x": 1}, "b64-crit", "header/b64"),
        ([], "header-object", "header"),
        ("alg", "header-object", "header"),
        (None, "header-object", "header"),
    ],
)
def test_each_rule_of_the_header_is_kept(members: object, code: str, field: str) -> None:
    assert _problems(members) == [(code, field)]


@pytest.mark.parametrize("name", ["alg", "kid", "typ"])
def test_a_number_too_long_to_convert_is_not_taken_for_a_string(name: str) -> None:
    members = f'{{"alg":"HS256","{name}":{"1" * 5000}}}'.replace(
        '"alg":"HS256",', "" if name == "alg" else '"alg":"HS256",'
    )
    assert codes(jws.parse(compact(members.encode())).problems) == ["alg-type" if name == "alg" else "header-type"]


def test_only_the_boolean_false_makes_a_payload_unencoded() -> None:
    for value, expected in ((False, True), (True, False), (0, False), ("false", False), (None, False)):
        assert header.unencoded_payload(jws.parse(compact({"alg": "HS256", "b64": value})).header) is expected
