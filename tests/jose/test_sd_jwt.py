import json
import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose import sd_jwt
from jwtlens.jose.sd_jwt import SdJwt
from jwtlens.jose.sd_jwt_payload import Processed, process
from jwtlens.limits import DISCLOSURES, JSON_DEPTH
from tests.core_kit import Json, b64, codes, unb64
from tests.sd_jwt_kit import PYTHON_NAMES, conceal, digest, disclosure

NAMES = st.text(max_size=6).filter(lambda name: name not in {"_sd", "...", "_sd_alg"})
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
CLAIMS = st.dictionaries(NAMES, VALUES, max_size=5)


def taken(text: str) -> SdJwt:
    found = sd_jwt.split(text)
    assert found is not None
    return found


def put(claims: Json, *disclosures: str) -> Processed:
    presentation = taken("~".join(["h.p.s", *disclosures, ""]))
    assert not presentation.problems
    return process(claims, presentation.disclosures)


def test_a_text_without_a_tilde_is_no_sd_jwt() -> None:
    assert sd_jwt.split("a.b.c") is None
    assert sd_jwt.split("") is None


@pytest.mark.parametrize(
    "text", ["h.an unencoded~payload.s", '{"header":{"kid":"a.b.c~d"}}', ' {"a.b.c~":""}', "~", "a~b~"]
)
def test_a_tilde_alone_makes_no_sd_jwt(text: str) -> None:
    assert sd_jwt.split(text) is None


def test_the_example_of_the_rfc() -> None:
    """RFC 9901 sections 4.2.1 and 4.2.3: disclosures are hashed as they are written, white space included."""
    text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    [one] = taken(f"h.p.s~{text}~").disclosures
    assert (one.salt, one.name, one.value) == ("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius")
    assert one.digest("sha-256") == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_every_part_is_where_its_span_says() -> None:
    first, second = disclosure("s", "a", 1), disclosure("t", [2])
    text = f"h.p.s~{first}~{second}~h.p.k"
    presentation = taken(text)
    assert (presentation.jwt, presentation.kb_jwt) == ("h.p.s", "h.p.k")
    assert presentation.bound == f"h.p.s~{first}~{second}~"
    assert [text[one.span.start : one.span.end] for one in presentation.disclosures] == [first, second]
    assert [one.name for one in presentation.disclosures] == ["a", None]
    assert [one.value for one in presentation.disclosures] == [1, [2]]


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        ("", "disclosure-empty"),
        (b64(b'["s","a",1]') + "=", "base64-padding"),
        ("WyJzIiwi YSIsMV0", "base64-whitespace"),
        (b64(b"not json"), "json-syntax"),
        (b64(b'["s","a","\xff"]'), "json-utf8"),
        (b64('["s","a",1]'.encode("utf-16")), "json-utf8"),
        (b64(b'["s","a",NaN]'), "json-constant"),
        (b64(b'["s","a",{"b":1,"b":2}]'), "json-duplicate"),
        (b64(b'{"s":1}'), "disclosure-form"),
        (b64(b'"s"'), "disclosure-form"),
        (b64(b"[]"), "disclosure-form"),
        (b64(b'["s"]'), "disclosure-form"),
        (b64(b'["s","a",1,2]'), "disclosure-form"),
        (b64(b'[1,"a",1]'), "disclosure-form"),
        (b64(b'["s",1,1]'), "disclosure-form"),
        (b64(b'["s",null,1]'), "disclosure-form"),
        (b64(b'["s",' + b"1" * 5000 + b",1]"), "disclosure-form"),
        (b64(b'["s","a",' + b"[" * 100 + b"]" * 100 + b"]"), "json-depth"),
    ],
)
def test_what_is_no_disclosure_is_malformed(piece: str, code: str) -> None:
    good = disclosure("s", "b", 2)
    presentation = taken(f"h.p.s~{good}~{piece}~")
    assert code in codes(presentation.problems)
    assert {problem.field.split("/")[:2] == ["disclosures", "1"] for problem in presentation.problems} == {True}
    assert all(problem.span and problem.span.start > len(good) + 6 for problem in presentation.problems)
    made = process({"_sd": [digest(good), digest(piece)]}, presentation.disclosures)
    assert (made.payload, made.paths) == ({"b": 2}, (("b",), None))


def test_what_follows_the_last_tilde_must_be_a_jwt() -> None:
    presentation = taken(f"h.p.s~{disclosure('s', 'a', 1)}")
    assert presentation.disclosures == ()
    assert any(problem.code == "segments" for problem in presentation.problems)
    assert all(problem.field.startswith("kb-") for problem in presentation.problems)


def test_more_disclosures_than_the_cap_are_refused_and_said() -> None:
    pieces = [disclosure("s", f"n{number}", 1) for number in range(DISCLOSURES + 5)]
    presentation = taken("~".join(["h.p.s", *pieces, ""]))
    assert len(presentation.disclosures) == DISCLOSURES
    assert "1,005 disclosures" in presentation.problems[0].message


def test_a_text_of_tildes_costs_next_to_nothing() -> None:
    started = time.perf_counter()
    presentation = taken("h.p.s" + "~" * 4_000_000)
    process({}, presentation.disclosures)
    assert time.perf_counter() - started < 1


@given(CLAIMS, st.randoms(use_true_random=False), st.sampled_from(sorted(PYTHON_NAMES)))
def test_all_disclosed_is_what_the_issuer_began_with(claims: Json, random: Random, sd_alg: str) -> None:
    hidden = conceal(claims, random, sd_alg)
    before = json.dumps(hidden.claims)
    made = put(hidden.claims, *hidden.disclosures)
    assert made.problems == ()
    assert made.payload == claims
    assert None not in made.paths
    assert json.dumps(hidden.claims) == before


@given(CLAIMS, st.randoms(use_true_random=False))
def test_a_pointer_leads_to_what_was_disclosed(claims: Json, random: Random) -> None:
    hidden = conceal(claims, random)
    presentation = taken("~".join(["h.p.s", *hidden.disclosures, ""]))
    made = process(hidden.claims, presentation.disclosures)
    for one, path in zip(presentation.disclosures, made.paths, strict=True):
        assert path is not None
        found: object = made.payload
        for step in path:
            found = found[step]  # type: ignore[index]
        if one.name is not None:
            assert path[-1] == one.name
        if not isinstance(one.value, dict | list):
            assert found == one.value


@given(CLAIMS, st.randoms(use_true_random=False), st.data())
def test_a_changed_disclosure_is_never_accepted(claims: Json, random: Random, data: st.DataObject) -> None:
    hidden = conceal({**claims, "one more": [1, 2, {"x": "y"}]}, random)
    disclosures = hidden.disclosures or [disclosure("s", "extra", 1)]
    index = data.draw(st.integers(0, len(disclosures) - 1))
    altered = json.loads(unb64(disclosures[index]))
    altered[-1] = [altered[-1], "changed"]
    disclosures = [*disclosures[:index], disclosure(*altered), *disclosures[index + 1 :]]
    assert "disclosure-unreferenced" in codes(put(hidden.claims, *disclosures).problems)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_with_nothing_disclosed_only_what_was_in_the_clear_is_left(claims: Json, random: Random) -> None:
    hidden = conceal(claims, random)
    made = put(hidden.claims)
    assert made.problems == ()
    assert made.payload.keys() == hidden.claims.keys() - {"_sd", "_sd_alg"}
    assert process(made.payload, ()).payload == made.payload


def test_disclosures_inside_disclosures() -> None:
    inner = disclosure("1", "city", "Ulm")
    element = disclosure("2", {"_sd": [digest(inner)]})
    outer = disclosure("3", "places", ["Rom", {"...": digest(element)}])
    made = put({"_sd": [digest(outer)]}, inner, element, outer)
    assert made.payload == {"places": ["Rom", {"city": "Ulm"}]}
    assert [made.pointer(index) for index in range(3)] == ["/places/1/city", "/places/1", "/places"]
    without = put({"_sd": [digest(outer)]}, inner, outer)
    assert without.payload == {"places": ["Rom"]}
    assert codes(without.problems) == ["disclosure-unreferenced"]
    assert without.pointer(0) is None


A = disclosure("s", "a", 1)
ELEMENT = disclosure("s", 1)


@pytest.mark.parametrize(
    ("claims", "disclosures", "code"),
    [
        ({"_sd": []}, [A], "disclosure-unreferenced"),
        ({"_sd": [digest(A)]}, [A, A], "disclosure-twice"),
        ({"_sd": [digest(A), digest(A)]}, [A], "digest-twice"),
        ({"_sd": [digest(A)], "x": {"_sd": [digest(A)]}}, [A], "digest-twice"),
        ({"_sd": [digest("decoy")], "x": [{"...": digest("decoy")}]}, [], "digest-twice"),
        ({"a": 0, "_sd": [digest(A)]}, [A], "disclosure-collision"),
        ({"_sd": [digest(A), digest(disclosure("t", "a", 2))]}, [A, disclosure("t", "a", 2)], "disclosure-collision"),
        ({"_sd": [digest(disclosure("s", "_sd", []))]}, [disclosure("s", "_sd", [])], "disclosure-reserved"),
        ({"_sd": [digest(disclosure("s", "...", ""))]}, [disclosure("s", "...", "")], "disclosure-reserved"),
        ({"_sd": [digest(ELEMENT)]}, [ELEMENT], "disclosure-kind"),
        ({"x": [{"...": digest(A)}]}, [A], "disclosure-kind"),
        ({"_sd": digest(A)}, [], "sd-type"),
        ({"_sd": [1]}, [], "sd-type"),
        ({"_sd": None}, [], "sd-type"),
        ({"x": {"...": digest(ELEMENT)}}, [], "sd-reserved"),
        ({"...": "x"}, [], "sd-reserved"),
        ({"x": [{"...": digest(ELEMENT), "y": 1}]}, [], "sd-reserved"),
        ({"x": [{"...": 1}]}, [], "sd-reserved"),
        ({"_sd_alg": "sha-257"}, [], "sd-alg-unknown"),
        ({"_sd_alg": "SHA-256"}, [], "sd-alg-unknown"),
        ({"_sd_alg": "md5", "_sd": [digest(A)]}, [A], "sd-alg-unknown"),
        ({"_sd_alg": None}, [], "sd-alg-unknown"),
        ({"_sd_alg": ["sha-256"]}, [], "sd-alg-unknown"),
    ],
)
def test_what_a_verifier_must_refuse(claims: Json, disclosures: list[str], code: str) -> None:
    made = put(claims, *disclosures)
    assert code in codes(made.problems)
    assert not {"_sd", "...", "_sd_alg"} & made.payload.keys()


def test_what_was_in_the_clear_is_never_replaced() -> None:
    assert put({"a": 0, "_sd": [digest(A)]}, A).payload == {"a": 0}


def test_an_unknown_hash_is_a_sentence_and_discloses_nothing() -> None:
    made = put({"_sd_alg": "blake3\x1b", "b": 2, "_sd": [digest(A)]}, A)
    assert (made.payload, made.sd_alg) == ({"b": 2}, "")
    assert "supports sha-256" in made.problems[0].message
    assert "\x1b" not in made.problems[0].message


def test_decoys_and_withheld_claims_are_counted_and_removed() -> None:
    made = put({"_sd": [digest("x"), digest(A)], "l": [1, {"...": digest("y")}, 2]}, A)
    assert (made.payload, made.withheld, made.problems) == ({"a": 1, "l": [1, 2]}, 2, ())


def test_disclosures_that_nest_too_deep_are_capped_and_said() -> None:
    disclosures: list[str] = []
    value: object = "bottom"
    for level in range(JSON_DEPTH + 10):
        disclosures.append(disclosure(str(level), "n", value))
        value = {"_sd": [digest(disclosures[-1])]}
    made = put(value, *disclosures)  # type: ignore[arg-type]
    assert "sd-depth" in codes(made.problems)
    json.dumps(made.payload)


def test_problems_without_number_are_cut_off_soon() -> None:
    made = put({"_sd": [digest("x")] * 100_000})
    assert 1 <= len(made.problems) <= 20


@given(st.text(alphabet=st.sampled_from("~.eyJW_-=\ud800\x00ä "), max_size=60) | st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    presentation = sd_jwt.split(text)
    if presentation is not None:
        process({"_sd": ["x"]}, presentation.disclosures)
        assert presentation.bound + presentation.kb_jwt == text


@given(
    st.recursive(
        LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["_sd", "...", "_sd_alg", "a"]), inner)
    )
)
def test_no_claims_raise(value: object) -> None:
    made = put(value if isinstance(value, dict) else {"a": value}, A)
    assert made.problems or made.payload.get("a") == 1
